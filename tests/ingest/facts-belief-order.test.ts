/** What is believed depends on what is claimed, never on the order in which it arrived: answers, suspects, verdicts, derived values. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { beliefOf, check, derived, file } from '../helpers/belief.ts'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'

vi.setConfig({ testTimeout: 120_000 })

const MORE = `
units:
  - { code: tok/wk, name: tokens per week, dimension: tokens-per-time }
publishers:
  - { slug: wire, name: The Wire, kind: PRESS }
sources:
  - { slug: report, title: A report, kind: ARTICLE, publisher: wire, publishedOn: 2026-05-01 }
`
const USAGE = 'tokenUsage: { subject: country/CN, period: DAY, coverage: national }'
const INPUT = 'price: { model: model-1, seller: maker, meter: input }'

/** Few values, far apart and close together, so that claims confirm, contradict and outlaw each other often. */
const rival = fc.record({
  question: fc.constantFrom(
    `${USAGE}, value: %`,
    'price: { model: model-1, seller: maker }, prices: { input: % }',
  ),
  value: fc.constantFrom(
    '1',
    '1.02',
    '7',
    '10',
    '100',
    '{ about: 10 }',
    '{ low: 1, high: 3 }',
    '{ moreThan: 5 }',
  ),
  source: fc.constantFrom('article', 'rumour', 'report', 'bulletin', 'list'),
  month: fc.option(fc.integer({ min: 1, max: 3 })),
  isOpen: fc.boolean(),
  plausible: fc.integer({ min: 0, max: 6 }).map((n) => n === 0),
})
const rivals = fc.array(rival, { minLength: 5, maxLength: 12 }).map((list) =>
  list.map((r, i) => {
    const valid =
      r.month === null ? '' : `, valid: ${r.isOpen ? `{ from: 2026-0${r.month} }` : `2026-0${r.month}`}`
    const answer = r.question.replaceAll('%', r.value) + valid + (r.plausible ? ', plausible: announced' : '')
    return `  - { key: k${i}, locator: "${i}", source: ${r.source}, ${answer} }\n`
  }),
)

/** Named claims, what is computed from them and from whatever answers, and what is checked. */
const NAMED = [
  `  - { key: first, source: article, locator: first, ${USAGE}, value: 2, valid: 2026-01 }\n`,
  `  - { key: then, source: article, locator: then, ${USAGE}, value: 3, valid: 2026-02 }\n`,
  '  - { key: p, source: article, locator: p, price: { model: model-1, seller: maker }, prices: { input: 2 }, valid: { from: 2026-01 } }\n',
]
const DERIVED = [
  derived('named', 'growth', 'from: article/first, to: article/then'),
  derived(
    'answered',
    'growth',
    `from: { ${USAGE}, at: 2026-01 }, to: { ${USAGE} }`,
    ', subject: provider/maker',
  ),
  derived('twice', 'sum', 'a: article/answered, b: article/named', ', subject: country/CN'),
]
const CHECKS = [
  check('named', 'article/then', 'formula: value, inputs: { of: article/first }'),
  check('answered', 'article/then', `formula: value, inputs: { of: { ${USAGE} } }`),
  check('price', 'article/p.input', `formula: value, inputs: { of: { ${INPUT} } }`),
  check('growth', 'article/twice', 'formula: value, inputs: { of: article/answered }'),
]
const order = rivals.chain((lines) =>
  fc.tuple(
    fc.constant(lines),
    fc.shuffledSubarray([...lines, ...NAMED], { minLength: lines.length + NAMED.length }),
    fc.array(fc.nat({ max: 2 }), {
      minLength: lines.length + NAMED.length,
      maxLength: lines.length + NAMED.length,
    }),
    fc.shuffledSubarray(DERIVED, { minLength: DERIVED.length }),
    fc.shuffledSubarray(CHECKS, { minLength: CHECKS.length }),
  ),
)
const RUNS = { numRuns: 6 }
const world = { 'w/1.yaml': WORLD, 'w/2.yaml': MORE }

test('in one import the order of records and files does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(order, async ([lines, shuffled, places, derivations, checks]) => {
      const [one, other] = [await emptyDb(), await emptyDb()]
      const first = await importYaml(one, {
        ...world,
        'all.yaml': file([...NAMED, ...DERIVED, ...lines], CHECKS),
      })
      const parts = [0, 1, 2].map((n) => [`${n}.yaml`, file(shuffled.filter((_, i) => places[i] === n))])
      const second = await importYaml(other, {
        ...Object.fromEntries(parts),
        ...world,
        'a.yaml': file(derivations, checks),
      })
      expect(await beliefOf(other)).toEqual(await beliefOf(one))
      expect(second.suspects.map((s) => s.reason).sort()).toEqual(first.suspects.map((s) => s.reason).sort())
    }),
    RUNS,
  )
})

test('one import or several, in any order, end in the same belief; then the same files make no revision', async () => {
  await fc.assert(
    fc.asyncProperty(order, async ([lines, shuffled, places, derivations, checks]) => {
      const [one, other] = [await emptyDb(), await emptyDb()]
      const all = file([...NAMED, ...DERIVED, ...lines], CHECKS)
      await importYaml(one, { ...world, 'all.yaml': all })
      await importYaml(other, world)
      // What is named must be there before it is used; whatever else answers may come before or after.
      const place = (line: string, i: number) => (NAMED.includes(line) ? 0 : places[i]!)
      const part = (n: number) => shuffled.filter((line, i) => place(line, i) === n)
      await importYaml(other, file(part(0)))
      await importYaml(other, file([...part(1), ...derivations], checks))
      await importYaml(other, file(part(2)))
      expect(await beliefOf(other)).toEqual(await beliefOf(one))
      for (const db of [one, other])
        expect(await importYaml(db, { ...world, 'all.yaml': all })).toMatchObject({ revision: null })
    }),
    RUNS,
  )
})
