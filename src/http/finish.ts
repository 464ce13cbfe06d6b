/** What every answer has, whichever route made it. */
import { allowAnyOrigin } from './cors.ts'
import { ENDPOINT, VARY } from './endpoint.ts'
import type { AnswerHeaders } from './headers.ts'

interface Finished {
  /** Of the request, as errors and the log name it. */
  id: string
  /** Without a key; undefined where the address is none. */
  path: string | undefined
  status: number
  /** Whether the request has a key. */
  hasKey: boolean
}

export function finish(headers: AnswerHeaders, { id, path, status, hasKey }: Finished): void {
  headers.set('x-request-id', id)
  const vary = headers.get('vary')
  // The same address gives a page to browsers, which says so already.
  if (path === ENDPOINT && vary !== 'Accept') headers.set('vary', vary ? `${vary}, ${VARY}` : VARY)
  allowAnyOrigin(headers)
  // What one caller got is for no other: a shared cache knows Authorization, but not X-API-Key.
  if (hasKey && !headers.has('cache-control')) headers.set('cache-control', 'private')
  // A cache keeps what says nothing, a refusal too, for as long as it sees fit.
  if (path === ENDPOINT && (status >= 400 || !headers.has('cache-control')))
    headers.set('cache-control', 'no-store')
  if (!headers.has('x-content-type-options')) headers.set('x-content-type-options', 'nosniff')
}
