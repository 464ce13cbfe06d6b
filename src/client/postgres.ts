/** A mirror in a Postgres database: a table for each kind, changed in one transaction with the cursor. */
import { canonicalJson } from '../lib/canonical.ts'
import type { Batch } from './collector.ts'
import type { Entry } from './entries.ts'
import { SnapshotNeeded, SyncError } from './errors.ts'
import type { Kind } from './kinds.ts'
import { DEFAULT_SCHEMA, makeTables, openSession, type Session, tableOf } from './postgres-session.ts'
import { postgresSnapshot } from './postgres-snapshot.ts'
import { openSpool, type Spool } from './postgres-spool.ts'
import { type Applied, FORMAT, type KindState, type MirrorState, Terms } from './state.ts'
import type { Target } from './target.ts'

/** Rows of one statement. */
const BATCH_ROWS = 1_000

/**
 * Opens a database for one process.
 * @throws SyncError; TargetLost where it cannot be reached.
 */
export async function postgresTarget(url: string, schema = DEFAULT_SCHEMA): Promise<Target> {
  const session = await openSession(url, schema)
  let spool: Spool | undefined
  const close = async () => {
    await session.end()
    await spool?.close()
  }
  try {
    // Ends with the connection, so what is killed leaves none.
    const [lock] = await session.query<{ taken: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('ai-economy-facts mirror ' || $1, 0)) AS taken`,
      [schema],
    )
    if (!lock!.taken)
      throw new SyncError('LOCKED', `Another process keeps the mirror in ${session.name}. End it first.`)
    await makeTables(session, schema)
    spool = await openSpool()
    return await open(session, spool.path, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function open(session: Session, spool: string, close: () => Promise<void>): Promise<Target> {
  const { query, transaction } = session
  let state = await readState(session)

  async function apply(batch: Batch): Promise<void> {
    const known = state!
    const { revision, time, cursor } = batch
    const next = { ...known, revision, time, cursor }
    await transaction(async () => {
      for (const kind of batch.kinds) await applyKind(session, kind, batch.changes(kind))
      Object.assign(next, await described(session, known.kinds, batch.kinds))
      await writeState(session, next, known, batch.applied)
    })
    state = next
  }

  return {
    name: session.name,
    get state() {
      return state
    },
    spool,
    apply,
    verified: async (revision, digest) => {
      state = { ...state!, verified: { revision, digest } }
      await query('UPDATE state SET state = $1', [JSON.stringify(state)])
    },
    entries: (kind) => tableEntries(session, kind, state),
    snapshot: postgresSnapshot(session, async (kinds, made) => {
      const next: MirrorState = { ...made, ...(await described(session, {}, kinds)) }
      const { revision, time } = made
      const applied = { revision, time, snapshot: true, changes: 0, sha256: null }
      await writeState(session, next, state, [applied])
      return () => {
        state = next
      }
    }),
    close,
  }
}

/** @throws SyncError NOT_A_MIRROR */
export async function readState({ query, name }: Session): Promise<MirrorState | null> {
  const [row] = await query<{ state: MirrorState }>('SELECT state FROM state')
  if (!row || row.state.format === FORMAT) return row?.state ?? null
  throw new SyncError('NOT_A_MIRROR', `${name} holds a mirror of another version. Name another schema.`)
}

async function applyKind({ query }: Session, kind: Kind, changes: AsyncIterable<Entry>): Promise<void> {
  const table = `"${tableOf(kind)}"`
  let [keys, rows, gone]: string[][] = [[], [], []]
  const flush = async () => {
    if (gone!.length > 0) await query(`DELETE FROM ${table} WHERE key = ANY($1)`, [gone])
    if (keys!.length > 0)
      await query(
        `INSERT INTO ${table} (key, row) SELECT key, row::jsonb FROM unnest($1::text[], $2::text[]) AS r (key, row)
         ON CONFLICT (key) DO UPDATE SET row = EXCLUDED.row`,
        [keys, rows],
      )
    ;[keys, rows, gone] = [[], [], []]
  }
  for await (const { key, line } of changes) {
    if (line === null) gone!.push(key)
    else {
      keys!.push(key)
      rows!.push(line)
    }
    if (keys!.length + gone!.length >= BATCH_ROWS) await flush()
  }
  await flush()
}

/** How many rows the changed kinds have now, and what to print beside them. */
async function described(
  { query }: Session,
  known: MirrorState['kinds'],
  changed: readonly Kind[],
): Promise<Partial<MirrorState>> {
  const kinds: Partial<Record<Kind, KindState>> = { ...known }
  for (const kind of changed) {
    const [row] = await query<{ rows: number }>(`SELECT count(*)::int AS rows FROM "${tableOf(kind)}"`)
    kinds[kind] = { rows: row!.rows, sha256: null }
  }
  if (!changed.includes('source')) return { kinds }
  const terms = new Terms()
  for (const { row } of await query<{ row: object }>(
    `SELECT DISTINCT jsonb_build_object('attribution', row->'attribution', 'licence', row->'licence') AS row FROM source`,
  ))
    terms.add(row as never)
  return { kinds, ...terms.get() }
}

/** @throws SyncError LOCKED where the mirror is not the one that was read: somebody else changed it. */
async function writeState(
  { query, name }: Session,
  next: MirrorState,
  before: MirrorState | null,
  applied: readonly Applied[],
): Promise<void> {
  const values = [next.revision, next.time, next.cursor, JSON.stringify(next)]
  const written = before
    ? await query(
        'UPDATE state SET revision = $1, time = $2, cursor = $3, state = $4 WHERE cursor = $5 RETURNING 1',
        [...values, before.cursor],
      )
    : await query(
        'INSERT INTO state (revision, time, cursor, state) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1',
        values,
      )
  if (written.length === 0)
    throw new SyncError('LOCKED', `Another process changed the mirror in ${name} meanwhile. End it first.`)
  for (const { revision, snapshot, time, changes, sha256 } of applied)
    await query(
      `INSERT INTO applied (revision, snapshot, time, changes, sha256) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (revision, snapshot) DO UPDATE SET time = EXCLUDED.time WHERE EXCLUDED.snapshot`,
      [revision, snapshot, time, changes, sha256],
    )
}

/** The rows of a table in the order of keys, each as the line that copies hold. */
export async function* tableEntries(
  { query }: Session,
  kind: Kind,
  state: MirrorState | null,
): AsyncGenerator<Entry> {
  const expected = state?.kinds[kind]
  if (!expected) throw new SnapshotNeeded(`the mirror holds no ${kind}`)
  let [after, rows] = ['', 0]
  for (;;) {
    const page = await query<{ key: string; row: string }>(
      `SELECT key, row::text AS row FROM "${tableOf(kind)}" WHERE key > $1 ORDER BY key LIMIT ${BATCH_ROWS}`,
      [after],
    )
    for (const { key, row } of page) yield { key, line: canonicalJson(JSON.parse(row)) }
    rows += page.length
    if (page.length < BATCH_ROWS) break
    after = page.at(-1)!.key
  }
  if (rows !== expected.rows)
    throw new SnapshotNeeded(`the table ${tableOf(kind)} has not the rows that were written`)
}
