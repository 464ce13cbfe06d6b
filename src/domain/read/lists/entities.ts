/** Lists of entities, sources and revisions. */
import { type AsOf, describedIn, recordedIn } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'
import type { ListQuery } from '../../../db/page.ts'
import { Conditions, type DateFilter, type OneOrMore, type TextFilter } from './conditions.ts'

const { sql } = Prisma
const bySlug = [{ expression: sql`e."slug"`, type: 'text' as const }]

export interface CountryFilter {
  code?: OneOrMore
  isAggregate?: boolean | null | undefined
  continent?: OneOrMore
  name?: TextFilter | null | undefined
}
export function countryList(asOf: AsOf, f: CountryFilter = {}): ListQuery {
  const then = describedIn('e', 'Country', 'code', asOf)
  const where = new Conditions('e', asOf)
    .oneOf(sql`e."code"`, f.code)
    .is(sql`e."isAggregate"`, f.isAggregate)
    .oneOf(then('continent'), f.continent)
    .text(then('name'), f.name)
  const order = [{ expression: sql`e."code"`, type: 'text' as const }]
  return { name: 'countries', key: sql`e."code"`, from: sql`"Country" e`, where: where.all, order }
}

export interface ProviderFilter {
  slug?: OneOrMore
  kind?: OneOrMore
  country?: OneOrMore
  name?: TextFilter | null | undefined
}
export function providerList(asOf: AsOf, f: ProviderFilter = {}): ListQuery {
  const then = describedIn('e', 'Provider', 'slug', asOf)
  const where = new Conditions('e', asOf)
    .oneOf(sql`e."slug"`, f.slug)
    .oneOf(then('countryCode'), f.country)
    .text(then('name'), f.name)
    .and(f.kind && sql`${then('kinds', 'text[]')} && ${[...f.kind]}::text[]`)
  return {
    name: 'providers',
    key: sql`e."slug"`,
    from: sql`"Provider" e`,
    where: where.all,
    order: bySlug,
    parentColumn: then('countryCode'),
  }
}

/** The country of a provider, as the revision described it; `alias` is the table's name in the statement. */
export const countryOfProvider = (alias: string, asOf: AsOf) =>
  describedIn(alias, 'Provider', 'slug', asOf)('countryCode')

export interface ModelFilter {
  slug?: OneOrMore
  maker?: OneOrMore
  makerCountry?: OneOrMore
  family?: OneOrMore
  openWeights?: boolean | null | undefined
  name?: TextFilter | null | undefined
  releasedOn?: DateFilter | null | undefined
}
/** @param parent the column by which an entity above refers to its models. */
export function modelList(
  asOf: AsOf,
  f: ModelFilter = {},
  parent: 'makerSlug' | 'familySlug' = 'makerSlug',
): ListQuery {
  const then = describedIn('e', 'Model', 'slug', asOf)
  const where = new Conditions('e', asOf)
    .oneOf(sql`e."slug"`, f.slug)
    .oneOf(sql`e."makerSlug"`, f.maker)
    .oneOf(then('familySlug'), f.family)
    .is(then('openWeights', 'boolean'), f.openWeights)
    .text(then('name'), f.name)
    .date(then('releasedOn', 'date'), f.releasedOn)
    .and(
      f.makerCountry &&
        sql`e."makerSlug" IN (SELECT m."slug" FROM "Provider" m WHERE ${countryOfProvider('m', asOf)} = ANY(${[...f.makerCountry]}::text[]))`,
    )
  const parentColumn = parent === 'makerSlug' ? sql`e."makerSlug"` : then('familySlug')
  return {
    name: 'models',
    key: sql`e."slug"`,
    from: sql`"Model" e`,
    where: where.all,
    order: bySlug,
    parentColumn,
  }
}

export interface SourceFilter {
  slug?: OneOrMore
  kind?: OneOrMore
  publisher?: OneOrMore
  licence?: OneOrMore
  title?: TextFilter | null | undefined
  publishedOn?: DateFilter | null | undefined
}
export function sourceList(asOf: AsOf, f: SourceFilter = {}): ListQuery {
  const then = describedIn('e', 'Source', 'slug', asOf)
  const where = new Conditions('e', asOf)
    .oneOf(sql`e."slug"`, f.slug)
    .oneOf(then('kind'), f.kind)
    .oneOf(sql`e."publisherSlug"`, f.publisher)
    .oneOf(then('licenceCode'), f.licence)
    .text(then('title'), f.title)
    .date(then('publishedOn', 'date'), f.publishedOn)
  return {
    name: 'sources',
    key: sql`e."slug"`,
    from: sql`"Source" e`,
    where: where.all,
    order: bySlug,
    parentColumn: sql`e."publisherSlug"`,
  }
}

/** The offers of a seller or of a model. */
export function offerList(asOf: AsOf, parent: 'modelSlug' | 'sellerSlug'): ListQuery {
  const parentColumn = parent === 'modelSlug' ? sql`e."modelSlug"` : sql`e."sellerSlug"`
  // The maker's own offer first.
  const own = { expression: sql`CASE WHEN e."isMakersOwn" THEN 0 ELSE 1 END`, type: 'int' as const }
  return {
    name: 'offers',
    key: sql`e."slug"`,
    from: sql`"Offer" e`,
    where: new Conditions('e', asOf).all,
    order: [own, ...bySlug],
    parentColumn,
  }
}

/** All revisions up to the one that is read, newest first. */
export function revisionList(asOf: AsOf): ListQuery {
  return {
    name: 'revisions',
    key: sql`e."number"::text`,
    from: sql`"Revision" e`,
    where: [sql`e."number" <= ${asOf.revision}`],
    order: [{ expression: sql`e."number"`, type: 'int', descending: true }],
  }
}

/** What a source claims, as of the revision. */
export function claimList(asOf: AsOf): ListQuery {
  const where = [recordedIn('c', asOf)]
  return {
    name: 'claims',
    key: sql`c."id"`,
    from: sql`"Claim" c`,
    where,
    order: [
      { expression: sql`c."key"`, type: 'text' },
      { expression: sql`c."id"`, type: 'text' },
    ],
    parentColumn: sql`c."sourceSlug"`,
  }
}

/** All groups of models. */
export function groupList(asOf: AsOf): ListQuery {
  return {
    name: 'modelGroups',
    key: sql`e."slug"`,
    from: sql`"ModelGroup" e`,
    where: new Conditions('e', asOf).all,
    order: bySlug,
  }
}

/** All rows of an open vocabulary, by code. */
export function vocabularyList(
  asOf: AsOf,
  table: 'Unit' | 'Meter' | 'Metric' | 'Coverage' | 'Topic',
): ListQuery {
  return {
    name: table,
    key: sql`e."code"`,
    from: Prisma.raw(`"${table}" e`),
    where: new Conditions('e', asOf).all,
    order: [{ expression: sql`e."code"`, type: 'text' }],
  }
}
