/** The folder for what memory cannot hold, beside a mirror in a database. What a killed process leaves, the next removes. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAbandoned, tryLock } from '../lib/file-lock.ts'

const PREFIX = 'aef-mirror-spool-'
const LOCK_FILE = '.lock'

export interface Spool {
  path: string
  close(): Promise<void>
}

export async function openSpool(): Promise<Spool> {
  await removeAbandoned(tmpdir())
  const path = await mkdtemp(join(tmpdir(), PREFIX))
  const { lock } = await tryLock(join(path, LOCK_FILE))
  return {
    path,
    close: async () => {
      await lock?.release()
      await rm(path, { recursive: true, force: true })
    },
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(PREFIX)) continue
    const path = join(folder, name)
    // Those of other users are theirs to remove.
    const isOver = await isAbandoned(join(path, LOCK_FILE)).catch(() => false)
    if (isOver) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}
