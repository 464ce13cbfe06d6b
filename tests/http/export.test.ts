/** Full copies: what is in them, in which order, and that a revision's bytes last. */
import { describe, expect } from 'vitest'
import { EXPORT_KINDS } from '../../src/domain/read/export/lines.ts'
import { KIND_NAMES } from '../../src/kinds/facts.ts'
import { canonicalJson } from '../../src/lib/canonical.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { partnerOf, rawId, rowsOf } from '../helpers/export.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const FACTS = ['price', 'energy-rate', 'token-usage', 'indicator', 'assertion']

describe('copies of the seeds', () => {
  test('are whole, sorted by key, with sorted keys in each row', async ({ seeded }) => {
    const copies = await (await partnerOf(seeded.db)).copies()
    expect(Object.keys(copies)).toEqual(EXPORT_KINDS)
    for (const [kind, text] of Object.entries(copies)) {
      const rows = rowsOf(text)
      expect(text).toBe(rows.map((row) => `${canonicalJson(row)}\n`).join(''))
      const keys = rows.map((row) => row.id ?? row.slug ?? row.code)
      expect(keys, kind).toEqual([...new Set(keys)].sort())
      const [{ n }] = (await seeded.db.$queryRawUnsafe(
        `SELECT count(*)::int AS n FROM "${tableOf(kind)}"`,
      )) as any
      expect(rows.length, kind).toBe(n)
      // The seeds are the first revision: there is nothing yet that it could correct.
      if (kind !== 'correction') expect(n, kind).toBeGreaterThan(0)
    }
  })

  test('fit together: whatever a row refers to is in a copy', async ({ seeded }) => {
    const partner = await partnerOf(seeded.db)
    const known: Record<string, Set<string>> = {}
    for (const kind of EXPORT_KINDS)
      known[kind] = new Set((await partner.rows(kind)).map((row) => row.id ?? row.slug ?? row.code))
    known.fact = new Set(FACTS.flatMap((kind) => [...known[kind]!]))
    /** What a name refers to where that has another name. */
    const referred: Record<string, string> = {
      group: 'model-group',
      family: 'model-group',
      seller: 'provider',
      maker: 'provider',
      owner: 'provider',
      fromHub: 'hub',
      toHub: 'hub',
      factId: 'fact',
      claimId: 'claim',
      repeatOf: 'claim',
      ruleId: 'rule',
    }
    const lost: string[] = []
    let checked = 0
    const check = (row: any, where: string) => {
      for (const [name, value] of Object.entries(row)) {
        const target = known[referred[name] ?? name]
        if (typeof value === 'object' && value !== null)
          for (const inner of Array.isArray(value) ? value : [value])
            if (typeof inner === 'object') check(inner, `${where}.${name}`)
        if (!target || typeof value !== 'string' || (name === 'licence' && where === 'model')) continue
        checked++
        if (!target.has(value)) lost.push(`${where}.${name}: ${value}`)
      }
    }
    for (const kind of EXPORT_KINDS) for (const row of await partner.rows(kind)) check(row, kind)
    expect(lost).toEqual([])
    expect(checked).toBeGreaterThan(5000)
  })

  test('say what the API says', async ({ seeded }) => {
    const { ask } = testApp(seeded.db)
    const partner = await partnerOf(seeded.db)
    const query = `{ tokenUsage(first: 100) { nodes { id question
      claims { id key text periodText validFrom validTo precision basis corroboration note firstSeenOn lastSeenOn
        value { low point high qualifier unit { code } } repeatOf { id }
        provenance { role locator accessedOn contentHash note source { slug attribution } } } } } }`
    const { nodes } = (await ask(query)).body.data.tokenUsage
    const facts = await partner.rows('token-usage')
    const claims = new Map((await partner.rows('claim')).map((claim) => [claim.id, claim]))
    expect(facts.map((fact) => fact.question).sort()).toEqual(nodes.map((node: any) => node.question).sort())
    let compared = 0
    for (const said of nodes.flatMap((node: any) => node.claims)) {
      // How it was derived is compared in export-belief.test.ts.
      const { derivation, ...copied } = claims.get(rawId(said.id))
      const known = (object: object) =>
        Object.fromEntries(
          Object.entries(object).filter(([, value]) => value !== null && value !== undefined),
        )
      expect(copied).toEqual({
        ...known({ key: said.key, basis: said.basis, corroboration: said.corroboration, note: said.note }),
        ...(said.repeatOf ? { repeatOf: rawId(said.repeatOf.id) } : {}),
        ...(said.firstSeenOn ? { sightings: { first: said.firstSeenOn, last: said.lastSeenOn } } : {}),
        id: copied.id,
        factId: copied.factId,
        source: copied.source,
        attribution: said.provenance.find((t: any) => t.source.slug === copied.source).source.attribution,
        form: 'NUMBER',
        recordedIn: 1,
        value: known({ ...said.value, unit: said.value.unit.code }),
        period: known({
          from: said.validFrom,
          to: said.validTo,
          precision: said.precision,
          text: said.periodText,
        }),
        provenance: said.provenance.map((t: any) => known({ ...t, source: t.source.slug })),
      })
      compared++
    }
    expect(compared).toBeGreaterThan(40)
  })

  test('tell what is not offered from what is not known', async ({ seeded }) => {
    const forms = (await (await partnerOf(seeded.db)).rows('claim')).map(
      (c) => `${c.form} ${'value' in c} ${'text' in c}`,
    )
    const counted = Object.groupBy(forms, (form) => form)
    // A number may have words beside it; what is not offered has no number.
    for (const form of Object.keys(counted))
      expect(form).toMatch(/^(NUMBER true|TEXT false true|NOT_OFFERED false)/)
  })
})

/** `token-usage` is the table TokenUsage; live rows of claims are all rows in the seeds. */
function tableOf(kind: string): string {
  return kind.replaceAll(/(?:^|-)([a-z])/g, (_all, letter) => letter.toUpperCase())
}

test('every kind of fact can be copied under its own name', () => {
  expect(EXPORT_KINDS.map(tableOf)).toEqual(expect.arrayContaining(Object.values(KIND_NAMES)))
  expect(new Set(EXPORT_KINDS).size).toBe(EXPORT_KINDS.length)
})

describe('a revision', () => {
  const first = `${WORLD}
licences: [{ code: OPEN, name: Open, redistributable: true }]
hubs:
  - { slug: hub-1, name: Hub One, kind: DATA_CENTRE, country: CN, subdivisions: [CN-NM], cites: [{ source: article }] }
clusters:
  - { slug: cluster-1, name: Cluster One, hub: hub-1, subdivisions: [CN-NM], latitude: 40.50, longitude: 111.80, cites: [{ source: article }] }
claims:
${usage('a', 100)}${usage('b', 200, { source: 'rumour', valid: '2026-02', seen: '[2026-05-01]' })}`
  const later = first
    .replace('title: An article', 'title: A renamed article')
    .replace('name: Hub One', 'name: Hub Uno')
    .replace('latitude: 40.50', 'latitude: 41')
    .replace('name: Open', 'name: Openly')
    .replace('tokens per day,', 'daily tokens,')
    .replace('value: 100', 'value: 100.50')
    .replace('[2026-05-01]', '[2026-05-01, 2026-06-01]')
    .concat(usage('c', 300, { valid: '2026-03' }))

  test('has the same bytes before and after later imports', async () => {
    const db = await emptyDb()
    await importYaml(db, first)
    const partner = await partnerOf(db)
    const before = await partner.copies(1)
    expect(await partner.copies()).toEqual(before)
    expect((await importYaml(db, later)).revision).toBe(2)
    expect(await partner.copies(1)).toEqual(before)
    const after = await partner.copies(2)
    const changed = Object.keys(after).filter((kind) => after[kind] !== before[kind])
    expect(changed.sort()).toEqual(
      ['claim', 'cluster', 'correction', 'hub', 'licence', 'source', 'token-usage', 'unit'].sort(),
    )
    expect(await partner.copies()).toEqual(after)
  })

  test('has the claims that stood, and each as it was', async () => {
    const db = await emptyDb()
    await importYaml(db, first)
    await importYaml(db, later)
    const partner = await partnerOf(db)
    const values = async (asOf: number) =>
      Object.fromEntries((await partner.rows('claim', asOf)).map((c) => [c.key, c.value.point]))
    expect(await values(1)).toEqual({ a: '100', b: '200' })
    expect(await values(2)).toEqual({ a: '100.5', b: '200', c: '300' })
    const [old] = (await partner.rows('claim', 1)).filter((c) => c.key === 'a')
    const [corrected] = (await partner.rows('claim', 2)).filter((c) => c.key === 'a')
    expect(corrected).toMatchObject({ supersedes: old.id, recordedIn: 2 })
    const sightings = async (asOf: number) =>
      (await partner.rows('claim', asOf)).find((c) => c.key === 'b').sightings
    expect(await sightings(1)).toEqual({ first: '2026-05-01', last: '2026-05-01' })
    expect(await sightings(2)).toEqual({ first: '2026-05-01', last: '2026-06-01' })
    expect(await partner.rows('cluster', 1)).toMatchObject([
      { latitude: '40.5', describedIn: 1, recordedIn: 1 },
    ])
    expect(await partner.rows('cluster', 2)).toMatchObject([
      { latitude: '41', describedIn: 2, recordedIn: 1 },
    ])
  })

  test('is named in the headers, whichever was asked for', async () => {
    const db = await emptyDb()
    await importYaml(db, first)
    await importYaml(db, later)
    const partner = await partnerOf(db)
    for (const [query, revision] of [
      ['', '2'],
      ['?asOf=2', '2'],
      ['?asOf=1', '1'],
      ['?asOf=01', '1'],
    ] as const) {
      for (const method of ['GET', 'HEAD']) {
        const response = await partner.get(`model-group.ndjson${query}`, { method })
        expect(response.status).toBe(200)
        expect(response.headers.get('x-revision')).toBe(revision)
        expect(response.headers.get('content-type')).toBe('application/x-ndjson')
        expect(response.headers.get('content-disposition')).toBe(
          `attachment; filename="model-group-r${revision}.ndjson"`,
        )
        expect(response.headers.get('cache-control')).toBe('private')
        expect(await response.text()).toBe('')
      }
    }
  })
})

describe('what cannot be copied', () => {
  const wrong: [string, string, number, string, RegExp][] = [
    ['an unknown kind', 'costs.ndjson', 404, 'NOT_FOUND', /kinds price, energy-rate, .*claim.*topic/],
    ['a kind by its table', 'Price.ndjson', 404, 'NOT_FOUND', /no such export/],
    ['a kind without a format', 'price', 404, 'NOT_FOUND', /\/export\/<kind>\.ndjson/],
    ['a name that every map has', 'constructor.ndjson', 404, 'NOT_FOUND', /no such export/],
    ['nothing', '', 404, 'NOT_FOUND', /no such export/],
    ['a future revision', 'price.ndjson?asOf=2', 400, 'UNKNOWN_REVISION', /no revision 2; the newest is 1/],
    ['revision 0', 'price.ndjson?asOf=0', 400, 'UNKNOWN_REVISION', /no revision 0/],
    ['a number beyond all', `price.ndjson?asOf=${'9'.repeat(30)}`, 400, 'UNKNOWN_REVISION', /newest is 1/],
    ['a word', 'price.ndjson?asOf=yesterday', 400, 'BAD_ARGUMENT', /number of a revision/],
    ['an empty asOf', 'price.ndjson?asOf=', 400, 'BAD_ARGUMENT', /number of a revision/],
    ['a negative number', 'price.ndjson?asOf=-1', 400, 'BAD_ARGUMENT', /number of a revision/],
    ['two revisions', 'price.ndjson?asOf=1&asOf=1', 400, 'BAD_ARGUMENT', /once/],
    ['a misspelt parameter', 'price.ndjson?as_of=1', 400, 'BAD_ARGUMENT', /There are asOf and part, and/],
  ]
  test.for(wrong)('%s', async ([, path, status, code, told], { seeded }) => {
    const response = await (await partnerOf(seeded.db)).get(path)
    expect(response.status).toBe(status)
    const { errors } = (await response.json()) as any
    expect(errors).toMatchObject([{ extensions: { code }, message: expect.stringMatching(told) }])
  })

  test('an empty ledger', async ({ empty }) => {
    const response = await (await partnerOf(empty.db)).get('price.ndjson')
    expect(response.status).toBe(503)
  })
})
