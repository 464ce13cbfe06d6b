/** What a batch of a full copy is read by: the revision, and what may go out of it. */
import type { AsOf } from '../../../db/as-of.ts'
import type { Db } from '../../../db/client.ts'
import { Prisma } from '../../../db/generated/client.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { type Withholder, withholder } from '../licence.ts'
import { createReader, type Reader } from '../reader.ts'

export interface ExportScope {
  db: Db
  asOf: AsOf
  /** The newest revision: what may go out is judged by today's licences too. */
  newest: AsOf
  limit: number
  /** Only the rows of these keys, instead of all behind one. */
  only?: readonly string[]
}

/** The rows of a batch, by the column that they are sorted by. */
export function inBatch(key: Prisma.Sql, { only }: ExportScope, after: string): Prisma.Sql {
  return only ? Prisma.sql`${key} = ANY(${[...only]}::text[])` : Prisma.sql`${key} > ${after}`
}

/** @param after the key of the last row so far; empty at the start. */
export type ReadBatch = (scope: ExportScope, after: string) => Promise<{ key: string; row: Plain }[]>

/** For one batch, so that what it read is forgotten with it. */
export function openBatch({ db, asOf, newest }: ExportScope): { read: Reader; withheldBy: Withholder } {
  const read = createReader(db, asOf)
  const today = asOf.revision === newest.revision ? [] : [createReader(db, newest)]
  return { read, withheldBy: withholder(db, [read, ...today]) }
}
