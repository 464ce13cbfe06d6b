/** Draws the map of hubs: ground, arrows, hubs with their names, and the key. All places are in pixels. */
import type { TopLevelSpec } from 'vega-lite'
import type { Look } from './chart.ts'
import { CHINA, type Extent, mapView, shapesOf } from './china-map.ts'
import type { FlowData, HubData } from './computing-hubs.ts'
import { type Colours, coloursOf, LINE, labelWidth, NARROW, pixels, tenth, texts } from './drawing.ts'
import { areaName, dense, endLabels, shortArrow } from './hubs-ends.ts'
import { keyOf, STRENGTHS, signs } from './hubs-signs.ts'
import { arrow, boxOf, type Label, type Point, placeLabels } from './map-marks.ts'
import { wrap } from './text-width.ts'
import { roomOf, SMALL } from './theme.ts'

/** On wider pictures the map stays as it is. */
const WIDEST = 900

const GROUND = {
  light: { home: '#dde5ee', others: '#f1f3f6' },
  dark: { home: '#2f3a47', others: '#1f252c' },
} as const

interface Placed {
  hub: HubData
  at: Point
}

export function hubsPicture(hubs: readonly HubData[], flows: readonly FlowData[], look: Look): TopLevelSpec {
  const colours = coloursOf(look)
  const wide = look.width >= NARROW
  const located = hubs.filter((hub) => placesOf(hub).length > 0)
  const view = mapView(wide ? CHINA : around(located), Math.min(roomOf(look), WIDEST))
  const placed = located.map((hub) => ({ hub, at: middle(placesOf(hub).map((c) => view.place(...c))) }))
  const clusters = located.flatMap((hub) => placesOf(hub).map((c): Point => view.place(...c)))
  const arrows = arrowsOf(placed, flows, [...placed.map(({ at }) => at), ...clusters])
  const top = view.height + 18
  const names = wide
    ? []
    : placed.flatMap(({ hub }, i) => wrap(`${i + 1}  ${nameOf(hub, look)}`, SMALL, view.width))
  const key = keyOf(located, arrows, look, colours, {
    top: top + names.length * LINE + (wide ? 0 : 8),
    width: view.width,
    columns: wide ? 2 : 1,
  })
  return {
    width: view.width,
    height: key.bottom,
    view: { stroke: null },
    projection: { type: 'identity', scale: 1, translate: [0, 0] },
    layer: [
      ground(look, view),
      ...arrowLayers(arrows, colours),
      ...hubLayers(placed, arrows, view, look),
      ...(wide
        ? []
        : [
            texts(
              names.map((text, i) => ({ text, x: 0, y: top + i * LINE })),
              inkOf(colours),
            ),
          ]),
      ...key.layers,
    ],
    // Shapes are in pixels of their own, which the types of longitudes do not know.
  } as unknown as TopLevelSpec
}

const inkOf = ({ ink }: Colours) => ({ align: 'left', fill: ink })

const nameOf = ({ name, nameZh }: HubData, { language }: Look) =>
  language === 'zh' ? (nameZh ?? name) : name

const placesOf = ({ clusters }: HubData): [longitude: number, latitude: number][] =>
  clusters.flatMap(({ longitude, latitude }) =>
    longitude === null || latitude === null
      ? []
      : [[Number(longitude), Number(latitude)] as [number, number]],
  )

const middle = (points: readonly Point[]): Point => [
  tenth(points.reduce((sum, [x]) => sum + x, 0) / points.length),
  tenth(points.reduce((sum, [, y]) => sum + y, 0) / points.length),
]

/** On a phone only the part with hubs is legible. */
function around(hubs: readonly HubData[]): Extent {
  const all = hubs.flatMap(placesOf)
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)]
  if (all.length === 0) return CHINA
  return [Math.min(...xs) - 7, Math.min(...ys) - 4, Math.max(...xs) + 4, Math.max(...ys) + 4.5]
}

interface Drawn {
  line: readonly Point[]
  head: readonly Point[]
  strength: FlowData['strength']
  /** Lasting names of the flows that it stands for. */
  flows: readonly string[]
  /** Stands for several. */
  bold: boolean
  /** Of a short one: what is no hub, where it lies in the picture, and the hub. */
  end?: { area: string; outer: Point; hub: Point }
}

/** So much more than the firmest between the same ends does the next one bend: else it would lie below. */
const BENDS = [0.16, 0.3, 0.44]

/** One for each two ends and standing, whatever the number of flows; short ones keep clear of the others. */
function arrowsOf(
  placed: readonly Placed[],
  flows: readonly FlowData[],
  signPoints: readonly Point[],
): Drawn[] {
  const place = new Map(placed.map(({ hub, at }) => [hub.slug, at]))
  const pairs = Map.groupBy(flows, ({ from, fromArea, to, toArea }) =>
    JSON.stringify([from?.slug, fromArea, to?.slug, toArea]),
  )
  const order = Object.keys(STRENGTHS)
  const groups = [...pairs.values()].flatMap((between) => {
    const byStrength = Map.groupBy(between, ({ strength }) => strength)
    return [...byStrength.values()]
      .sort(([a], [b]) => order.indexOf(a!.strength) - order.indexOf(b!.strength))
      .map((same, i) => ({ same, bend: BENDS[i]! }))
  })
  const long: Drawn[] = []
  const short: { sends: boolean; hub: Point; area: string; drawn: Omit<Drawn, 'line' | 'head'> }[] = []
  for (const { same, bend } of groups) {
    const [{ from, fromArea, to, toArea, strength }] = same as [FlowData]
    const [start, end] = [from && place.get(from.slug), to && place.get(to.slug)]
    const drawn = { strength, flows: same.map(({ slug }) => slug), bold: same.length > 1 }
    if (start && end) long.push({ ...arrow(start, end, { from: 8, to: 9 }, bend), ...drawn })
    else if (start) short.push({ sends: true, hub: start, area: toArea ?? '', drawn })
    else if (end) short.push({ sends: false, hub: end, area: fromArea ?? '', drawn })
  }
  const taken = [...signPoints, ...long.flatMap(({ line, head }) => dense([...line, ...head]))]
  return [
    ...long,
    ...short.map(({ sends, hub, area, drawn }) => {
      const others = taken.filter(([x, y]) => Math.hypot(x - hub[0], y - hub[1]) > 10)
      const { outer, ...own } = shortArrow(hub, sends, others)
      taken.push(...dense([...own.line, ...own.head]))
      return { ...own, ...drawn, end: { area, outer, hub } }
    }),
  ]
}

function ground(look: Look, view: ReturnType<typeof mapView>): object {
  const { home, others } = GROUND[look.theme]
  return {
    data: { values: shapesOf(view) },
    mark: { type: 'geoshape', stroke: coloursOf(look).page, strokeWidth: 0.7, strokeJoin: 'round' },
    encoding: { fill: { condition: { test: 'datum.properties.home', value: home }, value: others } },
  }
}

function arrowLayers(arrows: readonly Drawn[], { ink }: Colours): object[] {
  const feature = (properties: object, geometry: object) => ({ type: 'Feature', properties, geometry })
  const lines = arrows.map(({ line, head: _, end: __, ...properties }) =>
    feature(properties, { type: 'LineString', coordinates: line }),
  )
  const heads = arrows.map(({ head, flows }) => feature({ flows }, { type: 'Polygon', coordinates: [head] }))
  const dashes = Object.entries(STRENGTHS).map(([name, { dash }]) => ({
    test: `datum.properties.strength === '${name}'`,
    value: dash,
  }))
  return [
    {
      data: { values: lines },
      mark: { type: 'geoshape', filled: false, stroke: ink, opacity: 0.6 },
      encoding: {
        strokeWidth: { condition: { test: 'datum.properties.bold', value: 2.4 }, value: 1.1 },
        strokeDash: { condition: dashes, value: [1, 0] },
      },
    },
    { data: { values: heads }, mark: { type: 'geoshape', fill: ink, opacity: 0.8 } },
  ]
}

function hubLayers(
  placed: readonly Placed[],
  arrows: readonly Drawn[],
  view: ReturnType<typeof mapView>,
  look: Look,
): object[] {
  const colours = coloursOf(look)
  const clusters = placed.flatMap(({ hub }) =>
    placesOf(hub).map((c) => {
      const [x, y] = view.place(...c)
      return { x, y, hub, size: 30 }
    }),
  )
  const numbered = look.width < NARROW
  const names = placed.map(({ hub }, i) => (numbered ? [String(i + 1)] : wrap(nameOf(hub, look), SMALL, 190)))
  const sizes = names.map((lines) => ({
    width: Math.max(...lines.map((line) => labelWidth(line))),
    height: lines.length * LINE,
  }))
  // A sign weighs more than a piece of an arrow.
  const points = [...placed.map(({ at }) => at), ...clusters.map(({ x, y }): Point => [x, y])]
  const labels = placeLabels(
    placed.map(({ at }, i) => ({ at, ...sizes[i]! })),
    [...points, ...points, ...points, ...arrows.flatMap(({ line }) => line)],
    view,
  )
  const ends = numbered
    ? []
    : endLabels(
        arrows.flatMap(({ end }) => (end ? [{ ...end, text: areaName(end.area, look) }] : [])),
        labels.map((label, i) => boxOf(label, sizes[i]!)),
        [...points, ...arrows.flatMap(({ line, head }) => dense([...line, ...head]))],
        view,
      )
  const aligned = (align: string) => {
    const values = [
      ...labels.flatMap(({ x, y, ...label }, i) =>
        // Text stands where its first line does.
        label.align === align
          ? [{ x, y: y - ((names[i]!.length - 1) * LINE) / 2, text: names[i]!.join('\n') }]
          : [],
      ),
      ...ends.flatMap(({ x, y, text, ...label }) => (label.align === align ? [{ x, y, text }] : [])),
    ]
    return values.length > 0 ? [texts(values, { align, fill: colours.ink })] : []
  }
  return [
    signs(clusters, colours),
    signs(
      placed.map(({ hub, at: [x, y] }) => ({ x, y, hub, size: 150 })),
      colours,
    ),
    plates([...labels.map((label, i) => ({ ...label, ...sizes[i]! })), ...ends], colours),
    ...['left', 'right', 'center'].flatMap(aligned),
  ]
}

/** Plates in the colour of the page keep names legible where arrows pass. */
function plates(labels: readonly (Label & { width: number; height: number })[], { page }: Colours): object {
  const values = labels.map(({ x, y, align, width, height }) => {
    const left = { left: x, right: x - width, center: x - width / 2 }[align] - 2
    return { left, right: left + width + 4, top: y - height / 2, bottom: y + height / 2 }
  })
  return {
    data: { values },
    mark: { type: 'rect', fill: page, opacity: 0.7, cornerRadius: 3 },
    encoding: { x: pixels('left'), x2: { field: 'right' }, y: pixels('top'), y2: { field: 'bottom' } },
  }
}
