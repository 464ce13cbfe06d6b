/** Compression of full copies, as the client says that it can read them. */
import { pipeline, Readable } from 'node:stream'
import { createGzip, createZstdCompress } from 'node:zlib'

export type Encoding = 'zstd' | 'gzip'

/** What we would rather send first, where the client has no wish. */
const ENCODINGS: readonly Encoding[] = ['zstd', 'gzip']

/** The compression that `Accept-Encoding` ranks highest; null where it asks for none. */
export function encodingFor(accept: string | null): Encoding | null {
  const ranks = new Map(
    (accept ?? '').split(',').map((item): [string, number] => {
      const [name, ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
      const rank = parameters.find((parameter) => parameter.startsWith('q='))
      return [name!, rank === undefined ? 1 : Number(rank.slice(2))]
    }),
  )
  const rankOf = (name: string) => ranks.get(name) ?? ranks.get('*') ?? 0
  const [best] = ENCODINGS.filter((name) => rankOf(name) > 0).sort((a, b) => rankOf(b) - rankOf(a))
  return best && rankOf(best) >= (ranks.get('identity') ?? 0) ? best : null
}

/** Takes as much as the compressor has room for; what breaks off or is given up does so on both sides of it. */
export async function* compressed(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<Uint8Array, void, void> {
  const compressor = encoding === 'gzip' ? createGzip() : createZstdCompress()
  // A failure comes out of the compressor too.
  pipeline(Readable.from(chunks, { highWaterMark: 1 }), compressor, () => {})
  yield* compressor
}
