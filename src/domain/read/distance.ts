/** Distances between places, computed in SQL. */
import { Prisma } from '../../db/generated/client.ts'

const { sql } = Prisma

/**
 * The mean radius of the Earth in kilometres: R1 of the ellipsoid GRS 80, (2a + b) / 3.
 * @see H. Moritz, Geodetic Reference System 1980, Journal of Geodesy 74 (2000), 128–133.
 */
const EARTH_RADIUS_KM = 6371.0088

/** A place in decimal degrees, WGS 84. */
export interface Place {
  /** Degrees north, from -90 to 90, as decimal text: `39.0438`. */
  latitude: string
  /** Degrees east, from -180 to 180: `-77.4874`. */
  longitude: string
}

/** Latitude and longitude within a statement. */
interface PlaceSql {
  latitude: Prisma.Sql
  longitude: Prisma.Sql
}

/**
 * Kilometres along a great circle of the sphere with the mean radius, to the metre: the haversine formula. The Earth is no
 * sphere, so it is off by up to half a per cent.
 * @see R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984), 159.
 */
export function distanceKm(a: PlaceSql, b: PlaceSql): Prisma.Sql {
  const half = (x: Prisma.Sql, y: Prisma.Sql) =>
    sql`power(sin(radians((${x}::float8 - ${y}::float8) / 2)), 2)`
  const h = sql`${half(a.latitude, b.latitude)} + cos(radians(${a.latitude}::float8)) * cos(radians(${b.latitude}::float8))
    * ${half(a.longitude, b.longitude)}`
  // Rounding may bring opposite places above 1, where there is no arc sine, and what is no latitude below 0.
  return sql`round((2 * ${EARTH_RADIUS_KM}::float8 * asin(sqrt(GREATEST(0, LEAST(1, ${h})))))::numeric, 3)`
}
