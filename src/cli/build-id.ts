/** Which code runs: answers of another version may be worded otherwise, so processes share them only with their like. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = join(import.meta.dirname, '..')

/** A digest of all source files, the same on every machine. */
export function buildId(): string {
  const digest = createHash('sha256')
  const files = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('generated'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  for (const file of files) digest.update(file.slice(SOURCES.length)).update('\0').update(readFileSync(file))
  return digest.digest('base64url')
}
