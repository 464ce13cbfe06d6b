/**
 * The life of the embedded Postgres, with real servers, real processes and real kills, in temporary
 * folders.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openEmbedded } from '../../src/db/embedded.ts'
import { withLock } from '../../src/db/embedded-lock.ts'
import { isAlive } from '../../src/db/embedded-process.ts'
import { StartupError } from '../../src/lib/startup-error.ts'

// A first start takes half a second on a quiet machine, and much more beside other tests.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const isRoot = process.getuid?.() === 0
const NOBODY = 65534
const ENTRY = new URL('../../src/db/embedded.ts', import.meta.url).href

let root: string
let dir: string
const children: ChildProcess[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'embedded-'))
  await chmod(root, 0o755)
  dir = join(root, 'data', 'postgres')
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of [dir, join(root, 'copy', 'postgres')]) {
    const pid = postmaster(folder)
    if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGQUIT')
    while (pid !== undefined && isAlive(pid)) await delay(10)
  }
  await rm(root, { recursive: true, force: true })
})

function postmaster(folder = dir): number | undefined {
  const file = join(folder, 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

function running(): number {
  const pid = postmaster()
  if (pid === undefined) throw new Error('no postmaster.pid')
  return pid
}

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client(url)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** The line that an operator gets to see. */
async function failure(folder = dir): Promise<string> {
  const error: unknown = await openEmbedded({ dir: folder }).then(
    (handle) => handle.release(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StartupError)
  const { message } = error as StartupError
  expect(message).not.toContain('\n')
  return message
}

interface Owner {
  process: ChildProcess
  opened: { adopted: boolean; url: string }
  release(): Promise<number | null>
}

/** Opens the folder in a process of its own, which releases it when its input ends. */
async function openElsewhere(user?: number): Promise<Owner> {
  const script = `
    const { openEmbedded } = await import(${JSON.stringify(ENTRY)})
    const handle = await openEmbedded({ dir: ${JSON.stringify(dir)} })
    console.log(JSON.stringify(handle))
    for await (const _ of process.stdin);
    await handle.release()`
  const owner = user === undefined ? {} : { uid: user, gid: user }
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...owner,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    exit.then((code) => reject(new Error(`ended with ${code}`)))
  })
  const release = () => {
    child.stdin.end()
    return exit
  }
  return { process: child, opened: JSON.parse(line) as Owner['opened'], release }
}

test('creates a database in which Chinese has trigrams, and stops it again', async () => {
  const lines: string[] = []
  const handle = await openEmbedded({ dir, log: (line) => lines.push(line), settings: { work_mem: '8MB' } })
  expect(handle.adopted).toBe(false)
  const pid = running()
  await query(handle.url, 'CREATE EXTENSION pg_trgm')
  const [row] = await query<{ trigrams: string[]; version: string; memory: string; database: string }>(
    handle.url,
    `SELECT show_trgm('贵州') AS trigrams, current_setting('server_version') AS version,
       current_setting('work_mem') AS memory, current_database() AS database`,
  )
  expect(row?.trigrams.length).toBeGreaterThan(0)
  expect(row).toMatchObject({ version: expect.stringMatching(/^18/), memory: '8MB', database: 'facts' })
  expect(statSync(`${dir}.json`).mode & 0o777).toBe(0o600)
  await Promise.all([handle.release(), handle.release()])
  expect(isAlive(pid)).toBe(false)
  expect((await readdir(join(root, 'data'))).toSorted()).toEqual([
    'postgres',
    'postgres.json',
    'postgres.log',
  ])
  const { password } = JSON.parse(readFileSync(`${dir}.json`, 'utf8')) as { password: string }
  expect(lines.join('\n')).not.toContain(password)
  expect(readFileSync(`${dir}.log`, 'utf8')).toContain('database system is shut down')
})

test('makes the named database when it is missing, and finds it again', async () => {
  for (const sql of ['CREATE TABLE kept AS SELECT 42 AS n', 'SELECT n FROM kept']) {
    const handle = await openEmbedded({ dir, database: 'über "x"' })
    await query(handle.url, sql)
    await handle.release()
  }
})

test('a second process joins, and the last one out stops the server', async () => {
  const first = await openEmbedded({ dir })
  const pid = running()
  const second = await openElsewhere()
  expect(second.opened).toEqual({ adopted: true, url: first.url })
  await first.release()
  expect(isAlive(pid)).toBe(true)
  expect(await query(second.opened.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(await second.release()).toBe(0)
  expect(isAlive(pid)).toBe(false)
})

test('two starts at the same moment on an empty folder share one server', async () => {
  const owners = await Promise.all([openElsewhere(), openElsewhere(), openElsewhere()])
  expect(owners.map((owner) => owner.opened.adopted).toSorted()).toEqual([false, true, true])
  expect(new Set(owners.map((owner) => owner.opened.url)).size).toBe(1)
  const pid = running()
  // All at once again: whoever is last must not take a neighbour's ending connection for a user.
  expect(await Promise.all(owners.map((owner) => owner.release()))).toEqual([0, 0, 0])
  expect(isAlive(pid)).toBe(false)
})

test('a connection without a handle keeps the server running, and the next handle stops it', async () => {
  const handle = await openEmbedded({ dir })
  const pid = running()
  const stranger = new Client(handle.url)
  await stranger.connect()
  await handle.release()
  expect(isAlive(pid)).toBe(true)
  const next = await openEmbedded({ dir })
  expect(next.adopted).toBe(true)
  const releasing = next.release()
  // The connections of a pool that was just closed may end a little late.
  await delay(150)
  await stranger.end()
  await releasing
  expect(isAlive(pid)).toBe(false)
})

test('after the kill of the server, the data is there again', async () => {
  const handle = await openEmbedded({ dir })
  await query(handle.url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n')
  const [writer] = await query<{ pid: number }>(
    handle.url,
    `SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'`,
  )
  // A process of the killed server that is slow to end: a new one must wait until it is out of the shared
  // memory.
  process.kill(writer?.pid ?? 0, 'SIGSTOP')
  process.kill(running(), 'SIGKILL')
  const opening = openEmbedded({ dir })
  await delay(500)
  process.kill(writer?.pid ?? 0, 'SIGCONT')
  const next = await opening
  expect(next.adopted).toBe(false)
  expect(await query(next.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }])
  const pid = running()
  // The old handle knows nothing of the new server, and must not stop it under its user.
  await handle.release()
  expect(isAlive(pid)).toBe(true)
  await next.release()
  expect(isAlive(pid)).toBe(false)
})

test('after the kill of its owner, the server is joined and stopped', async () => {
  const owner = await openElsewhere()
  const pid = running()
  owner.process.kill('SIGKILL')
  await once(owner.process)
  expect(isAlive(pid)).toBe(true)
  const handle = await openEmbedded({ dir })
  expect(handle.adopted).toBe(true)
  expect(running()).toBe(pid)
  await handle.release()
  expect(isAlive(pid)).toBe(false)
})

function once(child: ChildProcess): Promise<unknown> {
  return child.exitCode === null && child.signalCode === null
    ? new Promise((resolve) => child.once('exit', resolve))
    : Promise.resolve()
}

test('the kill of a first start at any moment leaves nothing half made', async () => {
  for (const ms of [120, 250, 400, 600]) {
    const child = openElsewhere()
    child.catch(() => undefined)
    await delay(ms)
    children.at(-1)?.kill('SIGKILL')
    await child.catch(() => undefined)
  }
  const handle = await openEmbedded({ dir })
  expect(await query(handle.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await handle.release()
  const left = (await readdir(join(root, 'data'))).filter((name) => name.includes('.init-'))
  expect(left).toEqual([])
})

test('a guard that was lost comes back', async () => {
  const handle = await openEmbedded({ dir })
  await query(
    handle.url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'guard'`,
  )
  const guards = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'guard'`
  await expect.poll(async () => (await query(handle.url, guards)).length, { timeout: 5000 }).toBe(1)
  await handle.release()
  expect(postmaster()).toBeUndefined()
})

test('a handle that is never released does not keep its process alive', async () => {
  const script = `const { openEmbedded } = await import(${JSON.stringify(ENTRY)})
    await openEmbedded({ dir: ${JSON.stringify(dir)} })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
  children.push(child)
  await once(child)
  expect(child.exitCode).toBe(0)
  await (await openEmbedded({ dir })).release()
  expect(postmaster()).toBeUndefined()
})

test('a postmaster.pid whose number went to another process does not stop the start', async () => {
  await (await openEmbedded({ dir })).release()
  const stale = `${process.pid}\n${dir}\n1700000000\n5432\n\n127.0.0.1\n  123 456\nready   \n`
  await writeFile(join(dir, 'postmaster.pid'), stale)
  const handle = await openEmbedded({ dir })
  expect(handle.adopted).toBe(false)
  await handle.release()
})

test('the copy of a running folder gets a server of its own', async () => {
  const original = await openEmbedded({ dir })
  await query(original.url, 'CHECKPOINT')
  const copy = join(root, 'copy', 'postgres')
  await cp(join(root, 'data'), join(root, 'copy'), { recursive: true })
  await chmod(copy, 0o700)
  const handle = await openEmbedded({ dir: copy })
  expect(handle.adopted).toBe(false)
  expect(handle.url).not.toBe(original.url)
  await handle.release()
  expect(isAlive(running())).toBe(true)
  await original.release()
})

test('a lock whose holder died is broken, one whose holder lives is waited for', async () => {
  const lock = join(root, 'lock')
  const child = spawn(process.execPath, ['-e', ''])
  await once(child)
  await writeFile(lock, JSON.stringify({ pid: child.pid, started: '1', token: 'x' }))
  let inside = 0
  const most: number[] = []
  const work = async () => {
    most.push(++inside)
    await delay(20)
    inside--
  }
  await Promise.all(Array.from({ length: 8 }, () => withLock(lock, work)))
  expect(most).toEqual(Array(8).fill(1))
  // A pid that came back, as in a restarted container, is not the holder.
  await writeFile(lock, JSON.stringify({ pid: process.pid, started: '1', token: 'x' }))
  await withLock(lock, work)
  expect(await readdir(root)).toEqual([])
})

test('a folder that holds something else is named', async () => {
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'letter.txt'), 'mine')
  const message = await failure()
  expect(message).toContain(dir)
  expect(message).toMatch(/choose another DATA_DIR, or move/)
  expect(await readdir(dir)).toEqual(['letter.txt'])
})

test('data of another version is named with what to do', async () => {
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'PG_VERSION'), '17\n')
  expect(await failure()).toMatch(/Postgres 17, but this release brings Postgres 18: dump it/)
})

test('a missing, broken or wrong password is named, and the data stays', async () => {
  await (await openEmbedded({ dir })).release()
  await rename(`${dir}.json`, `${dir}.away`)
  expect(await failure()).toContain(`${dir}.json`)
  await writeFile(`${dir}.json`, 'null')
  expect(await failure()).toContain('missing or unreadable')
  await writeFile(`${dir}.json`, '{"password":"secret-guess"}')
  const message = await failure()
  expect(message).toContain('is not the one of the data')
  expect(message).not.toContain('secret-guess')
  expect(postmaster()).toBeUndefined()
  await rename(`${dir}.away`, `${dir}.json`)
  await (await openEmbedded({ dir })).release()
})

test('a broken folder is told with the last word of Postgres and the path of its log', async () => {
  await (await openEmbedded({ dir })).release()
  await rm(join(dir, 'global', 'pg_control'))
  expect(await failure()).toMatch(/could not open file .*pg_control.* \(log: .*postgres\.log\)/)
  await writeFile(join(dir, 'postgresql.conf'), 'no_such_setting = 1\n')
  expect(await failure()).toMatch(/FATAL: .*errors/)
})

test('a setting that Postgres does not know is told at once', async () => {
  const opening = openEmbedded({ dir, settings: { no_such_setting: '1' } })
  await expect(opening).rejects.toThrow(/unrecognized configuration parameter "no_such_setting"/)
})

test('a file in the place of a folder is named', async () => {
  await writeFile(join(root, 'data'), '')
  expect(await failure()).toMatch(/a file stands where a folder is needed/)
})

test.runIf(isRoot)('a folder that the user cannot write is named', async () => {
  await mkdir(join(root, 'data'))
  const script = `const { openEmbedded } = await import(${JSON.stringify(ENTRY)})
    await openEmbedded({ dir: ${JSON.stringify(dir)} }).catch((error) => console.log(error.name, error.message))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
  })
  const output: string[] = []
  child.stdout.on('data', (data) => output.push(String(data)))
  await once(child)
  expect(output.join('')).toMatch(/^StartupError no permission to use .*: set DATA_DIR/)
})

test.runIf(isRoot)('root is told which folder the user of Postgres cannot enter', async () => {
  await chmod(root, 0o700)
  const message = await failure()
  expect(message).toContain(`cannot enter ${root}: set DATA_DIR`)
})

test.runIf(isRoot)('what a plain user made, root can open, and the plain user after that', async () => {
  await mkdir(join(root, 'data'))
  await chown(join(root, 'data'), NOBODY, NOBODY)
  const plain = await openElsewhere(NOBODY)
  const joined = await openEmbedded({ dir })
  expect(joined.adopted).toBe(true)
  await plain.release()
  await joined.release()
  const alone = await openEmbedded({ dir })
  expect(alone.adopted).toBe(false)
  await alone.release()
  const again = await openElsewhere(NOBODY)
  expect(again.opened.adopted).toBe(false)
  expect(await again.release()).toBe(0)
})

test('without the package, the way out is named', async () => {
  // The module alone, in a place from which no installed package can be found.
  for (const file of ['db/embedded-binaries.ts', 'db/embedded-process.ts', 'lib/startup-error.ts']) {
    await cp(new URL(`../../src/${file}`, import.meta.url), join(root, 'src', file))
  }
  const { findBinaries } = (await import(join(root, 'src', 'db', 'embedded-binaries.ts'))) as {
    findBinaries: () => Promise<unknown>
  }
  await expect(findBinaries()).rejects.toThrow(/no embedded Postgres is installed for .*: set DATABASE_URL/)
})
