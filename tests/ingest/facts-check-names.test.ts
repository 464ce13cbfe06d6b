/** What checks and derived values refer to is there, or the import is refused with file and line. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { check, derived, file } from '../helpers/belief.ts'
import { emptyDb, importYaml, problemsOf, usage, WORLD } from '../helpers/facts.ts'

let db: Db
beforeEach(async () => {
  db = await emptyDb()
  await importYaml(db, WORLD, { origin: 'world' })
})

const A = usage('a', 1)
const PRICE = '  - { key: p, source: list, price: { model: model-1, seller: maker }, prices: { input: 1 } }\n'

describe('a name that nobody declares is a problem with its line', () => {
  const value = (ref: string) => `formula: value, inputs: { of: ${ref} }`
  const noClaim = 'there is no claim "article/none"'
  const among = (path: string, name: string, section: string) =>
    `${path}: there is no "${name}" among the ${section}`
  const of = (part: string) => `checks.0.inputs.of.${part}`

  test.each([
    ['of the claim that is judged', check('c', 'article/none', value('article/a')), noClaim],
    ['of an input', check('c', 'article/a', value('article/none')), noClaim],
    [
      'of what stands beside',
      check('c', 'article/a', 'verdict: UNCONFIRMED, reason: x, beside: { b: article/none }'),
      noClaim,
    ],
    [
      'of a date',
      check('c', 'article/a', 'dates: { first: article/a, then: article/none }, reason: x'),
      noClaim,
    ],
    ['of a price without its meter', check('c', 'article/a', value('list/p')), 'there is no claim "list/p"'],
    [
      'of a meter that the price does not have',
      check('c', 'article/a', value('list/p.output')),
      'there is no claim "list/p.output"',
    ],
    [
      'of a unit',
      check('c', 'article/a', `${value('article/a')}, unit: tok/yr`),
      among('checks.0.unit', 'tok/yr', 'units'),
    ],
    ...[
      ['a model', 'price: { model: gone, seller: maker, meter: input }', 'price.model', 'gone', 'models'],
      [
        'a seller',
        'price: { model: model-1, seller: gone, meter: input }',
        'price.seller',
        'gone',
        'providers',
      ],
      ['a meter', 'price: { model: model-1, seller: maker, meter: gone }', 'price.meter', 'gone', 'meters'],
      [
        'a country',
        'energyRate: { country: XX, sector: INDUSTRIAL }',
        'energyRate.country',
        'XX',
        'countries',
      ],
      [
        'a user',
        'tokenUsage: { subject: group/gone, period: DAY, coverage: national }',
        'tokenUsage.subject',
        'gone',
        'groups',
      ],
      [
        'a coverage',
        'tokenUsage: { subject: country/CN, period: DAY, coverage: gone }',
        'tokenUsage.coverage',
        'gone',
        'coverages',
      ],
      ['a subject', 'indicator: { subject: hub/gone, metric: share }', 'indicator.subject', 'gone', 'hubs'],
      ['a metric', 'indicator: { subject: country/CN, metric: gone }', 'indicator.metric', 'gone', 'metrics'],
      [
        'the population',
        'indicator: { subject: country/CN, metric: share, coverage: gone }',
        'indicator.coverage',
        'gone',
        'coverages',
      ],
    ].map(([what, ref, path, name, section]) => [
      `of ${what} in a fact`,
      check('c', 'article/a', value(`{ ${ref} }`)),
      among(of(path!), name!, section!),
    ]),
  ] as [string, string, string][])('%s', async (_, c, message) => {
    expect(await problemsOf(db, file([A, PRICE], [c]))).toEqual([`claims.yaml:5 ${message}`])
    // Nothing was written.
    expect(await db.claim.count()).toBe(0)
  })

  test('of an input of a derived claim', async () => {
    const lines = [A, derived('d', 'sum', 'a: article/a, b: article/none')]
    expect(await problemsOf(db, file(lines))).toEqual([`claims.yaml:3 ${noClaim}`])
    const fact = '{ indicator: { subject: country/CN, metric: gone } }'
    expect(await problemsOf(db, file([A, derived('d', 'sum', `a: article/a, b: ${fact}`)]))).toEqual([
      'claims.yaml:3 claims.1.derive.inputs.b.indicator.metric: there is no "gone" among the metrics',
    ])
  })
})

test('a check is declared once, in whatever file', async () => {
  const c = check('c', 'article/a', 'formula: value, inputs: { of: article/a }')
  expect(await problemsOf(db, { 'a.yaml': file([A], [c]), 'b.yaml': file([], [c]) })).toEqual([
    expect.stringMatching(/^b\.yaml:2 checks "c" is declared twice, first in .*a\.yaml:4$/),
  ])
})

test('what the ledger or another file declares may be referred to, in any order of files', async () => {
  const c = check(
    'c',
    'article/a',
    'formula: value, inputs: { of: list/p.input }, unit: USD/Mtok, compare: false',
  )
  const report = await importYaml(db, { 'a.yaml': file([], [c]), 'b.yaml': file([A, PRICE]) })
  expect(report).toMatchObject({ revision: 2, checks: 1, rejected: [] })
  const d = check('d', 'article/a', 'formula: value, inputs: { of: article/a }')
  expect(await importYaml(db, file([], [d]))).toMatchObject({ revision: 3, checks: 1 })
  // A check whose claims are gone from the files can still be ended.
  expect((await importYaml(db, file([], ['  - { slug: nobody, retired: true }\n']))).revision).toBeNull()
})
