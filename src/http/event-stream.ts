/** Server-sent events on their way: what an answer of events tells caches and proxies. */

/** For nobody's cache, and past the buffers of proxies, in which events would wait for more. */
export function eventStream(answer: Response): Response {
  const headers = new Headers(answer.headers)
  // Yoga's are for one connection, and of an encoding that is none.
  headers.delete('connection')
  headers.delete('content-encoding')
  headers.set('cache-control', 'no-store')
  headers.set('x-accel-buffering', 'no')
  return new Response(answer.body, { status: answer.status, headers })
}

export function isEventStream(answer: Response): boolean {
  return (answer.headers.get('content-type') ?? '').startsWith('text/event-stream')
}
