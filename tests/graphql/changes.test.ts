/** The change feed: applied in order it gives full copies, whatever happened, and pages of it can be cut anywhere. */
import { describe, expect, test as plain } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { partnerOf, syncKey } from '../helpers/export.ts'
import { emptyDb, WORLD as FILES_WORLD, importYaml as importFiles } from '../helpers/facts.ts'
import { applyTo, copiesAsMirror, linesOf, type Mirror } from '../helpers/mirror.ts'
import { importLines, type Line } from '../helpers/price-file.ts'
import { eventful } from './eventful.ts'
import { codeOf, importYaml, type Json, WORLD } from './world.ts'

const QUERY = `query ($after: String, $first: Int) { changes(after: $after, first: $first) {
  edges { cursor node { __typename kind key revision { number } ... on Upsert { row } } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } highWater } }`

/** Follows the feed in pages, and shows the mirror at the end of each revision. */
async function follow(
  db: Db,
  first: number,
  after: string | null = null,
  mirror: Mirror = new Map(),
  atEnd: (revision: number) => Promise<void> = async () => undefined,
  asOf = '',
) {
  const { ask } = testApp(db)
  const headers = await syncKey(db)
  let revision = 0
  let highWater = ''
  for (let more = true; more; ) {
    const { body } = await ask(QUERY.replace(') {', `) ${asOf} {`), { after, first }, headers)
    expect(body.errors).toBeUndefined()
    const page = body.data.changes
    // Each pair of revision and kind costs statements, so a page has few, however many changes are asked for.
    const runs = new Set(page.edges.map(({ node }: Json) => `${node.revision.number} ${node.kind}`))
    expect(runs.size).toBeLessThanOrEqual(12)
    for (const { node } of page.edges) {
      if (revision !== 0 && node.revision.number !== revision) await atEnd(revision)
      expect(node.revision.number).toBeGreaterThanOrEqual(revision)
      revision = node.revision.number
      applyTo(mirror, { ...node, op: node.__typename === 'Upsert' ? 'UPSERT' : 'WITHDRAWAL' })
    }
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null)
    after = page.pageInfo.endCursor
    more = page.pageInfo.hasNextPage
    highWater = page.highWater
  }
  if (revision !== 0) await atEnd(revision)
  return { mirror, cursor: after, highWater }
}

describe.each([1, 7, 100])('in pages of %i', (first) => {
  plain('the mirror is the full copies, revision by revision', async () => {
    const db = await eventful()
    const partner = await partnerOf(db)
    const seen: number[] = []
    const mirror: Mirror = new Map()
    await follow(db, first, null, mirror, async (revision) => {
      seen.push(revision)
      expect(linesOf(mirror), `revision ${revision}`).toEqual(await copiesAsMirror(partner, revision))
    })
    expect(seen).toEqual(Array.from({ length: 11 }, (_, i) => i + 1))
  })
})

plain(
  'editions of a price file too: what was seen again, ended, came back, or was seen by a file from before',
  async () => {
    const db = await emptyDb()
    await importFiles(db, { 'world.yaml': FILES_WORLD })
    const both: Line[] = [
      ['model-1', 'input', '1'],
      ['model-2', 'input', '2'],
    ]
    const editions: [string, Line[]][] = [
      ['2026-03-01', both],
      // Nothing but sightings.
      ['2026-03-05', both],
      ['2026-03-10', [['model-1', 'input', '1']]],
      ['2026-03-15', both],
      ['2026-02-20', [['model-2', 'input', '2']]],
    ]
    for (const [date, lines] of editions) await importLines(db, date, lines)
    // A seller's name stands in the questions of its prices.
    await importYaml(
      db,
      'providers: [{ slug: maker, name: The Maker, kinds: [LAB], cites: [{ source: article }] }]',
      '2026-11-25T00:00:00Z',
    )
    const partner = await partnerOf(db)
    const mirror: Mirror = new Map()
    const seen: number[] = []
    await follow(db, 100, null, mirror, async (revision) => {
      seen.push(revision)
      expect(linesOf(mirror), `revision ${revision}`).toEqual(await copiesAsMirror(partner, revision))
    })
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7])
  },
)

test('the market too, from the start and from any place', async ({ market: { db } }) => {
  const partner = await partnerOf(db)
  const { mirror, cursor, highWater } = await follow(db, 100)
  expect(linesOf(mirror)).toEqual(await copiesAsMirror(partner))
  const end = await follow(db, 5, cursor)
  expect([end.mirror.size, end.cursor]).toEqual([0, cursor])
  expect((await follow(db, 5, highWater)).mirror.size).toBe(0)
})

test('a page costs few statements, whatever it holds', async ({ serial: { db, statements } }) => {
  const { ask } = testApp(db)
  const headers = await syncKey(db)
  const cost = async (first: number) => {
    statements()
    await ask(QUERY, { first }, headers)
    return statements().length
  }
  expect(await cost(5)).toBeLessThan(25)
  expect(await cost(100)).toBeLessThan(60)
})

plain('a licence that was closed later withholds in the feed of the past too', async () => {
  const db = await emptyDb()
  const licence = (isOpen: boolean) =>
    `licences: [{ code: CLOSED, name: Closed, redistributable: ${isOpen} }]\n`
  const world = WORLD.replace(/^licences:.*\n/m, licence(true)).replace(
    'sources:\n',
    'sources:\n  - { slug: closed, title: Closed data, kind: DATASET, publisher: bureau, publishedOn: 2026-01-02, licence: CLOSED }\n',
  )
  const claim =
    'claims: [{ key: s, source: closed, indicator: { subject: country/XA, metric: towers }, value: 98765, valid: 2025 }]\n'
  await importYaml(db, world + claim, '2026-06-01T00:00:00Z')
  const told = async (asOf: string) => {
    const { mirror } = await follow(db, 100, null, new Map(), async () => undefined, asOf)
    const [row] = [...mirror].filter(([name]) => name.startsWith('claim ')).map(([, line]) => line)
    return row!.includes('98765')
  }
  expect(await told('')).toBe(true)
  await importYaml(db, licence(false), '2026-06-02T00:00:00Z')
  expect(await told('')).toBe(false)
  expect(await told('@asOf(revision: 1)')).toBe(false)
})

test('a source of a whole market that is described anew reaches all its claims', async ({
  market: { db },
}) => {
  const { name, kind } = await db.publisher.findUniqueOrThrow({ where: { slug: 'pydantic' } })
  const describing = `publishers: [{ slug: pydantic, name: "${name} anew", kind: ${kind} }]\n`
  await importYaml(db, describing, '2027-01-01T00:00:00Z')
  const newest = await db.revision.findFirstOrThrow({ orderBy: { number: 'desc' } })
  const logged = await db.change.count({ where: { fromRevision: newest.number } })
  expect(logged).toBeGreaterThan(8_000)
  const { mirror } = await follow(db, 100)
  expect(linesOf(mirror)).toEqual(await copiesAsMirror(await partnerOf(db)))
})

test('it wants a key with the scope sync, and a cursor of its own', async ({ seeded: { db } }) => {
  const { ask } = testApp(db)
  const headers = await syncKey(db)
  expect(codeOf(await ask('{ changes { highWater } }'))).toBe('UNAUTHENTICATED')
  const asked = async (after: string) => codeOf(await ask(QUERY, { after, first: 1 }, headers))
  const cursor = (text: string) => Buffer.from(text).toString('base64url')
  for (const wrong of ['', 'x', cursor('1:1'), cursor('2:1:1'), cursor('1:01:1'), cursor('1:2:1')])
    expect(await asked(wrong), wrong).toBe('CURSOR_INVALID')
  expect(codeOf(await ask(QUERY, { first: 0 }, headers))).toBe('BAD_ARGUMENT')
  expect(codeOf(await ask(QUERY, { first: 101 }, headers))).toBe('BAD_ARGUMENT')
})

test('where the log begins later, an older cursor is told to take full copies', async ({ empty: { db } }) => {
  await importYaml(
    db,
    'countries: [{ code: XA, name: Atlantis, isAggregate: "false" }]\n',
    '2026-06-01T00:00:00Z',
  )
  // As a release before the log left it.
  await db.$executeRawUnsafe('ALTER TABLE "Change" DISABLE TRIGGER USER')
  await db.$executeRawUnsafe('DELETE FROM "Change"')
  await db.$executeRawUnsafe('ALTER TABLE "Change" ENABLE TRIGGER USER')
  const { ask } = testApp(db)
  const headers = await syncKey(db)
  expect(codeOf(await ask(QUERY, {}, headers))).toBe('CURSOR_TOO_OLD')
  const start = Buffer.from(`1:1:2147483647`).toString('base64url')
  await importYaml(
    db,
    'countries: [{ code: XB, name: Borea, isAggregate: "false" }]\n',
    '2026-06-02T00:00:00Z',
  )
  expect(codeOf(await ask(QUERY, {}, headers))).toBe('CURSOR_TOO_OLD')
  const { mirror } = await follow(db, 10, start)
  expect([...mirror.keys()]).toEqual(['country XB'])
})
