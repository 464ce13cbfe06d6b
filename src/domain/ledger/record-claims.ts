/** Writes the claims of an import: first what sources state, then, level by level, what is derived from it. */
import type { Tx } from '../../db/client.ts'
import type { CorrectionReason } from '../../kinds/vocabulary.ts'
import { findPeriods } from './claim-periods.ts'
import { closeClaims, type Run, type WrittenClaims, writeFacts, writeSightings } from './claim-writes.ts'
import { type ClaimPlan, planClaims } from './claims.ts'
import { correctionRow } from './corrections.ts'
import { derivationRows, recordDerived } from './derivations.ts'
import type { ClaimEnding, LedgerInput } from './input.ts'
import { mergeEntities } from './merge.ts'
import { handOnSightings, recordSnapshot } from './record-snapshot.ts'
import { redact } from './redact.ts'
import { emptyReport } from './releases.ts'
import { insertRows } from './rows.ts'

export async function writeClaims(tx: Tx, input: LedgerInput, run: Run): Promise<WrittenClaims> {
  const done: WrittenClaims = {
    counts: { added: 0, superseded: 0, withdrawn: 0, unchanged: 0 },
    factIds: new Set(),
    accepted: new Map(),
    sighted: 0,
    rejected: [],
    redacted: 0,
    merged: 0,
    snapshot: null,
    release: emptyReport(),
    nearRedacted: [],
  }
  // Data files whose claims may have held at other times than was known.
  const files = new Set<string>()
  if (input.snapshot) {
    await recordSnapshot(tx, input.snapshot, run, done)
    files.add(input.snapshot.source)
  }
  const stated = input.claims.filter((c) => !c.derive)
  await writePlan(tx, await planClaims(tx, stated, run), run, done)
  for (const claim of stated) if (claim.series) files.add(claim.source)
  for (const ending of input.endings ?? []) {
    const { series, sourceSlug } = await end(tx, ending, run, done)
    if (series) files.add(sourceSlug)
  }
  for (const source of await mergeEntities(tx, input.merges ?? [], run, done)) files.add(source)
  for (const source of files)
    for (const id of await findPeriods(tx, source, run.revision)) done.factIds.add(id)
  const derived = input.claims.filter((c) => c.derive)
  await recordDerived(tx, derived, run.now, run.units, async (level) => {
    done.rejected.push(...level.rejected)
    const plan = await planClaims(tx, level.inputs, run, level.stale)
    await writePlan(tx, plan, run, done)
    const rows = plan.accepted.map((claim) => {
      const name = `${claim.source}/${claim.key}`
      return derivationRows(plan.ids.get(name)!, claim.derive!, level.evaluations.get(name)!, run.revision)
    })
    await insertRows(
      tx,
      'Derivation',
      rows.map((r) => r.derivation),
    )
    await insertRows(
      tx,
      'ComputationInput',
      rows.flatMap((r) => r.inputs),
    )
    const gone = level.withdrawn.map(({ id, why }) => ({
      id,
      correction: { reason: 'RECOMPUTED' as const, note: `It can no longer be computed: ${why}.` },
    }))
    await withdraw(tx, gone, run.revision)
    done.counts.withdrawn += gone.length
    for (const { factId } of level.withdrawn) done.factIds.add(factId)
  })
  return done
}

async function writePlan(tx: Tx, plan: ClaimPlan, { revision }: Run, done: WrittenClaims): Promise<void> {
  await writeFacts(tx, plan.accepted, revision)
  await closeClaims(tx, plan.closed, revision)
  await insertRows(tx, 'Claim', plan.claims)
  await insertRows(tx, 'Citation', plan.citations)
  await insertRows(tx, 'Correction', plan.corrections)
  await handOnSightings(tx, plan.corrections, revision)
  done.sighted += await writeSightings(tx, plan.sightings, revision)
  done.counts.added += plan.counts.added
  done.counts.superseded += plan.counts.superseded
  done.counts.unchanged += plan.counts.unchanged
  done.rejected.push(...plan.rejected)
  for (const id of plan.factIds) done.factIds.add(id)
  for (const outcome of Object.keys(done.release) as (keyof typeof done.release)[])
    done.release[outcome].push(...plan.release[outcome])
  for (const c of plan.accepted) {
    const name = `${c.source}/${c.key}`
    done.accepted.set(plan.ids.get(name)!, { name, where: c.where })
  }
}

async function end(tx: Tx, ending: ClaimEnding, run: Run, done: WrittenClaims) {
  const claim = await tx.claim.findUniqueOrThrow({ where: { id: ending.claimId } })
  done.factIds.add(claim.factId)
  if (claim.toRevision === null) {
    await withdraw(tx, [{ id: claim.id, correction: ending }], run.revision)
    done.counts.withdrawn++
  }
  if (ending.redact) {
    done.nearRedacted.push(...(await redact(tx, claim.id, ending.note, run.revision)))
    done.redacted++
  }
  return claim
}

/** Ends claims that nothing replaces. */
async function withdraw(
  tx: Tx,
  claims: readonly { id: string; correction: { reason: CorrectionReason; note: string } }[],
  revision: number,
): Promise<void> {
  await closeClaims(
    tx,
    claims.map((c) => c.id),
    revision,
  )
  await insertRows(
    tx,
    'Correction',
    claims.map(({ id, correction }) => correctionRow(id, null, correction, revision)),
  )
}
