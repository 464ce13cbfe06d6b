/** Manifests: what a partner checks its copy against, and takes it in parts by. */
import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { createKey } from '../../src/domain/access/keys.ts'
import { editClaim } from '../../src/domain/ledger/correct.ts'
import { EXPORT_KINDS } from '../../src/domain/read/export/lines.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test as base, type TestDb } from '../helpers/db.ts'
import { partnerOf, recordsOf, rowsOf } from '../helpers/export.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const PART = 10_000

/** As many topics as make two whole parts and a bit, by SQL because an import of so many takes long. */
const test = base.extend<{ bulk: TestDb }>({
  bulk: [
    async ({ serial }, use) => {
      await serial.db.$transaction(async (tx) => {
        await tx.$executeRawUnsafe('SET CONSTRAINTS ALL DEFERRED')
        await tx.$executeRawUnsafe(`
          INSERT INTO "Topic" SELECT r.* FROM "Topic" t, generate_series(1, ${2 * PART}) AS i,
            LATERAL jsonb_populate_record(t, jsonb_build_object('code', 'bulk-' || lpad(i::text, 6, '0'),
              'fromRevision', 2, 'changedIn', 2)) AS r
          WHERE t."code" = (SELECT min("code") FROM "Topic")`)
        await tx.$executeRawUnsafe(`INSERT INTO "Revision" VALUES (2, now(), 'bulk')`)
      })
      await use(serial)
    },
    { scope: 'file' },
  ],
})

async function manifestOf(partner: Awaited<ReturnType<typeof partnerOf>>, path: string) {
  const response = await partner.get(path)
  expect(response.status).toBe(200)
  return { headers: response.headers, manifest: (await response.json()) as any }
}

describe('a manifest', () => {
  test('tells of every kind what its copy holds', async ({ market }) => {
    const partner = await partnerOf(market.db)
    const newest = { orderBy: { number: 'desc' } } as const
    const { time, number } = await market.db.revision.findFirstOrThrow(newest)
    for (const kind of EXPORT_KINDS) {
      const { manifest, headers } = await manifestOf(partner, `${kind}.manifest.json`)
      const copy = await partner.copy(kind)
      const rows = rowsOf(copy)
      expect(manifest, kind).toEqual({
        ...{ kind, revision: number, time: time.toISOString(), rows: rows.length },
        ...{ bytes: Buffer.byteLength(copy), sha256: sha256(copy) },
        columns: expect.any(Array),
        attribution: expect.any(Array),
        licences: expect.any(Array),
        parts: rows.length === 0 ? [] : [{ after: '', rows: rows.length, sha256: sha256(copy) }],
      })
      const [columns] = recordsOf((await (await partner.get(`${kind}.csv`)).text()).replace('\uFEFF', ''))
      expect(manifest.columns).toEqual(columns)
      expect(headers.get('content-type')).toBe('application/json')
      expect(headers.get('x-revision')).toBe(String(number))
      expect(headers.get('x-licences')).toBe(manifest.licences.join(', '))
    }
  })

  test('counts the lines of the copy by its plural', async ({ market }) => {
    const partner = await partnerOf(market.db)
    const { manifest } = await manifestOf(partner, 'claims.manifest.json')
    expect(manifest.kind).toBe('claim')
    expect((await partner.copy('claims')).split('\n').length - 1).toBe(manifest.rows)
  })

  test('names whom to print beside the numbers, and under which licences they stand', async ({ market }) => {
    const partner = await partnerOf(market.db)
    const claims = await partner.rows('claim')
    const sources = Object.fromEntries((await partner.rows('source')).map((s) => [s.slug, s]))
    const { manifest } = await manifestOf(partner, 'claim.manifest.json')
    expect(manifest.attribution).toEqual(expect.arrayContaining(claims.map((c) => c.attribution)))
    expect(manifest.attribution).toEqual([...new Set(manifest.attribution)].sort())
    const licences = claims.flatMap((c) => sources[c.source].licence ?? [])
    expect(manifest.licences).toEqual(expect.arrayContaining(licences))
    expect(manifest.licences.length).toBeGreaterThan(1)
    const prices = (await manifestOf(partner, 'price.manifest.json')).manifest
    expect(prices.attribution).toContain('genai-prices (Pydantic), MIT')
    const meters = (await manifestOf(partner, 'meter.manifest.json')).manifest
    expect(meters).toMatchObject({ attribution: [], licences: [] })
  })

  test('of a revision lasts, until newer terms withhold what it had', async () => {
    const db = await emptyDb()
    const facts = (free: boolean) => `licences: [{ code: "A, B", name: L, redistributable: ${free} }]
${WORLD.replace('kind: REPORT, publisher', 'kind: REPORT, licence: "A, B", publisher')}claims:
${usage('a', 100, { source: 'bulletin' })}`
    await importYaml(db, facts(true))
    const partner = await partnerOf(db)
    const first = await manifestOf(partner, 'claim.manifest.json')
    expect(first.headers.get('x-licences')).toBe('A%2C%20B')
    await importYaml(db, facts(true).concat(usage('b', 200, { valid: '2026-03' })))
    expect((await manifestOf(partner, 'claim.manifest.json?asOf=1')).manifest).toEqual(first.manifest)
    expect((await manifestOf(partner, 'claim.manifest.json')).manifest).toMatchObject({
      revision: 2,
      rows: 2,
    })
    await importYaml(db, facts(false).concat(usage('b', 200, { valid: '2026-03' })))
    const { manifest } = await manifestOf(partner, 'claim.manifest.json?asOf=1')
    expect(manifest).toMatchObject({ revision: 1, rows: 1, licences: ['A, B'] })
    expect(manifest.sha256).toBe(sha256(await partner.copy('claim', 1)))
    expect(manifest.sha256).not.toBe(first.manifest.sha256)
  })

  test('of an older revision is not made anew for each new one, but for a redaction', async ({ empty }) => {
    const { db, statements } = empty
    const facts = (more = '') =>
      `${WORLD}claims:\n${usage('a', 100)}${usage('b', 150, { valid: '2026-02' })}${more}`
    await importYaml(db, facts())
    const partner = await partnerOf(db)
    const { manifest } = await manifestOf(partner, 'claim.manifest.json?asOf=1')
    await importYaml(db, facts(usage('c', 200, { valid: '2026-03' })))
    statements()
    const again = await manifestOf(partner, 'claim.manifest.json?asOf=1')
    expect(again.manifest).toEqual(manifest)
    expect(statements().filter((sql) => sql.includes('FROM "Claim" c LEFT JOIN'))).toEqual([])
    const note = 'A letter.'
    const by = { reason: 'LEGAL_DEMAND', note, by: 'test', isEditor: true, dryRun: false } as const
    const { source, key } = (await partner.rows('claim')).find((row) => row.key === 'b')
    await editClaim(db, fixedClock('2026-07-01T00:00:00Z'), {
      claim: `${source}/${key}`,
      edit: { do: 'redact' },
      ...by,
    })
    const after = (await manifestOf(partner, 'claim.manifest.json?asOf=1')).manifest
    expect(after.sha256).toBe(sha256(await partner.copy('claim', 1)))
    expect(after.sha256).not.toBe(manifest.sha256)
  })

  test('is read for once', async ({ seeded }) => {
    const partner = await partnerOf(seeded.db)
    const isOfFlows = (sql: string) => sql.includes('FROM "Flow" t')
    seeded.statements()
    const told = await Promise.all([1, 2, 3].map(() => manifestOf(partner, 'flow.manifest.json')))
    expect(seeded.statements().filter(isOfFlows)).toHaveLength(1)
    expect(told[2]!.manifest).toEqual(told[0]!.manifest)
    await manifestOf(partner, 'flows.manifest.json?asOf=1')
    expect(seeded.statements().filter(isOfFlows)).toHaveLength(0)
  })

  test('is for those who may take copies', async ({ seeded }) => {
    const { app } = testApp(seeded.db)
    const { key } = await createKey(seeded.db, systemClock, { name: 'r', scopes: ['read'], expiresAt: null })
    const url = 'http://test/export/claim.manifest.json'
    expect((await app(new Request(url))).status).toBe(401)
    expect((await app(new Request(url, { headers: { authorization: `Bearer ${key}` } }))).status).toBe(403)
  })
})

describe('a copy in parts', () => {
  test('is whole, each part as the manifest says', async ({ bulk }) => {
    const partner = await partnerOf(bulk.db)
    const { manifest } = await manifestOf(partner, 'topic.manifest.json')
    const whole = await partner.copy('topic')
    expect(manifest.rows).toBe(rowsOf(whole).length)
    expect(manifest.parts.map((part: any) => part.rows)).toEqual([PART, PART, manifest.rows - 2 * PART])
    expect(manifest.sha256).toBe(sha256(whole))
    let together = ''
    for (const [i, part] of manifest.parts.entries()) {
      expect(part.after).toBe(together === '' ? '' : rowsOf(together).at(-1)!.code)
      const response = await partner.get(`topics.ndjson?asOf=2&part=${i + 1}`)
      expect(response.headers.get('content-disposition')).toContain(`topic-r2-part${i + 1}.ndjson`)
      expect(response.headers.get('x-licences')).toBe('')
      const text = await response.text()
      expect(sha256(text)).toBe(part.sha256)
      together += text
    }
    expect(together).toBe(whole)
  })

  test('may be a table', async ({ bulk }) => {
    const partner = await partnerOf(bulk.db)
    const csv = await (await partner.get('topic.csv?part=2')).text()
    expect(recordsOf(csv.replace('\uFEFF', ''))).toHaveLength(1 + PART)
  })

  test.for([
    ['topic.ndjson?part=0', /no part 0: topic as of revision 2 has 3 parts/],
    ['topic.ndjson?part=4', /no part 4/],
    [`topic.ndjson?part=${'9'.repeat(30)}`, /no part/],
    ['topic.ndjson?part=x', /part is the number/],
    ['topic.ndjson?part=', /part is the number/],
    ['topic.ndjson?part=1&part=2', /once/],
    [
      'topic.manifest.json?part=1',
      /no parameter part of topic.manifest.json. There are asOf, and to choose rows code/,
    ],
  ] as const)('%s is refused', async ([path, why], { bulk }) => {
    const response = await (await partnerOf(bulk.db)).get(path)
    expect(response.status).toBe(400)
    const { errors } = (await response.json()) as any
    expect(errors).toMatchObject([
      { message: expect.stringMatching(why), extensions: { code: 'BAD_ARGUMENT' } },
    ])
  })
})
