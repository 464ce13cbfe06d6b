/** The life of the embedded Postgres, with real servers, real processes and real kills. */

import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { chmod, cp, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { openEmbedded } from '../../src/db/embedded.ts'
import { withLock } from '../../src/db/embedded-lock.ts'
import { isAlive } from '../../src/lib/processes.ts'
import {
  children,
  dir,
  ENTRY,
  eachInItsFolder,
  once,
  openElsewhere,
  postmaster,
  query,
  root,
  running,
} from '../helpers/embedded.ts'

eachInItsFolder()

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
  expect(second.opened).toMatchObject({ adopted: true, url: first.url })
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
  await expect.poll(async () => (await query(handle.url, guards)).length).toBe(1)
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
