/** Prices that sources dispute, and what may lie behind it. */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { type Ask, dataOf, importYaml, type Json, walk, worldWith } from './world.ts'

let made = 0
/** A price of Acme One at Acme since January 2026, unless told otherwise. */
function price(
  tier: string,
  source: string,
  value: string,
  { seller = 'acme', meter = 'output', valid = '{ from: 2026-01-01 }', more = '' } = {},
): string {
  return `  - { key: c${++made}, source: ${source}, price: { model: acme-1, seller: ${seller}, tier: ${tier}${more} }, prices: { ${meter}: ${value} }, valid: ${valid} }`
}
/** Paper B is newer than Paper A, so it is preferred. */
const both = (tier: string, a: string, b: string, more = {}) => [
  price(tier, 'paper-a', a, more),
  price(tier, 'paper-b', b, more),
]

const CLAIMS = [
  ...both('agreed', '20', '20.0'),
  ...both('plain', '20.2', '31.31'),
  ...both('free', '0', '33'),
  // Tenfold: Paper A, the older one, stands, and Paper B is suspect.
  ...both('far', '0.3', '3'),
  // Disputed until March only.
  price('ended', 'paper-a', '42', { valid: '{ from: 2026-01-01, to: 2026-03-01 }' }),
  price('ended', 'paper-b', '43', { valid: '{ from: 2026-01-01, to: 2026-03-01 }' }),
  price('ended', 'paper-b', '44', { valid: '{ from: 2026-03-01 }' }),
  // What Paper A states is what Paper B stated before.
  price('stale', 'paper-a', '5'),
  price('stale', 'paper-b', '5', { valid: '{ from: 2025-01-01, to: 2026-01-01 }' }),
  price('stale', 'paper-b', '6'),
  // What Paper A states is what Paper B states for long prompts.
  price('tiers', 'paper-a', '7'),
  price('tiers', 'paper-b', '6.2'),
  price('tiers', 'paper-b', '7', { more: ', promptAbove: 1000' }),
  price('single', 'paper-a', '1'),
  // Paper B answers twice; only the first time somebody disputes it.
  price('twice', 'paper-b', '80'),
  price('twice', 'paper-a', '81', { valid: '{ from: 2026-01-01, to: 2026-02-01 }' }),
  price('twice', 'gazette', '90', { valid: '{ from: 2026-03-01, to: 2026-05-01 }' }),
  // Paper B is suspect, so it is not the rival that is told.
  price('aside', 'gazette', '0.45'),
  price('aside', 'paper-a', '0.47'),
  price('aside', 'paper-b', '9.5'),
  // Undated claims are rivals in the newest period.
  price('undated', 'paper-a', '2.5'),
  `  - { key: undated, source: paper-b, price: { model: acme-1, seller: acme, tier: undated }, prices: { output: 2.7 } }`,
  `  - { key: t1, source: paper-a, indicator: { subject: country/XA, metric: towers }, value: 1, valid: 2026 }`,
  `  - { key: t2, source: paper-b, indicator: { subject: country/XA, metric: towers }, value: 1.5, valid: 2026 }`,
].join('\n')

let asked: Promise<Ask> | undefined
const world = (db: Parameters<typeof worldWith>[0]) => (asked ??= worldWith(db, CLAIMS))

const tiers = async (ask: Ask, args: string) =>
  (await walk(ask, 'prices', 'conditions { tier }', 3, `, ${args}`)).map((p) => p.conditions.tier).sort()

test('prices are disputed where sources give different numbers for the period that answers', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const disputed = ['aside', 'free', 'plain', 'stale', 'tiers', 'undated']
  expect(await tiers(ask, 'filter: { disputed: true }')).toEqual(disputed)
  const others = ['agreed', 'ended', 'far', 'single', 'tiers', 'twice']
  expect(await tiers(ask, 'filter: { disputed: false }')).toEqual(others)
  expect(await tiers(ask, 'filter: { disputed: null }')).toHaveLength(12)
})

test('at a day, it is the period of that day that counts', async ({ empty }) => {
  const ask = await world(empty.db)
  const on = (day: string) => tiers(ask, `at: "${day}", filter: { disputed: true }`)
  expect(await on('2026-02-28')).toContain('ended')
  expect(await on('2026-03-01')).not.toContain('ended')
  expect(await on('2025-06-01')).toEqual([])
  for (const [day, is] of [
    ['2026-01-15', true],
    ['2026-03-15', true],
    ['2026-05-15', false],
  ] as const)
    expect((await on(day)).includes('twice'), day).toBe(is)
})

test('disagreements rank zero against a number before all others, and can be narrowed', async ({ empty }) => {
  const ask = await world(empty.db)
  const select = 'fact { ... on Price { conditions { tier } } } resolution { spread { ratio } }'
  const list = await walk(ask, 'disagreements', select, 2)
  expect(list.map((d) => [d.fact.conditions?.tier ?? 'towers', d.resolution.spread.ratio])).toEqual([
    ['free', null],
    ['plain', '1.55'],
    ['towers', '1.5'],
    ['stale', '1.2'],
    ['tiers', '1.12903225806'],
    ['undated', '1.08'],
    ['aside', '1.04444444444'],
  ])
  const count = async (filter: string) =>
    dataOf(await ask(`{ disagreements(filter: { ${filter} }) { totalCount } }`)).disagreements.totalCount
  expect(await count('kind: PRICE')).toBe(6)
  expect(await count('ratio: "1.5"')).toBe(3)
  expect(await count('ratio: "1.5", kind: INDICATOR')).toBe(1)
})

test('a disagreement has its likely kind, with the reason and the claims behind it', async ({ empty }) => {
  const ask = await world(empty.db)
  const select =
    'likelyKind likelyKindReason likelyKindEvidence { value { point } provenance { source { slug } } } fact { ... on Price { conditions { tier } } }'
  const list = await walk(ask, 'disagreements', select)
  const of = (tier: string) => list.find((d) => d.fact.conditions?.tier === tier)
  const said = (d: Json) =>
    d.likelyKindEvidence.map((c: Json) => [c.value.point, c.provenance[0].source.slug])
  expect(list.map((d) => [d.fact.conditions?.tier ?? 'towers', d.likelyKind])).toEqual([
    ['free', 'UNKNOWN'],
    ['plain', 'UNKNOWN'],
    ['towers', 'UNKNOWN'],
    ['stale', 'DIFFERENT_DATES'],
    ['tiers', 'TIER_AS_BASE'],
    ['undated', 'UNKNOWN'],
    ['aside', 'UNKNOWN'],
  ])
  expect(of('aside').likelyKindReason).toContain('0.47 USD/Mtok (Paper A) and 0.45 USD/Mtok (The Gazette)')
  expect(of('stale').likelyKindReason).toBe(
    '5 USD/Mtok (Paper A) is what Paper B states for an earlier time, from 1 January 2025 until 1 January 2026.',
  )
  expect(said(of('stale'))).toEqual([
    ['5', 'paper-a'],
    ['6', 'paper-b'],
    ['5', 'paper-b'],
  ])
  expect(of('tiers').likelyKindReason).toBe(
    '7 USD/Mtok (Paper A) equals the price under other conditions (tiers tier, prompt above 1,000 tokens), as Paper B states it.',
  )
  expect(said(of('plain'))).toEqual([
    ['20.2', 'paper-a'],
    ['31.31', 'paper-b'],
  ])
})

test('a resolution has it for any period, for suspect rivals too, and none where all agree', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const of = async (tier: string, at = '') => {
    const query = `{ prices(filter: { tier: "${tier}" }) { nodes { resolution${at} { likelyKind likelyKindReason likelyKindEvidence { id } } } } }`
    return dataOf(await ask(query)).prices.nodes[0].resolution
  }
  const none = { likelyKind: null, likelyKindReason: null, likelyKindEvidence: [] }
  expect(await of('agreed')).toEqual(none)
  expect(await of('single')).toEqual(none)
  expect(await of('ended')).toEqual(none)
  expect(await of('ended', '(at: "2026-02-01")')).toMatchObject({ likelyKind: 'UNKNOWN' })
  const far = await of('far')
  expect(far).toMatchObject({ likelyKind: 'DECIMAL_SLIP' })
  expect(far.likelyKindReason).toBe(
    '3 USD/Mtok (Paper B) is 10 times 0.3 USD/Mtok (Paper A), while another price of the offer agrees.',
  )
})

test('the reason for what was believed at an earlier revision knows nothing of later ones', async ({
  empty,
}) => {
  const ask = await world(empty.db)
  const more = [
    price('plain', 'paper-a', '31.31', { valid: '{ from: 2025-01-01, to: 2026-01-01 }' }),
    price('single', 'paper-b', '2.5'),
  ]
  await importYaml(empty.db, `claims:\n${more.join('\n')}`, '2026-06-02T12:00:00Z')
  const kind = async (revision: number, tier: string) =>
    dataOf(
      await ask(
        `query @asOf(revision: ${revision}) { prices(filter: { tier: "${tier}" }) { nodes { resolution { likelyKind } } } }`,
      ),
    ).prices.nodes[0].resolution.likelyKind
  expect([await kind(1, 'plain'), await kind(2, 'plain')]).toEqual(['UNKNOWN', 'DIFFERENT_DATES'])
  expect([await kind(1, 'undated'), await kind(2, 'undated')]).toEqual(['UNKNOWN', 'TIER_AS_BASE'])
})

test('the filter finds what the spread of the period says, on any day, of the seeds', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  let found = 0
  for (const at of ['2025-01-01', '2026-01-15', '2026-04-10', '2026-06-01']) {
    const select = `id resolution(at: "${at}") { spread { ratio low high } }`
    const all = await walk(ask, 'prices', select, 100, `, at: "${at}"`)
    const expected = all.filter(({ resolution: r }: Json) =>
      r?.spread ? Number(r.spread.ratio ?? r.spread.low !== r.spread.high) > (r.spread.ratio ? 1 : 0) : false,
    )
    const disputed = await walk(ask, 'prices', 'id', 100, `, at: "${at}", filter: { disputed: true }`)
    expect(disputed.map((p) => p.id)).toEqual(expected.map((p: Json) => p.id))
    const others = await walk(ask, 'prices', 'id', 100, `, at: "${at}", filter: { disputed: false }`)
    expect(others).toHaveLength(all.length - disputed.length)
    found += disputed.length
  }
  expect(found).toBeGreaterThan(3)
  const { prices, disagreements } = dataOf(
    await ask(
      '{ prices(filter: { disputed: true }) { totalCount } disagreements(filter: { kind: PRICE }) { totalCount } }',
    ),
  )
  expect(prices.totalCount).toBe(disagreements.totalCount)
})

/** What the claims of this file name, beside the seeds. */
const NAMES = `publishers: [{ slug: press, name: The Press, kind: PRESS }]
sources:
  - { slug: paper-a, title: Paper A, kind: ARTICLE, publisher: press, publishedOn: 2026-01-05 }
  - { slug: paper-b, title: Paper B, kind: ARTICLE, publisher: press, publishedOn: 2026-02-06 }
providers:
  - { slug: acme, name: Acme, kinds: [LAB], country: US, cites: [{ source: paper-a }] }
  - { slug: bazaar, name: Bazaar, kinds: [AGGREGATOR], country: US, cites: [{ source: paper-a }] }
models: [{ slug: acme-1, name: Acme One, maker: acme, cites: [{ source: paper-a }] }]
`

test('a hundred disagreements with kinds and evidence take as many statements as ten', async ({ serial }) => {
  const claims = Array.from({ length: 110 }, (_, i) => [
    price(`t${i}`, 'paper-a', `${i + 2}`),
    price(`t${i}`, 'paper-b', `${i + 2}.${(i % 7) + 1}`),
    price(`t${i}`, 'paper-b', '1', { seller: 'bazaar' }),
  ])
  await importYaml(serial.db, `${NAMES}claims:\n${claims.flat().join('\n')}`, '2026-12-01T12:00:00Z')
  // Of a server that knows no rows yet.
  const ask: Ask = (...given) => testApp(serial.db).ask(...given)
  const query = (first: number) =>
    `{ disagreements(first: ${first}, filter: { kind: PRICE }) { nodes { likelyKind likelyKindReason likelyKindEvidence { id } resolution { likelyKind } } } }`
  const counts: number[] = []
  for (const first of [10, 100]) {
    serial.statements()
    const { disagreements } = dataOf(await ask(query(first)))
    expect(disagreements.nodes).toHaveLength(first)
    counts.push(serial.statements().length)
  }
  expect(counts[1]).toBe(counts[0])
  expect(counts[1]).toBeLessThanOrEqual(16)
})
