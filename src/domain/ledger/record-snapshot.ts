/** Writes an edition of a data file, and hands on what was seen to the claims that replace others. */
import type { Tx } from '../../db/client.ts'
import { citationRows, claimRow } from './claim-content.ts'
import { closeClaims, type Run, type WrittenClaims, writeFacts } from './claim-writes.ts'
import { correctionRow } from './corrections.ts'
import type { Columns } from './input.ts'
import { insertRows } from './rows.ts'
import type { SnapshotInput } from './snapshot-input.ts'
import { planSnapshot, writeSnapshot } from './snapshots.ts'

export async function recordSnapshot(
  tx: Tx,
  snapshot: SnapshotInput,
  { revision }: Run,
  done: WrittenClaims,
): Promise<void> {
  const plan = await planSnapshot(tx, snapshot)
  const fresh = [...plan.fresh]
  await writeFacts(
    tx,
    fresh.map(([, claim]) => claim),
    revision,
  )
  await insertRows(
    tx,
    'Claim',
    fresh.map(([id, claim]) => claimRow(id, claim, { repeatOfId: null, supersedesId: null }, revision)),
  )
  await insertRows(
    tx,
    'Citation',
    fresh.flatMap(([id, claim]) => citationRows({ claimId: id }, claim.citations, revision)),
  )
  const misread = plan.misread.map((c) =>
    correctionRow(
      c.id,
      c.successor,
      { reason: 'OUR_ERROR', note: 'The same file was read anew, by better rules or names.' },
      revision,
    ),
  )
  await closeClaims(
    tx,
    plan.misread.map((c) => c.id),
    revision,
  )
  await insertRows(tx, 'Correction', misread)
  done.sighted += await writeSnapshot(tx, snapshot, plan, revision)
  await handOnSightings(tx, misread, revision)
  for (const [id, claim] of fresh) {
    done.factIds.add(claim.fact.id)
    done.accepted.set(id, { name: `${claim.source}/${claim.key}`, where: claim.record })
  }
  for (const c of plan.misread) done.factIds.add(c.factId)
  done.counts.added += fresh.length
  done.counts.superseded += plan.misread.length
  done.counts.unchanged += plan.sightings.length - fresh.length
  done.snapshot = plan.outcome
}

/** A claim that replaces another was seen where that one was: the editions have not changed. */
export async function handOnSightings(
  tx: Tx,
  corrections: readonly Columns[],
  revision: number,
): Promise<void> {
  const pairs = corrections.filter((c) => c.successorId !== null)
  await tx.$executeRaw`
    INSERT INTO "Sighting" ("claimId", "editionId", "statedTo", "fromRevision")
    SELECT p.successor, s."editionId", s."statedTo", ${revision}
    FROM unnest(${pairs.map((c) => c.claimId as string)}::text[], ${pairs.map((c) => c.successorId as string)}::text[])
      AS p(old, successor)
    JOIN "Claim" c ON c."id" = p.old COLLATE "C" AND c."series" IS NOT NULL
    JOIN "Sighting" s ON s."claimId" = c."id"
    ON CONFLICT DO NOTHING`
}
