/**
 * The files of the embedded Postgres: where they stand, whether they can be used, and how they come to be.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmod,
  chown,
  lchown,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { codeOf } from '../lib/processes.ts'
import { StartupError } from '../lib/startup-error.ts'
import type { Binaries, Identity } from './embedded-binaries.ts'
import { fileError, textOf } from './embedded-process.ts'

const run = promisify(execFile)

/** The role that owns everything in the embedded Postgres. */
export const ROLE = 'facts'

/** Paths of the data folder and of what stands beside it. */
export interface Places {
  dir: string
  parent: string
  /** Holds the password, readable by this user only. */
  secret: string
  log: string
  lock: string
}

/** Creates the parent folder and settles the paths: links are followed, so that one folder has one lock. */
export async function settlePlaces(path: string): Promise<Places> {
  const wanted = resolve(path)
  try {
    const made = await mkdir(dirname(wanted), { recursive: true })
    // Under a strict umask root would shut its own new folders to the user that Postgres runs as.
    if (made !== undefined && process.getuid?.() === 0) await openFolders(made, dirname(wanted))
    const beside = join(await realpath(dirname(wanted)), basename(wanted))
    const dir = await realpath(beside).catch(() => beside)
    return { dir, parent: dirname(dir), secret: `${dir}.json`, log: `${dir}.log`, lock: `${dir}.lock` }
  } catch (error) {
    throw fileError(error, dirname(wanted))
  }
}

async function openFolders(first: string, last: string): Promise<void> {
  for (let folder = last; ; folder = dirname(folder)) {
    await chmod(folder, (await stat(folder)).mode | 0o011)
    if (folder === first) return
  }
}

/**
 * Whether the folder holds data of this version ('ready') or nothing yet ('empty'); throws on anything
 * else.
 */
export async function inspectFolder(dir: string, major: number): Promise<'empty' | 'ready'> {
  try {
    if ((await readdir(dir)).length === 0) return 'empty'
    const version = (await readFile(join(dir, 'PG_VERSION'), 'utf8')).trim()
    if (version === String(major)) return 'ready'
    throw new StartupError(
      `${dir} holds data of Postgres ${version}, but this release brings Postgres ${major}: dump it with the release that wrote it (pg_dump), move the folder away and restore the dump`,
    )
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw fileError(error, dir)
  }
  if (!(await stat(dir).catch(() => undefined))) return 'empty'
  throw new StartupError(
    `${dir} is not empty and holds no Postgres data: choose another DATA_DIR, or move that folder away`,
  )
}

/** The password that belongs to existing data. */
export async function readPassword(places: Places): Promise<string> {
  const password = await storedPassword(places)
  if (password !== undefined) return password
  throw new StartupError(
    `${places.secret}, the password of the data in ${places.dir}, is missing or unreadable: restore it from the backup of that data, or move both away to begin with an empty database`,
  )
}

async function storedPassword(places: Places): Promise<string | undefined> {
  try {
    const stored = JSON.parse(await readFile(places.secret, 'utf8')) as { password?: unknown } | null
    const password = stored?.password
    return typeof password === 'string' && password !== '' ? password : undefined
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw fileError(error, places.secret)
  }
}

/**
 * Written to a temporary file and flushed before the data gets its name, so data never lacks its password.
 */
async function storePassword(places: Places, password: string): Promise<void> {
  const draft = `${places.secret}.new`
  await rm(draft, { force: true })
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify({ user: ROLE, password })}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, places.secret)
}

/**
 * The environment of the programs: nothing of PG* may reach them, and messages and times must be
 * predictable.
 */
export function programEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PG') && !name.startsWith('LC_'),
  )
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * Makes an empty cluster. All of it happens in a folder beside the wanted one, which gets its name at the
 * end: a kill in the middle leaves nothing half made. Call it under the lock.
 */
export async function createCluster(places: Places, binaries: Binaries, identity: Identity): Promise<void> {
  try {
    const staging = await mkdtemp(`${places.dir}.init-`)
    const data = join(staging, 'data')
    const pwfile = join(staging, 'password')
    // A password that is there already is kept: its data may only have been moved away for a while.
    const password = (await storedPassword(places)) ?? randomBytes(24).toString('base64url')
    await mkdir(data, { mode: 0o700 })
    await writeFile(pwfile, `${password}\n`, { mode: 0o600 })
    if (identity.uid !== undefined) {
      for (const path of [staging, data, pwfile]) await chown(path, identity.uid, identity.gid)
    }
    await initdb(binaries, identity, staging, data, pwfile)
    await storePassword(places, password)
    await rmdir(places.dir).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error
    })
    await rename(data, places.dir)
  } catch (error) {
    throw fileError(error, places.dir)
  } finally {
    await removeStagings(places)
  }
}

/**
 * Removes what killed starts left behind. An initdb that outlived its parent may still write there; what that
 * keeps is removed the next time. Call it under the lock.
 */
export async function removeStagings(places: Places): Promise<void> {
  const prefix = `${basename(places.dir)}.init-`
  for (const name of await readdir(places.parent)) {
    if (name.startsWith(prefix)) {
      await rm(join(places.parent, name), { recursive: true, force: true }).catch(() => undefined)
    }
  }
}

/**
 * The locale decides what counts as a letter: under plain C, Chinese text has no trigrams and is never found.
 * C.UTF-8 comes first because it sorts alike everywhere, but not every system has it.
 */
function locales(): string[] {
  if (process.platform === 'win32') return ['en-US']
  if (process.platform === 'darwin') return ['en_US.UTF-8', 'C.UTF-8']
  return ['C.UTF-8', 'en_US.UTF-8']
}

async function initdb(binaries: Binaries, identity: Identity, cwd: string, data: string, pwfile: string) {
  for (const locale of locales()) {
    const flags = ['--encoding=UTF8', `--locale=${locale}`, '--locale-provider=libc', '--lc-messages=C']
    const access = [`--username=${ROLE}`, `--pwfile=${pwfile}`, '--auth=scram-sha-256', '--no-instructions']
    try {
      await run(binaries.initdb, ['-D', data, ...flags, ...access], { ...identity, cwd, env: programEnv() })
      return
    } catch (error) {
      const output = String((error as { stderr?: unknown }).stderr ?? '').trim()
      if (output.includes('invalid locale name')) continue
      const line = output.split('\n').findLast((text) => /error|fatal|could not/i.test(text)) ?? textOf(error)
      throw new StartupError(`Postgres could not make a database in ${dirname(cwd)}: ${line.trim()}`, {
        cause: error,
      })
    }
  }
  throw new StartupError(
    `this system has none of the locales ${locales().join(', ')}: install one (as with locale-gen), or set DATABASE_URL`,
  )
}

/** Data that root has copied belongs to root; Postgres wants its own user to own all of it. */
export async function takeOwnership(dir: string, identity: Identity): Promise<void> {
  if (identity.uid === undefined || (await stat(dir)).uid === identity.uid) return
  for (const entry of await readdir(dir, { recursive: true })) {
    await lchown(join(dir, entry), identity.uid, identity.gid)
  }
  await chown(dir, identity.uid, identity.gid)
}
