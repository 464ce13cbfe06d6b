/**
 * Claims of facts with what is asked of them most, and nothing else: a whole one has thirty columns and all of its times.
 * Each fact's stand in their order already, which takes no statement for its periods.
 */
import { type AsOf, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { givenKeys, givenTime } from '../../db/given.ts'
import { byKey, type Joint } from './batch.ts'
import { citedWith } from './fact-items.ts'
import { BELIEF_LIMIT } from './period-loaders.ts'
import { begunBy } from './preferred.ts'
import type { CitationRow, ClaimRow } from './rows.ts'

/** All that may be looked at of a claim that was read in brief. */
export type BriefClaim = Pick<ClaimRow, (typeof PLAIN)[number] | (typeof DECIMALS)[number]> & {
  /** Where they were asked for. */
  citations?: BriefCitation[]
}

/** All that may be looked at of a citation that was read in brief. */
export type BriefCitation = Pick<CitationRow, 'sourceSlug' | 'role'>

const PLAIN = [
  ...(['id', 'factId', 'key', 'form', 'qualifier', 'unitCode', 'basis', 'corroboration', 'note'] as const),
  'repeatOfId',
] as const
const DECIMALS = ['low', 'point', 'high'] as const

/** The claims of a fact, in their order. */
interface OfFact {
  factId: string
  claims: readonly BriefClaim[]
}

const { sql, raw, empty } = Prisma

/**
 * @param isWholeRead whether claims are read whole anyway, for another field of the same question.
 * @param jointly reads for several requests, by a name; see `Together`.
 */
export function briefLoaders(
  db: Db,
  asOf: AsOf,
  isWholeRead: () => boolean,
  jointly?: (name: string) => Joint,
) {
  const load = (name: string, read: typeof readClaims, isCited: boolean) => {
    const joint = jointly?.(`brief ${name} ${isCited}`)
    return byKey<OfFact>(
      async (ids) => byFact(await read(db, asOf, ids, isCited)),
      (of) => of.factId,
      undefined,
      // Asked at the last moment, and not of whoever reads for several.
      async (keys, read) => (isWholeRead() ? new Map() : joint ? joint(keys, read) : read(keys)),
    )
  }
  const both = (name: string, read: typeof readClaims) => ({
    bare: load(name, read, false),
    cited: load(name, read, true),
  })
  return {
    /** As `claimsOf` of `belief.ts` for the newest period; null where whole ones are to be read instead. */
    briefClaimsOfFact: both('claims', readClaims),
    /** As `historyOf` of `belief.ts`; null where whole ones are to be read instead. */
    briefHistoryOfFact: both('history', readHistory),
  }
}

function byFact(claims: readonly BriefClaim[]): OfFact[] {
  const facts = Map.groupBy(claims, (c) => c.factId)
  // Of more than are read, the preferred one may be among the others.
  return [...facts].flatMap(([factId, of]) => (of.length < BELIEF_LIMIT ? { factId, claims: of } : []))
}

const COLUMNS = raw(
  [
    ...PLAIN.map((column) => `c."${column}"`),
    ...DECIMALS.map((column) => `trim_scale(c."${column}")::text AS "${column}"`),
  ].join(', '),
)
/** The same once more, from a statement within. */
const READ = raw([...PLAIN, ...DECIMALS].map((column) => `c."${column}"`).join(', '))

/** As `claimRows` sorts claims `c`: when one began to hold for the last time. */
export const lastStart = (asOf: AsOf) => sql`CASE WHEN c."series" IS NULL THEN c."validFrom" ELSE (
    SELECT p."validFrom" FROM "ClaimPeriod" p WHERE p."claimId" = c."id" AND ${recordedIn('p', asOf)}
    ORDER BY p."validFrom" DESC NULLS LAST LIMIT 1) END`

const CITED = raw(`, t."ordinal" AS "citedAt", t."sourceSlug" AS "citedSource", t."role" AS "citedRole"`)
const citations = (asOf: AsOf) =>
  sql`LEFT JOIN "Citation" t ON t."claimId" = c."id" AND ${citedWith('c."toRevision"', asOf)}`

/** A claim as it was read, once for each of its citations. */
type Read = BriefClaim & { citedAt?: number | null; citedSource: string; citedRole: string }

interface Cited extends BriefCitation {
  at: number
}

/** Adds the citation of another row of the claim, or its own. */
function cite(claim: BriefClaim, { citedAt, citedSource, citedRole }: Read): void {
  if (citedAt === undefined) return
  claim.citations ??= []
  // Without any citation there is one row all the same.
  if (citedAt === null) return
  const citation: Cited = { at: citedAt, sourceSlug: citedSource, role: citedRole }
  const cited = claim.citations as Cited[]
  const before = cited.at(-1)
  cited.push(citation)
  if (before && before.at > citedAt) cited.sort((a, b) => a.at - b.at)
}

type ReadClaim = Read & { start: number | null; isPreferred: boolean | null }

// Starts come in seconds, for dates take long to read.
async function readClaims(db: Db, asOf: AsOf, ids: string[], isCited: boolean): Promise<BriefClaim[]> {
  const rows = (await db.$queryRaw`
    SELECT ${READ}, c."start", c."id" = r."claimId" AS "isPreferred"${isCited ? CITED : empty}
    FROM unnest(${givenKeys(ids)}) AS f(id) LEFT JOIN LATERAL (
      SELECT r."claimId" FROM "Resolution" r
      WHERE r."factId" = f.id COLLATE "C" AND ${recordedIn('r', asOf)} AND ${begunBy(givenTime(asOf.time))}
      ORDER BY r."validFrom" DESC NULLS LAST LIMIT 1) AS r ON true
    CROSS JOIN LATERAL (
      SELECT ${COLUMNS}, c."toRevision", date_part('epoch', ${lastStart(asOf)}) AS start FROM "Claim" c
      WHERE c."factId" = f.id COLLATE "C" AND ${recordedIn('c', asOf)}
      ORDER BY c."validFrom" DESC NULLS LAST, c."id" LIMIT ${raw(String(BELIEF_LIMIT))}) AS c ${isCited ? citations(asOf) : empty}`) as ReadClaim[]
  const claims = new Map<string, ReadClaim>()
  for (const row of rows) {
    const known = claims.get(row.id)
    if (!known) claims.set(row.id, row)
    cite(known ?? row, row)
  }
  return [...claims.values()].sort(bestFirst)
}

/** The preferred one, then the newest; repeats say nothing of their own and come last. */
function bestFirst(a: ReadClaim, b: ReadClaim): number {
  const preferred = Number(b.isPreferred === true) - Number(a.isPreferred === true)
  if (preferred !== 0) return preferred
  const repeats = Number(a.repeatOfId !== null) - Number(b.repeatOfId !== null)
  if (repeats !== 0) return repeats
  if (a.start !== b.start) return (b.start ?? -Infinity) - (a.start ?? -Infinity)
  return a.id < b.id ? -1 : 1
}

type ReadPeriod = Read & { begun: number | null }

async function readHistory(db: Db, asOf: AsOf, ids: string[], isCited: boolean): Promise<BriefClaim[]> {
  const rows = (await db.$queryRaw`
    SELECT ${COLUMNS}, date_part('epoch', r."validFrom") AS begun${isCited ? CITED : empty}
    FROM unnest(${givenKeys(ids)}) AS f(id) CROSS JOIN LATERAL (
      SELECT r."claimId", r."validFrom" FROM "Resolution" r WHERE r."factId" = f.id COLLATE "C" AND ${recordedIn('r', asOf)}
      ORDER BY r."validFrom" DESC NULLS LAST LIMIT ${raw(String(BELIEF_LIMIT))}) AS r
    JOIN "Claim" c ON c."id" = r."claimId" AND c."fromRevision" <= ${asOf.revision} ${isCited ? citations(asOf) : empty}`) as ReadPeriod[]
  rows.sort((a, b) => (a.begun === b.begun ? 0 : (a.begun ?? -Infinity) - (b.begun ?? -Infinity)))
  const claims = new Map<string, ReadPeriod>()
  const last = new Map<string, ReadPeriod>()
  const series: ReadPeriod[] = []
  for (const row of rows) {
    const before = last.get(row.factId)
    let claim = claims.get(row.id)
    if (!claim) {
      claim = row
      claims.set(row.id, row)
    }
    // Of a claim that answers for several periods, each has all of its citations.
    if (claim.begun === row.begun) cite(claim, row)
    // One that goes on answering is one, also where its period was cut.
    if (before !== claim) series.push(claim)
    last.set(row.factId, claim)
  }
  return series
}
