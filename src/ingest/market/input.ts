/** Reads the input of an import from disk or the network: a file, a folder or an address, with a cap on its size. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { sha256 } from '../../lib/ids.ts'
import { type InputFile, InputProblem } from './types.ts'

/** Bytes of an input at most; the largest real file that is known has about 5 MB. */
export const INPUT_BYTES_MAX = 16_000_000
const FETCH_TIMEOUT_MS = 60_000
/** Files of a folder at most. */
const FILES_MAX = 50_000

export interface RawInput {
  files: readonly InputFile[]
  /** SHA-256 of the bytes: of the file, or of the list of names and hashes of a folder's files. */
  contentHash: string
  isAddress: boolean
}

export const isAddress = (input: string) => /^https?:\/\//i.test(input)

/** An input as it is recorded and shown: of an address, without what may be a secret. */
export function shownInput(input: string): string {
  if (!isAddress(input) || !URL.canParse(input)) return input
  const { origin, pathname } = new URL(input)
  return `${origin}${pathname}`
}

/**
 * @param accepts which files of a folder belong to the format.
 * @throws InputProblem when it is not there, too large, or the server answers with anything but the file.
 */
export async function readInput(input: string, accepts: (path: string) => boolean): Promise<RawInput> {
  const files = isAddress(input) ? [await fetchFile(input)] : await readFiles(input, accepts)
  const [only] = files
  const contentHash =
    files.length === 1
      ? sha256(only!.bytes)
      : sha256(files.map((f) => `${f.path} ${sha256(f.bytes)}\n`).join(''))
  return { files, contentHash, isAddress: isAddress(input) }
}

/**
 * The files of a format that an input names: itself, or those of a folder in the order of their names.
 * @throws InputProblem when it is not there, or a folder without any.
 */
export async function filesOf(root: string, accepts: (path: string) => boolean): Promise<string[]> {
  const found = await stat(root).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'there is no such file or folder' : error.message
    throw new InputProblem(root, reason)
  })
  const paths = found.isDirectory() ? await listFiles(root, accepts) : [root]
  if (paths.length === 0) throw new InputProblem(root, 'holds no file of this format')
  return paths
}

async function readFiles(root: string, accepts: (path: string) => boolean): Promise<InputFile[]> {
  const paths = await filesOf(root, accepts)
  const isFolder = paths[0] !== root
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total > INPUT_BYTES_MAX) throw tooLarge(root, total)
  const files: InputFile[] = []
  for (const path of paths) {
    const name = isFolder ? relative(root, path).split(sep).join('/') : basename(path)
    files.push({ path: name, bytes: await readFile(path) })
  }
  return files
}

async function listFiles(root: string, accepts: (path: string) => boolean): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const named = entries
    .filter((e) => e.isFile() || e.isSymbolicLink())
    .map((e) => ({ path: join(e.parentPath, e.name), isLink: e.isSymbolicLink() }))
    .filter(({ path }) => accepts(relative(root, path).split(sep).join('/')))
  // Folders link to files of their own; a link that leads out of them, or nowhere, is none of the input.
  const inside = `${await realpath(root)}${sep}`
  const leadsInside = async (path: string) => {
    const target = await realpath(path).catch(() => '')
    return target.startsWith(inside) && (await stat(target)).isFile()
  }
  const paths: string[] = []
  for (const { path, isLink } of named) if (!isLink || (await leadsInside(path))) paths.push(path)
  if (paths.length > FILES_MAX) throw new InputProblem(root, `holds more than ${FILES_MAX} files`)
  return paths.sort((a, b) => (a < b ? -1 : 1))
}

function tooLarge(where: string, bytes: number | null): InputProblem {
  const size = bytes === null ? '' : ` (${Math.ceil(bytes / 1e6)} MB)`
  return new InputProblem(
    where,
    `is larger than ${INPUT_BYTES_MAX / 1e6} MB${size}; no file of this kind is, so it was not read`,
  )
}

async function fetchFile(address: string): Promise<InputFile> {
  if (!URL.canParse(address)) throw new InputProblem(address, 'is no address')
  const url = new URL(address)
  const shown = shownInput(address)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !isHere)
    throw new InputProblem(shown, 'is not encrypted; use an https address, or save the file and name that')
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) }).catch(
    (error: Error) => {
      const why = (error.cause as Error | undefined)?.message ?? error.message
      throw new InputProblem(shown, `cannot be fetched: ${why}`)
    },
  )
  if (!response.ok || !response.body)
    throw new InputProblem(shown, `answered ${response.status}; nothing was imported`)
  const chunks: Uint8Array[] = []
  let total = 0
  for await (const chunk of response.body) {
    total += chunk.length
    if (total > INPUT_BYTES_MAX) throw tooLarge(shown, null)
    chunks.push(chunk)
  }
  return { path: basename(url.pathname) || 'index', bytes: Buffer.concat(chunks) }
}
