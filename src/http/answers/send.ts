/** How a kept answer goes out: its headers, compressed or not, or only the word that nothing changed. */
import { rememberBytes } from '../bytes.ts'
import { COMPRESS_BYTES, chooseEncoding, compressed, type Encoding } from '../encoding.ts'
import type { AnswerHeaders, AskedHeaders } from '../headers.ts'
import type { Kept } from './store.ts'

/** Who may keep an answer beside its caller: shared caches by its address, or nobody. */
export type Audience = 'shared' | 'own'

/**
 * What names its revision stays as it is, but for a release, a licence or a court; these take effect elsewhere within a
 * day. What is of today is asked for again, and a shared cache may hand it out a little longer while it asks.
 */
const CACHE_CONTROL = {
  pinned: 'public, max-age=86400, immutable',
  current: 'public, max-age=0, s-maxage=5, stale-while-revalidate=60',
  own: 'private, no-cache',
} as const

/** What its length alone decides: small answers are not worth it. */
export function encodingOf(entry: Kept, accepted: string | null | undefined): Encoding {
  return entry.body.length < COMPRESS_BYTES ? 'identity' : chooseEncoding(accepted ?? null)
}

/** A strong tag: each encoding has its own, for its bytes are its own. */
const tagOf = ({ tag }: Kept, encoding: Encoding) =>
  encoding === 'identity' ? `"${tag}"` : `"${tag}-${encoding}"`

/** Whether a client has these very bytes; a proxy that compresses makes a tag a weak one. */
export function isKnown(entry: Kept, encoding: Encoding, ifNoneMatch: string | null | undefined): boolean {
  if (!ifNoneMatch) return false
  const tag = tagOf(entry, encoding)
  return ifNoneMatch.split(',').some((text) => {
    const known = text.trim()
    return known === '*' || known.replace(/^W\//, '') === tag
  })
}

/** All that depends on the entry alone. */
export function headersOf(entry: Kept, encoding: Encoding, audience: Audience): Record<string, string> {
  const kind = audience === 'own' ? 'own' : entry.isPinned ? 'pinned' : 'current'
  return {
    'content-type': entry.type,
    'cache-control': CACHE_CONTROL[kind],
    etag: tagOf(entry, encoding),
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  }
}

/** Copies that are being made: many may ask for one at once. */
const compressing = new WeakMap<Kept, Partial<Record<Encoding, Promise<Buffer<ArrayBuffer>>>>>()

/** The bytes in an encoding, made once. */
async function bytesOf(entry: Kept, encoding: Encoding): Promise<Buffer<ArrayBuffer>> {
  const there = encoding === 'identity' ? entry.body : entry[encoding]
  if (there || encoding === 'identity') return there ?? entry.body
  const own = compressing.get(entry) ?? {}
  compressing.set(entry, own)
  own[encoding] ??= compressed(entry.body, encoding)
    .then((bytes) => {
      entry[encoding] = bytes
      return bytes
    })
    .finally(() => delete own[encoding])
  return own[encoding]
}

/** An answer without what every one has. */
export interface Sent {
  status: 200 | 304
  headers: Record<string, string>
  /** Null where nothing changed. */
  body: Buffer<ArrayBuffer> | null
}

/**
 * @param headers of the request.
 * @param isHit whether it was there before.
 */
export async function sentOf(
  entry: Kept,
  headers: AskedHeaders,
  audience: Audience,
  isHit: boolean,
): Promise<Sent> {
  const encoding = encodingOf(entry, headers.get('accept-encoding'))
  const own = {
    ...headersOf(entry, encoding, audience),
    vary: 'Accept-Encoding',
    'cache-status': isHit ? HIT : MISS,
  }
  if (isKnown(entry, encoding, headers.get('if-none-match'))) {
    const { 'content-type': _type, 'content-encoding': _encoding, ...rest } = own as Record<string, string>
    return { status: 304, headers: rest, body: null }
  }
  const body = await bytesOf(entry, encoding)
  return { status: 200, headers: { ...own, 'content-length': String(body.length) }, body }
}

export function responseOf({ body, ...init }: Sent): Response {
  const response = new Response(body, init)
  return body ? rememberBytes(response, body) : response
}

/** RFC 9211. */
export const HIT = 'ai-economy-facts; hit'
const MISS = 'ai-economy-facts; fwd=miss; stored'

/** Whether an answer was kept, by its headers. */
export const isKept = (headers: AnswerHeaders) => headers.get('cache-status') === HIT
