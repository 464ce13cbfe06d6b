/** Licences with effect: what a source forbids to pass on stays out of every copy. */
import { describe, expect, test } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { partnerOf } from '../helpers/export.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const licences = (closed: boolean) => `licences:
  - { code: CLOSED, name: Closed, url: "https://closed.example/terms", redistributable: ${!closed} }
  - { code: OPEN, name: Open, redistributable: true }
`
const SOURCES = `  - { slug: closed, title: Closed data, kind: DATASET, publisher: bureau, licence: CLOSED, attribution: "© Bureau" }
  - { slug: open, title: Open data, kind: DATASET, publisher: bureau, licence: OPEN }
`
const CLAIMS = `claims:
  - { key: number, source: closed, locator: SECRET row 7, citationNote: SECRET remark, note: SECRET note,
      tokenUsage: { subject: country/CN, period: DAY, coverage: national }, value: 777.123, valid: 2026-02,
      via: [{ source: article, locator: SECRET page }], text: SECRET wording }
  - { key: opinion, source: closed, assertion: { subject: country/CN, topic: outlook }, text: SECRET opinion }
${usage('free', 5, { source: 'open', valid: '2026-03', note: 'a free note' })}${usage('unknown', 6, { valid: '2026-01' })}`
const facts = (closed: boolean) =>
  licences(closed) + WORLD.replace('providers:', `${SOURCES}providers:`) + CLAIMS

const byKey = (rows: any[]) => Object.fromEntries(rows.map((row) => [row.key, row]))

describe('a source whose licence forbids to pass its values on', () => {
  test('keeps value, text, note and locator to itself, and is named with its terms', async () => {
    const db = await emptyDb()
    expect((await importYaml(db, facts(true))).rejected).toEqual([])
    const partner = await partnerOf(db)
    for (const [kind, text] of Object.entries(await partner.copies()))
      expect(text, kind).not.toMatch(/777|SECRET/)
    const { number, opinion } = byKey(await partner.rows('claim'))
    const withheld = {
      code: 'LICENCE_WITHHELD',
      licence: { code: 'CLOSED', name: 'Closed', url: 'https://closed.example/terms' },
    }
    expect(number).toEqual({
      id: expect.stringMatching(/^clm_/),
      factId: expect.stringMatching(/^use_/),
      key: 'number',
      source: 'closed',
      form: 'NUMBER',
      attribution: '© Bureau',
      withheld,
      period: {
        from: '2026-02-01T00:00:00.000Z',
        to: '2026-03-01T00:00:00.000Z',
        precision: 'MONTH',
        text: expect.any(String),
      },
      basis: 'STATED',
      corroboration: 'UNCONFIRMED',
      recordedIn: 1,
      provenance: [
        { source: 'closed', role: 'ORIGINAL' },
        { source: 'article', role: 'REPEATS' },
      ],
    })
    expect(opinion).toMatchObject({ form: 'TEXT', withheld, attribution: '© Bureau' })
    expect(opinion).not.toHaveProperty('text')
  })

  test('leaves the claims of others as they are, those of unknown terms too', async () => {
    const db = await emptyDb()
    await importYaml(db, facts(true))
    const { free, unknown } = byKey(await (await partnerOf(db)).rows('claim'))
    expect(free).toMatchObject({ value: { point: '5' }, note: 'a free note' })
    expect(unknown).toMatchObject({ value: { point: '6' } })
    for (const claim of [free, unknown]) expect(claim).not.toHaveProperty('withheld')
  })

  test('is told as such in the API', async () => {
    const db = await emptyDb()
    await importYaml(db, facts(true))
    const { body } = await testApp(db).ask('{ sources(first: 10) { nodes { slug redistributable } } }')
    const told = Object.fromEntries(body.data.sources.nodes.map((s: any) => [s.slug, s.redistributable]))
    expect(told).toMatchObject({ closed: false, open: true, article: true })
  })

  test('does so for copies of the past too, from the day on which we know', async () => {
    const db = await emptyDb()
    await importYaml(db, facts(false))
    const partner = await partnerOf(db)
    expect(byKey(await partner.rows('claim', 1)).number).toMatchObject({ value: { point: '777.123' } })
    expect((await importYaml(db, licences(true))).revision).toBe(2)
    const past = await partner.copies(1)
    expect(past.claim).not.toMatch(/777|SECRET/)
    expect(past.claim).toContain('LICENCE_WITHHELD')
    // And what was withheld at a revision stays so, although a later one allows it.
    await importYaml(db, licences(false))
    expect(await partner.copy('claim', 2)).not.toMatch(/777|SECRET/)
    expect(byKey(await partner.rows('claim', 3)).number).toMatchObject({ value: { point: '777.123' } })
  })
})
