/** Who wants to know what an answer is made of is told of every claim that went into a computation. */
import { expect } from 'vitest'
import { shareOfElectricity } from '../../src/domain/derived/electricity.ts'
import { priceGap } from '../../src/domain/derived/price-gap.ts'
import { createReader } from '../../src/domain/read/reader.ts'
import { newestOf } from '../../src/domain/read/revisions.ts'
import { Traces } from '../../src/domain/read/traces.ts'
import { test } from '../helpers/db.ts'

const MOMENT = { day: '2026-05-31', instant: Date.parse('2026-05-31T23:59:59.999Z') }

test('of a gap all list prices, and of a share the energy, the rate and the price', async ({
  seeded: { db },
}) => {
  const asOf = await newestOf(db)
  const traces = new Traces()
  const read = createReader(db, asOf, traces)
  const gap = await priceGap(read, { of: 'US', by: 'CN', meter: 'output', set: 'ALL_ON_OFFER' }, MOMENT)
  expect(gap.ratio.inputs.length).toBeGreaterThan(10)
  for (const { claimId } of gap.ratio.inputs) expect(traces.claims).toContain(claimId)

  const others = new Traces()
  const args = { model: 'gpt-5.4', country: 'CN', sector: 'INDUSTRIAL' }
  const share = await shareOfElectricity(createReader(db, asOf, others), args, MOMENT, null)
  expect(share.inputs.length).toBeGreaterThan(6)
  for (const { claimId } of share.inputs) expect(others.claims).toContain(claimId)
})
