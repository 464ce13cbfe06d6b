/** What is found for a hub by where it is: the rate and the carbon intensity that apply, and the hubs that are near. */
import DataLoader from 'dataloader'
import { type AsOf, appearedBy, describedIn, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { endOfDay } from '../belief/timeline.ts'
import { distanceKm, type Place } from './distance.ts'
import { begunBy } from './preferred.ts'

/** How near to a hub a value is that applies to it, nearest first. */
export const PLACE_SCOPES = {
  HUB: 'A value of the hub itself.',
  SUBDIVISION: 'A value of the state or province in which the hub is.',
  COUNTRY: 'A value of the whole country, for none is known that is nearer.',
} as const
export type PlaceScope = keyof typeof PLACE_SCOPES

/** A place where a value is looked for; those that come first go before others. */
export interface Candidate {
  scope: PlaceScope
  /** Of rates, the area: `US-VA`; of intensities, the hub or the subdivision. Empty for the whole country. */
  at: string
}

export interface ApplyingKey {
  /** ISO alpha-2. */
  country: string
  candidates: readonly Candidate[]
  /** The sector of a rate, or the metric of an indicator. */
  of: string
  /** See `At` of `belief.ts`. */
  day: string | null
}

/** The fact that applies. */
export interface Applying {
  factId: string
  scope: PlaceScope
}

export interface NearKey extends Place {
  /** Kinds of hub, sorted, so that each set of them is one key; empty for all. */
  kinds: readonly string[]
  first: number
  /** The slug of a hub that is left out; empty for none. */
  except: string
}

export interface NearHub {
  slug: string
  /** Canonical decimal. */
  distanceKm: string
}

const { sql } = Prisma
const cacheKeyFn = (key: unknown) => JSON.stringify(key)

export function hubLoaders(db: Db, asOf: AsOf) {
  const applying = (from: Prisma.Sql) =>
    new DataLoader<ApplyingKey, Applying | null, string>((keys) => readApplying(db, asOf, keys, from), {
      cacheKeyFn,
      maxBatchSize: 1000,
    })
  return {
    rateApplying: applying(rates(asOf)),
    intensityApplying: applying(intensities(asOf)),
    /** Hubs around a place, the nearest first, equally near ones by slug. */
    hubsNear: new DataLoader<NearKey, NearHub[], string>((keys) => readNear(db, asOf, keys), {
      cacheKeyFn,
      maxBatchSize: 1000,
    }),
  }
}

/**
 * Of the carbon intensities of one place, one without a coverage is taken first, then these, then others by their codes
 * (Google's own of its regions, for instance): countries and regions are compared by what the same method gives.
 */
export const INTENSITY_COVERAGES = ['grid-average', 'grid-consumption'] as const

/** Facts `f` of a candidate `k`, by `turn`; those for everybody go before those of a class of customers. */
const rates = (
  asOf: AsOf,
) => sql`SELECT f."id", f."sortKey", (f."band" IS NOT NULL)::int AS turn FROM "EnergyRate" f
  WHERE f."countryCode" = k.country COLLATE "C" AND f."area" IS NOT DISTINCT FROM NULLIF(k.at, '') COLLATE "C"
    AND f."sector" = k.of COLLATE "C" AND ${appearedBy('f', asOf)}`

/** Of a subdivision, those of the cloud regions in it. */
function intensities(asOf: AsOf): Prisma.Sql {
  const turn = sql`CASE WHEN f."coverageCode" IS NULL THEN 0
    ELSE coalesce(array_position(${[...INTENSITY_COVERAGES]}::text[], f."coverageCode"), ${INTENSITY_COVERAGES.length + 1}) END`
  const columns = sql`f."id", f."sortKey", ${turn} AS turn`
  const wanted = sql`f."metricCode" = k.of COLLATE "C" AND ${appearedBy('f', asOf)}`
  const subdivisions = describedIn('e', 'Hub', 'slug', asOf)('subdivisions', 'text[]')
  return sql`SELECT ${columns} FROM "Indicator" f WHERE k.scope = 'HUB' AND f."hubSlug" = k.at COLLATE "C" AND ${wanted}
    UNION ALL SELECT ${columns} FROM "Hub" e JOIN "Indicator" f ON f."hubSlug" = e."slug"
    WHERE k.scope = 'SUBDIVISION' AND e."kind" = 'CLOUD_REGION' AND e."countryCode" = k.country COLLATE "C"
      AND k.at = ANY(${subdivisions}) AND ${appearedBy('e', asOf)} AND ${wanted}
    UNION ALL SELECT ${columns} FROM "Indicator" f
    WHERE k.scope = 'COUNTRY' AND f."countryCode" = k.country COLLATE "C" AND ${wanted}`
}

/** For each key, of the first candidate that has any, the first fact that has an answer on its day. */
async function readApplying(
  db: Db,
  asOf: AsOf,
  keys: readonly ApplyingKey[],
  facts: Prisma.Sql,
): Promise<(Applying | null)[]> {
  const all = keys.flatMap((key, place) => key.candidates.map((c, rank) => ({ ...key, ...c, place, rank })))
  if (all.length === 0) return keys.map(() => null)
  const instants = all.map(({ day }) => (day === null ? asOf.time : new Date(endOfDay(day))))
  const rows = await db.$queryRaw<(Applying & { place: number })[]>`
    SELECT DISTINCT ON (k.place) k.place, k.scope, f."id" AS "factId"
    FROM unnest(${all.map((c) => c.place)}::int[], ${all.map((c) => c.rank)}::int[], ${all.map((c) => c.scope)}::text[],
      ${all.map((c) => c.country)}::text[], ${all.map((c) => c.at)}::text[], ${all.map((c) => c.of)}::text[],
      ${instants}::timestamptz[], ${all.map((c) => c.day !== null)}::boolean[])
      AS k(place, rank, scope, country, at, of, instant, dated)
    CROSS JOIN LATERAL (${facts}) AS f
    CROSS JOIN LATERAL (SELECT r."validFrom", r."validTo" FROM "Resolution" r
      WHERE r."factId" = f."id" AND ${recordedIn('r', asOf)} AND ${begunBy(sql`k.instant`)}
      ORDER BY r."validFrom" DESC NULLS LAST LIMIT 1) AS r
    WHERE NOT k.dated OR ((r."validFrom" IS NOT NULL OR r."validTo" IS NOT NULL)
      AND (r."validTo" IS NULL OR r."validTo" > k.instant))
    ORDER BY k.place, k.rank, f.turn, f."sortKey"`
  const found = new Array<Applying | null>(keys.length).fill(null)
  for (const { place, factId, scope } of rows) found[place] = { factId, scope }
  return found
}

/** Places of hubs are read once for all keys: what is compared with each of them are three short columns. */
async function readNear(db: Db, asOf: AsOf, keys: readonly NearKey[]): Promise<NearHub[][]> {
  const then = describedIn('e', 'Hub', 'slug', asOf)
  const distance = distanceKm(
    { latitude: sql`e.latitude`, longitude: sql`e.longitude` },
    { latitude: sql`k.latitude`, longitude: sql`k.longitude` },
  )
  const rows = await db.$queryRaw<(NearHub & { place: number })[]>`
    WITH placed AS MATERIALIZED (SELECT p.* FROM (SELECT e."slug" AS slug, e."kind" AS kind,
        ${then('latitude', 'numeric')}::float8 AS latitude, ${then('longitude', 'numeric')}::float8 AS longitude
        FROM "Hub" e WHERE ${appearedBy('e', asOf)}) AS p
      WHERE p.latitude IS NOT NULL AND p.longitude IS NOT NULL)
    SELECT k.place::int, h.slug, trim_scale(h.distance)::text AS "distanceKm"
    FROM unnest(${keys.map((k) => k.latitude)}::float8[], ${keys.map((k) => k.longitude)}::float8[],
      ${keys.map((k) => k.kinds.join(','))}::text[], ${keys.map((k) => k.first)}::int[],
      ${keys.map((k) => k.except)}::text[]) WITH ORDINALITY AS k(latitude, longitude, kinds, first, without, place)
    CROSS JOIN LATERAL (SELECT e.slug, ${distance} AS distance FROM placed e
      WHERE e.slug <> k.without COLLATE "C" AND (k.kinds = '' OR e.kind = ANY(string_to_array(k.kinds, ',')))
      ORDER BY distance, e.slug LIMIT k.first) AS h
    ORDER BY k.place, h.distance, h.slug`
  const byPlace = Map.groupBy(rows, (row) => row.place)
  return keys.map((_, i) => byPlace.get(i + 1) ?? [])
}
