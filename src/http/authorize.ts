/** Turns a request into a caller: the only place that reads keys from requests. What a caller may do, `caller.ts` of the domain says. */
import type { Db } from '../db/client.ts'
import { ANYBODY, type Caller } from '../domain/access/caller.ts'
import { KEY_LIKE } from '../domain/access/key-terms.ts'
import { callerOfKey } from '../domain/access/keys.ts'
import { AppError } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'
import { type AskedHeaders, askedHeaders } from './headers.ts'

/** Parameters by which other APIs take keys. */
const KEY_PARAMETERS = new Set(['key', 'apikey', 'api_key', 'api-key', 'x-api-key', 'access_token', 'token'])

/**
 * Without a key anybody, and no statement is sent; with one, a single statement.
 * @throws AppError UNAUTHENTICATED for a key that is malformed, unknown, expired or revoked, in the same words;
 *   BAD_REQUEST for two different ones.
 */
export async function authorize(db: Db, clock: Clock, request: { headers: AskedHeaders }): Promise<Caller> {
  if (!sendsKey(request)) return ANYBODY
  const authorization = request.headers.get('authorization')
  const plain = request.headers.get('x-api-key')
  // Any other scheme is no key of ours, and to answer as if nothing had been sent would hide that.
  const bearer = authorization === null ? null : (/^Bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? '')
  if (bearer !== null && plain !== null && bearer !== plain.trim())
    throw new AppError(
      'BAD_REQUEST',
      'Send one key: in Authorization or in X-API-Key, not two different ones.',
    )
  const caller = await callerOfKey(db, clock, bearer ?? plain!.trim())
  if (!caller)
    throw new AppError('UNAUTHENTICATED', 'The key sent is not valid: mistyped, expired or revoked.')
  return caller
}

/** The header that carries the key, where there is just one, so that it is known again. */
export function credentialIn({ headers }: Request): string | undefined {
  return credentialOf(headers.get('authorization') ?? undefined, headers.get('x-api-key') ?? undefined)
}

/** The same of the two headers themselves. */
export function credentialOf(authorization?: string, plain?: string): string | undefined {
  if (authorization !== undefined && plain !== undefined) return undefined
  return authorization ?? (plain && `x-api-key ${plain}`)
}

/** The headers of a request that carry keys, and nothing else of it. */
export const keyHeaders = ({ headers }: Request): { headers: AskedHeaders } => {
  const own = (name: string) => headers.get(name) ?? undefined
  return { headers: askedHeaders({ authorization: own('authorization'), 'x-api-key': own('x-api-key') }) }
}

export function sendsKey({ headers }: { headers: AskedHeaders }): boolean {
  return headers.has('authorization') || headers.has('x-api-key')
}

/**
 * Addresses are kept by proxies, browsers and logs, so a key in one is no secret any more.
 * @throws AppError BAD_REQUEST
 */
export function refuseKeyInAddress(url: URL): void {
  const parameters = [...url.searchParams]
  const isKey = ([name, value]: [string, string]) =>
    KEY_PARAMETERS.has(name.toLowerCase()) || KEY_LIKE.test(name) || KEY_LIKE.test(value)
  if (parameters.some(isKey) || KEY_LIKE.test(readable(url.pathname)))
    throw new AppError(
      'BAD_REQUEST',
      'A key never goes into the address: send it as the header Authorization: Bearer <key>. One that stood in an address should be revoked.',
    )
}

/** The path as logs may keep it. */
export function pathForLog(pathname: string): string {
  return KEY_LIKE.test(readable(pathname)) ? '(a key)' : pathname
}

/** Without escapes of letters, however often they were escaped, and whatever else stands beside them. */
function readable(pathname: string): string {
  const once = pathname.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return once === pathname ? once : readable(once)
}
