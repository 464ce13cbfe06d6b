/** Why numbers are believed, in full copies: derivations, checks, corrections, rules, and how far answers lie apart. */
import { describe, expect, test } from 'vitest'
import { type EditRequest, editClaim } from '../../src/domain/ledger/correct.ts'
import { dataOf, importYaml, type Json, WORLD } from '../graphql/world.ts'
import { testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { partnerOf, rawId } from '../helpers/export.ts'
import { emptyDb } from '../helpers/facts.ts'

const SECRET = '123456.789'
const CLAIMS = `
  - { key: towers, source: paper-a, indicator: { subject: country/XA, metric: towers }, value: 1400, valid: 2025, locator: SAID here, note: SAID so. }
  - { key: old, source: gazette, indicator: { subject: country/XA, metric: towers }, value: 1000, valid: 2025 }
  - { key: rumour, source: paper-b, indicator: { subject: country/XA, metric: towers }, value: 90000, valid: 2025 }
  - { key: gates, source: paper-a, indicator: { subject: country/XA, metric: gates }, value: 100, valid: 2025 }
  - { key: wells, source: paper-b, indicator: { subject: country/XA, metric: wells }, value: 10, valid: 2025 }
  - { key: derived, source: editorial, basis: DERIVED, indicator: { subject: country/XA, metric: wells },
      derive: { formula: ratio, inputs: { numerator: paper-a/towers, denominator: paper-a/gates } }, valid: 2024 }
checks:
  - { slug: trial, claim: paper-b/wells, question: Are there ten towers to a gate?, formula: ratio,
      inputs: { numerator: paper-a/towers, denominator: paper-a/gates } }
  - { slug: order, claim: paper-a/gates, question: Which was counted first?, reason: SAID by nobody.,
      dates: { first: paper-a/gates, second: paper-b/wells } }
`

async function world(claims = CLAIMS) {
  const db = await emptyDb()
  await importYaml(db, `${WORLD}\nclaims:${claims}`, '2026-06-01T00:00:00Z')
  const edit = (claim: string, e: EditRequest['edit'], note = 'Looked up again.') =>
    editClaim(db, fixedClock('2026-06-02T00:00:00Z'), {
      claim,
      edit: e,
      reason: e.do === 'redact' ? 'LEGAL_DEMAND' : 'OUR_ERROR',
      note,
      dryRun: false,
    })
  return { db, edit, partner: await partnerOf(db), ask: testApp(db).ask }
}
const number = (point: string): EditRequest['edit'] => ({
  do: 'correct',
  value: { low: null, point, high: null, qualifier: 'EXACT' },
  unit: null,
  text: null,
  source: null,
})

/** What an answer of the API is as a row: raw ids, slugs and codes, and nothing that has no value. */
function asRow(value: Json): Json {
  if (Array.isArray(value)) return value.map(asRow)
  if (typeof value !== 'object' || value === null) return value
  const known = Object.entries(value).filter(([, v]) => v !== null)
  return Object.fromEntries(
    known.map(([name, v]: [string, Json]) => [name, v.id ? rawId(v.id) : (v.number ?? v.code ?? asRow(v))]),
  )
}
const byId = (rows: Json[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))

describe('copies say what the API says of', () => {
  test('checks, as they stood at each revision', async () => {
    const { edit, partner, ask } = await world()
    const checks = async (revision: number) => {
      const query = `query @asOf(revision: ${revision}) { checks { nodes { id slug method verdict question explanation formula
        expected { low point high qualifier unit { code } } claimId: claim { id } factId: fact { id } ruleId: rule { id }
        inputs: namedInputs { name claimId: claim { id } } recordedIn { number } } } }`
      const { nodes } = dataOf(await ask(query)).checks
      return byId(nodes.map((c: Json) => ({ ...asRow(c), id: rawId(c.id) })))
    }
    const first = await partner.rows('check')
    expect(first).toEqual(await checks(1))
    expect(first.map((c) => [c.slug.split('/')[0], c.method, c.verdict]).sort()).toEqual([
      ['order', 'DATES', 'CONSISTENT'],
      ['plausibility', 'ANOMALY', 'SUSPECT'],
      ['trial', 'COMPUTED', 'ROUNDED'],
    ])
    await edit('paper-a/towers', number('1000'))
    expect(await partner.rows('check', 1)).toEqual(first)
    const second = await partner.rows('check', 2)
    expect(second).toEqual(await checks(2))
    expect(second.find((c) => c.slug === 'trial')).toMatchObject({ verdict: 'CONSISTENT', recordedIn: 2 })
    expect(second.find((c) => c.slug === 'order')).toEqual(first.find((c) => c.slug === 'order'))
  })

  test('corrections, all up to a revision', async () => {
    const { edit, partner, ask } = await world()
    expect(await partner.copy('correction')).toBe('')
    await edit('paper-a/towers', number('1000'))
    const second = await partner.copy('correction')
    await edit('paper-b/rumour', { do: 'withdraw' }, 'Taken back.')
    expect(await partner.copy('correction', 1)).toBe('')
    expect(await partner.copy('correction', 2)).toBe(second)
    const query = `{ corrections { nodes { claimId: before { id } successorId: after { id } reason note
      recordedIn: revision { number } } } }`
    const said = dataOf(await ask(query)).corrections.nodes.map(asRow)
    const copied = await partner.rows('correction')
    expect(copied.map(({ id, ...row }) => row)).toEqual(expect.arrayContaining(said))
    expect(copied.map((c) => c.reason).sort()).toEqual(['OUR_ERROR', 'OUR_ERROR', 'RECOMPUTED'])
    expect(copied.find((c) => c.note === 'Taken back.')).not.toHaveProperty('successorId')
  })

  test('derivations and held-plausible claims', async () => {
    const { edit, partner, ask } = await world()
    await edit('paper-b/rumour', { do: 'accept' }, 'Counted by ourselves.')
    const query = `{ indicators(first: 9) { nodes { claims { id plausible derivation { formula arithmetic ruleId: rule { id }
      inputs { name claimId: claim { id } } } } } } }`
    const said = dataOf(await ask(query)).indicators.nodes.flatMap((n: Json) => n.claims)
    const copied = (await partner.rows('claim')).map(({ id, plausible, derivation }) => ({
      id,
      ...(plausible ? { plausible } : {}),
      ...(derivation ? { derivation } : {}),
    }))
    expect(copied).toEqual(byId(said.map((c: Json) => ({ ...asRow(c), id: rawId(c.id) }))))
    expect(copied.filter((c) => c.derivation)).toMatchObject([
      { derivation: { arithmetic: '1,400 ÷ 100 = 14' } },
    ])
    expect(copied.filter((c) => c.plausible)).toMatchObject([{ plausible: 'Counted by ourselves.' }])
  })

  test('resolutions with rivals and spread, and the rules that all of it names', async () => {
    const { partner, ask } = await world()
    const query = `{ indicators(filter: { metric: "towers" }) { nodes { resolution { reason rivals { id }
      spread { low high ratio unit { code } } rule { id version text } } } } }`
    const said = dataOf(await ask(query)).indicators.nodes[0].resolution
    const facts = await partner.rows('indicator')
    const [resolution] = facts.find((f) => f.metric === 'towers').resolutions
    const { reason, rivalIds, spread, ruleId } = resolution
    const rivals = said.rivals.map((c: Json) => rawId(c.id))
    expect({ reason, rivalIds, spread, ruleId }).toEqual({
      reason: said.reason,
      rivalIds: rivals,
      spread: { low: '1000', high: '1400', ratio: '1.4', unit: '1' },
      ruleId: said.rule.id,
    })
    expect(asRow(said.spread)).toEqual(spread)
    expect(rivalIds).toHaveLength(2)
    expect(facts.find((f) => f.metric === 'gates').resolutions[0]).not.toHaveProperty('spread')
    const rules = await partner.rows('rule')
    expect(rules).toContainEqual({ ...said.rule, subject: 'preference', recordedIn: 1 })
    const named = Object.values(await partner.copies()).flatMap((text) => [
      ...text.matchAll(/"ruleId":"([^"]+)"/g),
    ])
    // Costs are computed when they are asked for, so no row names their rule.
    const used = [...named.map(([, id]) => id), 'conditions-1']
    expect(new Set(used)).toEqual(new Set(rules.map((r) => r.id)))
  })
})

describe('a redacted claim', () => {
  test('has its form and a digest, and nothing of what it said stands in a copy of any revision', async () => {
    const { edit, partner } = await world(CLAIMS.replace('1400', SECRET).replace('1000', '100000'))
    const told = /123,?456|SAID (here|so)/
    for (const kind of ['claim', 'check', 'indicator']) expect(await partner.copy(kind), kind).toMatch(told)
    const { id } = (await partner.rows('claim')).find((c) => c.key === 'towers')
    await edit('paper-a/towers', { do: 'redact' }, 'Court order 7.')
    for (const revision of [1, 2])
      for (const [kind, text] of Object.entries(await partner.copies(revision)))
        expect(text, kind).not.toMatch(told)

    const claims = await partner.rows('claim', 1)
    const redacted = claims.find((c) => c.id === id)
    expect(redacted).toMatchObject({ form: 'REDACTED', digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
    for (const name of ['value', 'text', 'note', 'plausible', 'derivation', 'withheld'])
      expect(redacted).not.toHaveProperty(name)
    expect(redacted.provenance).toEqual([{ source: 'paper-a', role: 'ORIGINAL' }])
    expect(claims.filter((c) => c.digest)).toHaveLength(1)
    expect(claims.find((c) => c.key === 'derived').derivation).toEqual({
      formula: 'ratio',
      ruleId: 'formulas-1',
      redactedIn: 2,
      inputs: [
        { name: 'numerator', claimId: id },
        { name: 'denominator', claimId: claims.find((c) => c.key === 'gates').id },
      ],
    })

    const checks = await partner.rows('check', 1)
    const trial = checks.find((c) => c.slug === 'trial')
    expect(trial).toMatchObject({ verdict: 'CONTRADICTED', formula: 'ratio', redactedIn: 2 })
    for (const name of ['question', 'explanation', 'expected']) expect(trial).not.toHaveProperty(name)
    expect(checks.find((c) => c.slug === 'order')).toMatchObject({
      question: 'Which was counted first?',
      explanation: expect.stringContaining('SAID by nobody.'),
    })
    const [resolution] = (await partner.rows('indicator', 1)).find((f) => f.metric === 'towers').resolutions
    expect([resolution.claimId, ...resolution.rivalIds]).toContain(id)
    expect(resolution).not.toHaveProperty('spread')

    // From the revision on that took it away it is gone, but for the reason.
    expect((await partner.rows('claim', 2)).some((c) => c.id === id)).toBe(false)
    expect((await partner.rows('correction')).find((c) => c.claimId === id)).toMatchObject({
      reason: 'LEGAL_DEMAND',
      note: 'Court order 7.',
      recordedIn: 2,
    })
  })
})
