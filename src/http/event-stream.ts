/** Server-sent events on their way: what an answer of events tells caches and proxies. */

/** Of a stream that goes on: for nobody's cache, and past the buffers of proxies, in which it would wait for more. */
export const UNBUFFERED = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' } as const

export function eventStream(answer: Response): Response {
  const headers = new Headers(answer.headers)
  // Yoga's are for one connection, and of an encoding that is none.
  headers.delete('connection')
  headers.delete('content-encoding')
  for (const [name, value] of Object.entries(UNBUFFERED)) headers.set(name, value)
  return new Response(answer.body, { status: answer.status, headers })
}

export function isEventStream(answer: Response): boolean {
  return (answer.headers.get('content-type') ?? '').startsWith('text/event-stream')
}
