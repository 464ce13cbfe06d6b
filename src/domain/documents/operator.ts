/** What operators do with registered documents. */
import type { Db } from '../../db/client.ts'
import type { Clock } from '../../lib/clock.ts'
import { sha256 } from '../../lib/ids.ts'
import { BY_CLI } from '../access/key-events.ts'
import type { NewDocument } from './documents.ts'

export interface DocumentInfo extends NewDocument {
  hash: string
  /** `cli`, or an account. */
  registeredBy: string
  registeredAt: Date
}

/** All or none. @returns the hashes of those that operators had not registered. */
export async function addDocuments(
  db: Db,
  clock: Clock,
  documents: readonly NewDocument[],
): Promise<Set<string>> {
  const registeredAt = clock.now()
  const rows = documents.map(({ text, name }) => {
    return { hash: sha256(text), registeredBy: BY_CLI, text, name, registeredAt }
  })
  const added = await db.registeredDocument.createManyAndReturn({
    data: rows,
    skipDuplicates: true,
    select: { hash: true },
  })
  return new Set(added.map(({ hash }) => hash))
}

/** Oldest first. */
export function listDocuments(db: Db): Promise<DocumentInfo[]> {
  return db.registeredDocument.findMany({
    orderBy: [{ registeredAt: 'asc' }, { hash: 'asc' }, { registeredBy: 'asc' }],
  })
}

/** Whoever registered it. @returns whether there was one. */
export async function removeDocument(db: Db, hash: string): Promise<boolean> {
  return (await db.registeredDocument.deleteMany({ where: { hash } })).count > 0
}
