/** Kinds of disagreement between price files, on small editions; those of the real ones stand in whole-market. */
import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { testApp } from '../helpers/app.ts'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'
import { importLines } from '../helpers/price-file.ts'

interface Told {
  offer: { slug: string }
  meter: { code: string }
  resolution: { likelyKind: string | null; likelyKindReason: string | null } | null
}

async function pricesOf(db: Db, filter: string): Promise<Told[]> {
  const query = `{ prices(first: 100, filter: { ${filter} }) { nodes { offer { slug } meter { code } resolution { likelyKind likelyKindReason } } } }`
  const { body } = await testApp(db).ask(query)
  expect(body.errors).toBeUndefined()
  return body.data.prices.nodes
}

test('the start that a file states is later than what was published before', async () => {
  const db = await emptyDb()
  await importYaml(db, { 'world.yaml': WORLD })
  const claim =
    '{ key: r, source: rumour, price: { model: model-1, seller: maker }, prices: { input: 4 }, valid: { from: 2026-01-01 } }'
  await importYaml(db, `claims: [${claim}]`)
  await importLines(db, '2026-06-01', [['model-1', 'input', '3', { from: '2026-05-01' }]])
  const [price] = await pricesOf(db, 'model: "model-1"')
  expect(price!.resolution).toEqual({
    likelyKind: 'DIFFERENT_DATES',
    likelyKindReason:
      '3 USD/Mtok (An article) holds since 1 May 2026, as its source says; 4 USD/Mtok (A rumour) was last seen before that, on 1 April 2026.',
  })
})
