/** Licences with effect on what was computed: nothing that rests on a withheld value gives it away. */
import { describe, expect, test } from 'vitest'
import { type EditRequest, editClaim } from '../../src/domain/ledger/correct.ts'
import { importYaml, type Json, WORLD } from '../graphql/world.ts'
import { fixedClock } from '../helpers/clock.ts'
import { partnerOf } from '../helpers/export.ts'
import { emptyDb } from '../helpers/facts.ts'

const licence = (redistributable: boolean) =>
  `licences:\n  - { code: CLOSED, name: Closed, url: "https://closed.example/terms", redistributable: "${redistributable}" }\n`
const SOURCE =
  '  - { slug: closed, title: Closed data, kind: DATASET, publisher: bureau, publishedOn: 2026-01-02, licence: CLOSED }\n'
const WITHHELD = {
  code: 'LICENCE_WITHHELD',
  licence: { code: 'CLOSED', name: 'Closed', url: 'https://closed.example/terms' },
}
/** The closed value in any spelling, what is computed from it, and words about it. */
const TOLD = /98,?765|987\.65|1,?087\.65|SECRET/

const claim = (key: string, source: string, metric: string, rest: string) =>
  `  - { key: ${key}, source: ${source}, indicator: { subject: country/XA, metric: ${metric} }, ${rest} }\n`
const derived = (key: string, formula: string, inputs: string, rest: string) =>
  claim(
    key,
    'editorial',
    'wells',
    `basis: DERIVED, derive: { formula: ${formula}, inputs: ${inputs} }, ${rest}`,
  )
const FACTS =
  WORLD.replace(/^licences:.*\n/m, '').replace('sources:\n', `sources:\n${SOURCE}`) +
  'claims:\n' +
  [
    claim('secret', 'closed', 'towers', 'value: 98765, valid: 2025'),
    claim('rival', 'paper-a', 'towers', 'value: 50000, valid: 2025'),
    claim('far', 'paper-b', 'towers', 'value: 5000000, valid: 2025'),
    claim('gates', 'paper-a', 'gates', 'value: 100, valid: 2025'),
    claim('others', 'paper-b', 'gates', 'value: 200, valid: 2025'),
    derived(
      'once',
      'ratio',
      '{ numerator: closed/secret, denominator: paper-a/gates }',
      'valid: 2024, note: SECRET note',
    ),
    derived('twice', 'sum', '{ one: editorial/once, two: paper-a/gates }', 'valid: 2023, text: SECRET text'),
    derived('free', 'sum', '{ one: paper-a/gates, two: paper-b/others }', 'valid: 2022'),
  ].join('') +
  `checks:
  - { slug: judged, claim: closed/secret, question: SECRET?, formula: value, inputs: { of: paper-a/gates } }
  - { slug: put-in, claim: paper-a/gates, question: SECRET?, formula: ratio, inputs: { numerator: closed/secret, denominator: paper-a/gates } }
  - { slug: beside, claim: paper-a/gates, question: SECRET?, verdict: MIS_SCOPED, reason: SECRET., beside: { other: closed/secret } }
  - { slug: two-steps, claim: paper-a/gates, question: SECRET?, formula: value, inputs: { of: editorial/twice } }
  - { slug: open, claim: paper-a/gates, question: Twice as many?, formula: value, inputs: { of: paper-b/others } }
`

async function world(redistributable: boolean) {
  const db = await emptyDb()
  await importYaml(db, licence(redistributable) + FACTS, '2026-06-01T00:00:00Z')
  const edit = (e: EditRequest['edit'], note: string) =>
    editClaim(db, fixedClock('2026-06-02T00:00:00Z'), {
      claim: 'closed/secret',
      edit: e,
      reason: 'OUR_ERROR',
      note,
      dryRun: false,
    })
  return { db, partner: await partnerOf(db), edit }
}
const byKey = (rows: Json[]): Json =>
  Object.fromEntries(rows.map((row) => [row.key ?? row.slug ?? row.metric, row]))

describe('what rests on a value whose licence forbids to pass it on', () => {
  test('goes out by name only: nothing in any copy gives the value away', async () => {
    const { partner } = await world(false)
    for (const [kind, text] of Object.entries(await partner.copies())) expect(text, kind).not.toMatch(TOLD)
  })

  test('is withheld if it was derived, over any number of steps', async () => {
    const { partner } = await world(false)
    const { secret, once, twice, free, gates } = byKey(await partner.rows('claim'))
    for (const row of [secret, once, twice]) {
      expect(row).toMatchObject({ form: 'NUMBER', withheld: WITHHELD })
      for (const name of ['value', 'text', 'note']) expect(row).not.toHaveProperty(name)
    }
    const ruleId = expect.stringMatching(/^formulas-/)
    expect(once.derivation).toEqual({
      formula: 'ratio',
      ruleId,
      inputs: [
        { name: 'numerator', claimId: secret.id },
        { name: 'denominator', claimId: gates.id },
      ],
    })
    expect(twice.derivation.inputs[0]).toEqual({ name: 'one', claimId: once.id })
    expect(free).toMatchObject({ value: { point: '300' }, derivation: { arithmetic: '100 + 200 = 300' } })
    expect(free).not.toHaveProperty('withheld')
  })

  test('keeps its verdict if it is a check, but not its words and numbers', async () => {
    const { partner } = await world(false)
    const checks = await partner.rows('check')
    // The mark on the claim that is far off compares it with the closed one.
    const named = byKey(checks.map((c) => (c.method === 'ANOMALY' ? { ...c, slug: 'mark' } : c)))
    expect(Object.keys(named).sort()).toEqual(['beside', 'judged', 'mark', 'open', 'put-in', 'two-steps'])
    const { open, ...rest } = named
    for (const [slug, row] of Object.entries<Json>(rest)) {
      expect(row, slug).toMatchObject({ verdict: expect.any(String), withheld: WITHHELD })
      for (const name of ['question', 'explanation', 'expected']) expect(row, slug).not.toHaveProperty(name)
      expect(row.inputs.length, slug).toBeGreaterThan(0)
    }
    expect(open).toMatchObject({ question: 'Twice as many?', expected: { point: '200' } })
    expect(open).not.toHaveProperty('withheld')
  })

  test('keeps its reason if it is a resolution, but does not tell how far the answers lie apart', async () => {
    const { partner } = await world(false)
    const { towers, gates } = byKey(await partner.rows('indicator'))
    const [contested] = towers.resolutions
    const { secret } = byKey(await partner.rows('claim'))
    expect([contested.claimId, ...contested.rivalIds]).toContain(secret.id)
    expect(contested).toMatchObject({ reason: expect.any(String), withheld: WITHHELD })
    expect(contested).not.toHaveProperty('spread')
    expect(gates.resolutions).toMatchObject([{ spread: { low: '100', high: '200', ratio: '2', unit: '1' } }])
    expect(gates.resolutions[0]).not.toHaveProperty('withheld')
  })

  test('is not told by the note of a correction, nor by why it is held plausible', async () => {
    const { partner, edit } = await world(false)
    const value = { low: null, point: '98766', high: null, qualifier: 'EXACT' } as const
    await edit({ do: 'correct', value, unit: null, text: null, source: null }, 'SECRET was misread.')
    await edit({ do: 'accept' }, 'SECRET is right.')
    const corrections = await partner.rows('correction')
    expect(corrections.length).toBeGreaterThan(3)
    for (const row of corrections) {
      expect(row).toMatchObject({ reason: expect.any(String), withheld: WITHHELD })
      expect(row).not.toHaveProperty('note')
    }
    for (const revision of [1, 2, 3])
      for (const [kind, text] of Object.entries(await partner.copies(revision)))
        expect(text, kind).not.toMatch(TOLD)
  })

  test('is withheld from copies of the past too, from the day on which we know', async () => {
    const { db, partner } = await world(true)
    const before = await partner.copies(1)
    for (const kind of ['claim', 'check', 'indicator']) expect(before[kind], kind).toMatch(TOLD)
    for (const text of Object.values(before)) expect(text).not.toContain('LICENCE_WITHHELD')
    await importYaml(db, licence(false), '2026-06-02T00:00:00Z')
    const after = await partner.copies(1)
    for (const [kind, text] of Object.entries(after)) expect(text, kind).not.toMatch(TOLD)
    // And what was withheld at a revision stays so, although a later one allows it.
    await importYaml(db, licence(true), '2026-06-03T00:00:00Z')
    const computed = ({ claim, check, indicator }: Record<string, string>) => ({ claim, check, indicator })
    expect(computed(await partner.copies(2))).toEqual(computed(after))
    expect(computed(await partner.copies(3))).toEqual(computed(before))
  })
})
