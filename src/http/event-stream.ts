/** Server-sent events on their way to a client that may take its time, or go away. */

/**
 * An answer of events as it is sent: for nobody's cache, past the buffers of proxies, and given up when the client is
 * gone. Yoga's own stream would go on then, its heartbeats too, for nobody reads it to its end.
 * @param gone aborted when the connection closes.
 */
export function eventStream(answer: Response, gone: AbortSignal): Response {
  const reader = answer.body!.getReader()
  const giveUp = () => void reader.cancel().catch(() => undefined)
  gone.addEventListener('abort', giveUp, { once: true })
  if (gone.aborted) giveUp()
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await reader.read()
        if (done) {
          gone.removeEventListener('abort', giveUp)
          controller.close()
        } else controller.enqueue(value)
      },
      cancel: giveUp,
    },
    { highWaterMark: 0 },
  )
  const headers = new Headers(answer.headers)
  // These are for one connection, or no encoding at all.
  headers.delete('connection')
  headers.delete('content-encoding')
  headers.set('cache-control', 'no-store')
  headers.set('x-accel-buffering', 'no')
  return new Response(body, { status: answer.status, headers })
}

export function isEventStream(answer: Response): boolean {
  return (answer.headers.get('content-type') ?? '').startsWith('text/event-stream')
}
