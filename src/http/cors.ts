/** Any origin may read, none with credentials: there are none to send but keys in headers. */

import type { AnswerHeaders } from './headers.ts'

/** Headers that a page of another origin may read. */
export const exposedHeaders =
  'Cache-Status, Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Cursor, X-Filter, X-Licences, X-More-Rows, X-Receipt-Id, X-Request-Id, X-Revision, X-Row-Count, X-Total-Count, X-Withheld'

/** The same for every origin, so that a shared cache may keep the answer. */
export function allowAnyOrigin(headers: AnswerHeaders): void {
  headers.set('access-control-allow-origin', '*')
  headers.set('access-control-expose-headers', exposedHeaders)
}

/** What a browser asks before it sends a request with headers of its own. */
export function preflight(request: Request): Response {
  const asked = request.headers.get('access-control-request-headers')
  return new Response(null, {
    status: 204,
    headers: {
      allow: 'GET, HEAD, POST, OPTIONS',
      'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
      // A star would leave out Authorization.
      ...(asked ? { 'access-control-allow-headers': asked } : {}),
      'access-control-max-age': '86400',
      vary: 'Access-Control-Request-Headers',
    },
  })
}
