/** What a release brings along, such as hubs, beside what the ledger holds of it. */
import type { Db } from '../../db/client.ts'
import { withoutFixedChanges } from '../../domain/ledger/entities.ts'
import type { EntityInput, Rejection } from '../../domain/ledger/input.ts'
import { placeOf, type Release } from '../../domain/ledger/releases.ts'
import type { ParsedRelease } from './types.ts'

export interface KnownEdition {
  day: string
  contentHash: string | null
}

/** The editions of a source of other bytes than a release's; what editors typed has none. */
export const readOthers = (editions: readonly KnownEdition[], release: Release) =>
  editions.filter((e) => e.contentHash !== null && e.contentHash !== release.contentHash)

/**
 * The entities of a release as the ledger takes them: what is described by a newer release stays so, and what bears the
 * name of something else is left out.
 * @returns those to write, and by `Hub/guizhou` why others are not what the ledger has under their name.
 */
export async function describedBy(
  db: Db,
  { entities = [] }: ParsedRelease,
  release: Release,
  editions: readonly KnownEdition[],
): Promise<{ kept: EntityInput[]; others: ReadonlyMap<string, string> }> {
  const rejected: Rejection[] = []
  const kept: EntityInput[] = []
  for (const [table, own] of Map.groupBy(entities, (e) => e.table))
    kept.push(...(await withoutFixedChanges(db, table, own, rejected)))
  const place = placeOf(release.date, release.contentHash)
  const isNewest = readOthers(editions, release).every(
    (e) => !release.isGuess && placeOf(e.day, e.contentHash) < place,
  )
  return {
    kept: isNewest ? kept : kept.map((e) => ({ ...e, onlyIfAbsent: true })),
    others: new Map(rejected.map(({ where, reason }) => [where.replace(' ', '/'), reason])),
  }
}
