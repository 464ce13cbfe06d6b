/** A kept answer ends with its revision: whoever asks after a new one gets that, and nothing of the one before. */
import { expect, onTestFinished, vi } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { listenToRevisions } from '../../src/db/listen.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import { importYaml, WORLD } from '../graphql/world.ts'
import { post, testApp } from '../helpers/app.ts'
import { createDatabase, test } from '../helpers/db.ts'

const country = (code: string) =>
  `countries:\n  - { code: ${code}, name: Land ${code}, isAggregate: "false" }\n`
const QUERY = '{ revision { number } countries { totalCount } }'

async function ledger() {
  const { url, drop } = await createDatabase('empty')
  const statements: string[] = []
  const db = openDb({ url, onStatement: (sql) => statements.push(sql) })
  await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
  const listener = listenToRevisions(url, () => undefined)
  onTestFinished(async () => {
    await listener.close()
    await db.$disconnect()
    await drop()
  })
  const { newest } = listener
  const { app } = testApp(db, { answers: createAnswers(1_000_000), newest })
  const ask = async (query = QUERY) => {
    const response = await app(post(query))
    const { data, extensions } = (await response.json()) as any
    return {
      data,
      revision: extensions.revision,
      isHit: response.headers.get('cache-status')?.endsWith('; hit'),
    }
  }
  await vi.waitFor(() => expect(newest()?.revision).toBe(1))
  return { db, url, listener, ask, statements }
}

test('an answer of the revision before is not sent once the new one is told, and costs no statement until then', async () => {
  const { db, ask, statements } = await ledger()
  expect((await ask()).isHit).toBe(false)
  statements.length = 0
  expect(await ask()).toMatchObject({ isHit: true, revision: 1 })
  expect(statements).toEqual([])
  for (const [i, code] of ['QA', 'QB', 'QC'].entries()) {
    await importYaml(db, country(code), `2026-06-0${i + 2}T00:00:00Z`)
    const { revision, isHit, data } = await ask()
    expect([revision, isHit, data.revision.number]).toEqual([i + 2, false, i + 2])
    expect((await ask()).isHit).toBe(true)
  }
})

test('the same as of a revision is made anew as well, for a later one may have taken something away', async () => {
  const { db, ask } = await ledger()
  const pinned = `query @asOf(revision: 1) ${QUERY}`
  const before = await ask(pinned)
  expect((await ask(pinned)).isHit).toBe(true)
  await importYaml(db, country('QA'), '2026-06-02T00:00:00Z')
  const after = await ask(pinned)
  expect([after.isHit, after.data]).toEqual([false, before.data])
})

test('while nobody tells of revisions, the database is asked each time', async () => {
  const { db, listener, ask, statements } = await ledger()
  await ask()
  const cut = () =>
    db.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE '%listener'`
  await cut()
  await vi.waitFor(() => expect(listener.newest()).toBeNull())
  await importYaml(db, country('QA'), '2026-06-02T00:00:00Z')
  statements.length = 0
  const { revision, isHit } = await ask()
  expect([revision, isHit]).toEqual([2, false])
  // It comes back by itself.
  await vi.waitFor(() => expect(listener.newest()?.revision).toBe(2), { timeout: 10_000 })
})

test('a notice of a key makes nobody forget the newest revision', async () => {
  const { db, listener } = await ledger()
  const before = listener.notices()
  await db.$executeRaw`SELECT pg_notify('revision', '')`
  await vi.waitFor(() => expect(listener.notices()).toBeGreaterThan(before))
  expect(listener.newest()?.revision).toBe(1)
})
