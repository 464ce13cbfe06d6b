/** Lists of what is believed and why: checks, corrections, disagreements. */
import { type AsOf, recordedIn } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'
import type { ListQuery } from '../../../db/page.ts'
import { Conditions, type OneOrMore } from './conditions.ts'

const { sql } = Prisma

/** What is about a claim of one of these sources. */
const ofSources = (sources: OneOrMore) =>
  sources &&
  sql`EXISTS (SELECT 1 FROM "Claim" c WHERE c."id" = e."claimId" AND c."sourceSlug" = ANY(${[...sources]}::text[]))`

export interface CheckFilter {
  source?: OneOrMore
  verdict?: OneOrMore
  method?: OneOrMore
  formula?: OneOrMore
  slug?: OneOrMore
}
/** The checks that stand, by slug. */
export function checkList(asOf: AsOf, f: CheckFilter = {}): ListQuery {
  const where = new Conditions('e', asOf, recordedIn)
    .oneOf(sql`e."verdict"`, f.verdict)
    .oneOf(sql`e."method"`, f.method)
    .oneOf(sql`e."formula"`, f.formula)
    .oneOf(sql`e."slug"`, f.slug)
    .and(ofSources(f.source))
  return {
    name: 'checks',
    key: sql`e."id"`,
    from: sql`"Check" e`,
    where: where.all,
    order: [
      { expression: sql`e."slug"`, type: 'text' },
      { expression: sql`e."id"`, type: 'text' },
    ],
  }
}

export interface CorrectionFilter {
  reason?: OneOrMore
  source?: OneOrMore
}
/** All corrections up to the revision, the newest first. */
export function correctionList(asOf: AsOf, f: CorrectionFilter = {}): ListQuery {
  const where = new Conditions('e', asOf).oneOf(sql`e."reason"`, f.reason).and(ofSources(f.source))
  return {
    name: 'corrections',
    key: sql`e."id"`,
    from: sql`"Correction" e`,
    where: where.all,
    order: [
      { expression: sql`e."fromRevision"`, type: 'int', descending: true },
      { expression: sql`e."id"`, type: 'text' },
    ],
  }
}

export interface DisagreementFilter {
  kind?: OneOrMore
  /** Only facts whose answers lie at least so many times apart. */
  ratio?: string | null | undefined
}
/** Whether the answers of a period lie apart; suspect ones have no part in its spread. */
export const disagrees = (period: string) => sql`${apart(period)} > 1`

/** How many times the highest is the lowest; infinite where that is not above zero. Null where nothing is compared. */
function apart(period: string): Prisma.Sql {
  const own = (name: string) => Prisma.raw(`${period}."${name}"`)
  return sql`COALESCE(${own('spreadRatio')}, CASE WHEN ${own('spreadHigh')} > ${own('spreadLow')} THEN 'Infinity'::numeric END)`
}

/** Facts whose answers for the newest period that has begun lie apart, the widest first. */
export function disagreementList(asOf: AsOf, f: DisagreementFilter = {}): ListQuery {
  const begun = (alias: string) =>
    sql`(${Prisma.raw(`${alias}."validFrom"`)} IS NULL OR ${Prisma.raw(`${alias}."validFrom"`)} <= ${asOf.time})`
  const where = new Conditions('e', asOf, recordedIn)
    .and(disagrees('e'))
    .and(begun('e'))
    .and(
      sql`NOT EXISTS (SELECT 1 FROM "Resolution" n WHERE n."factId" = e."factId" AND ${recordedIn('n', asOf)} AND ${begun('n')}
        AND n."validFrom" > COALESCE(e."validFrom", '-infinity'::timestamptz))`,
    )
    .and(
      f.kind &&
        sql`EXISTS (SELECT 1 FROM "Fact" k WHERE k."id" = e."factId" AND k."kind"::text = ANY(${[...f.kind]}::text[]))`,
    )
    .and(f.ratio ? sql`${apart('e')} >= ${f.ratio}::numeric` : null)
  return {
    name: 'disagreements',
    key: sql`e."factId"`,
    from: sql`"Resolution" e`,
    where: where.all,
    order: [
      { expression: apart('e'), type: 'numeric', descending: true },
      { expression: sql`e."factId"`, type: 'text' },
    ],
  }
}
