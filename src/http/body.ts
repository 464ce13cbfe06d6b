/** Reads bodies no further than allowed, whatever their headers say. */
import { AppError } from '../errors.ts'

/** How much more is taken, and thrown away, so that a client that only reads after writing gets the answer. */
const DISCARDED_BYTES = 2_000_000

/** @throws AppError PAYLOAD_TOO_LARGE as soon as more than `limit` bytes have come. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new AppError('PAYLOAD_TOO_LARGE', `The body is larger than ${limit} bytes.`)
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge()
  const parts: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader!.read()) {
    size += next.value.byteLength
    if (size > limit) {
      // Not awaited, for the answer must not wait for it. Ending the stream here would reset the connection.
      void discard(reader!)
      throw tooLarge()
    }
    parts.push(next.value)
  }
  return new Uint8Array(Buffer.concat(parts))
}

async function discard(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    for (let left = DISCARDED_BYTES; left > 0; ) {
      const next = await reader.read()
      if (next.done) return
      left -= next.value.byteLength
    }
    await reader.cancel()
  } catch {
    // The client is gone.
  }
}
