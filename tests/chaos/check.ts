/** Whether a mirror equals the server's copies row by row, and has applied each change of the feed exactly once. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type Applied, KINDS, openMirror, verify } from '../../src/client/index.ts'
import { DEFAULT_SCHEMA, isPostgres } from '../../src/client/postgres-session.ts'

/** @throws Error that says what differs. */
export async function checkMirror(
  to: string,
  from: string,
  key: string,
): Promise<{ revision: number; changes: number }> {
  const headers = { authorization: `Bearer ${key}` }
  const head = async (path: string) => (await fetch(`${from}${path}`, { method: 'HEAD', headers })).headers
  const get = async (path: string) => {
    const response = await fetch(`${from}${path}`, { headers })
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
    return response.text()
  }
  const mirror = await openMirror(to)
  try {
    const { revision } = mirror.state
    const newest = await head('/export/rule.ndjson')
    if (newest.get('x-revision') !== String(revision))
      throw new Error(`it is at ${revision}, the server at ${newest.get('x-revision')}`)
    for (const kind of KINDS) {
      const copy = (await get(`/export/${kind}.ndjson?asOf=${revision}`)).split('\n')
      let row = 0
      for await (const { line } of mirror.entries(kind))
        if (line !== copy[row++]) throw new Error(`row ${row} of ${kind} differs: ${line} / ${copy[row - 1]}`)
      if (row !== copy.length - 1) throw new Error(`${kind} has ${row} rows, not ${copy.length - 1}`)
    }
    const { isSame, isKnown } = await verify({ from, key, to })
    if (!isSame || !isKnown) throw new Error('the digests differ')
    const [first, ...applied] = await appliedBy(to)
    if (!first?.snapshot) throw new Error('what was applied does not begin with a copy')
    const cursor = (await head(`/export/rule.ndjson?asOf=${first.revision}`)).get('x-cursor')
    return { revision, changes: compareApplied(applied, lines(await get(`/changes?after=${cursor}`))) }
  } finally {
    await mirror.close()
  }
}

const lines = (text: string): any[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

async function appliedBy(to: string): Promise<Applied[]> {
  if (!isPostgres(to)) return lines(await readFile(join(to, 'applied.ndjson'), 'utf8'))
  const client = new pg.Client(to)
  await client.connect()
  try {
    const { rows } = await client.query(
      `SELECT * FROM ${DEFAULT_SCHEMA}.applied ORDER BY revision, snapshot DESC`,
    )
    return rows
  } finally {
    await client.end()
  }
}

/** Behind the copy that comes first, each revision of the feed once and in order, with all that it changed. */
function compareApplied(applied: Applied[], feed: any[]): number {
  const ofRevision = Map.groupBy(
    feed.filter((line) => line.op !== 'REVISION'),
    (line) => line.revision as number,
  )
  const expected = [...ofRevision].map(([revision, changes]) => {
    const hash = createHash('sha256')
    for (const { op, kind, key } of changes) hash.update(`${op} ${kind} ${key}\n`)
    return `${revision} ${changes.length} ${hash.digest('hex')}`
  })
  // A revision that changed no row is told only while it is the newest.
  const found = applied
    .filter((one) => one.changes > 0)
    .map(({ revision, changes, sha256 }) => `${revision} ${changes} ${sha256}`)
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`applied ${JSON.stringify(found)}, the feed has ${JSON.stringify(expected)}`)
  return applied.reduce((sum, one) => sum + one.changes, 0)
}
