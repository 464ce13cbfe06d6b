/** The ground of the map of hubs: countries around China in pixels, from the shapes of Natural Earth. */
import { createRequire } from 'node:module'
import type { MultiPolygon, Polygon, Position } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { tenth } from './drawing.ts'

type Point = readonly [x: number, y: number]

/** Degrees: west, south, east, north. */
export type Extent = readonly [west: number, south: number, east: number, north: number]

export interface MapView {
  width: number
  height: number
  /** Pixels from the top left. */
  place(longitude: number, latitude: number): Point
}

/** All of the country, with a little of its neighbours. */
export const CHINA: Extent = [74, 18.2, 134.8, 53.6]

const RADIAN = Math.PI / 180
const PARALLELS = [25, 47] as const
const MERIDIAN = 105

const [low, high] = PARALLELS.map((degrees) => Math.sin(degrees * RADIAN)) as [number, number]
const cone = (low + high) / 2
const constant = 1 - low * low + 2 * cone * low

/** Albers' equal-area cone, as maps of China use it; upwards, in radii of the Earth. */
function albers(longitude: number, latitude: number): Point {
  // Eastwards across the date line, too.
  const east = ((longitude - MERIDIAN + 540) % 360) - 180
  const radius = Math.sqrt(Math.max(0, constant - 2 * cone * Math.sin(latitude * RADIAN))) / cone
  const angle = cone * east * RADIAN
  return [radius * Math.sin(angle), -radius * Math.cos(angle)]
}

/** A view that is `width` pixels wide and holds the extent. */
export function mapView([west, south, east, north]: Extent, width: number): MapView {
  const steps = Array.from({ length: 33 }, (_, i) => i / 32)
  const edge = steps.flatMap((t) => {
    const [x, y] = [west + t * (east - west), south + t * (north - south)]
    return [albers(x, south), albers(x, north), albers(west, y), albers(east, y)]
  })
  const [xs, ys] = [edge.map(([x]) => x), edge.map(([, y]) => y)]
  const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const scale = width / (right - left)
  return {
    width,
    height: Math.round((top - bottom) * scale),
    place: (longitude, latitude) => {
      const [x, y] = albers(longitude, latitude)
      return [tenth((x - left) * scale), tenth((top - y) * scale)]
    },
  }
}

export interface Shape {
  type: 'Feature'
  properties: { home: boolean }
  geometry: { type: 'MultiPolygon'; coordinates: Position[][][] }
}

/** ISO numbers of China, Hong Kong and Macao, as the shapes have them. */
const HOME = new Set(['156', '344', '446'])

const require = createRequire(import.meta.url)
let atlas: Topology<{ countries: GeometryCollection<{ name: string }> }> | undefined

/** What of each country lies within the view, in pixels; holes (lakes, enclaves) are filled, as their owners lie on top. */
export function shapesOf(view: MapView): Shape[] {
  atlas ??= require('world-atlas/countries-50m.json') as NonNullable<typeof atlas>
  const shapes: Shape[] = []
  for (const { id, geometry } of feature(atlas, atlas.objects.countries).features) {
    const home = HOME.has(String(id))
    const polygons = ringsOf(geometry as Polygon | MultiPolygon)
      .filter(isNear)
      .map((ring) =>
        thin(
          clip(
            ring.map(([x, y]) => view.place(x!, y!)),
            view,
          ),
          home ? 1.1 : 2.2,
        ),
      )
      .filter((ring) => ring.length > 3)
    if (polygons.length === 0) continue
    const coordinates = polygons.map((ring) => [ring.map(([x, y]) => [x, y])])
    shapes.push({
      type: 'Feature',
      properties: { home },
      geometry: { type: 'MultiPolygon', coordinates },
    })
  }
  return shapes.sort((a, b) => Number(a.properties.home) - Number(b.properties.home))
}

const ringsOf = (geometry: Polygon | MultiPolygon): Position[][] =>
  geometry.type === 'Polygon'
    ? geometry.coordinates.slice(0, 1)
    : geometry.coordinates.map((polygon) => polygon[0]!)

/** The far side of the Earth would cover the map: a ring around the South Pole holds all that is north of it. */
const isNear = (ring: Position[]): boolean => ring.some(([x, y]) => x! > 40 && x! < 170 && y! > -5 && y! < 75)

/** What of a ring lies in the view, by Sutherland and Hodgman: one edge after the other cuts. */
function clip(ring: readonly Point[], { width, height }: MapView): Point[] {
  const edges: [axis: 0 | 1, sign: 1 | -1, limit: number][] = [
    [0, 1, 0],
    [0, -1, -width],
    [1, 1, 0],
    [1, -1, -height],
  ]
  let kept = [...ring]
  for (const [axis, sign, limit] of edges) {
    const inside = (p: Point) => p[axis] * sign >= limit
    const before = kept
    kept = []
    before.forEach((point, i) => {
      const last = before.at(i - 1)!
      if (inside(point) !== inside(last)) {
        const t = (limit * sign - last[axis]) / (point[axis] - last[axis])
        kept.push([last[0] + t * (point[0] - last[0]), last[1] + t * (point[1] - last[1])])
      }
      if (inside(point)) kept.push(point)
    })
  }
  return kept
}

/** Without points that lie less than `step` pixels from the one before; closed, to a tenth of a pixel. */
function thin(ring: readonly Point[], step: number): Point[] {
  const kept: Point[] = []
  for (const [x, y] of ring) {
    const last = kept.at(-1)
    if (!last || Math.hypot(x - last[0], y - last[1]) >= step) kept.push([tenth(x), tenth(y)])
  }
  return kept.length > 2 ? [...kept, kept[0]!] : []
}
