/** Invariant 7 by random histories: as of a revision, every question has the answer that it had when it was the newest. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EditProblem, editClaim } from '../../src/domain/ledger/correct.ts'
import { testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { emptyDb } from '../helpers/facts.ts'
import { dataOf, importYaml, type Json, WORLD } from './world.ts'

const DERIVED = `
  - { key: double, source: editorial, basis: DERIVED, indicator: { subject: country/XA, metric: towers },
      derive: { formula: sum, inputs: { a: paper-a/k0, b: paper-a/k0 } }, valid: 2025 }
checks:
  - { slug: trial, claim: paper-a/k0, question: Does it hold?, formula: value, inputs: { of: gazette/k1 } }
`
const SOURCES = ['paper-a', 'paper-b', 'gazette'] as const

const claim = fc
  .record({
    key: fc.constantFrom('k0', 'k1', 'k2'),
    source: fc.constantFrom(...SOURCES),
    value: fc.constantFrom('1', '2', '30', '{ low: 2, high: 5 }', '{ moreThan: 4 }'),
    valid: fc.constantFrom('', ', valid: 2025', ', valid: 2025-03', ', valid: { from: 2024 }'),
  })
  .map(
    (c) =>
      `  - { key: ${c.key}, source: ${c.source}, indicator: { subject: country/XA, metric: towers }, value: ${c.value}${c.valid} }`,
  )
const step = fc.oneof(
  fc.record({
    do: fc.constant('claims' as const),
    claims: fc.uniqueArray(claim, { minLength: 1, maxLength: 3, selector: (c) => c.slice(0, 40) }),
  }),
  fc.record({
    do: fc.constant('describe' as const),
    name: fc.constantFrom('Acme One', 'Acme Premier', 'Bcme'),
    open: fc.boolean(),
    country: fc.constantFrom('XA', 'CN'),
    rank: fc.constantFrom('20', '100', '900'),
  }),
  fc.record({
    do: fc.constant('edit' as const),
    claim: fc.tuple(fc.constantFrom(...SOURCES), fc.constantFrom('k0', 'k1', 'k2')),
    edit: fc.constantFrom('withdraw' as const, 'accept' as const, '7', '0.5'),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const CLAIM =
  'key text preferred value { text } supersededIn { number } correction { reason note after { key } } corrects { reason } derivation { arithmetic inputs { claim { key value { text } } } } checks { verdict explanation }'
const QUESTIONS = [
  `indicators { totalCount nodes { id question statement value { text } at: value(at: "2025-03-10") { text } claimCount historyCount
    claims { ${CLAIM} } history { key } checks { slug verdict } cite resolution { reason decidedBy spread { low high ratio } rivals { key } rule { id version } } } }`,
  `checks { totalCount nodes { slug verdict explanation expected { text } actual { text } inputs { key } recordedIn { number } } }
   corrections { totalCount nodes { reason note before { key } after { key } revision { number } } }
   disagreements { totalCount nodes { fact { id } resolution { spread { ratio } } } }`,
  `models(filter: { name: { prefix: "Acme" } }) { totalCount nodes { name openWeights } }
   open: models(filter: { openWeights: true }) { totalCount nodes { slug } }
   providers(filter: { country: "XA" }) { totalCount nodes { slug name } }
   country(code: "XA") { providers { nodes { slug } } }
   prices(filter: { makerCountry: "XA" }) { totalCount }
   sources { nodes { slug claims { totalCount nodes { key value { text } } } } }
   search(text: "acme") { matched }
   revision { number } revisions { totalCount nodes { summary changes { answers checks } } }`,
]

test('every revision is answered for ever as it was when it was the newest', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 7 }), async (steps) => {
      const db = await emptyDb()
      const { ask } = testApp(db)
      const seen = new Map<number, Json[]>()
      const look = async (directive = '') =>
        Promise.all(QUESTIONS.map(async (q) => dataOf(await ask(`query ${directive} { ${q} }`))))
      const first = `  - { key: k0, source: paper-a, indicator: { subject: country/XA, metric: towers }, value: 1, valid: 2025 }
  - { key: k1, source: gazette, indicator: { subject: country/XA, metric: towers }, value: 1, valid: 2025 }`
      await importYaml(db, `${WORLD}\nclaims:\n${first}${DERIVED}`, '2026-06-01T00:00:00Z')
      for (const [i, s] of [null, ...steps].entries()) {
        if (s) await take(db, s, `2026-06-02T00:0${i}:00Z`)
        const answers = await look()
        // A step that changes nothing makes no revision.
        const number = answers[2].revision.number
        if (seen.has(number)) expect(answers).toEqual(seen.get(number))
        seen.set(number, answers)
      }
      expect([...seen.keys()]).toEqual(Array.from({ length: seen.size }, (_, i) => i + 1))
      for (const [number, answers] of seen)
        expect(await look(`@asOf(revision: ${number})`), `revision ${number}`).toEqual(answers)
    }),
    { numRuns: 12 },
  )
})

async function take(db: Awaited<ReturnType<typeof emptyDb>>, s: Step, time: string): Promise<void> {
  if (s.do === 'claims') return importYaml(db, `claims:\n${s.claims.join('\n')}`, time, true)
  if (s.do === 'describe')
    return importYaml(
      db,
      `providers: [{ slug: acme, name: ${s.name} Company, kinds: [LAB], country: ${s.country} }]
models: [{ slug: acme-1, name: ${s.name}, maker: acme, openWeights: "${s.open}" }]
sources: [{ slug: paper-b, title: Paper B, kind: ARTICLE, publisher: press, ranks: { INDICATOR: "${s.rank}" } }]`,
      time,
    )
  const [source, key] = s.claim
  const edit =
    s.edit === 'withdraw' || s.edit === 'accept'
      ? ({ do: s.edit } as const)
      : ({
          do: 'correct',
          value: { low: null, point: s.edit, high: null, qualifier: 'EXACT' },
          unit: null,
          text: null,
          source: null,
        } as const)
  const request = {
    claim: `${source}/${key}`,
    edit,
    reason: 'OUR_ERROR' as const,
    note: `edited at ${time}`,
    dryRun: false,
  }
  try {
    await editClaim(db, fixedClock(time), request)
  } catch (error) {
    // There may be no such claim, or none that stands.
    if (!(error instanceof EditProblem)) throw error
  }
}
