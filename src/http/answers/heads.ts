/** Heads of kept answers, written once for an entry; only the id of the request and the time are of each answer. */
import { systemClock } from '../../lib/clock.ts'
import { exposedHeaders } from '../cors.ts'
import type { Encoding } from '../encoding.ts'
import { VARY } from '../endpoint.ts'
import { type Audience, HIT, headersOf } from './send.ts'
import type { Kept } from './store.ts'

export interface Head {
  /** In the shape that Node takes without a copy; the id of the request is last. */
  lines: string[]
  /** The same as it goes over the wire, up to the id. */
  text: string
}

interface Heads {
  whole: Head
  /** Of a 304. */
  unchanged: Head
}

const ID = { 'x-request-id': '' }

/** For caches that others share, and for pages of other origins. */
const OPEN = {
  vary: `Accept-Encoding, ${VARY}`,
  'access-control-allow-origin': '*',
  'access-control-expose-headers': exposedHeaders,
}

const known = new WeakMap<Kept, Map<string, Heads>>()

/** @param isOpen whether a page of another origin may ask. */
export function headsOf(entry: Kept, encoding: Encoding, audience: Audience, isOpen: boolean): Heads {
  const own = known.get(entry) ?? new Map<string, Heads>()
  known.set(entry, own)
  const which = isOpen ? (audience === 'shared' ? encoding : `${encoding} of own`) : `${encoding} here`
  let heads = own.get(which)
  if (!heads) {
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
    heads = {
      whole: headOf('200 OK', { ...body, 'content-length': String(size), ...shared, ...ID }),
      unchanged: headOf('304 Not Modified', { ...shared, ...ID }),
    }
    own.set(which, heads)
  }
  return heads
}

function headOf(status: string, headers: Record<string, string>): Head {
  const lines = Object.entries(headers)
  const text = lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')
  return { lines: lines.flat(), text: `HTTP/1.1 ${status}\r\n${text}` }
}

let end = ''
let endSecond = 0
let endKeepAlive = 0

/** What Node writes behind the headers of an answer whose connection goes on. */
export function endOfHead(keepAliveMs: number): string {
  const now = systemClock.now()
  const second = Math.floor(now.getTime() / 1000)
  if (second !== endSecond || keepAliveMs !== endKeepAlive) {
    endSecond = second
    endKeepAlive = keepAliveMs
    const seconds = Math.floor(keepAliveMs / 1000)
    end = `\r\nDate: ${now.toUTCString()}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${seconds}\r\n\r\n`
  }
  return end
}
