/** Errors of routes outside GraphQL, in the shape of GraphQL's, so that one reader fits all. */
import { type AppError, retryAfter } from '../errors.ts'

export function problem(error: AppError, headers: Record<string, string> = {}): Response {
  const seconds = retryAfter(error)
  const body = { errors: [{ message: error.message, extensions: { code: error.code } }] }
  return new Response(`${JSON.stringify(body)}\n`, {
    status: error.status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
      ...(seconds === null ? {} : { 'retry-after': String(seconds) }),
      ...(error.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
  })
}
