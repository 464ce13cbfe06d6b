/** `RateLimit` and `RateLimit-Policy` of the IETF draft draft-ietf-httpapi-ratelimit-headers: what one caller has left. */
import type { Budget } from '../domain/access/limits.ts'
import type { AnswerHeaders } from './headers.ts'

const WINDOW_S = { minute: 60, day: 86_400 } as const

/**
 * Nothing is told in an answer that shared caches may store, for it would be told to the next caller: `no-cache` lets
 * them store it, and only has them ask again. What says nothing of caches becomes private.
 */
export function tellLimits(headers: AnswerHeaders, budget: Budget | undefined): void {
  const allowances = budget?.allowances() ?? []
  const isShared = !/\b(private|no-store)\b/.test(headers.get('cache-control') ?? 'private')
  if (allowances.length === 0 || isShared) return
  const policy = allowances.map(({ name, limit }) => `"${name}";q=${limit};w=${WINDOW_S[name]}`)
  const left = allowances.map(({ name, left, resetS }) => `"${name}";r=${left};t=${resetS}`)
  headers.set('ratelimit-policy', policy.join(', '))
  headers.set('ratelimit', left.join(', '))
  if (!headers.has('cache-control')) headers.set('cache-control', 'private')
}
