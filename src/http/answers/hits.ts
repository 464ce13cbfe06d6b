/**
 * Kept answers, sent straight from Node's own server: no `Request` is made, no GraphQL is parsed, no statement is sent.
 * Whatever is not a plain hit goes on to the application, which does the same work at leisure. What comes again byte for
 * byte is answered before Node has parsed it, from the same places.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { AsOf } from '../../db/as-of.ts'
import { ANYBODY, type Caller } from '../../domain/access/caller.ts'
import { credentialOf } from '../authorize.ts'
import type { KnownCallers } from './callers.ts'
import { endOfHead, type Head, headsOf } from './heads.ts'
import { createRepeats, type Keeping } from './repeats.ts'
import { type Audience, encodingOf, isKnown } from './send.ts'
import type { Answers, Kept } from './store.ts'

/** Bodies of requests that are looked up; longer ones are the application's. */
const BODY_BYTES = 16_384

export interface HitOptions {
  endpoint: string
  answers: Answers
  callers: KnownCallers
  /** The newest revision, null where it is not known for sure. */
  newest: () => AsOf | null
  /** Told of each hit. */
  answered: (hit: {
    id: string
    method: string
    status: number
    started: number
    socket: Socket
    /** X-Forwarded-For. */
    forwarded: string | undefined
  }) => void
}

/** A request as whoever answers it is to see it. */
export interface Passed {
  /** What was read of the body already. */
  body?: Buffer
  /** The name under which its answer can be found again. */
  name?: string
  /** Who asks, where that is known without a statement. */
  caller?: Caller
}

export interface Hits {
  answer(request: IncomingMessage, response: ServerResponse, pass: (passed: Passed) => void): void
  /** To be given each new connection, so that requests that come again are known. */
  watch(socket: Socket, server: Keeping): void
}

/** All of a request that a hit depends on. */
interface Asked {
  method: string
  /** Of the request, for whoever has no key. */
  name: string
  credential: string | undefined
  /** The same for the caller whose answer was found last, and who that is. */
  own?: { caller: Caller; name: string }
  encodings: string | undefined
  /** If-None-Match. */
  known: string | undefined
  /** Whether a page of another origin may ask. */
  isOpen: boolean
  forwarded: string | undefined
}

export function createHits({ endpoint, answers, callers, newest, answered }: HitOptions): Hits {
  const isOurs = (url: string) =>
    url.startsWith(endpoint) &&
    (url.length === endpoint.length || url.charCodeAt(endpoint.length) === QUESTION_MARK)
  const repeats = createRepeats<Asked>(again)

  const answer: Hits['answer'] = (request, response, pass) => {
    repeats.parsed(request, response)
    const { method, url = '' } = request
    // What stands behind a # is no part of an address, and the application refuses it.
    if ((method !== 'POST' && method !== 'GET') || !isOurs(url) || url.includes('#')) return pass({})
    const started = performance.now()
    const { headers } = request
    const prefix = prefixOf(method, headers)
    if (prefix === null) return pass({})
    const lookUp = (name: string, body?: Buffer) => {
      const asked = askedOf(method, name, headers)
      const caller = callerOf(asked)
      let isSent = false
      try {
        isSent = caller !== undefined && send(asked, caller, request, response, started)
      } catch (error) {
        // Thrown in a listener, it would end the process.
        if (response.headersSent) return void response.destroy(error as Error)
      }
      if (!isSent) pass({ name, ...(body ? { body } : {}), ...(caller ? { caller } : {}) })
    }
    if (method === 'GET') return lookUp(`${prefix}${url}`)
    if (!(Number(headers['content-length']) <= BODY_BYTES)) return pass({})
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.once('end', () => {
      const body = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
      lookUp(`${prefix}${url}\n${body.toString('latin1')}`, body)
    })
  }

  const callerOf = ({ credential }: Asked) => (credential === undefined ? ANYBODY : callers.of(credential))

  function entryOf(asked: Asked, caller: Caller): Kept | undefined {
    const asOf = newest()
    if (!asOf || caller.documentsOf !== null) return undefined
    if (asked.own?.caller !== caller) asked.own = { caller, name: nameFor(asked.name, caller) }
    const key = answers.named(asked.own.name)
    return key === undefined ? undefined : answers.at(key, asOf)
  }

  /** Undefined where nothing is kept, or the copy in the wanted encoding is still to be made. */
  function found(asked: Asked, caller: Caller): Found | undefined {
    const entry = entryOf(asked, caller)
    if (!entry) return undefined
    const encoding = encodingOf(entry, asked.encodings)
    const body = encoding === 'identity' ? entry.body : entry[encoding]
    if (!body) return undefined
    const audience: Audience = asked.method === 'GET' && asked.credential === undefined ? 'shared' : 'own'
    const isUnchanged = isKnown(entry, encoding, asked.known)
    const heads = headsOf(entry, encoding, audience, asked.isOpen)
    return isUnchanged
      ? { status: 304, head: heads.unchanged, body: undefined }
      : { status: 200, head: heads.whole, body }
  }

  function send(
    asked: Asked,
    caller: Caller,
    request: IncomingMessage,
    response: ServerResponse,
    started: number,
  ): boolean {
    const hit = found(asked, caller)
    if (!hit) return false
    const id = randomUUID()
    const { lines } = hit.head
    // Written at once, so the next request may have the same array with its own id.
    lines[lines.length - 1] = id
    response.writeHead(hit.status, lines).end(hit.body)
    repeats.learn(request, asked)
    tell(asked, hit, id, request.socket, started)
    return true
  }

  /** The same answer past Node's server, byte for byte but for the id and the time. */
  function again(asked: Asked, socket: Socket, keepAliveMs: number): boolean {
    const started = performance.now()
    const caller = callerOf(asked)
    const hit = caller && found(asked, caller)
    if (!hit) return false
    const id = randomUUID()
    const head = hit.head.text + id + endOfHead(keepAliveMs)
    if (hit.body) {
      // As one write, which is one packet where it fits.
      socket.cork()
      socket.write(head, 'latin1')
      socket.write(hit.body)
      socket.uncork()
    } else socket.write(head, 'latin1')
    tell(asked, hit, id, socket, started)
    return true
  }

  function tell(
    { method, forwarded }: Asked,
    { status }: Found,
    id: string,
    socket: Socket,
    started: number,
  ): void {
    answered({ id, method, status, started, socket, forwarded })
  }

  return { answer, watch: repeats.watch }
}

interface Found {
  status: 200 | 304
  head: Head
  /** Undefined where nothing changed. */
  body: Buffer | undefined
}

const askedOf = (method: string, name: string, headers: IncomingMessage['headers']): Asked => {
  const credential = credentialOfNode(headers)
  return {
    ...{ method, name, credential },
    encodings: headers['accept-encoding'] as string | undefined,
    known: headers['if-none-match'],
    // What nobody else keeps, a page of another origin asks for by itself or not at all.
    isOpen: (method === 'GET' && credential === undefined) || headers.origin !== undefined,
    forwarded: headers['x-forwarded-for'] as string | undefined,
  }
}

const QUESTION_MARK = 63
/** An answer to one caller is none to another who may do less, and whoever has no key may do less than any. */
export function nameFor(name: string, caller: Caller): string {
  if (caller.keyId === null) return name
  let prefix = prefixes.get(caller)
  if (prefix === undefined) {
    prefix = `${[...caller.scopes].sort().join(' ')}\n`
    prefixes.set(caller, prefix)
  }
  return prefix + name
}

const prefixes = new WeakMap<Caller, string>()

/** The header that carries the key; undefined without one. */
const credentialOfNode = ({ authorization, 'x-api-key': plain }: IncomingMessage['headers']) =>
  credentialOf(authorization, plain as string | undefined)

/** What the answer depends on beside address and body; null where a hit is out of the question. */
function prefixOf(method: string, headers: IncomingMessage['headers']): string | null {
  const isOdd =
    'x-receipt' in headers ||
    'content-encoding' in headers ||
    'expect' in headers ||
    // Two of them are for the application to judge.
    ('authorization' in headers && 'x-api-key' in headers)
  return isOdd ? null : `${method} ${headers.accept ?? ''}\n${headers['content-type'] ?? ''}\n`
}
