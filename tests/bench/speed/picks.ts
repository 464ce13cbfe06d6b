/** What the questions ask for: picked evenly from the whole ledger, so that caches of pages see all of it. */
import type pg from 'pg'
import { providerSlug } from './market.ts'
import type { Pick } from './workload.ts'

export interface Picks {
  makers: Pick[]
  sellers: Pick[]
  models: Pick[]
  prices: Pick[]
  series: Pick[]
  names: Pick[]
  cursors: Pick[]
}

const COUNT = 500

/** @param cursorAt the cursor of each contender behind an input price; the number counts them from the first. */
export async function pickAll(
  client: pg.Client,
  cursorAt: (sortKey: string, offset: number) => Promise<Pick>,
): Promise<Picks> {
  const rows = async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows
  const models = await rows(
    `SELECT "slug" AS model, "name" FROM "Model" WHERE "slug" = ANY(SELECT "modelSlug" FROM "Offer" WHERE "sellerSlug" LIKE 'made-%')
     AND "makerSlug" LIKE 'made-%' ORDER BY md5("slug") LIMIT ${COUNT}`,
  )
  const [made] = await rows(
    `SELECT count(*)::int AS makers, min("fromRevision") AS revision FROM "Provider" WHERE "slug" LIKE 'made-0%'`,
  )
  const makers: string[] = (
    await rows(`SELECT ${providerSlug('n')} AS slug FROM generate_series(0, ${made.makers - 1}) AS n`)
  ).map((row) => row.slug)
  const prices = await rows(
    `SELECT "id" FROM "Price" WHERE "modelSlug" = ANY($1) AND "meterCode" = 'output' ORDER BY md5("id") LIMIT ${COUNT}`,
    [models.map((row) => row.model)],
  )
  const [{ inputs }] = await rows(`SELECT count(*)::int AS inputs FROM "Price" WHERE "meterCode" = 'input'`)
  const cursors: Pick[] = []
  for (let i = 1; i <= 20; i++) {
    const offset = Math.floor((inputs * (i + 20)) / 45)
    const [{ sortKey }] = await rows(
      `SELECT "sortKey" FROM "Price" WHERE "meterCode" = 'input' ORDER BY "sortKey" OFFSET ${offset} LIMIT 1`,
    )
    cursors.push({ sortKey, ...(await cursorAt(sortKey, offset)) })
  }
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const ids = prices.map(({ id }) => ({
    id,
    globalId: base64(`Price:${id}`),
    nodeId: base64(JSON.stringify(['Price', id])),
  }))
  const step = Math.max(1, Math.floor(makers.length / 20))
  return {
    makers: Array.from({ length: Math.min(step, 50) }, (_, i) => ({
      makers: Array.from(
        { length: Math.min(20, makers.length) },
        (_, n) => makers[(n * step + i) % makers.length],
      ),
    })),
    sellers: makers.slice(0, COUNT).map((seller) => ({ seller })),
    // Of the four revisions of the market, the second.
    models: models.map(({ model }) => ({ model, revision: made.revision + 1 })),
    prices: ids,
    series: ids,
    names: models.map(({ name }) => ({ text: name.slice(0, 7).toLowerCase() })),
    cursors,
  }
}
