/** Whoever has plenty left is read for while the cost is counted, and told nothing before it is. */
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { createKey } from '../../src/domain/access/keys.ts'
import { PARTS } from '../../src/domain/access/limit-store.ts'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import { post, testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { type TestDb, test } from '../helpers/db.ts'
import { hold } from '../helpers/hold.ts'

const clock = fixedClock('2026-11-30T10:00:00Z')
const QUERY = `query Meanwhile($u: String!) { prices(first: 40) { nodes { value { point } } } x: country(code: $u) @skip(if: true) { code } }`
const READS = /"Price" f/

/** A caller who may spend so many times what the question costs, and has asked it once. */
async function callerOf({ db, url, statements }: TestDb, times: number) {
  const limiter = createLimiter(db, clock, { slowMs: 60_000 })
  const { app } = testApp(db, { clock, limiter, answers: createAnswers(10_000_000) })
  const ask = (u: string, headers: Record<string, string>) =>
    app(post(QUERY, { u }, { accept: 'application/json', ...headers }))
  const { extensions } = (await (await ask('cost', {})).json()) as any
  const cost: number = extensions.cost.requested
  const plan = { name: 'one', scopes: ['read'] as const, expiresAt: null, perMinute: cost * times }
  const { id, key } = await createKey(db, clock, plan)
  const headers = { authorization: `Bearer ${key}` }
  expect((await ask('first', headers)).status).toBe(200)
  const bucket = `key:${id}`
  const held = await hold(url, `SELECT 1 FROM "Bucket" WHERE "caller" = '${bucket}' FOR UPDATE`)
  onTestFinished(() => held.release())
  statements()
  return { ask: (u: string) => ask(u, headers), cost, bucket, held }
}

/** How many questions were read for, once that does not grow any more. */
async function readsIn(statements: () => string[], least: number): Promise<number> {
  const seen: string[] = []
  const count = () => {
    seen.push(...statements())
    return seen.filter((sql) => READS.test(sql)).length
  }
  await expect.poll(count).toBeGreaterThanOrEqual(least)
  await delay(300)
  return count()
}

test('what is read meanwhile is told once it is counted', async ({ seeded }) => {
  const { ask, held } = await callerOf(seeded, 10)
  let told = false
  const answer = ask('second').then((response) => {
    told = true
    return response
  })
  expect(await readsIn(seeded.statements, 1)).toBe(1)
  await held.waiting()
  expect(told).toBe(false)
  await held.release()
  expect((await answer).status).toBe(200)
})

test('what others have spent meanwhile is refused, and its answer is nowhere', async ({ seeded }) => {
  const { ask, held, bucket, cost } = await callerOf(seeded, 10)
  const answer = ask('refused')
  expect(await readsIn(seeded.statements, 1)).toBe(1)
  await held.waiting()
  await held.run(`UPDATE "Bucket" SET "level" = ${cost * 10 * PARTS} WHERE "caller" = '${bucket}'`)
  await held.release('COMMIT')
  const refused = await answer
  const text = await refused.text()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '6'])
  expect(text).not.toContain('nodes')
  // It was not kept either: that would cost nothing.
  seeded.statements()
  expect((await ask('refused')).status).toBe(429)
})

test('no more is read than was left by half, however much is asked at once', async ({ seeded }) => {
  // Spent is one of ten, so four more are within the half.
  const { ask, held } = await callerOf(seeded, 10)
  const answers = Array.from({ length: 12 }, (_, i) => ask(`many ${i}`))
  expect(await readsIn(seeded.statements, 4)).toBe(4)
  await held.release()
  const statuses = (await Promise.all(answers)).map(({ status }) => status).sort()
  expect(statuses).toEqual([...Array(9).fill(200), ...Array(3).fill(429)])
})
