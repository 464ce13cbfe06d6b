/** Compares incoming claims with the live ones: what is new, what is a correction, what is already there. */
import type { Tx } from '../../db/client.ts'
import {
  citationRows,
  claimId,
  claimRow,
  liveClaims,
  recordedIds,
  sameContent,
  uncomputableClaims,
} from './claim-content.ts'
import { correctionRow, settledByHand } from './corrections.ts'
import type { ClaimInput, Columns, Rejection } from './input.ts'
import type { RecordedClaim } from './live-claims.ts'
import {
  emptyReport,
  isOutdated,
  isUnsure,
  newestPlaces,
  type PlannedSighting,
  placeOfInput,
  type ReleaseReport,
  revisedBy,
  sameValue,
  sightingsOf,
  UndatedRelease,
  withdrawnPlaces,
} from './releases.ts'

export interface ClaimPlan {
  /** Rows to insert, in an order in which a repeated claim may come later: foreign keys are deferred. */
  claims: Columns[]
  citations: Columns[]
  sightings: PlannedSighting[]
  /** Live claims that a new one supersedes. */
  closed: string[]
  corrections: Columns[]
  /** The id under which each planned or unchanged claim of the import stands, by name. */
  ids: ReadonlyMap<string, string>
  factIds: Set<string>
  /** The inputs behind `claims`. */
  accepted: ClaimInput[]
  counts: { added: number; superseded: number; unchanged: number }
  /** What became of the inputs that are of a release of a statistic. */
  release: ReleaseReport
  rejected: Rejection[]
}

interface Incoming {
  input: ClaimInput
  id: string
  supersedes: RecordedClaim | null
}

/**
 * Plans one import. Claims are matched by source and key: an equal live one is left alone, a different one is
 * superseded by a new claim whose id also depends on the corrected one.
 * @param isByHand editors may go back to what they corrected.
 * @param stale names of claims that are superseded even by an equal one.
 */
export async function planClaims(
  tx: Tx,
  inputs: readonly ClaimInput[],
  { revision, isByHand }: { revision: number; isByHand: boolean },
  stale: ReadonlySet<string> = new Set(),
): Promise<ClaimPlan> {
  const sources = inputs.flatMap((c) => [
    c.source,
    ...(c.repeatOf ? [c.repeatOf.slice(0, c.repeatOf.indexOf('/'))] : []),
  ])
  const live = await liveClaims(tx, [...new Set(sources)])
  const settled = await settledByHand(tx, [...new Set(sources)])
  const ended = await uncomputableClaims(tx, inputs)
  const plan: ClaimPlan = {
    claims: [],
    citations: [],
    sightings: [],
    closed: [],
    corrections: [],
    ids: new Map(),
    factIds: new Set(),
    accepted: [],
    counts: { added: 0, superseded: 0, unchanged: 0 },
    release: emptyReport(),
    rejected: [],
  }
  const tell = (outcome: keyof ReleaseReport, { release, where }: ClaimInput) => {
    if (release) plan.release[outcome].push(where)
  }
  const ids = new Map([...live].map(([name, claim]) => [name, claim.id]))
  const facts = new Map([...live].map(([name, claim]) => [name, claim.input.fact.id]))
  for (const c of inputs) facts.set(`${c.source}/${c.key}`, c.fact.id)
  const isHeld = (before: RecordedClaim, input: ClaimInput) =>
    input.release ? sameValue(before, input) : sameContent(before, input)
  const isSettled = (name: string, input: ClaimInput) => settled.get(name)?.some((isSame) => isSame(input))
  const contested = inputs.flatMap((input) => {
    const name = `${input.source}/${input.key}`
    const before = placeOfInput(input) === null ? undefined : live.get(name)
    return before && !isHeld(before, input) && !isSettled(name, input) ? [{ before, input }] : []
  })
  const newest = await newestPlaces(
    tx,
    contested.map(({ before }) => before.id),
  )
  const unsure = contested.filter(({ before, input }) => isUnsure(input, newest.get(before.id)))
  if (unsure.length > 0)
    throw new UndatedRelease(unsure.map(({ before, input }) => ({ before: before.input, input })))
  const withdrawn = await withdrawnPlaces(
    tx,
    inputs.filter((c) => c.release && !live.has(`${c.source}/${c.key}`)),
  )
  const distinct: Incoming[] = []
  const taken = new Set<string>()

  for (const input of inputs) {
    const name = `${input.source}/${input.key}`
    const before = live.get(name)
    if (input.repeatOf && (facts.get(input.repeatOf) ?? input.fact.id) !== input.fact.id) {
      plan.rejected.push({
        where: input.where,
        reason: `repeats ${input.repeatOf}, which answers another question`,
      })
      continue
    }
    if (before && !stale.has(name) && isHeld(before, input)) {
      plan.counts.unchanged++
      tell('unchanged', input)
      plan.sightings.push(...sightingsOf(before.id, input))
      continue
    }
    if (!isByHand && isOutdated(input, before, before ? newest.get(before.id) : withdrawn.get(name))) {
      plan.counts.unchanged++
      tell('outdated', input)
      continue
    }
    // What was corrected, withdrawn or redacted by hand does not come back because a file still says it. What stands
    // and must be computed anew is computed anew.
    const isDue = isByHand || (before && stale.has(name))
    if (!isDue && isSettled(name, input)) {
      plan.counts.unchanged++
      tell('unchanged', input)
      continue
    }
    // What can be computed again says the same as what was withdrawn, and is another claim.
    const id = claimId(input, before?.id ?? input.restores ?? (input.derive && ended.get(name)))
    if (taken.has(id)) {
      plan.rejected.push({
        where: input.where,
        reason: `says the same as another claim of ${input.source} in this import`,
      })
      continue
    }
    taken.add(id)
    distinct.push({ input, id, supersedes: before ?? null })
  }

  const recorded = await recordedIds(tx, [...taken])
  const fresh = distinct.filter(({ input, id }) => {
    if (recorded.has(id))
      plan.rejected.push({
        where: input.where,
        reason: `says the same as another claim of ${input.source} in the ledger`,
      })
    return !recorded.has(id)
  })
  for (const { input, id } of fresh) ids.set(`${input.source}/${input.key}`, id)

  for (const { input, id, supersedes } of withTheirOriginals(fresh, ids, plan.rejected)) {
    const repeatOfId = input.repeatOf ? ids.get(input.repeatOf)! : null
    plan.accepted.push(input)
    plan.claims.push(claimRow(id, input, { repeatOfId, supersedesId: supersedes?.id ?? null }, revision))
    plan.citations.push(...citationRows({ claimId: id }, input.citations, revision))
    plan.sightings.push(...sightingsOf(id, input))
    plan.factIds.add(input.fact.id)
    if (supersedes) {
      plan.closed.push(supersedes.id)
      const revised = input.release && revisedBy(supersedes.input, input, newest.get(supersedes.id))
      const why = input.correction ?? revised ?? UNSTATED
      plan.corrections.push(correctionRow(supersedes.id, id, why, revision))
      plan.factIds.add(supersedes.input.fact.id)
      plan.counts.superseded++
      tell('revised', input)
    } else {
      plan.counts.added++
      tell('added', input)
    }
  }
  plan.ids = ids
  return plan
}

/** A seed that was edited without a word: what we had recorded was not what the source says. */
const UNSTATED = { reason: 'OUR_ERROR', note: 'Recorded anew; the edit gives no reason.' } as const

/**
 * Leaves out claims that repeat what the ledger will not hold, and then those that repeat these.
 * @param ids by name, of what the ledger will hold; loses what is left out.
 */
function withTheirOriginals(
  incoming: readonly Incoming[],
  ids: Map<string, string>,
  rejected: Rejection[],
): readonly Incoming[] {
  const kept = incoming.filter(({ input, id, supersedes }) => {
    const original = input.repeatOf ? ids.get(input.repeatOf) : null
    if (original !== undefined && original !== id) return true
    rejected.push({ where: input.where, reason: `repeats ${input.repeatOf}, which is not in the ledger` })
    const name = `${input.source}/${input.key}`
    if (supersedes) ids.set(name, supersedes.id)
    else ids.delete(name)
    return false
  })
  return kept.length === incoming.length ? kept : withTheirOriginals(kept, ids, rejected)
}
