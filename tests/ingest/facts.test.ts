/** What the `facts` format refuses, and where it says so. With any of these, nothing is imported. */
import { expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { counts, importYaml, problemsOf, usage, WORLD } from '../helpers/facts.ts'

test('all problems of all files are told at once, each with file and line, and nothing is written', async ({
  empty: { db },
}) => {
  const before = await counts(db)
  const files = {
    'a.yaml': WORLD,
    'b.yaml': `claims:\n${usage('one', 1)}${usage('two', 'many')}  - { key: three }\n`,
    'deep/down/c.yml': 'units:\n  - { code: x }\n',
    'd.txt': 'not: [read',
  }
  const problems = await problemsOf(db, files)
  expect(problems.map((p) => p.split(' ')[0])).toEqual(
    expect.arrayContaining(['b.yaml:3', 'b.yaml:4', 'c.yml:2']),
  )
  expect(problems.filter((p) => p.startsWith('a.yaml') || p.startsWith('d.txt'))).toEqual([])
  expect(await counts(db)).toEqual(before)
})

const price = (condition: string) =>
  `  - { key: a, source: list, price: { model: model-1, seller: maker, ${condition} }, prices: { input: 1 } }`

/** Lines of a file, from line 1, and the problem expected: `<line> <what>`. */
const shapes: [string, string[], RegExp][] = [
  ['an unknown section', ['facts: []'], /^:1 file: Unrecognized key: "facts"/],
  [
    'an unknown field',
    ['claims:', '  - key: a', '    colour: red', '    source: article'],
    /^:2 claims\.0: Unrecognized key: "colour"/,
  ],
  ['a field of a claim that has another shape', ['claims:', '  - key: [a]'], /^:2 claims\.0\.key: /],
  ['a list where a section is', ['- a'], /^:1 file: .*expected object/],
  ['a section that is no list', ['units: many'], /^:1 units: .*expected array/],
  ['a field left empty', ['units:', '  - code: x', '    name:', '    dimension: x'], /^:3 units\.0\.name: /],
  ['a slug in capitals', ['topics:', '  - code: Outlook'], /^:2 topics\.0\.code: must be lower-case/],
  [
    'a country code in small letters',
    ['countries:', '  - { code: cn, name: China }'],
    /^:2 countries\.0\.code: must be ISO/,
  ],
  [
    'an unknown word',
    ['publishers:', '  - { slug: a, name: A, kind: GOSSIP }'],
    /^:2 publishers\.0\.kind: .*OFFICIAL/,
  ],
  [
    'a flag that is neither true nor false',
    ['countries:', '  - { code: XA, name: A, isAggregate: "yes" }'],
    /^:2 countries\.0\.isAggregate: /,
  ],
  [
    'an address that is none',
    ['publishers:', '  - { slug: a, name: A, kind: PRESS, website: "javascript:alert(1)" }'],
    /^:2 publishers\.0\.website: /,
  ],
  ['a number with a comma', ['claims:', usage('a', '"1,5"')], /^:2 claims\.0\.value: /],
  ['NaN', ['claims:', usage('a', '.nan')], /^:2 claims\.0\.value: /],
  ['more than 50 digits', ['claims:', usage('a', '1'.repeat(51))], /^:2 claims\.0\.value: /],
  ['no value', ['claims:', usage('a', 1).replace(', value: 1', '')], /^:2 claims\.0: needs a value/],
  [
    'two questions',
    ['claims:', usage('a', 1, { indicator: '{ subject: country/CN, metric: share }' })],
    /^:2 claims\.0: needs exactly one of/,
  ],
  [
    'an assertion with a number',
    [
      'claims:',
      '  - { key: a, source: article, assertion: { subject: country/CN, topic: outlook }, value: 1 }',
    ],
    /^:2 claims\.0: an assertion has a text/,
  ],
  [
    'a price without meters',
    ['claims:', '  - { key: a, source: list, price: { model: model-1, seller: maker }, value: 1 }'],
    /^:2 claims\.0: a price has `prices/,
  ],
  [
    'meters without a price',
    ['claims:', usage('a', 1, { prices: '{ input: 1 }' })],
    /^:2 claims\.0: only a price has/,
  ],
  ['half a time window', ['claims:', price('windowFrom: "16:30"')], /^:2 claims\.0: .*windowFrom/],
  [
    'a prompt above nothing',
    ['claims:', price('promptAbove: 0')],
    /^:2 claims\.0\.price\.promptAbove: must be more than 0/,
  ],
  [
    'tokens of what uses none',
    ['claims:', usage('a', 1).replace('country/CN', 'hub/guizhou')],
    /^:2 claims\.0\.tokenUsage\.subject: must be a country/,
  ],
  [
    'a subject of no kind',
    ['claims:', usage('a', 1).replace('country/CN', 'CN')],
    /^:2 claims\.0\.tokenUsage\.subject: must be like/,
  ],
  [
    'a place beyond the pole',
    ['clusters:', '  - { slug: a, name: A, hub: h, subdivisions: [CN-GZ], latitude: 91, longitude: 0 }'],
    /^:2 clusters\.0\.latitude: must be from -90/,
  ],
  [
    'half a place',
    ['hubs:', '  - { slug: a, name: A, kind: DATA_CENTRE, country: US, latitude: 1 }'],
    /^:2 hubs\.0\.latitude: latitude and longitude stand together/,
  ],
  [
    'a national hub of nowhere',
    ['hubs:', '  - { slug: a, name: A, kind: NATIONAL_HUB, country: CN }'],
    /^:2 hubs\.0\.subdivisions: a national hub covers at least one/,
  ],
  [
    'a day that the calendar lacks',
    ['claims:', usage('a', 1, { valid: '2026-02-30' })],
    /^:2 claims\.0\.valid: must be a date/,
  ],
  [
    'a period without length',
    ['claims:', usage('a', 1, { valid: '{ from: 2026-03, to: 2026-03 }' })],
    /^:2 claims\.0\.valid: .*after `from`/,
  ],
  [
    'a period turned round',
    ['claims:', usage('a', 1, { valid: '{ from: 2026-04, to: 2026-03 }' })],
    /^:2 claims\.0\.valid: .*after `from`/,
  ],
  [
    'undated with a date',
    ['claims:', usage('a', 1, { valid: '{ from: 2026-04, precision: UNDATED }' })],
    /^:2 claims\.0\.valid: /,
  ],
  [
    'seen on no day',
    ['claims:', usage('a', 1, { seen: '[2026-13]' })],
    /^:2 claims\.0\.seen\.0: must be a date/,
  ],
  ['a key twice in one mapping', ['units:', '  - { code: a, code: b }'], /^:2 Map keys must be unique/],
  ['a bracket that never closes', ['units: [', 'meters:'], /^:2 /],
  ['two documents in one file', ['units: []', '---', 'units: []'], /^:2 .*multiple documents/],
  ['an alias of nothing', ['units: *nothing'], /^:1 Unresolved alias/],
]
test.for(shapes)('%s is refused by file, line and reason', async ([, lines, expected], { empty: { db } }) => {
  const problems = await problemsOf(db, { 'a.yaml': WORLD, 'claims.yaml': lines.join('\n') })
  expect(problems.map((p) => p.replace(/^claims\.yaml/, ''))).toContainEqual(expect.stringMatching(expected))
})

test('an alias bomb is refused before it unfolds', async ({ empty: { db } }) => {
  const levels = Array.from({ length: 9 }, (_, i) => {
    const item = i === 0 ? 'x' : `*a${i - 1}`
    return `a${i}: &a${i} [${Array(10).fill(item).join(', ')}]`
  })
  // Unfolded, it has a thousand million values.
  const problems = await problemsOf(db, [...levels, 'units: *a8'].join('\n'))
  expect(problems).toEqual([expect.stringMatching(/^claims\.yaml:1 Excessive alias count/)])
})

test('what YAML takes for something else stays text: country codes, digits, versions', async ({
  empty: { db },
}) => {
  const claims = usage('no', '1_000').replace('CN', 'NO') + usage('na', '1e3').replace('CN', 'NA')
  const world = WORLD.replace('name: Model 1', 'name: 1.10')
  await importYaml(db, { 'a.yaml': world, 'b.yaml': `claims:\n${claims}` })
  const rows = await db.tokenUsage.findMany({ orderBy: { countryCode: 'asc' } })
  expect(rows.map((r) => r.countryCode)).toEqual(['NA', 'NO'])
  const points = await db.$queryRaw`SELECT DISTINCT "point"::text AS point FROM "Claim"`
  expect(points).toEqual([{ point: '1000' }])
  expect((await db.model.findUniqueOrThrow({ where: { slug: 'model-1' } })).name).toBe('1.10')
})

test('a folder without YAML, and a path that is not there, are refused', async ({ empty: { db } }) => {
  const none = expect.stringMatching(/there is no \.yaml file here/)
  expect(await problemsOf(db, { 'readme.txt': 'nothing' })).toEqual([none])
  const missing = importYaml(db, {}, { path: '/nowhere/at/all' })
  await expect(missing).rejects.toMatchObject({
    problems: [{ path: '/nowhere/at/all', message: expect.stringMatching(/no such file/) }],
  })
})
