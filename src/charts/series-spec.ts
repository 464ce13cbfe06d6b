/** The picture of one fact over time: preferred values joined, rivals hollow beside them, what is uncertain as such. */
import type { TopLevelSpec } from 'vega-lite'
import type { Look } from './chart.ts'
import type { Series } from './claims.ts'
import { paletteOf } from './palette.ts'
import { LABEL_X } from './series-labels.ts'
import { type Mark, type Plane, planeOf, UNDATED } from './series-marks.ts'
import { textWidth } from './text-width.ts'
import { roomOf, SMALL } from './theme.ts'
import { labelsInWords, quantityWords } from './words.ts'

interface Options {
  /** Null to choose by the spread of the values. */
  log: boolean | null
  /** Whether a value holds from its beginning on, as prices do. */
  holds: boolean
  /** ISO 8601: where what has no end is drawn to. */
  now: string
  /** Of the values, in words. */
  unit: string
}

export function seriesSpec(series: Series, options: Options, look: Look): TopLevelSpec {
  const height = look.width < 480 ? 230 : 320
  // About what labels of the axis leave.
  const width = roomOf(look) - axisWidth(series, look.language) - 12
  const plane = planeOf(series, { ...options, language: look.language, width, height })
  return {
    data: { values: plane.marks as never },
    height,
    encoding: { x: xOf(plane, look, width), y: yOf(plane, options.unit, look) },
    layer: [
      ...stripLayers(plane, look, height),
      ...(options.holds ? [] : lineLayers(plane, look)),
      ...layersOf(options.holds, look),
    ],
  } as TopLevelSpec
}

/** Pixels of the labels of the axis, which are about as long as the power of ten below the largest value. */
function axisWidth({ history, rivals }: Series, language: Look['language']): number {
  const values = [...history, ...rivals].map(({ value }) => Number(value!.high ?? value!.point ?? value!.low))
  const power = Math.floor(Math.log10(Math.max(...values.map(Math.abs), 1)))
  const words = quantityWords(
    { low: null, point: `1${'0'.repeat(power)}`, high: null, qualifier: 'EXACT' },
    language,
  )
  return Math.max(textWidth(words, SMALL), textWidth('0.05', SMALL))
}

function xOf({ times, undatedFrom }: Plane, look: Look, width: number) {
  const years = ((undatedFrom ?? times[1]) - times[0]) / (365 * 86_400_000)
  // Right of it no date may stand; a label is about twice as wide.
  const last = undatedFrom === null ? null : undatedFrom - ((times[1] - times[0]) * 24) / width
  const format = years > 3 ? '%Y' : look.language === 'zh' ? '%Y年%-m月' : '%b %Y'
  return {
    field: 'at',
    type: 'temporal',
    title: null,
    scale: { domain: [...times], nice: false },
    axis: {
      ...{ format, grid: false, tickCount: Math.max(4, Math.floor(look.width / 110)), labelFlush: 30 },
      ...(last === null
        ? {}
        : {
            labelExpr: `datum.value > ${last} ? '' : datum.label`,
            tickOpacity: { condition: { test: `datum.value > ${undatedFrom}`, value: 0 }, value: 1 },
          }),
    },
  }
}

/** A dashed line before what has no date, and its heading in the place of a date. */
function stripLayers({ undatedFrom }: Plane, look: Look, height: number): unknown[] {
  if (undatedFrom === null) return []
  const { soft } = paletteOf(look)
  const data = { values: [{ at: undatedFrom, text: UNDATED[look.language] }] }
  return [
    {
      data,
      mark: { type: 'rule', color: soft, strokeDash: [3, 3] },
      encoding: { y: { value: 0 }, y2: { value: height } },
    },
    {
      data,
      mark: { type: 'text', align: 'right', baseline: 'top', fontSize: SMALL, color: soft },
      encoding: { x: { value: { expr: 'width' } }, y: { value: height + 7 }, text: { field: 'text' } },
    },
  ]
}

function yOf({ values, log }: Plane, unit: string, look: Look) {
  const logTitle = look.language === 'zh' ? '（对数刻度）' : ' (log scale)'
  return {
    field: 'value',
    type: 'quantitative',
    scale: log ? { type: 'log', domain: [...values], nice: false } : { domain: [...values], nice: true },
    axis: {
      title: log ? unit + logTitle : unit,
      ...{
        titleAngle: 0,
        titleAlign: 'left',
        titleBaseline: 'bottom',
        titleAnchor: 'end',
        titleX: 0,
        titleY: -8,
      },
      labelExpr: labelsInWords(look.language),
      ...(log ? { values: decades(values) } : { tickCount: 5 }),
    },
  }
}

/** Powers of ten; where fewer than two lie between, twos and fives as well. */
function decades([low, high]: readonly [number, number]): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  const within = (values: number[]) => values.filter((value) => value >= low && value <= high)
  const tens = within(powers.map((power) => Number(`1e${power}`)))
  return tens.length > 2
    ? tens
    : within(powers.flatMap((power) => ['1', '2', '5'].map((digit) => Number(`${digit}e${power}`))))
}

/** Preferred values joined; by dashes what was only given on a day. */
function lineLayers({ marks }: Plane, look: Look): unknown[] {
  const joined = marks.filter(({ role, undated }) => role === 'preferred' && !undated)
  const lineOf = (values: readonly Mark[], dash: readonly number[]) => ({
    data: { values: values.map(({ at, value }) => ({ at, value })) },
    mark: { type: 'line', color: paletteOf(look).kinds[0], strokeWidth: 2, strokeDash: dash },
  })
  return [
    lineOf(
      joined.filter(({ given }) => !given),
      [1, 0],
    ),
    ...joined.flatMap((mark, i) => (mark.given && i > 0 ? [lineOf([joined[i - 1]!, mark], [5, 4])] : [])),
  ]
}

function layersOf(holds: boolean, look: Look): unknown[] {
  const { kinds, page, ink } = paletteOf(look)
  const [own, other] = kinds as [string, string]
  const role = (name: Mark['role']) => ({ filter: `datum.role === '${name}'` })
  const shape = { field: 'shape', type: 'nominal', scale: null }
  const spans = (name: Mark['role'], color: string, strokeWidth: number) => ({
    transform: [role(name)],
    mark: { type: 'rule', color, strokeWidth, opacity: holds ? 1 : 0.45 },
    encoding: { x: { field: 'from', type: 'temporal' }, x2: { field: 'to' } },
  })
  const ranges = (name: Mark['role'], color: string) => ({
    transform: [role(name), { filter: 'datum.low < datum.high' }],
    mark: { type: 'rule', color, strokeWidth: 2 },
    encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
  })
  return [
    spans('rival', other, holds ? 1.5 : 3),
    spans('preferred', own, holds ? 2.5 : 4),
    ranges('rival', other),
    ranges('preferred', own),
    {
      transform: [role('rival')],
      mark: {
        type: 'point',
        filled: false,
        fill: page,
        stroke: other,
        strokeWidth: 1.8,
        size: 62,
        opacity: 1,
      },
      encoding: { shape },
    },
    {
      transform: [role('preferred')],
      mark: { type: 'point', filled: true, color: own, size: 72, opacity: 1, stroke: page, strokeWidth: 0.8 },
      encoding: { shape },
    },
    {
      transform: [{ filter: "datum.label !== ''" }],
      mark: {
        ...{ type: 'text', align: 'left', baseline: 'middle', fontSize: SMALL, color: ink },
        yOffset: { expr: 'datum.labelDown' },
      },
      encoding: { text: { field: 'label' }, x: { value: { expr: LABEL_X } } },
    },
  ]
}
