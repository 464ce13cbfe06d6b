/** Which rate is taken for a hub, where one of those that are found is no number. */
import { expect } from 'vitest'
import { rateAt } from '../../src/domain/derived/hub-rates.ts'
import { electricityRateOf } from '../../src/domain/read/hub-rates.ts'
import { createReader } from '../../src/domain/read/reader.ts'
import { newestOf } from '../../src/domain/read/revisions.ts'
import { derivedWorld } from '../graphql/derived-world.ts'
import { test } from '../helpers/db.ts'

test('that of industry where that of data centres is no number', async ({ empty: { db } }) => {
  await derivedWorld(db)
  const asOf = await newestOf(db)
  const hub = (await createReader(db, asOf).hub.load('istow'))!
  const plain = await rateAt(createReader(db, asOf), hub, null)
  expect(plain?.fact.sector).toBe('DATA_CENTRE')
  expect(plain?.operand.quantity.point).toBe('0.2')

  // No file of facts can say so yet, so what the ledger holds is told otherwise here.
  const real = createReader(db, asOf)
  const { id } = plain!.cited[0]!.claim!
  const claim = (await real.claim.load(id))!
  const numberless = { ...claim, form: 'NOT_OFFERED' as const, point: null, qualifier: null, unitCode: null }
  const load = async (key: string) => (key === id ? numberless : real.claim.load(key))
  const read = createReader(db, asOf)
  Object.defineProperty(read, 'claim', { value: { load } })
  expect((await electricityRateOf(read, hub, 'DATA_CENTRE', null))?.fact.id).toBe(claim.factId)
  const other = await rateAt(read, hub, null)
  expect(other?.fact.sector).toBe('INDUSTRIAL')
  expect(other?.operand.quantity.point).toBe('0.1')
})
