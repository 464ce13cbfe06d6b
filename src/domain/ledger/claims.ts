/** Compares incoming claims with the live ones: what is new, what is a correction, what is already there. */
import type { Tx } from '../../db/client.ts'
import { canonicalJson } from '../../lib/canonical.ts'
import { contentId } from '../../lib/ids.ts'
import type { CitationInput, ClaimInput, Columns, Rejection } from './input.ts'

export interface ClaimPlan {
  /** Rows to insert, in an order in which a repeated claim may come later: foreign keys are deferred. */
  claims: Columns[]
  citations: Columns[]
  sightings: { claimId: string; source: string; date: string; precision: string }[]
  /** Live claims that a new one supersedes. */
  closed: string[]
  factIds: Set<string>
  /** The inputs behind `claims`. */
  accepted: ClaimInput[]
  counts: { added: number; superseded: number; unchanged: number }
  rejected: Rejection[]
}

interface Incoming {
  input: ClaimInput
  id: string
  supersedes: LiveClaim | null
}

interface LiveClaim {
  id: string
  source: string
  key: string
  factId: string
  content: Record<string, unknown>
  repeatOf: string | null
  citations: Record<string, unknown>[]
}

/**
 * Plans one import. Claims are matched by source and key: an equal live one is left alone, a different one is
 * superseded by a new claim whose id also depends on the corrected one.
 */
export async function planClaims(
  tx: Tx,
  inputs: readonly ClaimInput[],
  revision: number,
): Promise<ClaimPlan> {
  const live = await liveClaims(tx, [...new Set(inputs.map((c) => c.source))])
  const plan: ClaimPlan = {
    claims: [],
    citations: [],
    sightings: [],
    closed: [],
    factIds: new Set(),
    accepted: [],
    counts: { added: 0, superseded: 0, unchanged: 0 },
    rejected: [],
  }
  const ids = new Map([...live].map(([name, claim]) => [name, claim.id]))
  const distinct: Incoming[] = []
  const taken = new Set<string>()

  for (const input of inputs) {
    const name = `${input.source}/${input.key}`
    const before = live.get(name)
    if (before && sameContent(before, input)) {
      plan.counts.unchanged++
      for (const seen of input.seen)
        plan.sightings.push({ claimId: before.id, source: input.source, ...seen })
      continue
    }
    const id = claimId(input, before?.id)
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
    plan.claims.push({
      id,
      factId: input.fact.id,
      sourceSlug: input.source,
      key: input.key,
      ...contentColumns(input),
      repeatOfId,
      supersedesId: supersedes?.id ?? null,
      fromRevision: revision,
      toRevision: null,
    })
    plan.citations.push(...citationRows({ claimId: id }, input.citations, revision))
    for (const seen of input.seen) plan.sightings.push({ claimId: id, source: input.source, ...seen })
    plan.factIds.add(input.fact.id)
    if (supersedes) {
      plan.closed.push(supersedes.id)
      plan.factIds.add(supersedes.factId)
      plan.counts.superseded++
    } else {
      plan.counts.added++
    }
  }
  return plan
}

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

/**
 * A claim's id depends on what it says and where, never on when it ends or how it is worded around; a
 * correction's also on what it corrects, so that going back to an earlier value is a new claim.
 */
function claimId(c: ClaimInput, corrects?: string): string {
  return contentId('clm', {
    fact: c.fact.id,
    source: c.source,
    locator: c.citations[0]?.locator,
    form: c.form,
    low: c.low,
    point: c.point,
    high: c.high,
    qualifier: c.qualifier,
    unit: c.unit,
    text: c.form === 'TEXT' ? c.text : null,
    from: c.validFrom,
    corrects,
  })
}

function contentColumns(c: ClaimInput) {
  return {
    form: c.form,
    low: c.low,
    point: c.point,
    high: c.high,
    qualifier: c.qualifier,
    unitCode: c.unit,
    text: c.text,
    validFrom: c.validFrom,
    validTo: c.validTo,
    precision: c.precision,
    periodText: c.periodText,
    basis: c.basis,
    corroboration: c.corroboration,
    note: c.note,
  }
}

const citationContent = (c: CitationInput) => ({
  sourceSlug: c.source,
  role: c.role,
  locator: c.locator ?? null,
  accessedOn: c.accessedOn ?? null,
  contentHash: c.contentHash ?? null,
  note: c.note ?? null,
})

/** Rows for the citations of a claim or of an entity (`{ modelSlug: 'gpt-5.4' }`), in their given order. */
export function citationRows(owner: Columns, cites: readonly CitationInput[], revision: number): Columns[] {
  const none = {
    claimId: null,
    modelSlug: null,
    providerSlug: null,
    hubSlug: null,
    clusterSlug: null,
    flowSlug: null,
  }
  return cites.map((cite, ordinal) => {
    const row = {
      ordinal,
      ...none,
      ...owner,
      ...citationContent(cite),
      fromRevision: revision,
      toRevision: null,
    }
    return { id: contentId('cit', row), ...row }
  })
}

function sameContent(live: LiveClaim, input: ClaimInput): boolean {
  return (
    live.factId === input.fact.id &&
    live.repeatOf === input.repeatOf &&
    canonicalJson(live.content as never) === canonicalJson(contentColumns(input)) &&
    canonicalJson(live.citations as never) === canonicalJson(input.citations.map(citationContent))
  )
}

/** Those of the ids under which the ledger holds a claim, live or superseded. */
async function recordedIds(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT "id" FROM "Claim" WHERE "id" = ANY(${[...ids]})`
  return new Set(rows.map((r) => r.id))
}

async function liveClaims(tx: Tx, sources: string[]): Promise<Map<string, LiveClaim>> {
  const rows = await tx.$queryRaw<LiveClaim[]>`
    SELECT c."id", c."sourceSlug" AS source, c."key", c."factId",
      jsonb_build_object('form', c."form", 'low', trim_scale(c."low")::text, 'point', trim_scale(c."point")::text,
        'high', trim_scale(c."high")::text, 'qualifier', c."qualifier", 'unitCode', c."unitCode", 'text', c."text",
        'validFrom', to_char(c."validFrom" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'validTo', to_char(c."validTo" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'precision', c."precision", 'periodText', c."periodText", 'basis', c."basis",
        'corroboration', c."corroboration", 'note', c."note") AS content,
      (SELECT o."sourceSlug" || '/' || o."key" FROM "Claim" o WHERE o."id" = c."repeatOfId") AS "repeatOf",
      (SELECT jsonb_agg(jsonb_build_object('sourceSlug', t."sourceSlug", 'role', t."role", 'locator', t."locator",
          'accessedOn', t."accessedOn"::text, 'contentHash', t."contentHash", 'note', t."note") ORDER BY t."ordinal")
        FROM "Citation" t WHERE t."claimId" = c."id" AND t."toRevision" IS NULL) AS citations
    FROM "Claim" c WHERE c."toRevision" IS NULL AND c."sourceSlug" = ANY(${sources})`
  return new Map(rows.map((r) => [`${r.source}/${r.key}`, r]))
}
