/**
 * Kept answers, sent straight from Node's own server: no `Request` is made, no GraphQL is parsed, no statement is sent.
 * Whatever is not a plain hit goes on to the application, which does the same work at leisure.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AsOf } from '../../db/as-of.ts'
import { ANYBODY, type Caller } from '../../domain/access/caller.ts'
import { credentialOf } from '../authorize.ts'
import { exposedHeaders } from '../cors.ts'
import type { Encoding } from '../encoding.ts'
import { VARY } from '../endpoint.ts'
import type { KnownCallers } from './callers.ts'
import { type Audience, encodingOf, HIT, headersOf, isKnown } from './send.ts'
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
    request: IncomingMessage
  }) => void
}

/** A request as the application is to see it. */
interface Passed {
  /** What was read of the body already. */
  body?: Buffer
  /** The name under which its answer can be found again. */
  name?: string
}

export type Hits = (
  request: IncomingMessage,
  response: ServerResponse,
  pass: (passed: Passed) => void,
) => void

export function createHits({ endpoint, answers, callers, newest, answered }: HitOptions): Hits {
  const isOurs = (url: string) =>
    url.startsWith(endpoint) &&
    (url.length === endpoint.length || url.charCodeAt(endpoint.length) === QUESTION_MARK)

  return (request, response, pass) => {
    const { method, url = '' } = request
    // What stands behind a # is no part of an address, and the application refuses it.
    if ((method !== 'POST' && method !== 'GET') || !isOurs(url) || url.includes('#')) return pass({})
    const started = performance.now()
    const { headers } = request
    const prefix = prefixOf(method, headers)
    if (prefix === null) return pass({})
    const answer = (name: string, body?: Buffer) => {
      let isSent = false
      try {
        const asOf = newest()
        const entry = asOf && entryOf(name, headers, asOf)
        isSent = entry ? send(entry, request, response, started) : false
      } catch (error) {
        // Thrown in a listener, it would end the process.
        if (response.headersSent) return void response.destroy(error as Error)
      }
      if (!isSent) pass({ name, ...(body ? { body } : {}) })
    }
    if (method === 'GET') return answer(`${prefix}${url}`)
    if (!(Number(headers['content-length']) <= BODY_BYTES)) return pass({})
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.once('end', () => {
      const body = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
      answer(`${prefix}${url}\n${body.toString('latin1')}`, body)
    })
  }

  function entryOf(name: string, headers: IncomingMessage['headers'], asOf: AsOf): Kept | undefined {
    const credential = credentialOfNode(headers)
    const caller = credential === undefined ? ANYBODY : callers.of(credential)
    const key = caller && caller.documentsOf === null ? answers.named(nameFor(name, caller)) : undefined
    return key === undefined ? undefined : answers.at(key, asOf)
  }

  /** False where the copy in the wanted encoding is still to be made. */
  function send(entry: Kept, request: IncomingMessage, response: ServerResponse, started: number): boolean {
    const { headers, method = '' } = request
    const encoding = encodingOf(entry, headers['accept-encoding'] as string | undefined)
    const body = encoding === 'identity' ? entry.body : entry[encoding]
    if (!body) return false
    const audience: Audience = method === 'GET' && credentialOfNode(headers) === undefined ? 'shared' : 'own'
    const id = randomUUID()
    const known = isKnown(entry, encoding, headers['if-none-match'])
    // What nobody else keeps, a page of another origin asks for by itself or not at all.
    const lines = linesOf(entry, encoding, audience, audience === 'shared' || headers.origin !== undefined)
    const own = known ? lines.unchanged : lines.whole
    // Written at once, so the next request may have the same array with its own id.
    own[own.length - 1] = id
    if (known) response.writeHead(304, own).end()
    else response.writeHead(200, own).end(body)
    answered({ id, method, status: known ? 304 : 200, started, request })
    return true
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

const ID = { 'x-request-id': '' }

/** For caches that others share, and for pages of other origins. */
const OPEN = {
  vary: `Accept-Encoding, ${VARY}`,
  'access-control-allow-origin': '*',
  'access-control-expose-headers': exposedHeaders,
}

interface Lines {
  whole: string[]
  unchanged: string[]
}

const linesKnown = new WeakMap<Kept, Map<string, Lines>>()

/** Header lines in the shape that Node takes without a copy, made once for an entry; the id of the request is last. */
function linesOf(entry: Kept, encoding: Encoding, audience: Audience, isOpen: boolean): Lines {
  const own = linesKnown.get(entry) ?? new Map<string, Lines>()
  linesKnown.set(entry, own)
  const which = isOpen ? (audience === 'shared' ? encoding : `${encoding} of own`) : `${encoding} here`
  let lines = own.get(which)
  if (!lines) {
    const {
      'content-type': type,
      'content-encoding': encoded,
      ...rest
    } = headersOf(entry, encoding, audience)
    const shared = {
      ...rest,
      'cache-status': HIT,
      ...(isOpen ? OPEN : {}),
      'x-content-type-options': 'nosniff',
    }
    const size = encoding === 'identity' ? entry.body.length : entry[encoding]!.length
    const body = { 'content-type': type!, ...(encoded ? { 'content-encoding': encoded } : {}) }
    lines = {
      whole: Object.entries({ ...body, 'content-length': String(size), ...shared, ...ID }).flat(),
      unchanged: Object.entries({ ...shared, ...ID }).flat(),
    }
    own.set(which, lines)
  }
  return lines
}
