/** Which of the encodings that we can make a client takes, and how it is made. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/** Below, compression costs more than it saves. */
export const COMPRESS_BYTES = 1_000

export type Encoding = 'br' | 'gzip' | 'identity'

/** Clients send a handful of different headers, again and again. */
const KNOWN_MAX = 200
const known = new Map<string, Encoding>()

/** The best encoding that the client takes; a weight of zero refuses, finer preferences are not worth a copy. */
export function chooseEncoding(header: string | null): Encoding {
  if (header === null) return 'identity'
  let choice = known.get(header)
  if (choice === undefined) {
    choice = chosen(header)
    if (known.size >= KNOWN_MAX) known.clear()
    known.set(header, choice)
  }
  return choice
}

function chosen(header: string): Encoding {
  const weights = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
    const weight = parameters.find((text) => text.startsWith('q='))
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)))
  }
  const accepts = (name: Encoding) => (weights.get(name) ?? weights.get('*') ?? 0) > 0
  return accepts('br') ? 'br' : accepts('gzip') ? 'gzip' : 'identity'
}

/** A compressed copy. */
export const compressed = (bytes: Uint8Array, encoding: 'br' | 'gzip'): Promise<Buffer<ArrayBuffer>> =>
  encoding === 'br' ? compressBrotli(bytes, BROTLI) : compressGzip(bytes)
