/**
 * The change feed: what each revision did to full copies, in the order of commits. Whoever applies the changes of all
 * revisions up to one, in order, holds exactly the copies of that revision.
 */
import type { AsOf } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Plain } from '../../lib/canonical.ts'
import { rowsByKey } from './export/lines.ts'
import { newestRevision } from './revisions.ts'

export interface Change {
  revision: number
  cursor: string
  /** A kind of full copy: `claim`. */
  kind: string
  key: string
  op: 'UPSERT' | 'WITHDRAWAL'
  /** As the copy of that revision holds it; null for a withdrawal. */
  row: Plain
  /** Whether it is the last of its revision. */
  isLast: boolean
  /** When the revision was made. */
  time: Date
}

export interface ChangePage {
  changes: Change[]
  hasNextPage: boolean
  /** The revision that the reader has come to with this page. */
  reached: number
  /** The cursor behind everything that there is. */
  highWater: string
}

/** A place in the feed: behind this change of this revision. */
interface Place {
  revision: number
  ordinal: number
}

/** The last change of any revision stands before it. */
const END = 2_147_483_647

/** The version in front keeps cursors readable when their form changes. */
const CURSOR = /^1:(\d{1,10}):(\d{1,10})$/

const cursorOf = ({ revision, ordinal }: Place) =>
  Buffer.from(`1:${revision}:${ordinal}`).toString('base64url')

/** The cursor behind all changes of a revision: where whoever took its full copies goes on. */
export const cursorAfter = (revision: number): string => cursorOf({ revision, ordinal: END })

const START: Place = { revision: 0, ordinal: END }

function placeOf(cursor: string): Place {
  const [, revision, ordinal] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  const place = { revision: Number(revision), ordinal: Number(ordinal) }
  // Decoding is lenient, so what does not come out again the same was not made here.
  if (ordinal === undefined || cursorOf(place) !== cursor || place.revision > END || place.ordinal > END)
    throw invalid('The cursor was not made by the change feed, or was cut.')
  return place
}

const invalid = (message: string) => new AppError('CURSOR_INVALID', message)

interface Row {
  fromRevision: number
  ordinal: number
  kind: string
  key: string
  op: Change['op']
  time: Date
  last: number
  today: number
  todayTime: Date
}

/** Rows of so many pairs of revision and kind are read for one page; each pair costs a few statements. */
const RUNS = 12

/**
 * A page of changes. It may be shorter than asked for although there is more: it ends where it would need rows of more
 * kinds and revisions than one request may cost.
 * @param after a cursor; null from the first revision on.
 * @param newest the newest revision to tell of; the feed never tells half of one.
 * @throws AppError CURSOR_INVALID, CURSOR_TOO_OLD
 */
export async function changePage(
  db: Db,
  newest: AsOf,
  after: string | null,
  first: number,
): Promise<ChangePage> {
  const place = after === null ? START : placeOf(after)
  if (place.revision > newest.revision)
    throw invalid(
      `The cursor is of revision ${place.revision}, which is not there; it belongs to another server.`,
    )
  await refuseTooOld(db, place)
  const rows = await db.$queryRaw<Row[]>`
    SELECT c.*, r."time", (SELECT max(l."ordinal") FROM "Change" l WHERE l."fromRevision" = c."fromRevision") AS last,
      n."number" AS today, n."time" AS "todayTime"
    FROM "Change" c JOIN "Revision" r ON r."number" = c."fromRevision"
      CROSS JOIN (SELECT "number", "time" FROM "Revision" ORDER BY "number" DESC LIMIT 1) n
    WHERE (c."fromRevision", c."ordinal") > (${place.revision}, ${place.ordinal}) AND c."fromRevision" <= ${newest.revision}
    ORDER BY c."fromRevision", c."ordinal" LIMIT ${first + 1}`
  const taken = withinRuns(rows.slice(0, first))
  return {
    changes: await withRows(db, taken),
    hasNextPage: taken.length < rows.length,
    reached: taken.at(-1)?.fromRevision ?? place.revision,
    highWater: cursorAfter(newest.revision),
  }
}

/** Revisions of a release before the log have no lines, and to leave them out silently would lose changes. */
async function refuseTooOld(db: Db, { revision }: Place): Promise<void> {
  const oldest = await db.change.findFirst({
    orderBy: [{ fromRevision: 'asc' }, { ordinal: 'asc' }],
    select: { fromRevision: true },
  })
  const newest = oldest ? null : await newestRevision(db)
  const begins = oldest?.fromRevision ?? (newest?.revision ?? 0) + 1
  if (revision >= begins - 1) return
  throw new AppError(
    'CURSOR_TOO_OLD',
    `The change feed begins at revision ${begins}: take full copies, /export/{kind}.ndjson, and go on from their header X-Cursor.`,
  )
}

const runOf = (row: Row) => `${row.fromRevision}/${row.kind}`

function withinRuns(rows: Row[]): Row[] {
  const runs = new Set<string>()
  const end = rows.findIndex((row) => runs.add(runOf(row)).size > RUNS)
  return end === -1 ? rows : rows.slice(0, end)
}

async function withRows(db: Db, rows: Row[]): Promise<Change[]> {
  const runs = Map.groupBy(rows, runOf)
  const found = new Map<string, Map<string, Plain>>()
  await Promise.all(
    [...runs].map(async ([run, own]) => {
      const { fromRevision, kind, time, today, todayTime } = own[0]!
      const keys = own.filter((row) => row.op === 'UPSERT').map((row) => row.key)
      const asOf = { revision: fromRevision, time }
      // A request may read the past, or a while: which licences withhold is judged by the newest revision of all.
      const newest = { revision: today, time: todayTime }
      if (keys.length > 0) found.set(run, await rowsByKey(kind, { db, asOf, newest }, keys))
    }),
  )
  return rows.map((row) => ({
    ...{ revision: row.fromRevision, kind: row.kind, key: row.key, op: row.op, time: row.time },
    cursor: cursorOf({ revision: row.fromRevision, ordinal: row.ordinal }),
    row: row.op === 'UPSERT' ? (found.get(runOf(row))!.get(row.key) ?? null) : null,
    isLast: row.ordinal === row.last,
  }))
}
