/**
 * Bytes that were made once and are sent many times: pages, charts and their like. What was made from a revision never
 * changes while the server runs, so its key names the revision and whatever else it depends on.
 */

import { sha256 } from '../lib/ids.ts'
import { createShelf } from '../lib/shelf.ts'
import { COMPRESS_BYTES, chooseEncoding, compressed } from './encoding.ts'
import { hasTag } from './request-parts.ts'

/** What is made: bytes, and the headers that go with them, `content-type` among these. */
export interface Made {
  body: string | Uint8Array
  headers: Readonly<Record<string, string>>
  status?: number
}

interface Kept {
  body: Buffer<ArrayBuffer>
  etag: string
  headers: Readonly<Record<string, string>>
  status: number
  br?: Promise<Buffer<ArrayBuffer>>
  gzip?: Promise<Buffer<ArrayBuffer>>
}

export interface Keeper {
  /**
   * @param key of all that the bytes depend on.
   * @param make see `Shelf`.
   */
  answer(request: Request, key: string, make: () => Promise<Made>, pinned?: boolean): Promise<Response>
}

/**
 * Of pages and charts of one revision, as of receipts: shared caches may hand them out for a day and no longer. Their
 * bytes change with a release, and a licence or a court may take some of them away; that takes effect here at once,
 * elsewhere within this day.
 */
const PINNED = 'public, max-age=86400'
const COMPRESSED = /^(text\/|image\/svg|application\/(json|xml|javascript))/

/** @param maxBytes of all bodies together, compressed copies counted as well. */
export function createKeeper(maxBytes: number): Keeper {
  const shelf = createShelf<Kept>({
    maxSize: maxBytes,
    sizeCalculation: ({ body }) => body.length * 2 + 1_000,
  })
  return {
    async answer(request, key, make, pinned = false) {
      const entry = await shelf(key, async () => {
        const { body, headers, status = 200 } = await make()
        const bytes = Buffer.from(body as string)
        return { body: bytes, etag: `"${sha256(bytes).slice(0, 32)}"`, headers, status }
      })
      return send(request, entry, pinned)
    },
  }
}

async function send(request: Request, entry: Kept, pinned: boolean): Promise<Response> {
  const compressible =
    entry.body.length >= COMPRESS_BYTES && COMPRESSED.test(entry.headers['content-type'] ?? '')
  const encoding = compressible ? chooseEncoding(request.headers.get('accept-encoding')) : 'identity'
  const headers = new Headers({
    'cache-control': pinned ? PINNED : 'no-cache',
    etag: encoding === 'identity' ? entry.etag : `W/${entry.etag}`,
    ...entry.headers,
  })
  if (compressible) headers.append('vary', 'Accept-Encoding')
  if (hasTag(request, entry.etag)) return new Response(null, { status: 304, headers })
  if (encoding !== 'identity') headers.set('content-encoding', encoding)
  if (encoding !== 'identity') entry[encoding] ??= compressed(entry.body, encoding)
  const body = encoding === 'identity' ? entry.body : await entry[encoding]!
  headers.set('content-length', String(body.length))
  return new Response(request.method === 'HEAD' ? null : body, { status: entry.status, headers })
}
