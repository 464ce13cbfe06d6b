/** Rows of pages come as one text or one by one, and are the same either way, whatever stands in them. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { Prisma } from '../../src/db/generated/client.ts'
import { readRows } from '../../src/db/page-rows.ts'
import { test } from '../helpers/db.ts'

type Cells = (string | null)[]

const rowOf = (position: number, cells: Cells, terms: Cells = []) =>
  Prisma.sql`(SELECT 1::int AS branch, 2 AS place, ${position}::int AS position, ${`key-${position}`}::text AS key${Prisma.join(
    [
      ...terms.map((term, i) => Prisma.sql`, ${term}::text AS ${Prisma.raw(`o${i}`)}`),
      ...cells.map((cell, i) => Prisma.sql`, ${cell}::text AS ${Prisma.raw(`c${i}`)}`),
    ],
    '',
  )})`

const expected = (rows: readonly Cells[]) =>
  rows.map((cells, i) => ({ branch: 1, place: 2, position: i, key: `key-${i}`, terms: [], cells }))

test('of codes and nothing, as one text', async ({ empty: { db, statements } }) => {
  const code = fc.option(fc.stringMatching(/^[A-Za-z0-9 /.:|-]{1,9}$/))
  await fc.assert(
    fc.asyncProperty(
      fc
        .integer({ min: 1, max: 4 })
        .chain((width) =>
          fc.array(fc.array(code, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
        ),
      async (rows) => {
        statements()
        const read = await readRows(
          db,
          rows.map((cells, i) => rowOf(i, cells)),
          { terms: 0, cells: rows[0]!.length, isPlain: true },
        )
        expect(read).toEqual(expected(rows))
        expect(statements()).toHaveLength(1)
      },
    ),
    { numRuns: 30 },
  )
  const none = [Prisma.sql`${rowOf(0, ['a'])} LIMIT 0`]
  expect(await readRows(db, none, { terms: 0, cells: 1, isPlain: true })).toEqual([])
})

test('one by one where a value holds a separator after all, and where terms are wanted', async ({
  empty: { db, statements },
}) => {
  for (const separator of ['\u001e', '\u001f']) {
    const rows = [
      ['a', `b${separator}c`],
      ['d', null],
    ]
    statements()
    const branches = rows.map((cells, i) => rowOf(i, cells))
    expect(await readRows(db, branches, { terms: 0, cells: 2, isPlain: true })).toEqual(expected(rows))
    expect(statements()).toHaveLength(2)
  }
  const odd = ['', '\u001e\u001f', null]
  expect(
    await readRows(db, [rowOf(0, odd, ['x', ''])], { terms: 2, cells: 3, isPlain: false }),
  ).toMatchObject([{ terms: ['x', ''], cells: odd }])
})
