/** The shared material beside the project: strangers don't have it, CI must. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../shared')

/** Path of a shared file or folder, or null where a stranger runs the tests. @throws under CI when it is missing. */
export function shared(path: string): string | null {
  const found = join(folder, path)
  if (existsSync(found)) return found
  if (process.env.CI) throw new Error(`CI needs the shared material beside the project: ${path} is missing`)
  return null
}
