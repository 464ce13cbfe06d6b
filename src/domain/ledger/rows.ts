/** Set-based writing: whole batches travel as one JSON parameter, whatever their size. */

import type { Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import type { Columns } from './input.ts'

/** Rows per statement; keeps a parameter at a few megabytes. */
const CHUNK = 5000

const name = (identifier: string) => Prisma.raw(`"${identifier.replaceAll('"', '""')}"`)

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < rows.length; i += CHUNK) yield rows.slice(i, i + CHUNK)
}

/**
 * Inserts rows that name every column (a column left out becomes NULL, not its default).
 * @returns how many were inserted; with `skipKnown`, rows whose key exists are passed over.
 */
export async function insertRows(
  tx: Tx,
  table: string,
  rows: readonly Columns[],
  skipKnown = false,
): Promise<number> {
  let inserted = 0
  for (const chunk of chunks(rows)) {
    inserted += await tx.$executeRaw`
      INSERT INTO ${name(table)} SELECT * FROM jsonb_populate_recordset(NULL::${name(table)}, ${JSON.stringify(chunk)}::jsonb)
      ${skipKnown ? Prisma.sql`ON CONFLICT DO NOTHING` : Prisma.empty}`
  }
  return inserted
}

/**
 * Inserts entities, and updates those whose description differs. Rows equal to what is there are not written;
 * what a row does not say (null, an empty list) stays as it is.
 * @returns the keys that were added and those that changed.
 */
export async function upsertRows(
  tx: Tx,
  table: string,
  key: string,
  rows: readonly Columns[],
): Promise<{ added: string[]; changed: string[] }> {
  const first = rows[0]
  if (!first) return { added: [], changed: [] }
  const described = Object.keys(first).filter((c) => c !== key && c !== 'fromRevision' && c !== 'changedIn')
  const said = (c: string) => {
    const [old, given] = [Prisma.sql`${name(table)}.${name(c)}`, Prisma.sql`EXCLUDED.${name(c)}`]
    return Array.isArray(first[c])
      ? Prisma.sql`CASE WHEN COALESCE(cardinality(${given}), 0) = 0 THEN ${old} ELSE ${given} END`
      : Prisma.sql`COALESCE(${given}, ${old})`
  }
  const old = Prisma.join(described.map((c) => Prisma.sql`${name(table)}.${name(c)}`))
  const given = Prisma.join(described.map(said))
  const set = Prisma.join([
    ...described.map((c) => Prisma.sql`${name(c)} = ${said(c)}`),
    Prisma.sql`"changedIn" = EXCLUDED."changedIn"`,
  ])
  const written: { key: string; added: boolean }[] = []
  for (const chunk of chunks(rows)) {
    written.push(
      ...(await tx.$queryRaw<{ key: string; added: boolean }[]>`
        INSERT INTO ${name(table)} SELECT * FROM jsonb_populate_recordset(NULL::${name(table)}, ${JSON.stringify(chunk)}::jsonb)
        ON CONFLICT (${name(key)}) DO UPDATE SET ${set} WHERE (${old}) IS DISTINCT FROM (${given})
        RETURNING ${name(key)} AS key, xmax = 0 AS added`),
    )
  }
  return {
    added: written.filter((w) => w.added).map((w) => w.key),
    changed: written.filter((w) => !w.added).map((w) => w.key),
  }
}

/** Ends the recorded time of rows, the only update that a versioned table allows. */
export async function closeRows(
  tx: Tx,
  table: string,
  ids: readonly string[],
  revision: number,
): Promise<void> {
  for (const chunk of chunks(ids)) {
    await tx.$executeRaw`UPDATE ${name(table)} SET "toRevision" = ${revision} WHERE "id" = ANY(${[...chunk]})`
  }
}
