/** New revisions are told to every process at once, also after the connection broke. */
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { listenToRevisions } from '../../src/db/listen.ts'
import { importYaml, WORLD } from '../graphql/world.ts'
import { createDatabase } from '../helpers/db.ts'

/** Longer than a test may take: only a notice can explain what comes. */
const LONG_MS = 600_000

test('a revision wakes two listeners by its notice, and again after their connections were cut', async () => {
  const { url, drop } = await createDatabase('empty')
  const db = openDb({ url })
  const failures: unknown[] = []
  const listeners = [1, 2].map(() => listenToRevisions(url, (error) => failures.push(error)))
  onTestFinished(async () => {
    await Promise.all(listeners.map((l) => l.close()))
    await db.$disconnect()
    await drop()
  })
  const connected = async () => {
    for (;;) {
      const rows = await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE '%listener' AND query LIKE '%"Revision"%' AND state = 'idle'`
      if (rows[0]!.n === 2) return
      await delay(10)
    }
  }
  const told = async (day: string, yaml: string) => {
    const waits = listeners.map((l) => l.next(LONG_MS))
    await importYaml(db, yaml, `${day}T00:00:00Z`)
    await Promise.all(waits)
  }
  await connected()
  await told('2026-06-01', WORLD)
  expect(failures).toEqual([])
  await db.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE '%listener'`
  // Being there again wakes too, for a notice may have been missed.
  await Promise.all(listeners.map((l) => l.next(LONG_MS)))
  expect(failures.length).toBeGreaterThan(0)
  await connected()
  await told('2026-06-02', 'countries:\n  - { code: XB, name: Elsewhere, isAggregate: "false" }\n')
})

test('waiting ends by time, by a signal and by closing', async () => {
  const { url, drop } = await createDatabase('empty')
  onTestFinished(drop)
  const listener = listenToRevisions(url, () => undefined)
  await listener.next(LONG_MS)
  await listener.next(20)
  const controller = new AbortController()
  const waits = [listener.next(LONG_MS, controller.signal), listener.next(LONG_MS)]
  controller.abort()
  await waits[0]
  await listener.next(LONG_MS, controller.signal)
  await listener.close()
  await waits[1]
})
