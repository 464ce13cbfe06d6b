/** A mirror follows every kind of change, in a folder and in a database, and equals the full copies at each revision. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { KINDS } from '../../src/client/index.ts'
import { EXPORT_KINDS } from '../../src/domain/read/export/lines.ts'
import { createDatabase } from '../helpers/db.ts'
import { rowsOf } from '../helpers/export.ts'
import { type FeedLine, feedLines } from '../helpers/mirror.ts'
import { FROM, firstRevision, folder, mirroring, REVISIONS } from './partner.ts'

test('the client knows every kind of copy', () => {
  expect([...KINDS].sort()).toEqual([...EXPORT_KINDS].sort())
})

test('each target equals the copies of each revision, synced after each or in one go', async () => {
  const db = await firstRevision()
  const partner = await mirroring(db)
  const [to, late] = [await folder(), await folder()]
  const { url, drop } = await createDatabase('none')
  onTestFinished(drop)
  for (const target of [to, late, url])
    expect(await partner.sync(target)).toMatchObject({ snapshots: 1, revisions: 0, state: { revision: 1 } })
  for (const [i, write] of REVISIONS.entries()) {
    await write(db)
    const revision = i + 2
    for (const target of [to, url]) {
      const result = await partner.sync(target, { verifyAll: revision === REVISIONS.length + 1 })
      const verified = { revision, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }
      expect(result).toMatchObject({ snapshots: 0, revisions: 1, state: { revision, verified } })
    }
    await partner.expectEqual([to, url], revision)
  }
  const newest = REVISIONS.length + 1
  expect(await partner.sync(late)).toMatchObject({ snapshots: 0, revisions: newest - 1 })
  await partner.expectEqual(late, newest)
  expect(partner.told.filter((p) => p.stage === 'mismatch' || p.stage === 'unverified')).toEqual([])

  // What was applied is told, each revision once, with all that the feed says of it.
  const feed = feedLines(await (await partner.feed()).text())
  const expected = [{ revision: 1, changes: 0 }, ...feedSums(feed).slice(1)]
  for (const folder of [to, late])
    expect(rowsOf(await readFile(join(folder, 'applied.ndjson'), 'utf8'))).toMatchObject(expected)
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query('SELECT * FROM ai_economy_facts_mirror.applied ORDER BY revision')
  expect(rows).toMatchObject(expected)
  const [state] = (await client.query('SELECT * FROM ai_economy_facts_mirror.state')).rows
  await client.end()

  const files = [...KINDS.map((kind) => `${kind}.ndjson`), 'applied.ndjson', 'mirror.json']
  expect((await readdir(to)).sort()).toEqual(files.sort())
  const kept = await readFile(join(to, 'mirror.json'), 'utf8')
  expect(JSON.parse(kept)).toMatchObject({ from: FROM, revision: newest, licences: ['TERMS'] })
  expect(JSON.parse(kept).attribution).toContain('The Press: Paper C (1 March 2026)')
  expect(state.state).toMatchObject({ from: FROM, revision: newest, licences: ['TERMS'] })
  expect(state.state.attribution).toEqual(JSON.parse(kept).attribution)
  for (const text of [kept, JSON.stringify(state)]) expect(text).not.toContain(partner.key)
})

/** How many changes each revision has, and the digest over them. */
function feedSums(feed: FeedLine[]) {
  const changes = Map.groupBy(
    feed.filter((line) => line.op !== 'REVISION'),
    (line) => line.revision,
  )
  return [...changes].map(([revision, lines]) => {
    const hash = createHash('sha256')
    for (const { op, kind, key } of lines) hash.update(`${op} ${kind} ${key}\n`)
    return { revision, snapshot: false, changes: lines.length, sha256: hash.digest('hex') }
  })
}
