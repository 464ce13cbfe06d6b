/** Changes of prices that follow from the editions of price files. */
import { expect, test } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'
import { importLines, type Line } from '../helpers/price-file.ts'

/** Imports editions by their days, and lists the changes of `model-1`, oldest first. */
async function changesAfter(editions: Record<string, Line[]>, yaml = ''): Promise<string[]> {
  const db = await emptyDb()
  await importYaml(db, { 'world.yaml': WORLD })
  if (yaml) await importYaml(db, yaml)
  for (const [day, lines] of Object.entries(editions)) await importLines(db, day, lines)
  const { body } = await testApp(db).ask(
    '{ prices(filter: { model: "model-1" }) { nodes { changes { on direction change status } } } }',
  )
  expect(body.errors).toBeUndefined()
  return body.data.prices.nodes.flatMap((p: any) =>
    p.changes.map((c: any) => `${c.on} ${c.direction} ${c.change} ${c.status}`),
  )
}
const input = (amount: string, more: Line[3] = {}): Line => ['model-1', 'input', amount, more]
const other: Line = ['model-2', 'input', '1', {}]

test('a new number in the same line is a change of the day of its edition', async () => {
  expect(
    await changesAfter({
      '2026-02-18': [input('4')],
      '2026-05-01': [input('4')],
      '2026-07-24': [input('3')],
    }),
  ).toEqual(['2026-07-24 CUT -25 IN_FORCE'])
})

test('the order in which editions are imported does not matter', async () => {
  expect(await changesAfter({ '2026-07-24': [input('3')], '2026-02-18': [input('4')] })).toEqual([
    '2026-07-24 CUT -25 IN_FORCE',
  ])
})

test('a line that vanishes and comes back is compared with its last number', async () => {
  const gap = { '2026-02-01': [input('4'), other], '2026-03-01': [other] }
  expect(await changesAfter(gap)).toEqual([])
  expect(await changesAfter({ ...gap, '2026-04-01': [input('4'), other] })).toEqual([])
  expect(await changesAfter({ ...gap, '2026-04-01': [input('6'), other] })).toEqual([
    '2026-04-01 RISE 50 IN_FORCE',
  ])
})

test('another line of the file is another statement: that it answers instead is no change', async () => {
  const old = input('4', { field: 'alias' })
  expect(await changesAfter({ '2026-02-01': [old], '2026-03-01': [input('3')] })).toEqual([])
})

test('an announced change is marked, and one that was called off is none', async () => {
  const announced = {
    '2026-05-01': [input('2', { to: '2027-01-01' }), input('3', { from: '2027-01-01' })],
  }
  expect(await changesAfter(announced)).toEqual(['2027-01-01 RISE 50 ANNOUNCED'])
  const calledOff = {
    '2026-05-01': [input('2', { to: '2026-06-01' }), input('3', { from: '2026-06-01' })],
    '2026-07-01': [input('2')],
  }
  expect(await changesAfter(calledOff)).toEqual([])
})

test('a page that is read by hand follows a file as a change only where it states its start', async () => {
  const file = { '2026-02-01': [input('4')] }
  const page = (valid: string) =>
    `claims:\n  - { key: p, source: list, price: { model: model-1, seller: maker }, prices: { input: 3 }${valid} }\n`
  expect(await changesAfter(file, page(', valid: { from: 2026-04-01 }'))).toEqual([
    '2026-04-01 CUT -25 IN_FORCE',
  ])
  expect(await changesAfter(file, page(''))).toEqual([])
})
