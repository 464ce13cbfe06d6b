/** The made-up market of the benches is a ledger like any other. */
import pg from 'pg'
import { afterAll, beforeAll, expect } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { importFacts } from '../../src/ingest/facts/run.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { testApp } from '../helpers/app.ts'
import { createDatabase, test } from '../helpers/db.ts'
import { counts } from '../helpers/facts.ts'
import { replay } from '../helpers/replay.ts'
import { makeMarket } from './speed/market.ts'

const CLAIMS = 8_000
const RULES = `SELECT conrelid::regclass::text AS "on", conname AS name, pg_get_constraintdef(oid) AS sql FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2, 3`

async function made() {
  const { url, drop } = await createDatabase('market')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const rules = (await client.query(RULES)).rows
  await makeMarket(client, CLAIMS, () => undefined)
  const db = openDb({ url })
  return {
    client,
    db,
    rules,
    [Symbol.asyncDispose]: async () => {
      await db.$disconnect()
      await client.end()
      await drop()
    },
  }
}

let market: Awaited<ReturnType<typeof made>>
beforeAll(async () => {
  market = await made()
})
afterAll(() => market[Symbol.asyncDispose]())

test('it breaks no rule of the database, which lets all of it in once more, and takes none away', async ({
  market: bare,
}) => {
  expect((await market.client.query(RULES)).rows).toEqual(market.rules)
  const guarded = new pg.Client({ connectionString: bare.url })
  await guarded.connect()
  await replay(market.client, guarded).finally(() => guarded.end())
  // Nothing was left out, and no trigger wrote what a market lacks.
  expect(await counts(bare.db)).toEqual(await counts(market.db))
})

test('it answers as history and rivals tell, and takes the next import', async () => {
  const { client, db } = market
  const { rows } = await client.query(
    `SELECT (SELECT count(*)::int FROM "Claim") AS claims, (SELECT max("number") FROM "Revision") AS revision,
      (SELECT "slug" FROM "Model" WHERE "makerSlug" LIKE 'made-%' ORDER BY "slug" LIMIT 1) AS model`,
  )
  const { claims, revision, model } = rows[0]
  expect(claims).toBeGreaterThanOrEqual(CLAIMS)

  const { ask } = testApp(db)
  const question = `{ model(slug: "${model}") { prices(first: 100) { nodes {
    value { point } historyCount claims { value { point } preferred provenance { source { slug } } periods { validFrom validTo } }
    resolution { rivals { key } spread { ratio } } } } } }`
  const { body } = await ask(question)
  expect(body.errors).toBeUndefined()
  const prices = body.data.model.prices.nodes
  expect(prices).toHaveLength(20)
  for (const price of prices) {
    expect(price.historyCount).toBe(4)
    expect(price.claims).toHaveLength(5)
    expect(price.resolution.rivals).toHaveLength(1)
    expect(price.claims.every((claim: any) => claim.provenance.length === 1)).toBe(true)
  }
  // The first edition's prices, as they were told before the next one came.
  const before = await ask(`query @asOf(revision: ${revision - 3}) ${question}`)
  expect(before.body.data.model.prices.nodes.map((price: any) => price.historyCount)).toEqual(
    Array(20).fill(1),
  )

  const report = await importFacts(db, systemClock, {
    path: new URL('../../seeds', import.meta.url).pathname,
    origin: 'again',
  })
  expect(report?.rejected ?? []).toEqual([])
})
