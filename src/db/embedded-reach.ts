/**
 * Where root's embedded Postgres lives when its own user cannot enter the project, as below /root: data and
 * programs then stand in a folder of the system, under a name that the project's path decides.
 */
import { randomUUID } from 'node:crypto'
import { chmod, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { sha256 } from '../lib/ids.ts'
import { StartupError } from '../lib/startup-error.ts'
import type { Binaries, Identity } from './embedded-binaries.ts'

/** Only root can write here, so nobody else can put programs in the way. */
export const SYSTEM_ROOT = '/var/lib/ai-economy-facts'

/** The nearest folder on the way to `path` that the identity cannot pass through, if there is one. */
async function closedFolder(path: string, identity: Identity): Promise<string | undefined> {
  if (identity.uid === undefined) return undefined
  for (let folder = path; ; folder = dirname(folder)) {
    const { uid, gid, mode } = await stat(folder)
    const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return folder
    if (folder === dirname(folder)) return undefined
  }
}

/**
 * @param dir the settled data folder.
 * @returns it, or its stand-in below `root` when the identity cannot enter it.
 */
export async function reachableData(dir: string, identity: Identity, root: string): Promise<string> {
  const closed = await closedFolder(dirname(dir), identity)
  if (closed === undefined) return dir
  const project = basename(dirname(dirname(dir))) || 'root'
  const name = `${project.replaceAll(/[^A-Za-z0-9._-]/g, '_')}-${sha256(dir).slice(0, 12)}`
  await makeOpen(root, closed, 'set DATA_DIR to a folder outside it')
  return join(root, name, basename(dir))
}

/** @returns the programs, or a copy of them below `root` when the identity cannot enter their folder. */
export async function reachablePrograms(
  binaries: Binaries,
  identity: Identity,
  root: string,
): Promise<Binaries> {
  const native = dirname(dirname(binaries.postgres))
  const closed = await closedFolder(dirname(binaries.postgres), identity)
  if (closed === undefined) return binaries
  const copy = join(root, `programs-${sha256(binaries.version).slice(0, 12)}`)
  await makeOpen(root, closed, 'move the project elsewhere')
  if (!(await stat(copy).catch(() => undefined))) {
    const staging = `${copy}.${randomUUID()}`
    await cp(native, staging, { recursive: true, verbatimSymlinks: true })
    await chmod(staging, 0o755)
    // Whoever comes second finds the same programs there.
    await rename(staging, copy).catch(() => rm(staging, { recursive: true, force: true }))
  }
  const moved = (path: string) => join(copy, relative(native, path))
  return {
    ...binaries,
    initdb: moved(binaries.initdb),
    postgres: moved(binaries.postgres),
    pgCtl: moved(binaries.pgCtl),
  }
}

async function makeOpen(root: string, closed: string, otherwise: string): Promise<void> {
  try {
    await mkdir(root, { recursive: true, mode: 0o755 })
    await chmod(root, 0o755)
  } catch (error) {
    throw new StartupError(
      `Postgres does not run as root, its user cannot enter ${closed}, and ${root} cannot be made: ${otherwise}, set DATABASE_URL, or start as another user than root`,
      { cause: error },
    )
  }
}
