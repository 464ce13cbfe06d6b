/** Rows of dots: what is claimed of one thing stands on one line, ranges as bars, what is preferred filled. */
import type { Look, Texts } from './chart.ts'
import { CROSSED, coloursOf, NARROW, room, SIZE, shorten, textWidth } from './drawing.ts'
import { keyView } from './key-view.ts'

export type DotKind = 'preferred' | 'rival' | 'doubted'

export interface Dot {
  kind: DotKind
  /** In the unit of the axis. */
  value: number
  /** Of a range or an uncertain value; null where the value is one number. */
  low: number | null
  high: number | null
  /** As it is written behind the dots of its row: `~0.088`. */
  text: string
  /** Whose it is. */
  source: string | null
}

export interface DotRow {
  label: string
  /** A second line, in a softer colour. */
  remark?: string
  dots: readonly Dot[]
}

export interface DotAxis {
  title: string
  log: boolean
  /** Pixels on the left for labels, where these stand there: see `labelRoom`. */
  labels: number
  /** A line through all rows. */
  mark?: number
  /** Takes the place of the labels of the axis. */
  labelExpr?: string
}

const KINDS: Record<DotKind, { shape: string; words: Texts }> = {
  preferred: { shape: 'circle', words: { en: 'preferred', zh: '采用值' } },
  rival: { shape: 'diamond', words: { en: 'another source', zh: '其他来源' } },
  doubted: {
    shape: CROSSED,
    words: { en: 'a check finds it wrong or mis-scoped', zh: '核查认为有误或口径不符' },
  },
}

/** Wide pictures have labels on the left, up to this many pixels. */
const LABELS = 260

/** How many pixels the labels of all these rows take on the left of a wide picture. */
export function labelRoom(rows: readonly DotRow[]): number {
  const texts = rows.flatMap(({ label, remark = '' }) => [textWidth(label), textWidth(remark)])
  return Math.min(LABELS, Math.ceil(Math.max(0, ...texts)) + 12)
}

/** A view of rows, as wide as the look allows, labels included. */
export function dotRows(rows: readonly DotRow[], axis: DotAxis, look: Look): Record<string, unknown> {
  const wide = look.width >= NARROW
  const colours = coloursOf(look)
  const labels = wide ? axis.labels : 0
  const width = room(look)
  const second = rows.some(({ remark }) => remark)
  const step = wide ? (second ? 36 : 26) : second ? 56 : 42
  const cut = (text: string) => shorten(text, wide ? labels - 8 : width)
  const dots = rows.flatMap(({ dots }, row) => dots.map((dot) => ({ row, ...dot, ...paint(dot.kind, look) })))
  const all = dots.flatMap(({ value, low, high }) => [
    value,
    ...(low === null ? [] : [low]),
    ...(high === null ? [] : [high]),
  ])
  // Dots stand in the lower part of a row whose label stands above them.
  const down = wide ? 0 : step / 2 - 12
  const y = {
    field: 'row',
    type: 'ordinal',
    axis: null,
    scale: { domain: rows.map((_, i) => i), padding: 0 },
  }
  const texts = rows.map(({ label, remark, dots }, row) => ({
    row,
    label: cut(label),
    remark: remark ? cut(remark) : '',
    numbers: [...dots]
      .sort((a, b) => a.value - b.value)
      .map(({ text }) => text)
      .join(' | '),
    end: Math.max(...dots.map((dot) => dot.high ?? dot.value)),
  }))
  const scale = {
    ...scaleOf(all, axis, Math.max(...texts.map(({ numbers }) => textWidth(numbers))) / (width - labels)),
    range: [labels, width - 4],
  }
  const x = {
    field: 'value',
    type: 'quantitative',
    scale,
    axis: {
      ...{ title: axis.title, tickCount: wide ? 6 : 4, labelFlush: true, labelOverlap: true },
      ...(axis.labelExpr ? { labelExpr: axis.labelExpr } : {}),
    },
  }
  const written = (field: string, mark: object) => ({
    data: { values: texts.filter((text) => text[field as 'remark'] !== '') },
    mark: { type: 'text', fontSize: SIZE, align: 'left', baseline: 'middle', ...mark },
    encoding: { y, text: { field, type: 'nominal' }, x: { value: 0 } },
  })
  const above = wide ? 0 : -step / 2 + 8
  return {
    ...{ width, height: rows.length * step },
    view: { stroke: null },
    layer: [
      ...(axis.mark === undefined
        ? []
        : [
            {
              mark: { type: 'rule', stroke: colours.soft, strokeDash: [2, 2] },
              encoding: { x: { datum: axis.mark, type: 'quantitative' } },
            },
          ]),
      {
        data: { values: dots.filter(({ low, high }) => low !== null && high !== null) },
        mark: { type: 'rule', strokeWidth: 5, opacity: 0.45, yOffset: down, strokeCap: 'round' },
        encoding: {
          ...{ y, x: { ...x, field: 'low' }, x2: { field: 'high' } },
          stroke: literal('stroke'),
        },
      },
      {
        data: { values: dots },
        mark: { type: 'point', size: 80, opacity: 1, strokeWidth: 1.8, yOffset: down },
        encoding: {
          ...{ y, x },
          ...{ shape: literal('shape'), stroke: literal('stroke'), fill: literal('fill') },
        },
      },
      {
        data: { values: texts },
        mark: {
          ...{ type: 'text', align: 'left', baseline: 'middle', fontSize: SIZE },
          xOffset: 9,
          yOffset: down,
          fill: colours.ink,
        },
        encoding: { y, x: { ...x, field: 'end' }, text: { field: 'numbers', type: 'nominal' } },
      },
      written('label', { fill: colours.ink, yOffset: second && wide ? -8 : above }),
      ...(second ? [written('remark', { fill: colours.soft, yOffset: wide ? 8 : above + 15 })] : []),
    ],
  }
}

const literal = (field: string) => ({ field, type: 'nominal', scale: null })

function paint(kind: DotKind, look: Look) {
  const { blue, orange, purple, page } = coloursOf(look)
  const stroke = { preferred: blue, rival: orange, doubted: purple }[kind]
  return { shape: KINDS[kind].shape, stroke, fill: kind === 'preferred' ? blue : page }
}

/** The key of the kinds that occur. */
export function dotKey(rows: readonly DotRow[], look: Look): Record<string, unknown> {
  const kinds = (Object.keys(KINDS) as DotKind[]).filter((kind) =>
    rows.some(({ dots }) => dots.some((dot) => dot.kind === kind)),
  )
  return keyView(
    kinds.map((kind) => ({ ...paint(kind, look), words: KINDS[kind].words[look.language] })),
    look,
  )
}

/** From zero, or on a log scale from below the least, with room on the right for the number of the last dot. */
function scaleOf(numbers: readonly number[], { log, mark }: DotAxis, text: number): object {
  const ends = mark === undefined ? numbers : [...numbers, mark]
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const spare = Math.min(0.5, text + 0.05)
  if (!log) return { domain: [Math.min(0, low), high + (high * spare) / (1 - spare) || 1], nice: false }
  const span = Math.log(high / low) || 1
  return {
    type: 'log',
    domain: [low * Math.exp(-span * 0.05), high * Math.exp((span * spare) / (1 - spare))],
    nice: false,
  }
}
