/** Answers in a real Redis: what one process made, another sends; and whatever is wrong with it, answers are right. */
import { createClient } from '@redis/client'
import { describe, expect, onTestFinished } from 'vitest'
import { openRedis } from '../../src/db/redis.ts'
import { redisAnswers } from '../../src/http/answers/second-level.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import { importYaml } from '../graphql/world.ts'
import { post, testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { emptyDb, WORLD } from '../helpers/facts.ts'
import { reason, startRedis, type TestRedis } from '../helpers/redis.ts'

const QUERY = '{ models(first: 30) { nodes { slug name } } }'

/** A process of its own: what it keeps itself is empty. */
async function processOn(db: Parameters<typeof testApp>[0], redis: TestRedis, ledger = 'a', build = '1') {
  const opened = await openRedis(redis.url, () => undefined)
  onTestFinished(() => opened.close())
  const { app } = testApp(db, { answers: createAnswers(10_000_000, redisAnswers(opened, ledger, build)) })
  return async (query = QUERY) => {
    const response = await app(post(query))
    const body = (await response.json()) as any
    return { body, etag: response.headers.get('etag'), revision: body.extensions.revision }
  }
}

describe.skipIf(reason)(`answers in Redis${reason}`, () => {
  test('are made once for all processes of one ledger and one version, and for no others', async ({
    seeded,
  }) => {
    const redis = await startRedis()
    const ask = async (ledger: string, build: string) => {
      const one = await processOn(seeded.db, redis, ledger, build)
      seeded.statements()
      const answer = await one()
      return { ...answer, statements: seeded.statements().length }
    }
    const made = await ask('a', '1')
    expect(made.statements).toBeGreaterThan(1)
    // That for the newest revision.
    const found = await ask('a', '1')
    expect(found).toEqual({ ...made, statements: 1 })
    expect((await ask('b', '1')).statements).toBe(made.statements)
    expect((await ask('a', '2')).statements).toBe(made.statements)
  })

  test('end with their revision', async () => {
    const redis = await startRedis()
    const db = await emptyDb()
    await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
    await (await processOn(db, redis))()
    await importYaml(
      db,
      'countries: [{ code: QA, name: Land, isAggregate: "false" }]',
      '2026-06-02T00:00:00Z',
    )
    expect((await (await processOn(db, redis))()).revision).toBe(2)
  })

  test('are made anew where Redis holds something else, hangs or is gone', async ({ seeded: { db } }) => {
    const redis = await startRedis()
    const { body, etag } = await (await processOn(db, redis))()
    const client = createClient({ url: redis.url })
    client.on('error', () => undefined)
    await client.connect()
    onTestFinished(() => client.destroy())
    const [key] = await client.keys('*answer:*')
    const whole = await client.get(key!)
    for (const wrong of ['', 'no line', `${whole!.slice(0, -3)}`, whole!.replace('"nodes"', '"nodez"')]) {
      await client.set(key!, wrong)
      expect(await (await processOn(db, redis))()).toMatchObject({ body, etag })
    }
    const [hanging, orphaned] = [await processOn(db, redis), await processOn(db, redis)]
    redis.pause()
    expect(await hanging()).toMatchObject({ body, etag })
    redis.resume()
    await redis.stop()
    expect(await orphaned()).toMatchObject({ body, etag })
  })
})
