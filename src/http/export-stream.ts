/** Sends a full copy as fast as it is read, and never half of one that looks whole. */
import { AsyncLocalStorage } from 'node:async_hooks'

/** How a copy may end before it is whole. */
export interface Ends {
  /** Told when the stream breaks off, which no answer can tell any more. */
  failed: (error: unknown) => void
  hangUp?: (() => void) | undefined
}

type Chunks = AsyncGenerator<Uint8Array, void, void>

export async function* encoded(texts: AsyncGenerator<string, void, void>): Chunks {
  const encoder = new TextEncoder()
  for await (const text of texts) yield encoder.encode(text)
}

/**
 * Reads a batch when the client has taken the one before, and nothing more once the client is gone.
 * @throws what fails before anything is sent: it has a status of its own.
 */
export async function streamOf(
  chunks: Chunks,
  request: Request,
  { failed, hangUp }: Ends,
): Promise<ReadableStream<Uint8Array>> {
  // Later batches are read outside this request's context, but a failure of theirs belongs to its id.
  const logged = AsyncLocalStorage.bind(failed)
  let next: IteratorResult<Uint8Array, void> | undefined = await chunks.next()
  let cancelled = false
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    try {
      // A pull that sends nothing would not be repeated, so an empty chunk is passed over.
      for (;;) {
        if (request.signal.aborted) await chunks.return()
        const { done, value }: IteratorResult<Uint8Array, void> = next ?? (await chunks.next())
        next = undefined
        // It may have been given up while the batch was read.
        if (cancelled) return
        if (done) return controller.close()
        if (value.length > 0) return controller.enqueue(value)
      }
    } catch (error) {
      logged(error)
      if (cancelled) return
      // A copy that broke off must not look like a whole one.
      if (!hangUp) return controller.error(new Error('the export broke off'))
      hangUp()
      controller.close()
    }
  }
  const cancel = async () => {
    cancelled = true
    await chunks.return()
  }
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 })
}
