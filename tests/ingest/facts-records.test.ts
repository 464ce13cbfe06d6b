/** What becomes of single records: a bad one is left out, a reworded one is a correction. */
import { expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { importYaml, usage, WORLD } from '../helpers/facts.ts'

// All tests of the file share one database, so each has keys and values of its own.
let made = 0

const price = (key: string, prices: string, more = '') =>
  `  - { key: ${key}, source: list, price: { model: model-1, seller: maker }, prices: ${prices}${more} }\n`
const files = (...lines: string[]) => ({ 'a.yaml': WORLD, 'claims.yaml': `claims:\n${lines.join('')}` })

const bad: [string, string, RegExp][] = [
  ['a negative price', price('bad', '{ input: -1 }'), /list\/bad\.input: a price is not negative/],
  ['a price range below zero', price('bad', '{ input: { low: -1, high: 2 } }'), /a price is not negative/],
  [
    'a unit of something else',
    usage('bad', '{ exact: 1, unit: USD/kWh }'),
    /article\/bad: the unit USD\/kWh does not measure tokens-per-time/,
  ],
  [
    'a meter in a unit of something else',
    price('bad', '{ input: 1 }', ', unit: tok/d'),
    /the unit tok\/d does not measure money-per-tokens/,
  ],
  ['two values', usage('bad', '{ exact: 1, about: 2 }'), /a value has exactly one of/],
  ['half a range', usage('bad', '{ low: 1 }'), /a value has exactly one of/],
  ['a range turned round', usage('bad', '{ low: 2, high: 1 }'), /a value has exactly one of/],
  [
    'a range whose middle lies outside',
    usage('bad', '{ low: 1, point: 3, high: 2 }'),
    /a value has exactly one of/,
  ],
  [
    'no unit',
    '  - { key: bad, source: article, energyRate: { country: CN, sector: INDUSTRIAL }, value: 1 }\n',
    /article\/bad: has no unit/,
  ],
  ['the same statement again', 'AGAIN', /says the same as another claim of article in this import/],
  ['a repeat of itself', usage('bad', 999, { repeatOf: 'article/bad' }), /repeats article\/bad/],
]
test.for(bad)(
  '%s is reported with its place, and the rest is imported',
  async ([, line, reason], { empty: { db } }) => {
    const n = ++made
    const good = usage(`good-${n}`, n)
    const again = good.replace('good', 'again')
    const report = await importYaml(
      db,
      files(
        good,
        line === 'AGAIN' ? again : line,
        price(`fine-${n}`, `{ input: ${n}, output: 0 }`, `, locator: l${n}`),
      ),
    )
    expect(report.rejected).toEqual([
      { where: expect.stringMatching(/claims\.yaml:3$/), reason: expect.stringMatching(reason) },
    ])
    expect(report).toMatchObject({
      revision: n,
      claims: { added: 3, superseded: 0, unchanged: 0, rejected: 1 },
    })
    const landed = await db.claim.findMany({ where: { fromRevision: n }, orderBy: { key: 'asc' } })
    expect(landed.map((c) => c.key)).toEqual([`fine-${n}.input`, `fine-${n}.output`, `good-${n}`])
  },
)

const edits: [string, Record<string, string>][] = [
  ['its period', { valid: '{ from: 2026-01, to: 2026-02 }' }],
  ['the end of its period', { valid: '{ from: 2026-01, to: 2026-03 }' }],
  ['its place in the source', { locator: 'p. 2' }],
  ['its note', { note: 'read again' }],
  ['its basis', { basis: 'ESTIMATED' }],
  ['a further citation', { via: '[{ source: rumour }]' }],
  ['what it repeats', { repeatOf: 'bulletin/b' }],
]
test.for(edits)('another word on %s is a correction', async ([, more], { empty: { db } }) => {
  const n = ++made
  const other = usage('b', n, { source: 'bulletin' })
  const first = await importYaml(db, files(other, usage(`a-${n}`, n, { valid: '2026' })))
  const report = await importYaml(db, files(other, usage(`a-${n}`, n, { valid: '2026', ...more })))
  expect(report.claims).toMatchObject({ added: 0, superseded: 1, unchanged: 1, rejected: 0 })
  const [old, corrected] = await db.claim.findMany({
    where: { key: `a-${n}` },
    orderBy: { fromRevision: 'asc' },
  })
  expect(old).toMatchObject({ fromRevision: first.revision, toRevision: report.revision })
  expect(corrected).toMatchObject({ supersedesId: old!.id, fromRevision: report.revision, toRevision: null })
})
