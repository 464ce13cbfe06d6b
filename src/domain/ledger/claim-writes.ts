/** Writing claims and what belongs to them, whatever they come from. */
import type { Tx } from '../../db/client.ts'
import { KIND_NAMES } from '../../kinds/facts.ts'
import { contentId } from '../../lib/ids.ts'
import type { UnitNames } from './evaluate.ts'
import type { ClaimInput, Columns, Rejection } from './input.ts'
import type { PlannedSighting, ReleaseReport } from './releases.ts'
import { closeRows, insertRows } from './rows.ts'
import type { SnapshotOutcome } from './snapshots.ts'

export interface Run {
  revision: number
  isByHand: boolean
  now: Date
  units: UnitNames
}

export interface AcceptedClaim {
  name: string
  where: string
}

export interface WrittenClaims {
  counts: { added: number; superseded: number; withdrawn: number; unchanged: number }
  /** Facts whose answers must be found again. */
  factIds: Set<string>
  /** New claims by id. */
  accepted: Map<string, AcceptedClaim>
  sighted: number
  rejected: Rejection[]
  redacted: number
  /** Entities that were merged. */
  merged: number
  snapshot: SnapshotOutcome | null
  release: ReleaseReport
  /** Claims close to a redacted one, which may say the same. */
  nearRedacted: string[]
}

/** Ends claims with their citations. */
export async function closeClaims(tx: Tx, ids: readonly string[], revision: number): Promise<void> {
  await closeRows(tx, 'Claim', ids, revision)
  await tx.$executeRaw`UPDATE "Citation" SET "toRevision" = ${revision} WHERE "toRevision" IS NULL AND "claimId" = ANY(${[...ids]})`
}

export async function writeFacts(tx: Tx, claims: readonly ClaimInput[], revision: number): Promise<void> {
  const offers = new Map(claims.flatMap((c) => (c.offer ? [[c.offer.slug, c.offer]] : [])))
  await insertRows(
    tx,
    'Offer',
    [...offers.values()].map((o) => ({ ...o, fromRevision: revision })),
    true,
  )
  // A derived claim that only the ledger holds comes back without the columns of its fact, which is there.
  const named = claims.filter((c) => Object.keys(c.fact.columns).length > 0)
  const facts = new Map(named.map((c) => [c.fact.id, c.fact]))
  const rows = [...facts.values()]
  await insertRows(
    tx,
    'Fact',
    rows.map((f) => ({ id: f.id, kind: f.kind, fromRevision: revision })),
    true,
  )
  for (const [kind, table] of Object.entries(KIND_NAMES)) {
    const own = rows.filter((f) => f.kind === kind)
    await insertRows(
      tx,
      table,
      own.map((f) => ({ id: f.id, kind: f.kind, ...f.columns, fromRevision: revision })),
      true,
    )
  }
}

export async function writeSightings(
  tx: Tx,
  sightings: readonly PlannedSighting[],
  revision: number,
): Promise<number> {
  const editions = new Map<string, Columns>()
  const rows = sightings.map((s) => {
    const { contentHash } = s
    const edition = { sourceSlug: s.source, date: s.date, precision: s.precision }
    // Ids from before editions could have a hash here stay.
    const id = contentId('edi', contentHash === null ? edition : { ...edition, contentHash })
    editions.set(id, { id, ...edition, contentHash, records: [], fromRevision: revision })
    return { claimId: s.claimId, editionId: id, statedTo: null, fromRevision: revision }
  })
  await insertRows(tx, 'Edition', [...editions.values()], true)
  return insertRows(tx, 'Sighting', rows, true)
}
