/** Claims that come as one text: whatever stands in them comes out again, or they are left to be read otherwise. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PackedColumn, type Packing, unpack } from '../../src/domain/read/packed-claims.ts'

const FREE = new Set<PackedColumn>(['key', 'note'])
const COLUMNS: PackedColumn[] = ['id', 'key', 'form', 'point', 'unitCode', 'basis', 'note']

/** As Postgres writes it. */
const written = (column: PackedColumn, value: string | null) =>
  value === null
    ? ''
    : FREE.has(column)
      ? JSON.stringify(value).replaceAll(
          /[\u007f-\u009f]/g,
          (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
      : value
const line = (claim: Record<string, string | null>, columns: readonly PackedColumn[]) =>
  columns.map((column) => written(column, claim[column] ?? null)).join('\u001f')

const code = fc.stringMatching(/^[A-Za-z0-9/.-]{1,12}$/)
const anything = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed())
const claim = fc.record({
  id: code,
  form: code,
  basis: code,
  key: fc.option(anything),
  note: fc.option(anything),
  point: fc.option(code),
  unitCode: fc.option(code),
})

test('come out as they went in, with any texts, and nothing where there was nothing', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(claim, { selector: (c) => c.id, minLength: 1, maxLength: 8 }),
      fc.subarray(COLUMNS, { minLength: 1 }),
      (claims, columns) => {
        const text = claims.map((one) => line(one, columns)).join('\u001e')
        const expected = claims.map((one) => ({
          factId: 'pri_1',
          ...Object.fromEntries(columns.map((column) => [column, one[column as keyof typeof one]])),
        }))
        expect(unpack({ of: 'claims', columns, isCited: false }, 'pri_1', text)).toEqual(expected)
      },
    ),
  )
  expect(unpack({ of: 'claims', columns: ['id'], isCited: false }, 'pri_1', null)).toEqual([])
})

const cited: Packing = { of: 'claims', columns: ['id', 'basis'], isCited: true }
const one = (citations: string, id = 'clm_1') => [id, 'STATED', citations].join('\u001f')

test('citations come in their order, whatever order they were found in', () => {
  const text = one(['1\u001cpage\u001cREPEATS', '0\u001cbureau\u001cORIGINAL'].join('\u001d'))
  expect(unpack(cited, 'pri_1', text)).toEqual([
    {
      ...{ factId: 'pri_1', id: 'clm_1', basis: 'STATED' },
      citations: [
        { sourceSlug: 'bureau', role: 'ORIGINAL' },
        { sourceSlug: 'page', role: 'REPEATS' },
      ],
    },
  ])
  expect(unpack(cited, 'pri_1', one(''))![0]!.citations).toEqual([])
})

test('of a series, a claim that goes on is there once, and one that comes again is there again', () => {
  const text = ['clm_1', 'clm_1', 'clm_2', 'clm_1']
    .map((id) => one('0\u001cpage\u001cORIGINAL', id))
    .join('\u001e')
  const ids = (kind: 'claims' | 'history') => unpack({ ...cited, of: kind }, 'pri_1', text)!.map((c) => c.id)
  expect(ids('history')).toEqual(['clm_1', 'clm_2', 'clm_1'])
  expect(ids('claims')).toHaveLength(4)
})

test('are left to be read otherwise where there are too many, or a code holds a separator', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => one('', `c${i}`)).join('\u001e')
  expect(unpack(cited, 'pri_1', many(499))).toHaveLength(499)
  expect(unpack(cited, 'pri_1', many(500))).toBeUndefined()
  for (const separator of ['\u001e', '\u001f']) {
    expect(unpack(cited, 'pri_1', one('', `a${separator}b`))).toBeUndefined()
  }
  for (const separator of ['\u001c', '\u001d', '\u001e', '\u001f']) {
    const text = one(`0\u001cpa${separator}ge\u001cORIGINAL`)
    expect(unpack(cited, 'pri_1', text)).toBeUndefined()
  }
})
