/**
 * Claims in full copies: those that stood at the revision, without the values that must not go out. There are far more of
 * them than of anything else, so Postgres makes nearly all of a line's text, in one statement for a batch; what is left to
 * do here is the period in words, the line of attribution, and leaving out what a licence forbids.
 */
import { type AsOf, appearedBy, recordedIn } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'
import { canonicalJson, type Plain } from '../../../lib/canonical.ts'
import { seenTimes, type Timed, timed } from '../claim-rows.ts'
import type { Terms } from '../licence.ts'
import type { Licence } from '../rows.ts'
import { instant, plainWithheld } from './plain.ts'
import { type ExportScope, inBatch, openBatch, type ReadBatch } from './scope.ts'

interface Row extends Timed {
  id: string
  sourceSlug: string
  isDerived: boolean
  /** What stands in the line before the period, and what behind it, each an object as canonical JSON. */
  head: string
  tail: string
}

export const claimBatch: ReadBatch = async (scope, after) => {
  const { db, asOf, limit, terms } = scope
  const rows = await db.$queryRaw<Row[]>`
    SELECT c."id", c."sourceSlug", c."validFrom", c."validTo", c."precision", c."periodText", ${seenTimes(asOf)} AS seen,
      d.how IS NOT NULL AS "isDerived", ${HEAD} AS head, ${tail(asOf)} AS tail
    FROM "Claim" c LEFT JOIN LATERAL (${sighted(asOf)}) AS w ON true LEFT JOIN LATERAL (${derived(asOf)}) AS d ON true
    WHERE ${inBatch('Claim', Prisma.sql`c."id"`, scope, after)} AND ${recordedIn('c', asOf)}
    ORDER BY c."id" LIMIT ${limit}`
  const slugs = [...new Set(rows.map((row) => row.sourceSlug))]
  const found = await Promise.all(slugs.map((slug) => terms.load(slug)))
  const ofSource = new Map(slugs.map((slug, i) => [slug, found[i]!]))
  const ofDerived = await derivedTerms(scope, rows)
  return rows.map((row) => {
    const { attribution, withheld } = ofSource.get(row.sourceSlug)!
    const line = lineOf(row, attribution)
    const licence = ofDerived.get(row.id) ?? withheld
    return { key: row.id, line: licence ? withheldLine(line, licence) : line }
  })
}

/** A value that was computed is withheld for the sake of those that went in, too. */
async function derivedTerms(scope: ExportScope, rows: Row[]): Promise<Map<string, Terms['withheld']>> {
  const ids = rows.filter((row) => row.isDerived).map((row) => row.id)
  const { withheldBy } = openBatch(scope)
  const licences = await Promise.all(ids.map((id) => withheldBy([id])))
  return new Map(ids.map((id, i) => [id, licences[i]!]))
}

/** In how many editions it was seen; of the newest of each source, the day and the digest. */
const sighted = (asOf: AsOf) => Prisma.sql`
  SELECT min(e.first) AS first, max(e.last) AS last, jsonb_object_agg(e.source, jsonb_build_array(e.last, e.hash)) AS newest
  FROM (
    SELECT e."sourceSlug" AS source, min(e."date") AS first, max(e."date") AS last,
      (array_agg(e."contentHash" ORDER BY e."date" DESC, e."contentHash" DESC))[1] AS hash
    FROM "Sighting" s JOIN "Edition" e ON e."id" = s."editionId"
    WHERE s."claimId" = c."id" AND ${appearedBy('s', asOf)} GROUP BY 1) AS e`

/** At most one; the limit keeps it a look-up for each claim of the batch. */
const derived = (asOf: AsOf) => Prisma.sql`
  SELECT ${object({
    arithmetic: Prisma.raw(`CASE WHEN d."redactedIn" IS NULL THEN d."arithmetic" END`),
    formula: Prisma.raw('d."formula"'),
    inputs: Prisma.raw(`(
      SELECT COALESCE(json_agg(json_build_object('claimId', i."claimId", 'name', i."name") ORDER BY i."ordinal"), '[]')
      FROM "ComputationInput" i WHERE i."derivationId" = d."id")`),
    redactedIn: Prisma.raw('d."redactedIn"'),
    ruleId: Prisma.raw('d."ruleId"'),
  })} AS how
  FROM "Derivation" d WHERE d."claimId" = c."id" AND ${appearedBy('d', asOf)} LIMIT 1`

/** Of a data file, what is cited is the newest edition that holds the claim. */
const cited = (asOf: AsOf) => {
  const newest = (place: 0 | 1) =>
    Prisma.raw(`CASE WHEN c."series" IS NOT NULL THEN w.newest -> t."sourceSlug" ->> ${place} END`)
  return Prisma.sql`(SELECT COALESCE(json_agg(${object({
    accessedOn: Prisma.sql`COALESCE(t."accessedOn"::text, ${newest(0)})`,
    contentHash: Prisma.sql`COALESCE(t."contentHash", ${newest(1)})`,
    locator: Prisma.raw('t."locator"'),
    note: Prisma.raw('t."note"'),
    role: Prisma.raw('t."role"'),
    source: Prisma.raw('t."sourceSlug"'),
  })} ORDER BY t."ordinal"), '[]') FROM "Citation" t WHERE t."claimId" = c."id" AND ${recordedIn('t', asOf)})`
}

const VALUE = Prisma.sql`CASE WHEN c."unitCode" IS NOT NULL THEN ${object({
  high: Prisma.raw('trim_scale(c."high")::text'),
  low: Prisma.raw('trim_scale(c."low")::text'),
  point: Prisma.raw('trim_scale(c."point")::text'),
  qualifier: Prisma.raw('c."qualifier"'),
  unit: Prisma.raw('c."unitCode"'),
})} END`

const HEAD = canonical({
  ...columns('basis', 'comparison', 'corroboration'),
  derivation: Prisma.raw('d.how'),
  // A digest is only of what was redacted, where it is all that is left of the content.
  ...columns('digest', 'doubt', 'factId', 'form', 'id', 'key', 'note'),
})

const tail = (asOf: AsOf) =>
  canonical({
    ...columns('plausible', 'promotional'),
    provenance: cited(asOf),
    recordedIn: Prisma.raw('c."fromRevision"'),
    repeatOf: Prisma.raw('c."repeatOfId"'),
    ...columns('series'),
    sightings: Prisma.sql`CASE WHEN w.first IS NOT NULL THEN ${object({ first: Prisma.raw('w.first'), last: Prisma.raw('w.last') })} END`,
    source: Prisma.raw('c."sourceSlug"'),
    supersedes: Prisma.raw('c."supersedesId"'),
    ...columns('text'),
    value: VALUE,
  })

function columns(...names: string[]): Record<string, Prisma.Sql> {
  return Object.fromEntries(names.map((name) => [name, Prisma.raw(`c."${name}"`)]))
}

/** @param parts in the order of their names, as canonical JSON has them. */
function object(parts: Record<string, Prisma.Sql>): Prisma.Sql {
  const pairs = Object.entries(parts).map(([name, value]) => Prisma.sql`${Prisma.raw(`'${name}'`)}, ${value}`)
  return Prisma.sql`json_build_object(${Prisma.join(pairs)})`
}

/** Spaces, and what has no value at any depth, go with the stripping. */
function canonical(parts: Record<string, Prisma.Sql>): Prisma.Sql {
  return Prisma.sql`json_strip_nulls(${object(parts)})::text`
}

function lineOf(row: Row, attribution: string): string {
  const { periods, validFrom, validTo, precision, periodText } = timed(row)
  const period = { from: bound(validFrom), precision, text: periodText, to: bound(validTo) }
  // Of a data file, when it held follows from the editions in which it was seen.
  const all = row.seen && periods.map((p) => ({ from: bound(p.validFrom), to: bound(p.validTo) }))
  const times = `"period":${canonicalJson(period)}${all ? `,"periods":${canonicalJson(all)}` : ''}`
  return `{"attribution":${JSON.stringify(attribution)},${inner(row.head)},${times},${inner(row.tail)}}`
}

const bound = (date: Date | null) => instant(date) ?? undefined

/** The members of an object's text, which is never empty here. */
const inner = (json: string) => json.slice(1, -1)

/** What a line keeps whose value must not go out; provenance and derivation lose the words and numbers in them. */
const KEPT = [
  ...['attribution', 'basis', 'corroboration', 'digest', 'factId', 'form', 'id', 'key', 'period', 'periods'],
  ...['recordedIn', 'repeatOf', 'series', 'sightings', 'source', 'supersedes'],
]

function withheldLine(line: string, licence: Licence): string {
  const row = JSON.parse(line) as Record<string, Plain> & {
    provenance: Record<string, Plain>[]
    derivation?: Record<string, Plain>
  }
  const { derivation } = row
  return canonicalJson({
    ...Object.fromEntries(KEPT.map((name) => [name, row[name]])),
    withheld: plainWithheld(licence),
    // Where exactly it stands, and in which words, belongs to what is withheld.
    provenance: row.provenance.map(({ accessedOn, contentHash, role, source }) => ({
      ...{ accessedOn, contentHash, role, source },
    })),
    derivation: derivation && { ...derivation, arithmetic: null },
  })
}
