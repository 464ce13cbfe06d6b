/** The list of hubs. */
import { type AsOf, appearedBy, describedIn } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'
import type { ListQuery } from '../../../db/page.ts'
import type { OrderTerm } from '../../../db/page-cursor.ts'
import { distanceKm, type Place } from '../distance.ts'
import { joinPreferred, SORT_VALUE } from '../preferred.ts'
import { Conditions, type OneOrMore, type TextFilter, type ValueFilter } from './conditions.ts'

const { sql, raw } = Prisma

/** What a whole site takes from the grid at most, cooling included. */
const POWER_METRIC = 'hub-power'
/** In which hubs are ordered; values in other units come last. */
const POWER_UNIT = 'MW'

export interface HubFilter {
  slug?: OneOrMore
  kind?: OneOrMore
  country?: OneOrMore
  role?: OneOrMore
  status?: OneOrMore
  subdivision?: OneOrMore
  name?: TextFilter | null | undefined
  power?: ValueFilter | null | undefined
  near?: (Place & { withinKm: string }) | null | undefined
}
export interface HubOrder {
  field: 'DEFAULT' | 'NAME' | 'POWER'
  descending: boolean
}

export function hubList(asOf: AsOf, f: HubFilter = {}, order: HubOrder | null = null): ListQuery {
  const then = describedIn('e', 'Hub', 'slug', asOf)
  const where = new Conditions('e', asOf)
    .oneOf(sql`e."slug"`, f.slug)
    .oneOf(sql`e."kind"`, f.kind)
    .oneOf(sql`e."countryCode"`, f.country)
    .oneOf(then('role'), f.role)
    .oneOf(then('status'), f.status)
    .text(then('name'), f.name)
    .and(f.subdivision && sql`${then('subdivisions', 'text[]')} && ${[...f.subdivision]}::text[]`)
    .value(SORT_VALUE, sql`v."unitCode"`, f.power)
    .and(f.near && isNear(asOf, f.near))
  const { field, descending } = order ?? { field: 'DEFAULT' as const, descending: false }
  const byPower = field === 'POWER'
  return {
    name: `hubs:${field}:${descending}`,
    key: sql`e."slug"`,
    from: byPower || f.power ? sql`"Hub" e ${powerOf(asOf)}` : sql`"Hub" e`,
    where: where.all,
    order: ordersOf(asOf, descending)[field],
    parentColumn: sql`e."countryCode"`,
  }
}

function ordersOf(asOf: AsOf, descending: boolean): Record<HubOrder['field'], OrderTerm[]> {
  const text = (expression: Prisma.Sql): OrderTerm => ({ expression, type: 'text', descending })
  // Hubs without a number come last in either direction.
  const nothing = raw(descending ? `'-Infinity'` : `'Infinity'`)
  const value = sql`COALESCE(CASE WHEN v."unitCode" = ${POWER_UNIT} THEN ${SORT_VALUE} END, ${nothing}::numeric)`
  return {
    DEFAULT: [text(sql`e."sortKey"`)],
    NAME: [text(describedIn('e', 'Hub', 'slug', asOf)('name')), text(sql`e."slug"`)],
    POWER: [{ expression: value, type: 'numeric', descending }, text(sql`e."slug"`)],
  }
}

/** Joins the newest answer to a hub's power as `v`. A hub has one such fact: it has no coverage. */
const powerOf = (
  asOf: AsOf,
) => sql`LEFT JOIN "Indicator" f ON f."hubSlug" = e."slug" AND f."metricCode" = ${POWER_METRIC}
  AND f."coverageCode" IS NULL AND ${appearedBy('f', asOf)} ${joinPreferred(asOf, null)}`

function isNear(asOf: AsOf, { latitude, longitude, withinKm }: Place & { withinKm: string }): Prisma.Sql {
  const then = describedIn('e', 'Hub', 'slug', asOf)
  const own = { latitude: then('latitude', 'numeric'), longitude: then('longitude', 'numeric') }
  const given = { latitude: sql`${latitude}::numeric`, longitude: sql`${longitude}::numeric` }
  return sql`${distanceKm(own, given)} <= ${withinKm}::numeric`
}
