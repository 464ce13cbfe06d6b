/** The changes of prices that a revision tells a webhook: by threshold and filter, in parts, within licences. */
import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { importYaml, type Json } from '../graphql/world.ts'
import { WORLD } from '../helpers/facts.ts'
import { importLines, type Line } from '../helpers/price-file.ts'
import { database, exampleOf, makeMessages, messagesFor, partner, shapeOf, sharedDatabase } from './world.ts'

const importFacts = (db: Db, yaml: string) => importYaml(db, yaml, '2026-11-24T12:00:00Z')
const base = sharedDatabase((db) => importFacts(db, WORLD))

const world = async () => ({ db: base.db, own: await partner(base.db) })

/** Nothing is sent there in these tests. */
const URL = 'http://127.0.0.1:9/hook'
const prices = (more: object = {}) => ({ url: URL, events: ['PRICE_CHANGED'], ...more })
/** The changes of all messages of a type, by model and meter. */
const told = (messages: Json[]) =>
  messages.flatMap((m) => m.data.changes.map((c: Json) => [c.model, c.meter, c.direction, c.change ?? null]))

test('a file with other prices tells the changes that it makes, each hook those that it wants', async () => {
  const { db, own } = await world()
  const edition = (day: string, lines: Line[]) => importLines(db, day, lines)
  await edition('2026-08-01', [
    ['model-1', 'input', '2'],
    ['model-1', 'output', '10'],
    ['model-2', 'input', '0'],
    ['model-3', 'input', '3'],
  ])
  const hooks = Object.fromEntries(
    await Promise.all(
      Object.entries({
        all: {},
        tenth: { threshold: '10' },
        half: { threshold: '50' },
        more: { threshold: '50.01' },
        one: { models: ['model-1'] },
        out: { meters: ['output'], sellers: ['maker'] },
        none: { models: ['model-3'], meters: ['output'] },
        other: { events: ['REVISION_PUBLISHED'] },
      }).map(async ([name, more]) => [name, (await own.hook(prices(more))).id] as const),
    ),
  )
  await edition('2026-08-02', [
    ['model-1', 'input', '1'],
    ['model-1', 'output', '10.5'],
    ['model-2', 'input', '1'],
    ['model-3', 'input', '3'],
  ])
  await makeMessages(db)
  const cut = ['model-1', 'input', 'CUT', '-50']
  const rise = ['model-1', 'output', 'RISE', '5']
  const priced = ['model-2', 'input', 'BECAME_PRICED', null]
  const expected: Record<string, Json[]> = {
    all: [cut, rise, priced],
    // What has no percentage is always told.
    ...{ tenth: [cut, priced], half: [cut, priced], more: [priced], one: [cut, rise], out: [rise], none: [] },
  }
  for (const [name, changes] of Object.entries(expected))
    expect(told(await messagesFor(db, hooks[name]!)).sort(), name).toEqual(changes)
  expect((await messagesFor(db, hooks.other!)).map((m) => m.type)).toEqual(['revision.published'])

  const [message] = await messagesFor(db, hooks.out!)
  const claims = await db.claim.findMany({ where: { factId: message.data.changes[0].factId } })
  const idOf = (point: string) => claims.find((c) => String(c.point) === point)!.id
  expect(message).toEqual({
    type: 'price.changed',
    timestamp: '2026-11-24T12:00:00.002Z',
    data: {
      ...{ revision: 3, time: '2026-11-24T12:00:00.002Z', count: 1, part: 1, parts: 1 },
      changes: [
        {
          factId: expect.stringMatching(/^pri_/),
          ...{ model: 'model-1', seller: 'maker', meter: 'output', conditions: '' },
          ...{ on: '2026-08-02', status: 'IN_FORCE', direction: 'RISE', change: '5', revised: false },
          before: { point: '10', qualifier: 'EXACT', unit: 'USD/Mtok' },
          after: { point: '10.5', qualifier: 'EXACT', unit: 'USD/Mtok' },
          claims: { before: idOf('10'), after: idOf('10.5') },
        },
      ],
    },
  })

  expect(shapeOf(message)).toEqual(shapeOf(exampleOf('price.changed')))

  // The same prices a day later are no news.
  await edition('2026-08-03', [
    ['model-1', 'input', '1'],
    ['model-1', 'output', '10.5'],
    ['model-2', 'input', '1'],
    ['model-3', 'input', '3'],
  ])
  await makeMessages(db)
  expect(await messagesFor(db, hooks.all!)).toHaveLength(1)
})

test('an edition of the past changes a change that was told, which says so', async () => {
  const { db, own } = await world()
  await importLines(db, '2026-08-11', [['model-1', 'input', '4']])
  await importLines(db, '2026-08-19', [['model-1', 'input', '1']])
  const { id } = await own.hook(prices())
  await importLines(db, '2026-08-15', [['model-1', 'input', '2']])
  await makeMessages(db)
  const changes = (await messagesFor(db, id)).flatMap((m) => m.data.changes)
  expect(changes.map((c: Json) => [c.on, c.change, c.revised])).toEqual([
    ['2026-08-19', '-50', true],
    ['2026-08-15', '-50', false],
  ])
})

test('many changes come in parts of fifty', async () => {
  const { db, own } = await world()
  const all = (amount: string): Line[] =>
    Array.from({ length: 120 }, (_, i) => [`model-${i}`, 'input', amount] as const)
  await importLines(db, '2026-09-01', all('2'))
  const { id } = await own.hook(prices())
  await importLines(db, '2026-09-02', all('1'))
  await makeMessages(db)
  const parts = (await messagesFor(db, id)).sort((a, b) => a.data.part - b.data.part)
  expect(parts.map(({ data }) => [data.part, data.parts, data.count, data.changes.length])).toEqual([
    [1, 3, 120, 50],
    [2, 3, 120, 50],
    [3, 3, 120, 20],
  ])
  const models = new Set(parts.flatMap((p) => p.data.changes.map((c: Json) => c.model)))
  expect(models.size).toBe(120)
})

test('a model that was merged into another is still followed', async () => {
  const { db, own } = await world()
  await importFacts(
    db,
    'models: [{ slug: model-old, name: Old Model, maker: maker, cites: [{ source: article }] }]\n',
  )
  const { id } = await own.hook(prices({ models: ['model-old'] }))
  await importFacts(db, 'merges: [{ model: model-old, into: model-1 }]\n')
  await importLines(db, '2026-09-11', [['model-1', 'input', '2']])
  await importLines(db, '2026-09-12', [['model-1', 'input', '1']])
  await makeMessages(db)
  expect(told(await messagesFor(db, id))).toEqual([
    // In the test before it cost 1.
    ['model-1', 'input', 'RISE', '100'],
    ['model-1', 'input', 'CUT', '-50'],
  ])
})

test('a database without webhooks counts everything as told, and a new webhook hears nothing of the past', async () => {
  const { db } = await database(true)
  await importFacts(db, WORLD)
  const own = await partner(db)
  await importLines(db, '2026-08-01', [['model-1', 'input', '2']])
  await makeMessages(db)
  expect(await db.webhookPosition.findMany()).toEqual([{ id: 'messages', revision: 2 }])
  await importLines(db, '2026-08-02', [['model-1', 'input', '1']])
  // Made before anybody looked at that revision.
  const { id } = await own.hook(prices())
  await importLines(db, '2026-08-03', [['model-1', 'input', '3']])
  await makeMessages(db)
  expect(told(await messagesFor(db, id))).toEqual([['model-1', 'input', 'RISE', '200']])
  expect(await db.webhookPosition.findMany()).toEqual([{ id: 'messages', revision: 4 }])
})

test('what a licence forbids to pass on is told of without numbers, whatever the threshold', async () => {
  const { db, own } = await world()
  await importFacts(
    db,
    `licences: [{ code: CLOSED, name: All rights reserved, redistributable: false }]
sources: [{ slug: article, title: An article, kind: ARTICLE, publisher: paper, publishedOn: 2026-03-01, licence: CLOSED }]
`,
  )
  await importLines(db, '2026-09-21', [['model-1', 'input', '2']])
  const { id } = await own.hook(prices({ threshold: '99' }))
  await importLines(db, '2026-09-22', [['model-1', 'input', '1']])
  await makeMessages(db)
  const [{ data }] = (await messagesFor(db, id)) as [Json]
  expect(data.changes[0]).toMatchObject({ model: 'model-1', withheld: { code: 'LICENCE_WITHHELD' } })
  for (const name of ['before', 'after', 'change', 'direction'])
    expect(data.changes[0]).not.toHaveProperty(name)
})
