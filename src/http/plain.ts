/** Short answers: a text, and whether the server is ready. */
import type { Readiness } from './readiness.ts'

export function text(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
}

export function ready(state: Readiness): Response {
  return Response.json(state, { status: state.ready ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
