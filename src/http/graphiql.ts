/** GraphiQL without a CDN: a small page, and its large assets served once, compressed and cached for good. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants, gzip } from 'node:zlib'
import { chooseEncoding, type Encoding } from './encoding.ts'
import { ownFiles } from './graphiql-files.ts'
import { PAGE_POLICY, renderPage } from './graphiql-page.ts'
import { hasTag } from './request-parts.ts'

/** Where GraphiQL sends its queries and where its own files are served. */
export interface GraphiqlOptions {
  /** Path of the GraphQL endpoint, such as `/graphql`. */
  readonly endpoint: string
  /** Path below which the assets are served, such as `/graphiql`. */
  readonly assetsPath: string
}

/** GraphiQL as a small page and a handful of files that a browser fetches once. */
export interface Graphiql {
  /** The page itself; whoever calls it has decided that the request wants HTML. */
  page(request: Request): Response
  /** An asset of the page, or null when the path is not below `assetsPath`. */
  asset(request: Request): Promise<Response | null>
}

interface Asset {
  readonly type: string
  readonly br: Promise<Buffer<ArrayBuffer>>
  gzip?: Promise<Buffer<ArrayBuffer>>
}

interface Bundle {
  readonly hash: string
  readonly assets: ReadonlyMap<string, Asset>
}

const SCRIPT = 'text/javascript; charset=utf-8'
const STYLE = 'text/css; charset=utf-8'

/** File name → the export of the bundle that it holds. */
const FILES: Readonly<Record<string, { key: string; type: string }>> = {
  'graphiql.js': { key: 'js', type: SCRIPT },
  'graphiql.css': { key: 'css', type: STYLE },
  'editor.worker.js': { key: 'editorWorkerService', type: SCRIPT },
  'graphql.worker.js': { key: 'graphqlWorker', type: SCRIPT },
  'json.worker.js': { key: 'jsonWorker', type: SCRIPT },
}

const compressBrotli = promisify(brotliCompress)
const decompressBrotli = promisify(brotliDecompress)
const compressGzip = promisify(gzip)

const locate = (specifier: string) => fileURLToPath(import.meta.resolve(specifier))

/**
 * The exported texts of the bundle, which is one `export const name = "…"` a line.
 * Read instead of imported: a module stays in memory for ever, and evaluating this one takes four times as long.
 */
function readTexts(source: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const [, name, literal] of source.matchAll(/^export const (\w+) = (".*");$/gm)) {
    if (name !== undefined && literal !== undefined) texts.set(name, JSON.parse(literal))
  }
  return texts
}

function pack(text: string): Promise<Buffer<ArrayBuffer>> {
  // Measured on the 5 MB script: quality 5 takes as long as gzip and is a tenth smaller; 9 takes five times as long.
  return compressBrotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
}

/** Hashes at once, for the page needs the hash; unpacks and compresses after the page is on its way. */
function loadBundle(): Bundle {
  const bytes = readFileSync(locate('@graphql-yoga/render-graphiql/graphiql'))
  const { version } = JSON.parse(readFileSync(locate('@graphql-yoga/render-graphiql/package.json'), 'utf8'))
  const own = [...ownFiles()]
  const all = createHash('sha256')
    .update(`${version}\n${JSON.stringify(own)}\n`)
    .update(bytes)
  const hash = all.digest('hex').slice(0, 16)
  const texts = setImmediate().then(() => readTexts(bytes.toString('utf8')))
  const assets = new Map<string, Asset>(
    own.map(([name, text]) => [name, { type: name.endsWith('.css') ? STYLE : SCRIPT, br: pack(text) }]),
  )
  for (const [name, { key, type }] of Object.entries(FILES)) {
    const br = texts.then((all) => {
      const text = all.get(key)
      if (text === undefined) throw new Error(`The GraphiQL bundle ${version} has no text named ${key}`)
      return pack(text)
    })
    // Nobody may be waiting yet; whoever asks for the asset gets the error.
    br.catch(() => undefined)
    assets.set(name, { type, br })
  }
  return { hash, assets }
}

/** Only brotli is kept for all; the rest is made from it for the few clients that still want it. */
async function encode(asset: Asset, encoding: Encoding): Promise<Buffer<ArrayBuffer>> {
  if (encoding === 'br') return asset.br
  if (encoding === 'identity') return decompressBrotli(await asset.br)
  asset.gzip ??= encode(asset, 'identity').then((bytes) => compressGzip(bytes))
  return asset.gzip
}

/** Makes the routes that serve GraphiQL from this origin alone: no CDN, no inline script, each asset fetched once. */
export function createGraphiql({ endpoint, assetsPath }: GraphiqlOptions): Graphiql {
  let bundle: Bundle | undefined
  let html: string | undefined
  const open = () => {
    bundle ??= loadBundle()
    return bundle
  }
  return {
    page(request) {
      html ??= renderPage(endpoint, `${assetsPath}/${open().hash}`)
      return new Response(request.method === 'HEAD' ? null : html, {
        headers: {
          'Content-Type': 'text/html; charset=utf-8',
          // The same URL answers API clients with JSON.
          Vary: 'Accept',
          'Cache-Control': 'no-cache',
          'Content-Security-Policy': PAGE_POLICY,
          'X-Content-Type-Options': 'nosniff',
          'Referrer-Policy': 'same-origin',
        },
      })
    },

    async asset(request) {
      const { pathname } = new URL(request.url)
      if (!pathname.startsWith(`${assetsPath}/`)) return null
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } })
      }
      const { hash, assets } = open()
      const [version, name = '', ...rest] = pathname.slice(assetsPath.length + 1).split('/')
      const asset = version === hash && rest.length === 0 ? assets.get(name) : undefined
      // Another release's hash: its content is not here, and this answer must not be kept under its name.
      if (!asset) return new Response(null, { status: 404, headers: { 'Cache-Control': 'no-store' } })
      const encoding = chooseEncoding(request.headers.get('accept-encoding'))
      const etag = `"${hash}-${encoding}"`
      const headers = new Headers({
        'Cache-Control': 'public, max-age=31536000, immutable',
        ETag: etag,
        Vary: 'Accept-Encoding',
        'X-Content-Type-Options': 'nosniff',
        // Governs the workers, which need nothing beyond their own file.
        'Content-Security-Policy': "default-src 'none'",
      })
      if (hasTag(request, etag)) return new Response(null, { status: 304, headers })
      const bytes = await encode(asset, encoding)
      headers.set('Content-Type', asset.type)
      headers.set('Content-Length', String(bytes.length))
      if (encoding !== 'identity') headers.set('Content-Encoding', encoding)
      return new Response(request.method === 'HEAD' ? null : bytes, { headers })
    },
  }
}
