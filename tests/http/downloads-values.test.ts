import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvOf } from '../../src/http/download-answer.ts'
import type { Download } from '../../src/http/download-readme.ts'
import { workbookOf } from '../../src/http/download-xlsx.ts'
import type { Cell } from '../../src/http/table-rows.ts'
import { testApp } from '../helpers/app.ts'
import { recordsOf } from '../helpers/export.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'
import { sheetsOf } from '../helpers/workbook.ts'

const QUERY = '{ tokenUsage { nodes { claims { key note value { point } } } } }'
const LONG = '123456789012345678901234567890.5'
const NOTES: Record<string, string> = {
  formula: '=1+1',
  wide: '＝1+1',
  quoted: 'a "b", c; 汉字 😀',
  lines: 'one\ntwo',
  bars: 'a | b \\ c',
  escape: '_x0041_ & <b>',
  known: 'constructor',
}

async function answers(more = '') {
  const db = await emptyDb()
  const claims = Object.entries(NOTES).map(([key, note], i) =>
    usage(key, i === 0 ? `"${LONG}"` : 10 + i, { valid: `2026-0${i + 1}`, note: JSON.stringify(note) }),
  )
  const { rejected } = await importYaml(db, `${WORLD}claims:\n${claims.join('')}${more}`)
  expect(rejected).toEqual([])
  const { app } = testApp(db)
  const get = (format: string, rows = 'tokenUsage.history') =>
    app(
      new Request(
        `http://test/graphql?${new URLSearchParams({ query: QUERY.replace('claims', 'history'), format, rows })}`,
      ),
    )
  const bytes = async (response: Response) => new Uint8Array(await response.arrayBuffer())
  return { get, bytes }
}

describe('values in files', () => {
  test('stay what they are, and calculate nothing', async () => {
    const { get, bytes } = await answers()
    const csv = recordsOf(
      Buffer.from(await bytes(await get('csv')))
        .toString('utf8')
        .slice(1),
    )
    expect(csv[0]).toEqual(['history.key', 'history.note', 'history.value.point'])
    const written = { ...NOTES, formula: "'=1+1", wide: "'＝1+1" }
    expect(Object.fromEntries(csv.slice(1).map(([key, note]) => [key, note]))).toEqual(written)
    expect(csv[1]![2]).toBe(LONG)
    const { rows } = sheetsOf(await bytes(await get('xlsx'))).get('tokenUsage')!
    expect(Object.fromEntries(rows.slice(1).map(([key, note]) => [key, note]))).toEqual(NOTES)
    expect(rows.slice(1, 3).map((row) => row[2])).toEqual([LONG, 11])
  })

  test('in lists within cells can be taken apart again', async () => {
    const { get, bytes } = await answers()
    const [, row] = recordsOf(
      Buffer.from(await bytes(await get('csv', 'tokenUsage')))
        .toString('utf8')
        .slice(1),
    )
    const parts = row![1]!.split(/(?<!\\)(?:\\\\)* \| /).map((part) => part.replace(/\\(.)/gs, '$1'))
    expect(parts).toEqual(expect.arrayContaining(["'=1+1", 'a | b \\ c', 'constructor']))
  })
})

describe('a licence that forbids to pass values on', () => {
  const CLOSED = `${usage('closed', 99, { source: 'closed', valid: '2026-12' })}`
  const LICENCE = `licences:
  - { code: CLOSED, name: Closed, url: "https://closed.example/terms", redistributable: false }
sources:
  - { slug: closed, title: Closed data, kind: DATASET, publisher: bureau, licence: CLOSED, attribution: "© Bureau" }
`
  async function closed() {
    const db = await emptyDb()
    const world = WORLD.replace('sources:\n', `${LICENCE}`)
    const { rejected } = await importYaml(
      db,
      `${world}claims:\n${usage('open', 5, { valid: '2026-01' })}${CLOSED}`,
    )
    expect(rejected).toEqual([])
    const { app } = testApp(db)
    return (query: string, format: string) =>
      app(new Request(`http://test/graphql?${new URLSearchParams({ query, format })}`))
  }

  test.each(['csv', 'xlsx'])('keeps the whole %s here, and says for whose sake', async (format) => {
    const get = await closed()
    const answer = await get(QUERY, format)
    const text = await answer.text()
    expect(text).not.toContain('99')
    expect([answer.status, JSON.parse(text).errors[0]]).toEqual([
      451,
      {
        message: expect.stringContaining('the licence Closed (https://closed.example/terms), which forbids'),
        extensions: { code: 'LICENCE_WITHHELD' },
      },
    ])
  })

  test('keeps nothing of what does not rest on it', async () => {
    const get = await closed()
    const answer = await get('{ models { nodes { name } } }', 'csv')
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('name\r\nModel 1\r\n'),
    ])
  })
})

describe('whatever an answer holds', () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      '=A1',
      '-1',
      '-1.50',
      '@x',
      '_x0041_',
      '\r\n',
      '"',
      '',
      '__proto__',
      'toString',
      '1e5',
      '0.1',
    ),
  )
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 5 }))
  const tableOf = (rows: Cell[][], type: string) => ({
    name: 'list',
    rows,
    columns: Array.from({ length: rows[0]?.length ?? 1 }, (_, i) => ({ name: `c${i}`, type, ...COLUMN })),
    goesOn: null,
    others: [],
  })
  const COLUMN = { holder: 0, path: [], lists: 0 }

  test('comes out of a CSV again, but for the apostrophe before a formula', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const text = csvOf(tableOf(rows, 'String'))
        const [, ...records] = recordsOf(text.slice(1))
        const back = records.map((record) => record.map((c) => c.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '')))
        expect(back).toEqual(rows.map((row) => row.map((c) => String(c ?? ''))))
        for (const c of records.flat()) expect(c).not.toMatch(/^[=+@\t\r\n＝＋－＠]|^-(?!\d+(\.\d+)?$)/)
      }),
    )
  })

  test('comes out of a workbook again', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const download = { ...DOWNLOAD, tables: [tableOf(rows, 'String')] } satisfies Download
        const [, ...back] = sheetsOf(await workbookOf(download)).get('list')!.rows
        const told = rows.map((row) =>
          row.map((c) => (c === '' ? null : typeof c === 'number' ? String(c) : c)),
        )
        // Rows without a value leave nothing behind them.
        while (told.length > 0 && told.at(-1)!.every((c) => c === null)) told.pop()
        expect(back).toEqual(told)
      }),
      { numRuns: 60, examples: [[[['\u{10FFFE}\u0000', '\u{1FFFF}', '\uFDD0', '_x0041_']]]] },
    )
  })

  test('is a number in a workbook where no digit is lost', async () => {
    const texts: [string, Cell][] = [
      ['0', 0],
      ['-12.5', -12.5],
      ['0.000000123', 0.000000123],
      ['123456789012345', 123456789012345],
      ['1234567890123456', '1234567890123456'],
      ['0.1234567890123456', '0.1234567890123456'],
      ['140000000000000000', '140000000000000000'],
    ]
    const download = {
      ...DOWNLOAD,
      tables: [
        tableOf(
          texts.map(([text]) => [text]),
          'Decimal',
        ),
      ],
    }
    const { rows } = sheetsOf(await workbookOf(download)).get('list')!
    expect(rows.slice(1)).toEqual(texts.map(([, value]) => [value]))
  })

  const DOWNLOAD: Download = {
    name: 'list',
    query: '{ list }',
    variables: {},
    asOf: { revision: 1, time: new Date('2026-11-25T10:00:00Z') },
    origin: 'http://test',
    address: '/graphql?query=x',
    openAddress: '/graphql?query=x',
    receipt: null,
    cost: null,
    tables: [],
    sources: [],
  }
})
