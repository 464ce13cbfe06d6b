/** What every answer of the application has, whichever route made it. */
import { sendsKey } from './authorize.ts'
import { changeable } from './bytes.ts'
import { allowAnyOrigin } from './cors.ts'
import { ENDPOINT, VARY } from './endpoint.ts'

/**
 * @param id of the request, as errors and the log name it.
 * @param path without a key; undefined where the address is none.
 */
export function finish(
  response: Response,
  request: Request,
  { id, path }: { id: string; path: string | undefined },
): Response {
  const answer = changeable(response)
  answer.headers.set('x-request-id', id)
  // The same address gives a page to browsers, which says so already.
  if (path === ENDPOINT && answer.headers.get('vary') !== 'Accept') answer.headers.append('vary', VARY)
  allowAnyOrigin(answer.headers)
  // What one caller got is for no other: a shared cache knows Authorization, but not X-API-Key.
  if (sendsKey(request) && !answer.headers.has('cache-control'))
    answer.headers.set('cache-control', 'private')
  // A cache keeps what says nothing, a refusal too, for as long as it sees fit.
  if (path === ENDPOINT && (answer.status >= 400 || !answer.headers.has('cache-control')))
    answer.headers.set('cache-control', 'no-store')
  if (!answer.headers.has('x-content-type-options')) answer.headers.set('x-content-type-options', 'nosniff')
  return answer
}
