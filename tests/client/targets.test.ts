/** Folders and databases as targets: one keeper at a time, readers beside it, and what a lost database leaves. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, vi } from 'vitest'
import { KINDS, openMirror, type Progress } from '../../src/client/index.ts'
import { openSession } from '../../src/client/postgres-session.ts'
import { startTick } from '../../src/lib/processes.ts'
import { cable } from '../helpers/cable.ts'
import { ask, codeOf, database, folder, test } from './partner.ts'

async function deadPid(): Promise<number> {
  const dead = spawn(process.execPath, ['-e', ''])
  await once(dead, 'exit')
  return dead.pid!
}

test('the lock of a process that is dead is taken over', async ({
  behind: { partner, copies, newest, again },
}) => {
  const to = await again()
  await writeFile(join(to, '.lock'), JSON.stringify({ pid: await deadPid(), started: '1' }))
  await partner.sync(to)
  await partner.expectEqual(to, newest, copies)
  expect((await readdir(to)).filter((name) => name.startsWith('.'))).toEqual([])
})

test('a mirror that is being read stays the revision that it was', async ({
  behind: { partner, newest, again },
}) => {
  const to = await again()
  const url = await database()
  await partner.sync(url)
  const rowsOf = async (mirror: Awaited<ReturnType<typeof openMirror>>) => {
    const names: string[] = []
    for await (const row of mirror.rows('country')) names.push(row.name)
    for await (const row of mirror.rows('claim')) names.push(row.value?.point ?? row.form)
    return names
  }
  const [folderMirror, databaseMirror] = [await openMirror(to), await openMirror(url)]
  const before = [await rowsOf(folderMirror), await rowsOf(databaseMirror)]
  expect(before[0]).not.toEqual(before[1])
  await partner.sync(to)
  // As if it had come a revision further.
  await ask(url, `UPDATE ai_economy_facts_mirror.country SET row = '{"name":"other"}'`)
  expect([await rowsOf(folderMirror), await rowsOf(databaseMirror)]).toEqual(before)
  expect([folderMirror.state.revision, databaseMirror.state.revision]).toEqual([1, newest])
  await Promise.all([folderMirror.close(), databaseMirror.close()])
})

test('a schema of its own, beside other tables, with a view that outlives a fresh copy', async ({
  behind: { partner, copies, newest },
}) => {
  const url = await database()
  await ask(url, 'CREATE TABLE mine (n integer); CREATE SCHEMA taken; CREATE TABLE taken.state (n integer)')
  expect(await codeOf(partner.sync(url, { schema: 'taken' }))).toBe('NOT_A_MIRROR')
  expect(await codeOf(partner.sync(url, { schema: 'a"; DROP TABLE mine' }))).toBe('BAD_OPTIONS')
  await partner.sync(url, { schema: 'facts' })
  await ask(url, `CREATE VIEW names AS SELECT row->>'name' AS name FROM facts.country`)
  // A row that got lost, one that is no longer the server's, and one that nobody sent.
  await ask(
    url,
    `DELETE FROM facts.check; UPDATE facts.country SET row = jsonb_set(row, '{name}', '"wrong"');
     INSERT INTO facts.country VALUES ('ZZ', '{"name":"wrong"}')`,
  )
  expect(await partner.sync(url, { schema: 'facts', verifyAll: true })).toMatchObject({ snapshots: 1 })
  const seen = await ask(url, `SELECT name FROM names WHERE name IN ('Land XB', 'wrong')`)
  expect(seen).toEqual([{ name: 'Land XB' }])
  const mirror = await openMirror(url, 'facts')
  onTestFinished(() => mirror.close())
  let checks = ''
  for await (const { line } of mirror.entries('check')) checks += `${line}\n`
  expect([mirror.state.revision, checks]).toEqual([newest, copies.check])
  const tables = await ask<{ name: string }>(
    url,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'facts'`,
  )
  expect(tables.map((t) => t.name)).toEqual(
    expect.arrayContaining(KINDS.map((kind) => kind.replaceAll('-', '_'))),
  )
})

test('a database that goes away while a copy is stored: it goes on there when it is back', async ({
  behind: { partner, copies, newest },
}) => {
  const url = await database()
  const wire = await cable(url)
  onTestFinished(wire.cut)
  partner.line.asked.length = 0
  let parts = 0
  partner.line.answer = async (path, _init, send) => {
    if (path.search.includes('part=') && ++parts === 8) {
      await wire.cut()
      setImmediate(() => void wire.mend())
    }
    return send()
  }
  await partner.sync(wire.url)
  partner.line.answer = undefined
  const fetched = partner.line.asked.filter((path) => path.includes('part='))
  // Only the part on its way when the database went is fetched twice.
  expect(fetched.length).toBe(new Set(fetched).size + 1)
  await partner.expectEqual(url, newest, copies)
})

test('a mirror in a database that knows fewer kinds than the client is taken anew', async ({
  behind: { partner, copies, newest },
}) => {
  const url = await database()
  await partner.sync(url)
  await ask(
    url,
    `SET search_path = ai_economy_facts_mirror; DROP TABLE rule; UPDATE state SET state = state #- '{kinds,rule}'`,
  )
  const older = await openMirror(url)
  expect(older.state.revision).toBe(newest)
  await older.close()
  expect(await partner.sync(url)).toMatchObject({ snapshots: 1, state: { revision: newest } })
  await partner.expectEqual(url, newest, copies)
})

test('a connection that is lost unnoticed by the database: its lock is waited for', async ({
  behind: { partner, copies, newest },
}) => {
  const url = await database()
  const wire = await cable(url)
  onTestFinished(wire.cut)
  let parts = 0
  partner.line.answer = async (path, _init, send) => {
    if (path.search.includes('part=') && ++parts === 8) wire.lose()
    return send()
  }
  const stop = new AbortController()
  let isLocked = false
  const onProgress = (told: Progress) => {
    if (told.stage === 'verified') stop.abort()
    if (told.stage !== 'waiting' || !/keeps the mirror/.test(told.reason)) return
    isLocked = true
    wire.tell()
  }
  await partner.sync(wire.url, { follow: true, signal: stop.signal, onProgress })
  partner.line.answer = undefined
  expect(isLocked).toBe(true)
  await partner.expectEqual(url, newest, copies)
})

test('stopped while the database is away, it tells what the mirror was', async ({
  behind: { partner, newest },
}) => {
  const wire = await cable(await database())
  const stop = new AbortController()
  let isAway = false
  const onProgress = ({ stage }: Progress) => {
    if (stage === 'waiting' && isAway) stop.abort()
  }
  partner.line.answer = async (url, init, send) => {
    if (url.pathname === '/graphql' && String(init.body).includes('digest')) {
      await wire.cut()
      isAway = true
    }
    return send()
  }
  const result = await partner.sync(wire.url, { follow: true, signal: stop.signal, onProgress })
  partner.line.answer = undefined
  expect(result).toMatchObject({ stopped: true, snapshots: 1, state: { revision: newest } })
})

test('the database soon notices that a client is gone', async () => {
  const session = await openSession(await database())
  onTestFinished(session.end)
  const settings = await session.query<{ setting: string }>(
    `SELECT setting FROM pg_settings WHERE name ~ '^tcp_|^client_connection_check' ORDER BY name`,
  )
  expect(settings.map((s) => s.setting)).toEqual(['10000', '3', '20', '10', '50000'])
})

test('what a killed process left beside a mirror in a database goes with the next', async ({
  behind: { partner },
}) => {
  const temporary = await folder()
  vi.stubEnv('TMPDIR', temporary)
  onTestFinished(() => void vi.unstubAllEnvs())
  for (const [name, pid] of [
    ['dead', await deadPid()],
    ['alive', process.pid],
  ] as const) {
    const spool = join(temporary, `aef-mirror-spool-${name}`)
    await mkdir(spool)
    await writeFile(join(spool, '.lock'), JSON.stringify({ pid, started: startTick(pid) }))
  }
  await partner.sync(await database())
  expect(await readdir(temporary)).toEqual(['aef-mirror-spool-alive'])
})

test('two at once: the second is told so', async ({ behind: { partner } }) => {
  const url = await database()
  let second: string | undefined
  partner.line.answer = async (_url, _init, send) => {
    partner.line.answer = undefined
    second = await codeOf(partner.sync(url))
    return send()
  }
  await partner.sync(url)
  expect(second).toBe('LOCKED')
  const stranger = new URL(url)
  stranger.username = 'nobody'
  stranger.password = 'secret'
  const refused = partner.sync(stranger.href)
  expect(await codeOf(refused)).toBe('BAD_TARGET')
  await expect(refused).rejects.not.toThrow('secret')
})
