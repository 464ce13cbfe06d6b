/** Files that are whole on the disk before anything relies on them. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf } from '../lib/processes.ts'
import { type Entry, lineBatches } from './entries.ts'
import { SnapshotNeeded } from './errors.ts'

/** Text that is gathered before it is written. */
const WRITE_CHARS = 256 * 1024
const READ_BYTES = 1024 * 1024

/** What lines amount to. */
export interface Written {
  rows: number
  /** Of the lines with their ends, in hex. */
  sha256: string
}

/** Writes lines and waits until the disk has them. What is withdrawn is left out. */
export async function writeEntries(path: string, entries: AsyncIterable<Entry>): Promise<Written> {
  const hash = createHash('sha256')
  const file = await open(path, 'w')
  let rows = 0
  let text = ''
  const flush = async () => {
    const bytes = Buffer.from(text)
    hash.update(bytes)
    await file.writeFile(bytes)
    text = ''
  }
  try {
    for await (const { line } of entries) {
      if (line === null) continue
      rows++
      text += `${line}\n`
      if (text.length >= WRITE_CHARS) await flush()
    }
    await flush()
    await file.sync()
  } finally {
    await file.close()
  }
  return { rows, sha256: hash.digest('hex') }
}

/**
 * The rows of a file.
 * @param expected the digest that its bytes must have.
 * @throws SnapshotNeeded, at the end, where they have another.
 */
export async function* readEntries(
  path: string,
  keyOf: (line: string) => string,
  expected: string,
): AsyncGenerator<Entry, void, void> {
  const hash = createHash('sha256')
  const changed = () => new SnapshotNeeded(`${path} is not as it was written`)
  const chunks = async function* () {
    for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
      hash.update(chunk)
      yield chunk as Uint8Array
    }
  }
  try {
    for await (const lines of lineBatches(chunks(), changed))
      for (const line of lines) yield { key: keyOf(line), line }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && !(error instanceof SyntaxError)) throw error
    throw changed()
  }
  if (hash.digest('hex') !== expected) throw changed()
}

/** Puts a file in place of another, or of none; whoever reads it finds the one or the other whole. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const fresh = `${path}.tmp`
  const file = await open(fresh, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(fresh, path)
  await syncFolder(dirname(path))
}

/** Waits until the disk has the names in a folder. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders.
  const folder = await open(path, 'r').catch(() => null)
  if (!folder) return
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** The value of a file of JSON; null where there is none. */
export async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}
