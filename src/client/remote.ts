/** The server as a mirror sees it: full copies, the change feed and what revisions are, each asked once. */
import { sha256 } from '../lib/ids.ts'
import { ENCODINGS, expanded, networkError, parsed, readAll, refusal, refuseOthers } from './answers.ts'
import type { FeedLine } from './collector.ts'
import { lineBatches } from './entries.ts'
import { Interrupted, SyncError } from './errors.ts'
import type { Kind } from './kinds.ts'

/** The server sends a line at least every 15 seconds. */
const SILENCE_MS = 60_000

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface RemoteOptions {
  /** The address of the server: `https://facts.example.org`. */
  from: string
  key: string
  signal?: AbortSignal | undefined
  fetch?: Fetch | undefined
}

/** What `/export/{kind}.manifest.json` tells. */
export interface Manifest {
  rows: number
  bytes: number
  sha256: string
  parts: { rows: number; sha256: string }[]
  /** Where the change feed goes on behind this revision. */
  cursor: string
}

/** What the server holds. Times are ISO 8601. */
export interface Ledger {
  /** When its first revision was made. */
  first: { time: string }
  newest: { number: number; time: string }
  /** The revision that was asked for. */
  reached: { time: string }
}

/** In hex; null where the server does not know them. */
interface Digests {
  digest: string | null
  pageDigests: string[] | null
}

export interface Remote {
  readonly from: string
  manifest(kind: Kind, revision: number): Promise<Manifest>
  /** The lines of a part. @throws Interrupted where they are not those of its digest. */
  part(kind: Kind, revision: number, number: number, digest: string): Promise<Uint8Array>
  /** Lines of the feed as they come; empty ones where there is only a sign of life. */
  changes(after: string, follow: boolean, stop: AbortSignal): AsyncGenerator<FeedLine[], void, void>
  /** @throws SyncError SERVER_BEHIND where there is no such revision. */
  ledger(reached: number): Promise<Ledger>
  /** @throws SyncError SERVER_BEHIND where there is no such revision. */
  digests(revision: number): Promise<Digests>
}

/** @throws SyncError BAD_OPTIONS */
export function createRemote({ from, key, signal, fetch: send = fetch }: RemoteOptions): Remote {
  const base = addressOf(from)
  // What a header cannot hold would be told by fetch, and with it the key.
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new SyncError('BAD_OPTIONS', 'The key is empty or holds what no key has.')

  /** @param use takes the answer; a silence while it does so ends it. */
  async function ask<T>(
    path: string,
    init: RequestInit,
    use: (response: Response, chunks: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T> {
    const { response, chunks, end } = await open(path, init)
    try {
      return await use(response, chunks)
    } finally {
      end()
    }
  }

  async function open(path: string, init: RequestInit, stop?: AbortSignal) {
    const controller = new AbortController()
    const abort = () => controller.abort()
    const stops = [signal, stop].filter((one) => one !== undefined)
    for (const one of stops) one.addEventListener('abort', abort, { once: true })
    let timer = setTimeout(abort, SILENCE_MS)
    const heard = () => {
      clearTimeout(timer)
      timer = setTimeout(abort, SILENCE_MS)
    }
    const end = () => {
      clearTimeout(timer)
      for (const one of stops) one.removeEventListener('abort', abort)
      abort()
    }
    try {
      if (stops.some((one) => one.aborted)) abort()
      const headers = { authorization: `Bearer ${key}`, ...init.headers }
      // A redirect would be followed with the key.
      const response = await send(`${base}${path}`, {
        ...init,
        headers,
        redirect: 'manual',
        signal: controller.signal,
      })
      heard()
      const chunks = heardChunks(response, heard, controller.signal)
      if (response.status !== 200) throw refusal(response, await readAll(chunks))
      refuseOthers(response)
      return { response, chunks, end }
    } catch (error) {
      end()
      throw networkError(error, base)
    }
  }

  async function* heardChunks(response: Response, heard: () => void, ended: AbortSignal) {
    const reader = response.body?.getReader()
    // Not every fetch ends a body when it is told to.
    const cancel = () => void reader?.cancel().catch(() => undefined)
    ended.addEventListener('abort', cancel, { once: true })
    try {
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true }
        if (ended.aborted) throw new DOMException('ended', 'AbortError')
        if (done) return
        heard()
        yield value as Uint8Array
      }
    } catch (error) {
      throw networkError(error, base)
    } finally {
      ended.removeEventListener('abort', cancel)
    }
  }

  const manifest: Remote['manifest'] = (kind, revision) =>
    ask(`/export/${kind}.manifest.json?asOf=${revision}`, {}, async (response, chunks) => {
      const cursor = response.headers.get('x-cursor')
      if (!cursor) throw new SyncError('BAD_ANSWER', `The server names no cursor to go on from ${kind}.`)
      return { ...parsed<Omit<Manifest, 'cursor'>>(await readAll(chunks)), cursor }
    })

  const part: Remote['part'] = (kind, revision, number, digest) => {
    const headers = { 'accept-encoding': ENCODINGS }
    return ask(`/export/${kind}.ndjson?asOf=${revision}&part=${number}`, { headers }, async (_, chunks) => {
      const lines = expanded(await readAll(chunks))
      if (sha256(lines) === digest) return lines
      throw new Interrupted(`Part ${number} of ${kind} has another digest than the server tells.`)
    })
  }

  async function* changes(after: string, follow: boolean, stop: AbortSignal): AsyncGenerator<FeedLine[]> {
    const parameters = new URLSearchParams({ after, ...(follow ? { follow: 'true' } : {}) })
    const { chunks, end } = await open(`/changes?${parameters}`, {}, stop)
    const cut = () => new Interrupted('The change feed broke off within a line.')
    try {
      for await (const lines of lineBatches(chunks, cut))
        yield lines.filter((line) => line !== '').map((line) => parsed<FeedLine>(line))
    } finally {
      end()
    }
  }

  const query = <T>(text: string, number: number): Promise<T> => {
    const body = JSON.stringify({ query: `query ($number: Int!) { ${text} }`, variables: { number } })
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' }
    return ask('/graphql', { method: 'POST', headers, body }, async (response, chunks) => {
      const answer = await readAll(chunks)
      const { data } = parsed<{ data?: T | null }>(answer)
      if (data) return data
      throw refusal(response, answer)
    })
  }

  const ledger: Remote['ledger'] = (reached) =>
    query(
      'first: revision(number: 1) { time } newest: revision { number time } reached: revision(number: $number) { time }',
      reached,
    )

  const digests: Remote['digests'] = async (number) => {
    const { revision } = await query<{ revision: Digests }>(
      'revision(number: $number) { digest pageDigests }',
      number,
    )
    return revision
  }

  return { from: base, manifest, part, changes, ledger, digests }
}

/** Without the slash at the end, and without what must not be shown. */
function addressOf(from: string): string {
  const url = URL.parse(from)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new SyncError(
      'BAD_OPTIONS',
      'The server is an address such as https://facts.example.org, without a key in it.',
    )
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
