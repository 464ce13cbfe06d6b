/** Conditions of prices in the `facts` format. */
import { expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { importYaml, problemsOf, WORLD } from '../helpers/facts.ts'

const claim = (key: string, price: string) =>
  `  - { key: ${key}, source: list, price: { model: model-1, seller: maker${price} }, prices: { input: 1 }, valid: 2026 }`

test('thresholds, their scope and cache lifetimes are prices of their own; the comparison is not', async ({
  empty: { db },
}) => {
  const claims = [
    claim('plain', ''),
    claim('above', ', promptAbove: 1000'),
    claim('total', ', promptAbove: 1000, thresholdCounts: TOTAL'),
    claim('excess', ', promptAbove: 1000, thresholdScope: EXCESS'),
    claim('kept', ', cacheLifetime: 1h'),
    claim('from', ', promptAbove: 2000, comparison: AT_LEAST'),
  ]
  const report = await importYaml(db, `${WORLD}claims:\n${claims.join('\n')}\n`)
  expect(report.rejected).toEqual([])
  const rows = await db.price.findMany({ orderBy: { sortKey: 'asc' } })
  expect(
    rows
      .map((p) => [p.promptAbove?.toString(), p.thresholdCounts, p.thresholdScope, p.cacheLifetime])
      .toSorted(),
  ).toEqual(
    [
      [undefined, null, null, null],
      [undefined, null, null, '1h'],
      ['1000', null, null, null],
      ['1000', null, 'EXCESS', null],
      ['1000', 'TOTAL', null, null],
      ['2000', null, null, null],
    ].toSorted(),
  )
  const said = await db.claim.findMany({
    select: { key: true, comparison: true },
    where: { comparison: { not: null } },
  })
  expect(said).toEqual([{ key: 'from.input', comparison: 'AT_LEAST' }])
})

test('what makes no condition is refused', async ({ empty: { db } }) => {
  const report = await importYaml(
    db,
    `claims:\n${claim('loose', ', thresholdScope: EXCESS')}\n${claim('looser', ', comparison: AT_LEAST')}\n`,
  )
  expect(report.rejected.map((r) => r.reason)).toEqual([
    'list/loose.input: thresholdCounts, thresholdScope and comparison belong to promptAbove',
    'list/looser.input: thresholdCounts, thresholdScope and comparison belong to promptAbove',
  ])
  for (const price of [
    ', cacheLifetime: 1 hour',
    ', cacheLifetime: 0m',
    ', promptAbove: 1, thresholdCounts: PROMPT',
    ', promptAbove: 1, thresholdScope: REQUEST',
  ])
    expect(await problemsOf(db, `claims:\n${claim('bad', price)}\n`)).toHaveLength(1)
})
