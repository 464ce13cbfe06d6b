/** Full copies in other forms: as CSV for spreadsheets, as Parquet; each says what the lines say. */
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { describe, expect } from 'vitest'
import { Prisma } from '../../src/db/generated/client.ts'
import { EXPORT_KINDS, exportColumns, exportKind } from '../../src/domain/read/export/lines.ts'
import { exportRoute } from '../../src/http/export.ts'
import { canonicalJson } from '../../src/lib/canonical.ts'
import { test } from '../helpers/db.ts'
import { leavesOf, partnerOf, recordsOf, rowsOf, syncKey } from '../helpers/export.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('the name of a kind', () => {
  test.for([
    ['claims', 'claim'],
    ['prices', 'price'],
    ['countries', 'country'],
    ['token-usages', 'token-usage'],
    ['coverages', 'coverage'],
  ] as const)('%s is %s', async ([plural, kind], { seeded }) => {
    const { get, copy } = await partnerOf(seeded.db)
    const response = await get(`${plural}.ndjson`)
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${kind}-r1.ndjson"`)
    expect(await response.text()).toBe(await copy(kind))
  })

  test('is unlike that of every other, and the plural of no other', () => {
    expect(EXPORT_KINDS.map((kind) => exportKind(kind))).toEqual(EXPORT_KINDS)
    for (const name of ['', 's', 'countrys', 'claimss', 'constructor'])
      expect(exportKind(name)).toBeUndefined()
  })
})

/** Rows of every kind with what the market lacks: withheld, corrected, not offered. */
const TABLE_WORLD = `licences: [{ code: CLOSED, name: Closed, redistributable: false }]
${WORLD.replace('providers:', '  - { slug: closed, title: Closed, kind: DATASET, publisher: bureau, licence: CLOSED }\nproviders:')}
claims:
${usage('a', 100)}${usage('shut', 5, { source: 'closed', valid: '2026-03' })}`

describe('the columns of a table', () => {
  test('hold every key of every row', async ({ market }) => {
    const late = await emptyDb()
    await importYaml(late, TABLE_WORLD)
    await importYaml(late, TABLE_WORLD.replace('value: 100', 'value: 101'))
    for (const db of [market.db, late]) {
      const partner = await partnerOf(db)
      for (const kind of EXPORT_KINDS) {
        const columns = exportColumns(kind).map(({ name }) => name)
        const keys = new Set((await partner.rows(kind)).flatMap((row) => Object.keys(leavesOf(row))))
        expect(columns, kind).toEqual(expect.arrayContaining([...keys]))
        expect(new Set(columns).size, kind).toBe(columns.length)
      }
    }
  })

  test('hold every column of the tables of facts and entities, filled yet or not', () => {
    const others = ['Claim', 'Check', 'Correction', 'Rule']
    const unsaid = ['fromRevision', 'changedIn', 'sortKey']
    for (const kind of EXPORT_KINDS) {
      const table = kind.replaceAll(/(?:^|-)([a-z])/g, (_all, letter) => letter.toUpperCase())
      if (others.includes(table)) continue
      const fields = Object.keys((Prisma as any)[`${table}ScalarFieldEnum`])
      const named = fields.filter((f) => !unsaid.includes(f)).map((f) => f.replace(/(Slug|Code)$/, ''))
      expect(
        exportColumns(kind).map(({ name }) => name),
        kind,
      ).toEqual(expect.arrayContaining(named))
    }
  })
})

describe('CSV', () => {
  test('says of every row what its line says', async ({ market }) => {
    const partner = await partnerOf(market.db)
    for (const kind of EXPORT_KINDS) {
      const response = await partner.get(`${kind}.csv`)
      expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
      const bytes = await bytesOf(response)
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
      const text = bytes.toString('utf8').slice(1)
      expect(text.endsWith('\r\n')).toBe(true)
      const [columns, ...records] = recordsOf(text)
      expect(columns).toEqual(exportColumns(kind).map(({ name }) => name))
      const rows = await partner.rows(kind)
      expect(records.length, kind).toBe(rows.length)
      for (const [i, row] of rows.entries()) {
        const leaves = leavesOf(row)
        const expected = columns!.map((name) => {
          const value = leaves[name]
          const cell = Array.isArray(value) ? canonicalJson(value) : String(value ?? '')
          return /^[=+\-@]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell
        })
        expect(records[i], kind).toEqual(expected)
      }
    }
  })

  test('has no cell that a spreadsheet calculates, and numbers as they are', async () => {
    const db = await emptyDb()
    const said = (key: string, text: string) =>
      `  - { key: "${key}", source: article, assertion: { subject: country/CN, topic: outlook }, text: "${text}", valid: 2026-01 }\n`
    const texts = ['=1+1', '+1', '-1+1', '@SUM(A1)', 'two\\nlines, \\"quoted\\"', '中文', '＝1+1']
    const claims = texts.map((text, i) => said(`t${i}`, text)).join('')
    const below = usage('below', 1)
      .replace(/value: 1\b/, 'value: -0.5')
      .replace(/tokenUsage: \{[^}]*\}/, 'indicator: { subject: country/CN, metric: share }')
    expect((await importYaml(db, `${WORLD}claims:\n${claims}${below}`)).rejected).toEqual([])
    const csv = await (await (await partnerOf(db)).get('claims.csv')).text()
    const [columns, ...records] = recordsOf(csv.replace('\uFEFF', ''))
    const cell = (key: string, column: string) =>
      records.find((record) => record[columns!.indexOf('key')] === key)![columns!.indexOf(column)]
    expect(texts.map((_text, i) => cell(`t${i}`, 'text'))).toEqual([
      "'=1+1",
      "'+1",
      "'-1+1",
      "'@SUM(A1)",
      'two\nlines, "quoted"',
      '中文',
      "'＝1+1",
    ])
    expect(cell('below', 'value.point')).toBe('-0.5')
  })
})

describe('Parquet', () => {
  test('says of every row what its line says, in types', async ({ market }) => {
    const partner = await partnerOf(market.db)
    const value = String(await market.db.revision.count())
    for (const kind of EXPORT_KINDS) {
      const response = await partner.get(`${kind}.parquet`, { headers: { 'accept-encoding': 'gzip' } })
      expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet')
      expect(response.headers.get('content-encoding')).toBeNull()
      const file = await response.arrayBuffer()
      const lines = await partner.rows(kind)
      const metadata = parquetMetadata(file)
      expect(Number(metadata.num_rows), kind).toBe(lines.length)
      expect(metadata.key_value_metadata).toContainEqual({ key: 'revision', value })
      if (lines.length === 0) continue
      const rows = await parquetReadObjects({ file })
      const types = Object.fromEntries(exportColumns(kind).map(({ name, type }) => [name, type]))
      for (const [i, line] of lines.entries()) {
        const told = Object.fromEntries(
          Object.entries(leavesOf(line)).map(([name, value]) => [
            name,
            types[name] === 'INSTANT' || types[name] === 'DAY' ? new Date(value) : value,
          ]),
        )
        const read = Object.entries(rows[i]!).filter(([, value]) => value !== null && value !== undefined)
        expect(Object.fromEntries(read), kind).toEqual(told)
      }
    }
  })

  test('comes in groups of rows, the first of which is small', async ({ market }) => {
    const { get } = await partnerOf(market.db)
    const response = await get('claim.parquet')
    const { row_groups: groups, schema } = parquetMetadata(await response.arrayBuffer())
    const sizes = groups.map((group) => Number(group.num_rows))
    expect(sizes.length).toBeGreaterThan(2)
    expect(sizes.slice(0, -1)).toEqual([100, ...sizes.slice(2).map(() => 2500)])
    const column = (name: string) => schema.find((element) => element.name === name)
    expect(column('recordedIn')).toMatchObject({ type: 'INT32' })
    expect(column('promotional')).toMatchObject({ type: 'BOOLEAN' })
    expect(column('value.point')).toMatchObject({ type: 'BYTE_ARRAY', converted_type: 'UTF8' })
    expect(column('provenance')).toMatchObject({ converted_type: 'JSON' })
    expect(column('sightings.first')).toMatchObject({ type: 'INT32', converted_type: 'DATE' })
    expect(column('period.from')).toMatchObject({
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    })
  })
})

test('names the cursor to go on from where there is a feed', async ({ seeded }) => {
  const headers = await syncKey(seeded.db)
  const caller = { scopes: ['sync'] } as any
  const ask = (path: string, more: object) => {
    const request = new Request(`http://test/export/${path}`, { headers, method: 'HEAD' })
    const { signal: stopping } = new AbortController()
    const url = new URL(request.url)
    const choose = async () => seeded.db
    const asked = { db: seeded.db, choose, request, url, caller, stopping, failed: () => {} }
    return exportRoute({ ...asked, ...more })
  }
  const cursorOf = (revision: number) => `after-${revision}`
  for (const format of ['ndjson', 'csv', 'parquet', 'manifest.json']) {
    expect((await ask(`hub.${format}?asOf=1`, { cursorOf })).headers.get('x-cursor')).toBe('after-1')
    expect((await ask(`hub.${format}`, {})).headers.get('x-cursor')).toBeNull()
  }
})

test('a copy of the past says in every form what it said', async () => {
  const db = await emptyDb()
  await importYaml(db, TABLE_WORLD)
  const partner = await partnerOf(db)
  const before = await bytesOf(await partner.get('claim.parquet?asOf=1'))
  const csv = await (await partner.get('claim.csv?asOf=1')).text()
  await importYaml(db, TABLE_WORLD.replace('value: 100', 'value: 101'))
  expect((await bytesOf(await partner.get('claim.parquet?asOf=1'))).equals(before)).toBe(true)
  expect(await (await partner.get('claim.csv?asOf=1')).text()).toBe(csv)
  expect(await (await partner.get('claim.csv')).text()).not.toBe(csv)
  expect(csv).toContain('LICENCE_WITHHELD')
  expect(rowsOf(await partner.copy('claim', 1))).toHaveLength(recordsOf(csv).length - 1)
})
