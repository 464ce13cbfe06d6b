/** What a claim says: its id, its columns, and whether it equals the live one. */
import type { Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { canonicalJson } from '../../lib/canonical.ts'
import { contentId, sha256 } from '../../lib/ids.ts'
import type { CitationInput, ClaimInput, Columns } from './input.ts'
import { liveInputs, type RecordedClaim } from './live-claims.ts'

/**
 * A claim's id depends on what it says and where, never on when it ends or how it is worded around; a
 * correction's also on what it corrects, so that going back to an earlier value is a new claim.
 */
export function claimId(c: ClaimInput, corrects?: string): string {
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
    // Left out where they say nothing: ids from before they were there stay.
    series: c.series ?? undefined,
    comparison: c.comparison ?? undefined,
    promotional: c.promotional ?? undefined,
    doubt: c.doubt ?? undefined,
    // Two editions may remark otherwise on one value, and neither comes first.
    note: c.series ? (c.note ?? undefined) : undefined,
    corrects,
  })
}

/** The key of a claim of a data file: the values of a line need keys of their own, and the id gives nothing away. */
export const seriesKey = (series: string, id: string) => `${series}~${id.slice(-8)}`

export function contentColumns(c: ClaimInput) {
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
    plausible: c.plausible,
    series: c.series ?? null,
    comparison: c.comparison ?? null,
    promotional: c.promotional ?? null,
    doubt: c.doubt ?? null,
  }
}

/** A claim as it is inserted; it stands from the revision on. */
export function claimRow(
  id: string,
  c: ClaimInput,
  links: { repeatOfId: string | null; supersedesId: string | null },
  revision: number,
): Columns {
  const where = { factId: c.fact.id, sourceSlug: c.source, key: c.key }
  return { id, ...where, ...contentColumns(c), ...links, fromRevision: revision, toRevision: null }
}

/** SHA-256 of what a claim says; kept where the content is taken away, so that whoever holds it can show that it was this. */
export function claimDigest(c: ClaimInput): string {
  const { form, low, point, high, qualifier, unitCode, text, note } = contentColumns(c)
  return sha256(canonicalJson({ form, low, point, high, qualifier, unitCode, text, note }))
}

/** What a citation says; when the source was read once more changes nothing of it. */
const citationContent = (c: CitationInput) => ({
  sourceSlug: c.source,
  role: c.role,
  locator: c.locator ?? null,
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
      accessedOn: cite.accessedOn ?? null,
      fromRevision: revision,
      toRevision: null,
    }
    return { id: contentId('cit', row), ...row }
  })
}

export function sameContent({ input: live, isDerived }: RecordedClaim, input: ClaimInput): boolean {
  const said = (c: ClaimInput) => canonicalJson([contentColumns(c), c.citations.map(citationContent)])
  return (
    live.fact.id === input.fact.id &&
    live.repeatOf === input.repeatOf &&
    isDerived === (input.derive !== undefined) &&
    said(live) === said(input)
  )
}

/** Those of the ids under which the ledger holds a claim, live or superseded. */
export async function recordedIds(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT "id" FROM "Claim" WHERE "id" = ANY(${[...ids]})`
  return new Set(rows.map((r) => r.id))
}

/** The claims of sources that stand, by `<source>/<key>`. */
export async function liveClaims(tx: Tx, sources: readonly string[]): Promise<Map<string, RecordedClaim>> {
  const claims = await liveInputs(tx, Prisma.sql`c."sourceSlug" = ANY(${[...sources]})`)
  return new Map(claims.map((c) => [`${c.input.source}/${c.input.key}`, c]))
}

/** By name, the derived claims that ended because they could no longer be computed: each the last one of its name. */
export async function uncomputableClaims(
  tx: Tx,
  inputs: readonly ClaimInput[],
): Promise<ReadonlyMap<string, string>> {
  const sources = [...new Set(inputs.flatMap((c) => (c.derive ? [c.source] : [])))]
  if (sources.length === 0) return new Map()
  const rows = await tx.$queryRaw<{ name: string; id: string }[]>`
    SELECT c."sourceSlug" || '/' || c."key" AS name, c."id" FROM "Claim" c JOIN "Correction" k ON k."claimId" = c."id"
    WHERE c."sourceSlug" = ANY(${sources}) AND k."successorId" IS NULL AND k."reason" = 'RECOMPUTED'
    ORDER BY c."fromRevision"`
  return new Map(rows.map((r) => [r.name, r.id]))
}
