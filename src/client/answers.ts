/** What an answer of the server amounts to: its bytes, its JSON, or why there is none. */
import zlib from 'node:zlib'
import { systemClock } from '../lib/clock.ts'
import { codeOf } from '../lib/processes.ts'
import { Interrupted, SnapshotNeeded, SyncError } from './errors.ts'

const ZSTD = '28b52ffd'
const GZIP = '1f8b'

/** The compressions that can be undone here. */
export const ENCODINGS = typeof zlib.zstdDecompressSync === 'function' ? 'zstd, gzip' : 'gzip'

export async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

/** Undoes a compression that whoever fetched did not undo; lines of JSON begin with neither mark. */
export function expanded(bytes: Buffer): Buffer {
  const start = bytes.subarray(0, 4).toString('hex')
  try {
    if (start === ZSTD) return zlib.zstdDecompressSync(bytes)
    return start.startsWith(GZIP) ? zlib.gunzipSync(bytes) : bytes
  } catch (error) {
    throw new Interrupted('A compressed answer was cut.', null, { cause: error })
  }
}

/** @throws Interrupted where it is no JSON: an answer without a length may end anywhere. */
export function parsed<T>(json: Buffer | string): T {
  try {
    return JSON.parse(json.toString()) as T
  } catch (error) {
    throw new Interrupted('An answer was cut or is no JSON.', null, { cause: error })
  }
}

interface Problem {
  message?: string
  extensions?: { code?: string }
}

/** Codes that may well be another one, or none, when it is asked again. */
const PASSING = new Set(['RATE_LIMITED', 'TIMEOUT', 'UNAVAILABLE', 'INTERNAL'])

/** @throws SyncError BAD_ADDRESS where the answer is a page, or whatever else is not ours. */
export function refuseOthers({ headers }: Response): void {
  const type = headers.get('content-type') ?? ''
  // `application/json`, `application/x-ndjson`, `application/graphql-response+json`
  if (!/json/.test(type))
    throw new SyncError('BAD_ADDRESS', `What answers there is not this API: it sends ${type || 'no type'}.`)
}

/** The error for an answer that is not 200, or holds errors in place of what was asked for. */
export function refusal({ status, headers }: Response, body: Buffer): Error {
  if (status >= 300 && status < 400)
    return new SyncError(
      'BAD_ADDRESS',
      `The server redirects to ${headers.get('location')}: give that address.`,
    )
  const [problem] = problemsOf(body)
  const code = problem?.extensions?.code
  const said = problem?.message ?? `The server answers with status ${status}.`
  if (code === 'CURSOR_TOO_OLD') return new SnapshotNeeded(said)
  if (code === 'UNKNOWN_REVISION' || code === 'CURSOR_INVALID') return new SyncError('SERVER_BEHIND', said)
  if (status === 401) return new SyncError('UNAUTHENTICATED', `The server does not take the key: ${said}`)
  if (status === 403) return new SyncError('FORBIDDEN', `The key may not copy: ${said}`)
  if (status === 408 || status === 429 || status >= 500 || PASSING.has(code ?? ''))
    return new Interrupted(said, retryAfterS(headers))
  if (code) return new SyncError('BAD_ANSWER', said)
  return new SyncError('BAD_ADDRESS', `What answers there is not this API: status ${status}.`)
}

function problemsOf(body: Buffer): Problem[] {
  try {
    return (JSON.parse(body.toString()) as { errors?: Problem[] }).errors ?? []
  } catch {
    return []
  }
}

/** As a number of seconds or as a date. */
function retryAfterS(headers: Headers): number | null {
  const text = headers.get('retry-after')
  if (text === null) return null
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - systemClock.now().getTime()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null
}

/** What fetch and a broken stream throw, in words; our own errors as they are. */
export function networkError(error: unknown, base: string): unknown {
  if (error instanceof SyncError || error instanceof Interrupted || error instanceof SnapshotNeeded)
    return error
  const { name, message, cause } = error as Error
  if (name === 'AbortError') return new Interrupted(`${base} went silent.`, null, { cause: error })
  const why = codeOf(cause) ?? codeOf(error) ?? message
  return new Interrupted(`No whole answer of ${base} (${why}).`, null, { cause: error })
}
