/** Lists of facts, one per kind. All are in the order of the kind's `sortKey` unless another is asked for. */
import { type AsOf, recordedIn } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'
import type { ListQuery } from '../../../db/page.ts'
import type { OrderTerm } from '../../../db/page-cursor.ts'
import { KIND_NAMES, SUBJECT_COLUMNS, type SubjectColumn, type SubjectKind } from '../../../kinds/facts.ts'
import type { FactKind } from '../../../kinds/vocabulary.ts'
import type { At } from '../belief.ts'
import { joinPreferred, SORT_VALUE } from '../preferred.ts'
import { disagrees } from './belief.ts'
import { Conditions, type OneOrMore, type ValueFilter } from './conditions.ts'
import { countryOfProvider } from './entities.ts'

const { sql, raw } = Prisma
const BY_SORT_KEY: OrderTerm = { expression: sql`f."sortKey"`, type: 'text' }
const UNIT = sql`v."unitCode"`
const column = (name: string) => raw(`f."${name}"`)

export interface FactListOptions {
  /** Filters and orders on values look at this day; null for the newest value. */
  at?: At
  /** The column by which the entity above refers to the facts. */
  parent?: SubjectColumn | 'offerSlug' | 'sellerSlug'
}

function list(
  name: string,
  table: string,
  where: Conditions,
  asOf: AsOf,
  options: FactListOptions,
  needsValue: boolean,
): ListQuery {
  const from = raw(`"${table}" f`)
  const at = options.at ?? null
  return {
    name,
    key: sql`f."id"`,
    from,
    ...(needsValue ? { from: sql`${from} ${joinPreferred(asOf, at)}`, preferredAt: at } : {}),
    where: where.all,
    order: [BY_SORT_KEY],
    ...(options.parent ? { parentColumn: column(options.parent) } : {}),
  }
}

/** One fact below its own id. */
export const factByIdList = (kind: FactKind, asOf: AsOf): ListQuery => ({
  name: kind,
  key: sql`f."id"`,
  from: raw(`"${KIND_NAMES[kind]}" f`),
  where: new Conditions('f', asOf).all,
  order: [{ expression: sql`f."id"`, type: 'text' }],
  parentColumn: sql`f."id"`,
})

export interface PriceFilter {
  model?: OneOrMore
  seller?: OneOrMore
  maker?: OneOrMore
  makerCountry?: OneOrMore
  meter?: OneOrMore
  tier?: OneOrMore
  isPlain?: boolean | null | undefined
  isMakersOwn?: boolean | null | undefined
  state?: OneOrMore
  value?: ValueFilter | null | undefined
  /** Whether the sources give different numbers for the period that answers. */
  disputed?: boolean | null | undefined
}
export interface PriceOrder {
  field: 'DEFAULT' | 'VALUE'
  descending: boolean
  /** Values in other units come last: numbers of different units have no order. */
  unit: string
}

const STATE = sql`CASE WHEN v."id" IS NULL THEN 'UNKNOWN' WHEN v."form" = 'NOT_OFFERED' THEN 'NOT_OFFERED'
  WHEN v."point" = 0 THEN 'FREE' ELSE 'PRICED' END`

/** Of the period that `joinPreferred` found. */
const disputed = (asOf: AsOf) => sql`EXISTS (SELECT 1 FROM "Resolution" d
  WHERE d."factId" = f."id" AND ${recordedIn('d', asOf)} AND d."claimId" = r."claimId"
    AND d."validFrom" IS NOT DISTINCT FROM r."validFrom" AND ${disagrees('d')})`

export function priceList(
  asOf: AsOf,
  f: PriceFilter = {},
  options: FactListOptions & { order?: PriceOrder | null } = {},
): ListQuery {
  const where = new Conditions('f', asOf)
    .oneOf(column('modelSlug'), f.model)
    .oneOf(column('sellerSlug'), f.seller)
    .oneOf(column('meterCode'), f.meter)
    .oneOf(column('tier'), f.tier)
    .oneOf(STATE, f.state)
    .value(SORT_VALUE, UNIT, f.value)
    .is(disputed(asOf), f.disputed)
    .and(
      f.maker &&
        sql`f."modelSlug" IN (SELECT m."slug" FROM "Model" m WHERE m."makerSlug" = ANY(${[...f.maker]}::text[]))`,
    )
    .and(
      f.makerCountry &&
        sql`f."modelSlug" IN (SELECT m."slug" FROM "Model" m JOIN "Provider" p ON p."slug" = m."makerSlug"
          WHERE ${countryOfProvider('p', asOf)} = ANY(${[...f.makerCountry]}::text[]))`,
    )
    .is(
      sql`(f."tier" = 'standard' AND num_nonnulls(f."promptAbove", f."windowFrom", f."cacheLifetime") = 0
        AND NOT EXISTS (SELECT 1 FROM "Offer" o WHERE o."slug" = f."offerSlug" AND num_nonnulls(o."region", o."plan") > 0))`,
      f.isPlain,
    )
    .is(
      sql`EXISTS (SELECT 1 FROM "Offer" o WHERE o."slug" = f."offerSlug" AND o."isMakersOwn")`,
      f.isMakersOwn,
    )
  const { order } = options
  const byValue = order?.field === 'VALUE' ? order : null
  const needsValue = !!byValue || !!f.state || !!f.value || typeof f.disputed === 'boolean'
  const result = list('prices', 'Price', where, asOf, options, needsValue)
  const descending = order?.descending ?? false
  if (byValue) {
    // Facts without a number come last in either direction.
    const nothing = raw(descending ? `'-Infinity'` : `'Infinity'`)
    const value: OrderTerm = {
      expression: sql`COALESCE(CASE WHEN ${UNIT} = ${byValue.unit} THEN ${SORT_VALUE} END, ${nothing}::numeric)`,
      type: 'numeric',
      descending,
    }
    return {
      ...result,
      name: `prices:VALUE:${byValue.unit}:${descending}`,
      order: [value, { ...BY_SORT_KEY, descending }],
    }
  }
  return descending
    ? { ...result, name: 'prices:DEFAULT:true', order: [{ ...BY_SORT_KEY, descending }] }
    : result
}

export interface EnergyRateFilter {
  country?: OneOrMore
  area?: OneOrMore
  isWholeCountry?: boolean | null | undefined
  sector?: OneOrMore
  value?: ValueFilter | null | undefined
  /** Rates of these areas and of whole countries; for what applies at a place. */
  appliesIn?: readonly string[]
}
export function energyRateList(
  asOf: AsOf,
  f: EnergyRateFilter = {},
  options: FactListOptions = {},
): ListQuery {
  const where = new Conditions('f', asOf)
    .oneOf(column('countryCode'), f.country)
    .oneOf(column('area'), f.area)
    .oneOf(column('sector'), f.sector)
    .is(sql`(f."area" IS NULL)`, f.isWholeCountry)
    .and(f.appliesIn && sql`(f."area" IS NULL OR f."area" = ANY(${[...f.appliesIn]}::text[]))`)
    .value(SORT_VALUE, UNIT, f.value)
  return list('energyRates', 'EnergyRate', where, asOf, options, !!f.value)
}

type SubjectFilter = { [K in SubjectKind]?: OneOrMore }

function subjects(where: Conditions, f: SubjectFilter, kinds: readonly SubjectKind[]): Conditions {
  for (const kind of kinds) where.oneOf(column(SUBJECT_COLUMNS[kind]), f[kind])
  return where
}
const USERS = ['country', 'provider', 'model', 'group'] as const
const ALL_SUBJECTS = Object.keys(SUBJECT_COLUMNS) as SubjectKind[]

export interface TokenUsageFilter extends SubjectFilter {
  period?: OneOrMore
  coverage?: OneOrMore
}
export function tokenUsageList(
  asOf: AsOf,
  f: TokenUsageFilter = {},
  options: FactListOptions = {},
): ListQuery {
  const where = subjects(new Conditions('f', asOf), f, USERS)
    .oneOf(column('period'), f.period)
    .oneOf(column('coverageCode'), f.coverage)
  return list('tokenUsage', 'TokenUsage', where, asOf, options, false)
}

export interface IndicatorFilter extends SubjectFilter {
  metric?: OneOrMore
  coverage?: OneOrMore
}
export function indicatorList(asOf: AsOf, f: IndicatorFilter = {}, options: FactListOptions = {}): ListQuery {
  const where = subjects(new Conditions('f', asOf), f, ALL_SUBJECTS)
    .oneOf(column('metricCode'), f.metric)
    .oneOf(column('coverageCode'), f.coverage)
  return list('indicators', 'Indicator', where, asOf, options, false)
}

export interface AssertionFilter extends SubjectFilter {
  topic?: OneOrMore
  category?: OneOrMore
}
export function assertionList(asOf: AsOf, f: AssertionFilter = {}, options: FactListOptions = {}): ListQuery {
  const where = subjects(new Conditions('f', asOf), f, ALL_SUBJECTS)
    .oneOf(column('topicCode'), f.topic)
    .and(
      f.category &&
        sql`f."topicCode" IN (SELECT t."code" FROM "Topic" t WHERE t."category" = ANY(${[...f.category]}::text[]))`,
    )
  return list('assertions', 'Assertion', where, asOf, options, false)
}
