/** A snapshot on its way into a database: its rows stand beside the mirror until all of them are there. */
import type { Kind } from './kinds.ts'
import { keyOf } from './kinds.ts'
import { type Session, tableOf } from './postgres-session.ts'
import { FORMAT, type MirrorState } from './state.ts'
import type { SnapshotPlan, SnapshotStore } from './target.ts'

/** @param make writes the state, within the transaction; what it returns is called once that is committed. */
export function postgresSnapshot(
  { query, transaction }: Session,
  make: (kinds: readonly Kind[], state: MirrorState) => Promise<() => void>,
): SnapshotStore {
  const plan = async () =>
    (await query<{ plan: SnapshotPlan }>('SELECT plan FROM snapshot_plan'))[0]?.plan ?? null
  const clear = () => query('TRUNCATE snapshot_plan, snapshot_part, snapshot_row')

  return {
    plan,
    drop: async () => {
      if (await plan()) await clear()
    },
    begin: (begun) =>
      transaction(async () => {
        await clear()
        await query('INSERT INTO snapshot_plan (plan) VALUES ($1)', [JSON.stringify(begun)])
      }),
    has: async ({ kind, number, sha256 }) => {
      const found = await query(
        'SELECT 1 FROM snapshot_part WHERE kind = $1 AND number = $2 AND sha256 = $3',
        [...[kind, number, sha256]],
      )
      return found.length > 0
    },
    put: ({ kind, number, sha256 }, bytes) =>
      transaction(async () => {
        const lines = Buffer.from(bytes).toString().split('\n').slice(0, -1)
        const keys = lines.map((line) => keyOf(kind, JSON.parse(line)))
        await query('DELETE FROM snapshot_row WHERE kind = $1 AND number = $2', [kind, number])
        await query(
          `INSERT INTO snapshot_row (kind, number, key, row)
           SELECT $1, $2, key, row::jsonb FROM unnest($3::text[], $4::text[]) AS r (key, row)`,
          [kind, number, keys, lines],
        )
        await query(
          `INSERT INTO snapshot_part (kind, number, sha256) VALUES ($1, $2, $3)
           ON CONFLICT (kind, number) DO UPDATE SET sha256 = EXCLUDED.sha256`,
          [kind, number, sha256],
        )
      }),
    finish: async (parts, cursor) => {
      const { from, ledger, revision, time } = (await plan())!
      const made = await transaction(async () => {
        for (const [kind, count] of parts) {
          const table = `"${tableOf(kind)}"`
          // Rows that stay the same are not touched, nor is what others built upon the table.
          await query(
            `DELETE FROM ${table} k WHERE NOT EXISTS
               (SELECT FROM snapshot_row s WHERE s.kind = $1 AND s.key = k.key AND s.number <= $2)`,
            [kind, count],
          )
          await query(
            `INSERT INTO ${table} AS k (key, row) SELECT key, row FROM snapshot_row WHERE kind = $1 AND number <= $2
             ON CONFLICT (key) DO UPDATE SET row = EXCLUDED.row WHERE k.row IS DISTINCT FROM EXCLUDED.row`,
            [kind, count],
          )
        }
        const state = { format: FORMAT, from, ledger, revision, time, cursor, verified: null }
        const done = await make([...parts.keys()], { ...state, kinds: {}, attribution: [], licences: [] })
        await clear()
        return done
      })
      made()
    },
  }
}
