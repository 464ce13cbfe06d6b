/** Who asks: the address that limits and logs go by. */
import type { Caller } from '../domain/access/caller.ts'
import { networkOf } from '../domain/access/limits.ts'
import type { AskedHeaders } from './headers.ts'

/**
 * The address of the client. Behind a proxy that is trusted, the last one in X-Forwarded-For: the one that the
 * proxy itself saw, for all before it are the client's own words.
 * @param peer the other end of the connection; undefined where there is none, as in tests.
 */
export function clientAddress(headers: AskedHeaders, peer: string | undefined, trustProxy: boolean): string {
  const forwarded = trustProxy ? headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return (forwarded || peer || 'unknown').replace(/^::ffff:/, '')
}

/** Whoever asks, as limits tell callers apart. */
export const clientOf = ({ account }: Caller, address: string): string => account ?? networkOf(address)
