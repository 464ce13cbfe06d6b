/** Digests that are being made when a server stops. */
import { expect } from 'vitest'
import { keepSealed } from '../../src/domain/read/proof/keep.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { hold, SEAL_LOCK } from '../helpers/hold.ts'
import { publish } from '../webhooks/world.ts'
import { codeOf } from './world.ts'

test('whoever stops ends the making of digests, and who asked for one is told to ask again', async ({
  empty: { db, url },
}) => {
  for (let i = 0; i < 5; i++) await publish(db)
  const lock = await hold(url, SEAL_LOCK)
  const asked = testApp(db).ask('{ revision(number: 5) { digest } }')
  await lock.waiting()
  const stop = new AbortController()
  const failures: unknown[] = []
  const kept = keepSealed(
    db,
    async () => undefined,
    stop.signal,
    (error) => failures.push(error),
  )
  stop.abort()
  await lock.release()
  await kept
  expect(codeOf(await asked)).toBe('UNAVAILABLE')
  expect([await db.seal.count(), failures]).toEqual([1, []])
})
