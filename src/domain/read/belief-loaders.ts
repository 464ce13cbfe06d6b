/** Loaders of what is believed: claims, resolutions, citations and sightings, as of one revision. */
import { type AsOf, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { givenKeys } from '../../db/given.ts'
import { byKey, type Joint, manyBy } from './batch.ts'
import { briefLoaders } from './brief-claims.ts'
import { claimColumns, claimRows } from './claim-rows.ts'
import { citedWith } from './fact-items.ts'
import { BELIEF_LIMIT, periodLoaders } from './period-loaders.ts'
import type { CitationRow, ClaimRow } from './rows.ts'
import type { Traces } from './traces.ts'

interface EditionRow {
  key: string
  date: Date
  contentHash: string | null
}

interface Sightings {
  firstSeenOn: Date
  lastSeenOn: Date
}

/** Where claims of facts bring their citations along. */
export interface Cited {
  /** Whether those that are read from now on do. */
  isWanted: boolean
  readonly ofClaim: Map<string, CitationRow[]>
}

export function beliefLoaders(
  db: Db,
  asOf: AsOf,
  cited: Cited,
  traces?: Traces,
  jointly?: (name: string) => Joint,
) {
  const claimsOfFact = manyBy<ClaimRow>(
    async (ids) => {
      const { isWanted } = cited
      const [read, joined] = isWanted ? citedAlong(asOf) : [Prisma.empty, Prisma.empty]
      const rows = db.$queryRaw`
        SELECT c.*${read} FROM unnest(${givenKeys(ids)}) AS f(id) CROSS JOIN LATERAL (
          SELECT ${claimColumns(asOf)} FROM "Claim" c WHERE c."factId" = f.id COLLATE "C" AND ${recordedIn('c', asOf)}
          ORDER BY c."validFrom" DESC NULLS LAST, c."id" LIMIT ${BELIEF_LIMIT}) AS c ${joined}`
      return claimRows(isWanted ? withoutCitations(rows, cited) : rows)
    },
    (c) => c.factId,
    traces?.ofClaims,
  )
  // Whoever traces wants to know all of it.
  let isWholeRead = traces !== undefined
  return {
    /** The live claims of a fact, at most `BELIEF_LIMIT`, newest period first, undated ones last. */
    claimsOfFact: {
      load: (id: string): Promise<ClaimRow[]> => {
        isWholeRead = true
        return claimsOfFact.load(id)
      },
    },
    ...briefLoaders(db, asOf, () => isWholeRead, jointly),
    claimCountOfFact: byKey<{ id: string; count: number }>(
      (ids) => db.$queryRaw`
        SELECT c."factId" AS id, count(*)::int AS count FROM "Claim" c
        WHERE c."factId" = ANY(${givenKeys(ids)}) AND ${recordedIn('c', asOf)} GROUP BY 1`,
      (c) => c.id,
    ),
    /** A claim by id; a superseded one too, for it is still what was said. */
    claim: byKey<ClaimRow>(
      (ids) =>
        claimRows(db.$queryRaw`
        SELECT ${claimColumns(asOf)} FROM "Claim" c WHERE c."id" = ANY(${givenKeys(ids)}) AND c."fromRevision" <= ${asOf.revision}`),
      (c) => c.id,
      traces?.ofClaims,
    ),
    supersededBy: byKey<ClaimRow>(
      (ids) =>
        claimRows(db.$queryRaw`
        SELECT ${claimColumns(asOf)} FROM "Claim" c WHERE c."supersedesId" = ANY(${givenKeys(ids)}) AND c."fromRevision" <= ${asOf.revision}`),
      (c) => c.supersedesId!,
      traces?.ofClaims,
    ),
    ...periodLoaders(db, asOf, traces, jointly?.('periods')),
    /** Citations as the claim was recorded with them, also of a superseded claim. */
    citationsOfClaim: manyBy<CitationRow>(
      (ids) => db.$queryRaw`
        SELECT t."id", t."claimId" AS owner, t."sourceSlug", t."role", t."locator", t."accessedOn", t."contentHash", t."note",
          c."series" IS NOT NULL AS "isOfFile"
        FROM "Citation" t JOIN "Claim" c ON c."id" = t."claimId"
        WHERE t."claimId" = ANY(${givenKeys(ids)}) AND ${citedWith('c."toRevision"', asOf)}
        ORDER BY t."claimId", t."ordinal"`,
      (t) => t.owner,
    ),
    /** Of a data file, what is cited is the newest edition that holds the claim; keys are spelled `<claim> <source>`. */
    editionOfCitation: byKey<EditionRow>(
      (keys) => db.$queryRaw`
        SELECT k.key, e."date", e."contentHash" FROM unnest(${givenKeys(keys)}) AS k(key) CROSS JOIN LATERAL (
          SELECT e."date", e."contentHash" FROM "Sighting" s JOIN "Edition" e ON e."id" = s."editionId"
          WHERE s."claimId" = split_part(k.key, ' ', 1) COLLATE "C" AND e."sourceSlug" = split_part(k.key, ' ', 2) COLLATE "C"
            AND s."fromRevision" <= ${asOf.revision}
          ORDER BY e."date" DESC, e."contentHash" DESC LIMIT 1) AS e`,
      (e) => e.key,
    ),
    /** Citations of entities; keys are spelled `modelSlug/gpt-5.4`. */
    citationsOfEntity: manyBy<CitationRow>(
      async (keys) => entityCitations(db, asOf, keys),
      (t) => t.owner,
      traces?.ofEntities,
    ),
    sightingsOfClaim: byKey<Sightings & { claimId: string }>(
      (ids) => db.$queryRaw`
        SELECT s."claimId", min(e."date") AS "firstSeenOn", max(e."date") AS "lastSeenOn"
        FROM "Sighting" s JOIN "Edition" e ON e."id" = s."editionId"
        WHERE s."claimId" = ANY(${givenKeys(ids)}) AND s."fromRevision" <= ${asOf.revision} GROUP BY 1`,
      (s) => s.claimId,
    ),
  }
}

/** A row for each citation: most claims have one, and a statement of their own would look up all claims again. */
const citedAlong = (asOf: AsOf) => [
  Prisma.sql`, t."id" AS "t_id", t."ordinal" AS "t_ordinal", t."sourceSlug" AS "t_sourceSlug", t."role" AS "t_role",
          t."locator" AS "t_locator", t."accessedOn" AS "t_accessedOn", t."contentHash" AS "t_contentHash", t."note" AS "t_note"`,
  Prisma.sql`LEFT JOIN "Citation" t ON t."claimId" = c."id" AND ${citedWith('c."toRevision"', asOf)}`,
]

type Along = { [K in keyof Omit<CitationRow, 'owner' | 'isOfFile'> as `t_${K}`]: CitationRow[K] } & {
  t_ordinal: number
}

/** @returns the claims, once each, as they were read; their citations are kept. */
async function withoutCitations(reading: Promise<unknown>, cited: Cited): Promise<unknown[]> {
  const rows = (await reading) as (Along & Pick<ClaimRow, 'id' | 'series'>)[]
  return [...Map.groupBy(rows, (row) => row.id).values()].map((of) => {
    of.sort((a, b) => a.t_ordinal - b.t_ordinal)
    const citations = of.map((row) => ({
      id: row.t_id,
      owner: row.id,
      sourceSlug: row.t_sourceSlug,
      role: row.t_role,
      locator: row.t_locator,
      accessedOn: row.t_accessedOn,
      contentHash: row.t_contentHash,
      note: row.t_note,
      isOfFile: row.series !== null,
    }))
    // Without any citation there is one row all the same.
    cited.ofClaim.set(of[0]!.id, of[0]!.t_id === null ? [] : citations)
    return of[0]!
  })
}

async function entityCitations(db: Db, asOf: AsOf, keys: string[]): Promise<CitationRow[]> {
  const owner = Prisma.sql`CASE WHEN t."modelSlug" IS NOT NULL THEN 'modelSlug/' WHEN t."providerSlug" IS NOT NULL THEN 'providerSlug/'
    WHEN t."hubSlug" IS NOT NULL THEN 'hubSlug/' WHEN t."clusterSlug" IS NOT NULL THEN 'clusterSlug/' ELSE 'flowSlug/' END
    || COALESCE(t."modelSlug", t."providerSlug", t."hubSlug", t."clusterSlug", t."flowSlug")`
  const slugs = keys.map((key) => key.slice(key.indexOf('/') + 1))
  return db.$queryRaw<CitationRow[]>`
    SELECT t."id", ${owner} AS owner, t."sourceSlug", t."role", t."locator", t."accessedOn", t."contentHash", t."note",
      false AS "isOfFile"
    FROM "Citation" t WHERE t."claimId" IS NULL AND ${recordedIn('t', asOf)}
      AND COALESCE(t."modelSlug", t."providerSlug", t."hubSlug", t."clusterSlug", t."flowSlug") = ANY(${slugs})
    ORDER BY t."ordinal"`
}
