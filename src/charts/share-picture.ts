/** Draws panels of shares over time. A line stands in one panel and joins one series of it. */
import type { Look } from './chart.ts'
import { type Colours, CROSSED, coloursOf, labelWidth, NARROW, texts } from './drawing.ts'
import { keyView, type Sign } from './key-view.ts'
import { type Box, boxOf, meet, type Point, placeLabels } from './map-marks.ts'
import { drawn, heightOf, linesOf, type Styles, type Value } from './share-values.ts'
import { PERIODS, shareName } from './share-words.ts'
import { wrap } from './text-width.ts'
import { roomOf, SMALL } from './theme.ts'
import type { SharePanel } from './usage-share.ts'

/** Pixels of a panel that are left of its axis of time, and right of it. */
const LEFT = 38
const RIGHT = 26
const GAP = 28

/** Shapes of series, the most important first; colours come and go with them. */
const SHAPES = [
  ['circle', 'blue'],
  ['square', 'orange'],
  ['diamond', 'green'],
  ['triangle-up', 'blue'],
  ['triangle-down', 'green'],
  ['cross', 'orange'],
  ['triangle-left', 'purple'],
  ['triangle-right', 'purple'],
] as const

export function sharePicture(panels: readonly SharePanel[], look: Look): Record<string, unknown> {
  const columns = look.width >= NARROW ? 2 : 1
  const width = Math.floor((roomOf(look) - (columns - 1) * GAP) / columns)
  const styles = stylesOf(panels, look)
  // Weeks have an axis of their own: beside years they would be a dot.
  const domains = [...Map.groupBy(panels, weekly)].map(([key, some]) => [key, domainOf(some)] as const)
  const domain = new Map(domains)
  return {
    spacing: 12,
    vconcat: [
      keyOf(panels, styles, look),
      {
        ...{ columns, spacing: { row: 14, column: GAP } },
        concat: panels.map((panel) => panelView(panel, domain.get(weekly(panel))!, { styles, look, width })),
      },
    ],
  }
}

const weekly = ({ precisions }: SharePanel) => precisions.includes('WEEK')

function stylesOf(panels: readonly SharePanel[], look: Look): Styles {
  const colours = coloursOf(look)
  const subjects = new Map(
    panels.flatMap(({ points }) => points.map(({ subject }) => [subject.slug, subject])),
  )
  return new Map(
    [...subjects.values()].map(({ slug, name, nameZh }, i) => {
      const [shape, colour] = SHAPES[i % SHAPES.length]!
      return [slug, { shape, colour: colours[colour], words: shareName(slug, name, nameZh, look.language) }]
    }),
  )
}

function keyOf(panels: readonly SharePanel[], styles: Styles, look: Look) {
  const { ink, page } = coloursOf(look)
  const points = panels.flatMap((panel) => panel.points)
  const signs: Sign[] = [...styles.values()].map(({ shape, colour, words }) => {
    return { shape, words, stroke: colour, fill: colour }
  })
  if (points.some(({ preferred, doubted }) => !preferred && !doubted))
    signs.push({
      ...{ shape: 'circle', stroke: ink, fill: page },
      words: { en: 'hollow: a rival', zh: '空心：其他来源' }[look.language],
    })
  if (points.some(({ doubted }) => doubted))
    signs.push({
      ...{ shape: CROSSED, stroke: ink, fill: page },
      words: { en: 'crossed: a check finds it wrong or mis-scoped', zh: '打叉：核查认为有误或口径不符' }[
        look.language
      ],
    })
  return keyView(signs, look)
}

/** The time that the periods of panels cover, with a little room. */
function domainOf(panels: readonly SharePanel[]): [number, number] {
  const times = panels.flatMap(({ points }) =>
    points.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]),
  )
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const spare = (last - first) * 0.03
  return [first - spare, last + spare]
}

interface Style {
  styles: Styles
  look: Look
  width: number
}

function panelView(panel: SharePanel, domain: [number, number], { styles, look, width }: Style): object {
  const { ink, soft, line } = coloursOf(look)
  const { language } = look
  // What is preferred stands on top.
  const sorted = [...panel.points].sort((a, b) => Number(a.preferred) - Number(b.preferred))
  const values = sorted.map((point) => drawn(point, panel, styles, look))
  const years = !weekly(panel)
  const format = { en: years ? '%b %Y' : '%-d %b', zh: years ? '%Y年%-m月' : '%-m月%-d日' }[language]
  const x = {
    field: 'at',
    type: 'temporal',
    scale: { domain, range: [LEFT, width - RIGHT], nice: false },
    axis: { title: null, format, grid: false, tickCount: width < 330 ? 3 : 4, labelOverlap: true },
  }
  const y = { field: 'value', type: 'quantitative', scale: { domain: [0, 100] }, axis: null }
  const literal = (field: string) => ({ field, type: 'nominal', scale: null })
  return {
    ...{ width, height: heightOf(values) },
    view: { stroke: null },
    title: {
      ...{ text: wrap(titleOf(panel, look), SMALL, width - 4), anchor: 'start', frame: 'group' },
      ...{ fontSize: SMALL, color: ink, offset: 14 },
    },
    layer: [
      {
        data: { values: [0, 50, 100].map((value) => ({ value, text: `${value}%` })) },
        layer: [
          {
            mark: { type: 'rule', stroke: line },
            encoding: { y, x: { value: LEFT }, x2: { value: width } },
          },
          {
            mark: { type: 'text', align: 'right', baseline: 'middle', fontSize: SMALL, fill: soft },
            encoding: { y, x: { value: LEFT - 5 }, text: { field: 'text', type: 'nominal' } },
          },
        ],
      },
      ...linesOf(values).map((series) => ({
        data: { values: series },
        mark: { type: 'line', stroke: series[0]!.stroke, strokeWidth: 1.6 },
        encoding: { x, y },
      })),
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 4, opacity: 0.35 },
        encoding: {
          x: { field: 'from', type: 'temporal' },
          x2: { field: 'to' },
          y,
          stroke: literal('stroke'),
        },
      },
      {
        data: { values },
        mark: { type: 'point', opacity: 1, strokeWidth: 1.6 },
        encoding: {
          x,
          y,
          size: { field: 'size', type: 'quantitative', scale: null },
          shape: literal('shape'),
          stroke: literal('stroke'),
          fill: literal('fill'),
        },
      },
      ...labelsOf(values, width, coloursOf(look), domain),
    ],
  }
}

function titleOf({ metric, coverage, precisions }: SharePanel, { language }: Look): string {
  const what = shareName(metric.code, metric.name, metric.nameZh, language)
  const whole = shareName(coverage.code, coverage.name, null, language)
  const length = precisions
    .map((one) => PERIODS[one]?.[language] ?? one)
    .join(language === 'zh' ? '、' : ', ')
  return `${whole}${length ? (language === 'zh' ? `，按${length}` : `, by ${length}`) : ''}: ${what}`
}

/** Pixels that a label keeps from a dot's middle, and from the label beside it. */
const CLEAR = 4

/** The number of each dot where there is room, preferred ones first; equal ones at one time once. The table has all. */
function labelsOf(
  values: readonly Value[],
  width: number,
  { ink }: Colours,
  domain: readonly [number, number],
) {
  const scale = (width - RIGHT - LEFT) / (domain[1] - domain[0])
  const height = heightOf(values)
  const at = (value: Value): Point => [
    LEFT + (Date.parse(value.at) - domain[0]) * scale,
    height * (1 - value.value / 100),
  ]
  // A line is in the way where it passes.
  const between = linesOf(values).flatMap((series) =>
    series.slice(1).flatMap((value, i) => {
      const [[x, y], [before, above]] = [at(value), at(series[i]!)]
      return Array.from(
        { length: 12 },
        (_, k): Point => [x + ((before - x) * k) / 12, y + ((above - y) * k) / 12],
      )
    }),
  )
  const written = [...new Map(values.map((value) => [`${value.at} ${value.text}`, value])).values()].sort(
    (a, b) => Number(b.joined) - Number(a.joined) || b.value - a.value,
  )
  const dots = values.map(at)
  const bars = values.flatMap((value): Point[] => {
    const [from, to] = [value.from, value.to].map((end) => at({ ...value, at: end })) as [Point, Point]
    return Array.from({ length: 9 }, (_, k) => [from[0] + ((to[0] - from[0]) * k) / 8, from[1]])
  })
  const axis = [0, 50, 100].flatMap((value): Point[] => [25, 30].map((x) => [x, height * (1 - value / 100)]))
  const sizes = written.map(({ text }) => ({ width: labelWidth(text), height: SMALL + 1 }))
  const labels = placeLabels(
    written.map((value, i) => ({ ...sizes[i]!, at: at(value), width: sizes[i]!.width + CLEAR })),
    [...dots, ...dots, ...dots, ...bars, ...between, ...axis],
    { width, height },
    { gap: 7, above: true },
  )
  const kept: Box[] = []
  const free = labels.map((label, i) => {
    const box = boxOf(label, sizes[i]!)
    const wider = { ...box, left: box.left - CLEAR, right: box.right + CLEAR }
    const lies = (points: readonly Point[], by: number) =>
      points.some(([x, y]) => meet(box, { left: x - by, right: x + by, top: y - by, bottom: y + by }))
    const covers = lies(dots, CLEAR) || lies(bars, 2)
    if (covers || kept.some((other) => meet(wider, other))) return false
    kept.push(box)
    return true
  })
  return ['left', 'right', 'center'].flatMap((align) => {
    const some = labels.flatMap(({ x, y, ...label }, i) =>
      free[i] && label.align === align ? [{ x, y, text: written[i]!.text }] : [],
    )
    return some.length > 0 ? [texts(some, { align, fill: ink })] : []
  })
}
