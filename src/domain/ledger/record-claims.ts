/** Writes the claims of an import: first what sources state, then, level by level, what is derived from it. */
import type { Tx } from '../../db/client.ts'
import { KIND_NAMES } from '../../kinds/facts.ts'
import type { CorrectionReason } from '../../kinds/vocabulary.ts'
import { contentId } from '../../lib/ids.ts'
import { type ClaimPlan, planClaims } from './claims.ts'
import { correctionRow } from './corrections.ts'
import { derivationRows, recordDerived } from './derivations.ts'
import type { UnitNames } from './evaluate.ts'
import type { ClaimEnding, ClaimInput, Columns, LedgerInput, Rejection } from './input.ts'
import { redact } from './redact.ts'
import { closeRows, insertRows } from './rows.ts'

interface Run {
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
  /** Claims close to a redacted one, which may say the same. */
  nearRedacted: string[]
}

export async function writeClaims(tx: Tx, input: LedgerInput, run: Run): Promise<WrittenClaims> {
  const done: WrittenClaims = {
    counts: { added: 0, superseded: 0, withdrawn: 0, unchanged: 0 },
    factIds: new Set(),
    accepted: new Map(),
    sighted: 0,
    rejected: [],
    redacted: 0,
    nearRedacted: [],
  }
  const stated = input.claims.filter((c) => !c.derive)
  await writePlan(tx, await planClaims(tx, stated, run), run, done)
  for (const ending of input.endings ?? []) await end(tx, ending, run, done)
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
  done.sighted += await writeSightings(tx, plan.sightings, revision)
  done.counts.added += plan.counts.added
  done.counts.superseded += plan.counts.superseded
  done.counts.unchanged += plan.counts.unchanged
  done.rejected.push(...plan.rejected)
  for (const id of plan.factIds) done.factIds.add(id)
  for (const c of plan.accepted) {
    const name = `${c.source}/${c.key}`
    done.accepted.set(plan.ids.get(name)!, { name, where: c.where })
  }
}

/** Ends claims with their citations. */
async function closeClaims(tx: Tx, ids: readonly string[], revision: number): Promise<void> {
  await closeRows(tx, 'Claim', ids, revision)
  await tx.$executeRaw`UPDATE "Citation" SET "toRevision" = ${revision} WHERE "toRevision" IS NULL AND "claimId" = ANY(${[...ids]})`
}

async function end(tx: Tx, ending: ClaimEnding, run: Run, done: WrittenClaims): Promise<void> {
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

async function writeFacts(tx: Tx, claims: readonly ClaimInput[], revision: number): Promise<void> {
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

async function writeSightings(
  tx: Tx,
  sightings: readonly { claimId: string; source: string; date: string; precision: string }[],
  revision: number,
): Promise<number> {
  const editions = new Map<string, Columns>()
  const rows = sightings.map((s) => {
    const edition = { sourceSlug: s.source, date: s.date, precision: s.precision }
    const id = contentId('edi', edition)
    editions.set(id, { id, ...edition, contentHash: null, fromRevision: revision })
    return { claimId: s.claimId, editionId: id, fromRevision: revision }
  })
  await insertRows(tx, 'Edition', [...editions.values()], true)
  return insertRows(tx, 'Sighting', rows, true)
}
