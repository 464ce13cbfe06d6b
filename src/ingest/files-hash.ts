/** Knows files again by their bytes, which takes no reading of what they say. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * SHA-256 over the names and bytes of files, in the order given.
 * @param version of whoever reads them: another one reads them anew.
 */
export function filesHash(version: string | number, folder: string, names: readonly string[]): string {
  const hash = createHash('sha256').update(`${version}\n`)
  for (const name of names) {
    const bytes = readFileSync(join(folder, name))
    hash.update(`${name}\n${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}
