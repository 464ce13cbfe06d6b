/** The changes of any prices: those of the market are those of its prices, and those that the rule in words says. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { Decimal } from '../../src/lib/decimal.ts'
import { testApp } from '../helpers/app.ts'
import { createDatabase } from '../helpers/db.ts'
import { importYaml, WORLD } from '../helpers/facts.ts'
import { importLines, type Line } from '../helpers/price-file.ts'

vi.setConfig({ testTimeout: 120_000 })

const UNITS =
  'units: [{ code: USD/ktok, name: US dollars per thousand tokens, dimension: money-per-tokens }]\n'
const day = (d: number) => new Date(Date.UTC(2026, 0, 1 + d)).toISOString().slice(0, 10)

const VALUES = [
  ...['0', '1', '2', '2.0', '3', 'not-offered', '{ low: 1, high: 4 }', '{ exact: 0.002, unit: USD/ktok }'],
  ...['{ exact: 0.003, unit: USD/ktok }', '{ exact: 2, unit: CNY/Mtok }', '{ atMost: 3 }'],
]
const claim = fc.record({
  tier: fc.constantFrom('standard', 'batch', 'flex', 'fast'),
  source: fc.constantFrom('article', 'rumour', 'bulletin', 'list'),
  value: fc.constantFrom(...VALUES),
  from: fc.option(fc.integer({ min: 0, max: 40 }).map((n) => n * 7)),
  days: fc.option(fc.integer({ min: 1, max: 12 }).map((n) => n * 7)),
})
type Claim = typeof claim extends fc.Arbitrary<infer T> ? T : never
const line: fc.Arbitrary<Line> = fc
  .record({
    model: fc.constantFrom('model-1', 'model-2'),
    amount: fc.constantFrom('0', '1', '2', '3'),
    field: fc.constantFrom('input', 'alias'),
  })
  .map(({ model, amount, field }) => [model, 'input', amount, { field }])
const edition = fc.uniqueArray(line, { selector: ([m, , , more]) => `${m} ${more?.field}`, maxLength: 4 })

function yaml(claims: readonly Claim[]): string {
  const lines = claims.map(({ tier, source, value, from, days }, i) => {
    const to = from !== null && days !== null ? `, to: ${day(from + days)}` : ''
    const valid = from === null ? '' : `, valid: { from: ${day(from)}${to} }`
    return `  - { key: c${i}, source: ${source}, price: { model: model-1, seller: maker, tier: ${tier} }, prices: { input: ${value} }${valid} }`
  })
  return `${UNITS}claims:\n${lines.join('\n')}\n`
}

/** The rule again, over rows as they are. */
async function expected(db: Db): Promise<string[]> {
  const periods = await db.resolution.findMany({ where: { toRevision: null } })
  const claims = new Map((await db.claim.findMany()).map((c) => [c.id, c]))
  const found: string[] = []
  for (const [factId, own] of Map.groupBy(periods, (p) => p.factId)) {
    own.sort((a, b) => (a.validFrom?.getTime() ?? -Infinity) - (b.validFrom?.getTime() ?? -Infinity))
    for (const [i, period] of own.entries()) {
      const [a, b] = [claims.get(own[i - 1]?.claimId ?? ''), claims.get(period.claimId)!]
      if (!a || a.id === b.id) continue
      const isStated = b.validFrom?.getTime() === period.validFrom!.getTime()
      const isSameLine = a.sourceSlug === b.sourceSlug && (!a.series || !b.series || a.series === b.series)
      const direction = isStated || isSameLine ? directionOf(a, b) : null
      if (direction) found.push(`${factId} ${period.validFrom!.toISOString().slice(0, 10)} ${direction}`)
    }
  }
  return found.sort()
}

type Row = Awaited<ReturnType<Db['claim']['findMany']>>[number]
function directionOf(a: Row, b: Row): string | null {
  if (a.form !== b.form) return b.form === 'NUMBER' ? 'OFFERED_AGAIN' : 'NO_LONGER_OFFERED'
  if (a.form !== 'NUMBER') return null
  const dollars = (c: Row) =>
    new Decimal(String(c.point ?? c.low ?? c.high)).mul(c.unitCode === 'USD/ktok' ? 1000 : 1)
  if ((a.unitCode === 'CNY/Mtok') !== (b.unitCode === 'CNY/Mtok')) return null
  const [x, y] = [dollars(a), dollars(b)]
  if (x.eq(y)) return null
  return y.isZero() ? 'BECAME_FREE' : x.isZero() ? 'BECAME_PRICED' : y.lt(x) ? 'CUT' : 'RISE'
}

const idOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1]

test('the market lists the changes of all its prices, which are those of the rule', async () => {
  const seen = new Set<string>()
  const world = fc.record({
    claims: fc.array(claim, { minLength: 40, maxLength: 80 }),
    editions: fc.array(edition, { minLength: 2, maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(world, async ({ claims, editions }) => {
      const { url, drop } = await createDatabase('empty')
      const db = openDb({ url, pool: 2 })
      try {
        await importYaml(db, { 'world.yaml': WORLD })
        await importYaml(db, yaml(claims))
        for (const [i, lines] of editions.entries()) await importLines(db, day(30 + i * 60), lines)
        const rule = await expected(db)
        const { ask } = testApp(db)
        const line = (c: any) => `${idOf(c.price.id)} ${c.on} ${c.direction}`
        const SELECT = 'on direction price { id }'
        const ofPrices: string[] = []
        const { body } = await ask(`{ prices(first: 100) { totalCount nodes { changes { ${SELECT} } } } }`)
        for (const p of body.data.prices.nodes) ofPrices.push(...p.changes.map(line))
        const market: string[] = []
        let after: string | null = null
        do {
          const query = `query($after: String) { priceChanges(since: "2000-01-01", first: 3, after: $after, filter: { plainOnly: false }) {
            totalCount nodes { ${SELECT} } pageInfo { hasNextPage endCursor } } }`
          const { priceChanges: page }: any = (await ask(query, { after })).body.data
          expect(page.totalCount).toBe(rule.length)
          market.push(...page.nodes.map(line))
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
        } while (after !== null)
        const days = market.map((l) => l.split(' ')[1]!)
        expect(days).toEqual(days.toSorted().reverse())
        expect(ofPrices.toSorted()).toEqual(rule)
        expect(market.toSorted()).toEqual(rule)
        for (const l of rule) seen.add(l.split(' ')[2]!)
      } finally {
        await db.$disconnect()
        await drop()
      }
    }),
    // A run takes a database and several imports: a failure is not made smaller.
    { numRuns: 8, endOnFailure: true },
  )
  // Chance may leave one or two directions out.
  expect(seen.size).toBeGreaterThanOrEqual(4)
})
