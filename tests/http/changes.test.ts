/** `/changes` as a partner reads it: to the end, cut and resumed, and followed across servers. */
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test as plain } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { listenToRevisions } from '../../src/db/listen.ts'
import { importYaml, WORLD } from '../graphql/world.ts'
import { testApp } from '../helpers/app.ts'
import { createDatabase, test } from '../helpers/db.ts'
import { partnerOf, syncKey } from '../helpers/export.ts'
import { emptyDb } from '../helpers/facts.ts'
import { applyTo, copiesAsMirror, type FeedLine, feedLines, linesOf, type Mirror } from '../helpers/mirror.ts'

const land = (code: string) => `countries: [{ code: ${code}, name: Land ${code}, isAggregate: "false" }]\n`

const reader =
  (db: Db, headers: Record<string, string>, app = testApp(db).app) =>
  (parameters: string) =>
    app(new Request(`http://test/changes${parameters}`, { headers }))

function applyLines(mirror: Mirror, lines: FeedLine[]): void {
  for (const line of lines) {
    if (line.op === 'REVISION') continue
    applyTo(mirror, { ...line, kind: line.kind!, key: line.key!, row: JSON.stringify(line.row) })
  }
}

test('to its end it gives the full copies, and ends with the line of the revision', async ({
  market: { db },
}) => {
  const partner = await partnerOf(db)
  const response = await reader(db, await syncKey(db))('')
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
  expect(response.headers.get('cache-control')).toBe('no-store')
  const lines = feedLines(await response.text())
  const mirror: Mirror = new Map()
  applyLines(mirror, lines)
  expect(linesOf(mirror)).toEqual(await copiesAsMirror(partner))
  const all = await db.revision.findMany({ orderBy: { number: 'asc' } })
  expect(lines.filter((l) => l.op === 'REVISION').map((l) => l.revision)).toEqual(all.map((r) => r.number))
  const revision = all.at(-1)!.number
  expect(lines.at(-1)).toMatchObject({ op: 'REVISION', revision, cursor: lines.at(-2)!.cursor })
})

test('a copy names the cursor to go on from, and whoever is cut anywhere loses nothing', async ({
  empty: { db },
}) => {
  const partner = await partnerOf(db)
  const read = reader(db, await syncKey(db))
  await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
  const copied = (await partner.get('country.ndjson')).headers.get('x-cursor')!
  for (const [i, code] of ['XB', 'XC', 'XD'].entries())
    await importYaml(db, land(code), `2026-06-0${i + 2}T00:00:00Z`)
  const after = feedLines(await (await read(`?after=${copied}`)).text())
  expect(after.filter((l) => l.op !== 'REVISION').map((l) => l.key)).toEqual(['XB', 'XC', 'XD'])
  const all = feedLines(await (await read('')).text())
  for (const [i, line] of all.entries()) {
    const rest = feedLines(await (await read(`?after=${line.cursor}`)).text())
    // The line of a revision has the cursor of its last change: who has either needs neither again.
    const expected = all.slice(i + 1)
    expect(rest).toEqual(expected[0]?.op === 'REVISION' ? expected.slice(1) : expected)
  }
})

plain('who follows one server is told within a second of what another one wrote', async () => {
  const { url, drop } = await createDatabase('empty')
  const [db, other] = [openDb({ url }), openDb({ url })]
  const listener = listenToRevisions(url, () => undefined)
  const stopping = new AbortController()
  onTestFinished(async () => {
    await listener.close()
    await Promise.all([db.$disconnect(), other.$disconnect()])
    await drop()
  })
  await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
  const { app } = testApp(db, {
    // Longer than a test may take: only the notice can explain what comes.
    nextRevision: (_ms, signal) => listener.next(600_000, signal),
    stopping: stopping.signal,
  })
  const response = await reader(db, await syncKey(db), app)('?follow=true')
  let text = ''
  const reading = (async () => {
    for await (const chunk of response.body!) text += Buffer.from(chunk).toString()
  })()
  const until = async (part: string) => {
    while (!text.includes(part)) await delay(5)
  }
  await until('"op":"REVISION","revision":1')
  for (const [i, code] of ['XB', 'XC'].entries()) {
    await importYaml(other, land(code), `2026-06-0${i + 2}T00:00:00Z`)
    await until(`"op":"REVISION","revision":${i + 2}`)
    expect(text).toContain(`"key":"${code}"`)
  }
  stopping.abort()
  await reading
  expect(text.endsWith('\n')).toBe(true)
})

test('a server that stops sends the rest to who does not follow, for the end means that nothing is missing', async ({
  market: { db },
}) => {
  const stopping = new AbortController()
  const { app } = testApp(db, { stopping: stopping.signal })
  const response = await reader(db, await syncKey(db), app)('')
  stopping.abort()
  const revision = await db.revision.count()
  expect(feedLines(await response.text()).at(-1)).toMatchObject({ op: 'REVISION', revision })
})

plain('taken in parts from two servers in turn, it is the same feed', async () => {
  const { url, drop } = await createDatabase('empty')
  const [db, other] = [openDb({ url }), openDb({ url })]
  onTestFinished(async () => {
    await Promise.all([db.$disconnect(), other.$disconnect()])
    await drop()
  })
  await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
  await importYaml(db, land('XB'), '2026-06-02T00:00:00Z')
  const headers = await syncKey(db)
  const servers = [reader(db, headers), reader(other, headers)] as const
  const whole = feedLines(await (await servers[0]('')).text())
  const changes = whole.filter((line) => line.op !== 'REVISION').length
  // A part that ends within a revision, one of exactly all changes, and more than one page of them.
  for (const limit of [97, changes, 100_000]) {
    const taken: FeedLine[] = []
    for (let turn = 0; ; turn++) {
      const after = taken.length ? `&after=${taken.at(-1)!.cursor}` : ''
      const part = feedLines(await (await servers[turn % 2]!(`?limit=${limit}${after}`)).text())
      if (part.length === 0) break
      expect(part.filter((line) => line.op !== 'REVISION').length).toBeLessThanOrEqual(limit)
      taken.push(...part)
    }
    expect(taken, `limit ${limit}`).toEqual(whole)
  }
  // Who follows waits for nothing once it has as many as it asked for.
  expect(feedLines(await (await servers[1](`?follow=true&limit=3`)).text())).toEqual(whole.slice(0, 3))
})

plain('of a revision that changed no row, it tells that it was made', async () => {
  const db = await emptyDb()
  await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
  const read = reader(db, await syncKey(db))
  const before = feedLines(await (await read('')).text())
  const ranked =
    'sources: [{ slug: paper-a, title: Paper A, kind: ARTICLE, publisher: press, publishedOn: 2026-01-05, ranks: { INDICATOR: 7 } }]\n'
  await importYaml(db, ranked, '2026-06-02T00:00:00Z')
  const end = { op: 'REVISION', revision: 2, cursor: expect.any(String), time: '2026-06-02T00:00:00.000Z' }
  expect(feedLines(await (await read('')).text())).toEqual([...before, end])
  const [line, ...more] = feedLines(await (await read(`?after=${before.at(-1)!.cursor}`)).text())
  expect([line, more]).toEqual([end, []])
  expect(await (await read(`?after=${line!.cursor}`)).text()).toBe('')
})

test('what is asked wrongly is refused before anything is sent', async ({ seeded: { db } }) => {
  const headers = await syncKey(db)
  const codeOf = async (parameters: string, own: Record<string, string> = headers) => {
    const response = await reader(db, own)(parameters)
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
    return [response.status, errors[0]!.extensions.code]
  }
  expect(await codeOf('', {})).toEqual([401, 'UNAUTHENTICATED'])
  expect(await codeOf('?after=x')).toEqual([400, 'CURSOR_INVALID'])
  expect(await codeOf('?since=1')).toEqual([400, 'BAD_ARGUMENT'])
  for (const limit of ['0', '-1', '1.5', 'all', ''])
    expect(await codeOf(`?limit=${limit}`), limit).toEqual([400, 'BAD_ARGUMENT'])
  expect(await codeOf('?follow=yes')).toEqual([400, 'BAD_ARGUMENT'])
  expect(await codeOf('?after=a&after=b')).toEqual([400, 'BAD_ARGUMENT'])
})
