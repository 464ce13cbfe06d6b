/** What a batch of a full copy is read by: the revision, and what may go out of it. */
import type { AsOf } from '../../../db/as-of.ts'
import type { Db } from '../../../db/client.ts'
import { Prisma } from '../../../db/generated/client.ts'
import { canonicalJson, type Plain } from '../../../lib/canonical.ts'
import { type SourceTerms, sourceTerms, type Withholder, withholder } from '../licence.ts'
import { createReader, type Reader } from '../reader.ts'
import { type Filters, filtered, NO_FILTERS } from './filters.ts'

/** What a copy is of. */
export interface CopyScope {
  db: Db
  asOf: AsOf
  /** The newest revision: what may go out is judged by today's licences too. */
  newest: AsOf
  filters?: Filters | undefined
}

/** One batch of a copy. */
export interface ExportScope extends CopyScope {
  /** Of all batches of the copy together. */
  terms: SourceTerms
  limit: number
}

/**
 * The rows of a batch.
 * @param key the column that they are sorted by.
 */
export function inBatch(
  table: string,
  key: Prisma.Sql,
  { filters = NO_FILTERS }: ExportScope,
  after: string,
): Prisma.Sql {
  return Prisma.sql`${key} > ${after} ${filtered(table, key, filters)}`
}

/** Lines are canonical JSON. */
export type ExportRows = { key: string; line: string }[]

/** A row in the order and spelling of copies. */
export function exportRow(key: string, row: Plain): ExportRows[number] {
  return { key, line: canonicalJson(row) }
}

/** @param after the key of the last row so far; empty at the start. */
export type ReadBatch = (scope: ExportScope, after: string) => Promise<ExportRows>

/** The terms of sources as the copy sees them; for as long as it is made. */
export function termsFor({ db, asOf, newest }: CopyScope): SourceTerms {
  const today = asOf.revision === newest.revision ? [] : [newest]
  return sourceTerms(() => [createReader(db, asOf), ...today.map((then) => createReader(db, then))])
}

/** For one batch, so that what it read is forgotten with it. */
export function openBatch({ db, asOf, terms }: ExportScope): { read: Reader; withheldBy: Withholder } {
  return { read: createReader(db, asOf), withheldBy: withholder(db, terms) }
}
