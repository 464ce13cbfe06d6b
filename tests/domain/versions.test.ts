/** A reader of an older revision is told what things were called then. */
import { expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { createReader } from '../../src/domain/read/reader.ts'
import { canonicalOf } from '../../src/lib/decimal.ts'
import { test } from '../helpers/db.ts'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'

const cites = 'cites: [{ source: article }]'
const described = (word: string, more: { released?: string; note?: string; latitude?: string } = {}) => `
providers:
  - { slug: maker, name: ${word} maker, kinds: [LAB], note: "${more.note ?? word}", ${cites} }
models:
  - { slug: model-1, name: ${word} model, maker: maker, releasedOn: ${more.released ?? '2026-01-02'}, ${cites} }
hubs:
  - { slug: here, name: ${word} hub, kind: DATA_CENTRE, country: CN, subdivisions: [CN-GZ], ${cites} }
  - { slug: there, name: There, kind: DATA_CENTRE, country: CN, subdivisions: [CN-GS], ${cites} }
clusters:
  - { slug: c, name: ${word} cluster, hub: here, subdivisions: [CN-GZ], latitude: ${more.latitude ?? '1.5'}, longitude: 2, ${cites} }
flows:
  - { slug: f, from: here, to: there, strength: OFFICIAL, statement: ${word} statement, ${cites} }
`
const names = WORLD.slice(0, WORLD.indexOf('providers:'))

const reader = (db: Db, revision: number) => createReader(db, { revision, time: new Date('2026-11-25') })
async function words(db: Db, revision: number) {
  const read = reader(db, revision)
  const [provider, model, hub] = await Promise.all([
    read.provider.load('maker'),
    read.model.load('model-1'),
    read.hub.load('here'),
  ])
  const [clusters, out, back] = await Promise.all([
    read.clustersOfHub.load('here'),
    read.flowsOut.load('here'),
    read.flowsIn.load('there'),
  ])
  const [cluster, flow] = await Promise.all([read.cluster.load('c'), read.flow.load('f')])
  const named = [provider, model, hub, cluster, ...clusters].map((e) => e!.name.split(' ')[0])
  return [...named, ...[flow, ...out, ...back].map((f) => f!.statement.split(' ')[0])]
}

test('each revision is answered with its own words, wherever they are read', async () => {
  const db = await emptyDb()
  for (const word of ['first', 'second', 'third'])
    await importYaml(db, names + described(word), { origin: 'test' })
  for (const [i, word] of ['first', 'second', 'third'].entries())
    expect(await words(db, i + 1), `revision ${i + 1}`).toEqual(Array(8).fill(word))
})

test('what was described in one revision only is told as it was until then, and as it is since', async () => {
  const db = await emptyDb()
  await importYaml(db, names + described('first'))
  await importYaml(db, 'topics:\n  - { code: more, name: more, question: "More?", category: EVENT }')
  await importYaml(db, described('second'))
  await importYaml(db, 'topics:\n  - { code: less, name: less, question: "Less?", category: EVENT }')
  const told = await Promise.all([1, 2, 3, 4].map(async (n) => (await words(db, n))[0]))
  expect(told).toEqual(['first', 'first', 'second', 'second'])
})

test('an old description has the same columns of the same types as a new one', async () => {
  const db = await emptyDb()
  const latitude = '1.23456789012345678901'
  await importYaml(db, names + described('first', { note: '2026-01-01', latitude }))
  const before = reader(db, 1)
  const load = async (read: typeof before) => [
    await read.provider.load('maker'),
    await read.model.load('model-1'),
    await read.hub.load('here'),
    await read.flow.load('f'),
  ]
  const [then, place] = [await load(before), canonicalOf((await before.cluster.load('c'))!.latitude)]
  await importYaml(db, described('second', { released: '2026-02', latitude: '2' }))
  const again = await load(reader(db, 1))
  const without = (rows: unknown[]) => rows.map((r) => ({ ...(r as object), changedIn: 1 }))
  expect(without(again)).toEqual(without(then))
  expect(place).toBe(latitude)
  expect(canonicalOf((await reader(db, 1).cluster.load('c'))!.latitude)).toBe(place)
})

test('what was not known then is not known then now, a date included', async () => {
  const db = await emptyDb()
  await importYaml(db, names + described('first').replace('releasedOn: 2026-01-02, ', ''))
  await importYaml(db, described('second'))
  expect((await reader(db, 1).model.load('model-1'))!.releasedOn).toBeNull()
  expect((await reader(db, 2).model.load('model-1'))!.releasedOn).toEqual(new Date('2026-01-02'))
})

test('only what has been described anew is kept, and only reading that costs a further statement', async ({
  empty: { db, statements },
}) => {
  await importYaml(db, names + described('first'))
  await importYaml(db, described('second'))
  expect(await db.entityVersion.count()).toBe(5)
  const hubs = await db.hub.findMany({ orderBy: { slug: 'asc' } })
  expect(hubs.map((h) => [h.slug, h.fromRevision, h.changedIn])).toEqual([
    ['here', 1, 2],
    ['there', 1, 1],
  ])
  const cost = async (revision: number, slug: string) => {
    statements()
    await reader(db, revision).hub.load(slug)
    return statements().length
  }
  expect(await cost(2, 'here')).toBe(1)
  expect(await cost(1, 'there')).toBe(1)
  expect(await cost(1, 'here')).toBe(2)
})
