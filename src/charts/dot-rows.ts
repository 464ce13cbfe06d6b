/** Rows of dots: what is claimed of one thing stands on one line, ranges as bars, what is preferred filled. */
import type { Look, Texts } from './chart.ts'
import { CROSSED, coloursOf, labelWidth, NARROW, shorten } from './drawing.ts'
import { keyView } from './key-view.ts'
import { roomOf, SMALL } from './theme.ts'

/** How dots of a kind look: shape and filling tell them apart without their colours. */
export interface DotSign {
  shape: string
  colour: 'blue' | 'orange' | 'green' | 'purple'
  filled: boolean
  words: Texts
}

/** By what stands in `kind` of the dots, in the order of the key. */
export type DotSigns = Readonly<Record<string, DotSign>>

export const PREFERRED: DotSign = {
  ...{ shape: 'circle', colour: 'blue', filled: true },
  words: { en: 'preferred', zh: '采用值' },
}
export const RIVAL: DotSign = {
  ...{ shape: 'diamond', colour: 'orange', filled: false },
  words: { en: 'another source', zh: '其他来源' },
}
export const DOUBTED: DotSign = {
  ...{ shape: CROSSED, colour: 'purple', filled: false },
  words: { en: 'a check finds it wrong or mis-scoped', zh: '核查认为有误或口径不符' },
}

interface Dot {
  kind: string
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
  signs: DotSigns
  /** Pixels on the left for labels, where these stand there: see `labelRoom`. */
  labels: number
  /** A line through all rows. */
  mark?: number
  /** Takes the place of the labels of the axis. */
  labelExpr?: string
}

/** Wide pictures have labels on the left, up to this part of their width. */
const LABELS = 0.45

/** How many pixels the labels of all these rows take on the left of a wide picture. */
export function labelRoom(rows: readonly DotRow[], look: Look): number {
  const texts = rows.flatMap(({ label, remark = '' }) => [labelWidth(label), labelWidth(remark)])
  return Math.min(Math.floor(roomOf(look) * LABELS), Math.ceil(Math.max(0, ...texts)) + 12)
}

/** A view of rows, as wide as the look allows, labels included. */
export function dotRows(rows: readonly DotRow[], axis: DotAxis, look: Look): Record<string, unknown> {
  const wide = look.width >= NARROW
  const colours = coloursOf(look)
  const labels = wide ? axis.labels : 0
  const width = roomOf(look)
  const second = rows.some(({ remark }) => remark)
  const step = wide ? (second ? 36 : 26) : second ? 56 : 42
  const cut = (text: string) => shorten(text, wide ? labels - 8 : width)
  const dots = rows.flatMap(({ dots }, row) =>
    dots.map((dot) => ({ row, ...dot, ...paint(axis.signs[dot.kind]!, look) })),
  )
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
    numbers: numbersOf(dots),
    end: Math.max(...dots.map((dot) => dot.high ?? dot.value)),
  }))
  const scale = {
    ...scaleOf(all, texts, axis, width - labels - 4),
    range: [labels, width - 4],
  }
  const x = {
    field: 'value',
    type: 'quantitative',
    scale,
    axis: {
      ...{ title: axis.title, tickCount: wide ? 6 : 4, labelFlush: true, labelOverlap: true },
      ...(axis.log ? { values: steps(scale.domain, wide ? 8 : 5) } : {}),
      ...(axis.labelExpr ? { labelExpr: axis.labelExpr } : {}),
    },
  }
  const written = (field: string, mark: object) => ({
    data: { values: texts.filter((text) => text[field as 'remark'] !== '') },
    mark: { type: 'text', fontSize: SMALL, align: 'left', baseline: 'middle', ...mark },
    encoding: { y, text: { field, type: 'nominal' }, x: { value: 0 } },
  })
  const above = wide ? 0 : -step / 2 + 8
  return {
    ...{ width, height: Math.max(1, rows.length) * step },
    view: { stroke: null },
    layer: [
      ...(axis.mark === undefined
        ? []
        : [
            {
              data: { values: [{}] },
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
          ...{ type: 'text', align: 'left', baseline: 'middle', fontSize: SMALL },
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

function paint({ shape, colour, filled }: DotSign, look: Look) {
  const colours = coloursOf(look)
  return { shape, stroke: colours[colour], fill: filled ? colours[colour] : colours.page }
}

/** The key of the kinds that occur. */
export function dotKey(rows: readonly DotRow[], signs: DotSigns, look: Look): Record<string, unknown> {
  const used = Object.keys(signs).filter((kind) =>
    rows.some(({ dots }) => dots.some((dot) => dot.kind === kind)),
  )
  return keyView(
    used.map((kind) => ({ ...paint(signs[kind]!, look), words: signs[kind]!.words[look.language] })),
    look,
  )
}

/** As the dots stand, from left to right; equal ones once. */
const numbersOf = (dots: readonly Dot[]) =>
  [...new Set([...dots].sort((a, b) => a.value - b.value).map(({ text }) => text))].join(' | ')

/**
 * From zero, or on a log scale from below the least; so far to the right that the numbers behind each row's last dot
 * have room.
 */
function scaleOf(
  ends: readonly number[],
  texts: readonly { end: number; numbers: string }[],
  { log, mark }: DotAxis,
  width: number,
): { type?: 'log'; domain: [number, number]; nice: false } {
  if (ends.length === 0) return { domain: [0, 1], nice: false }
  const all = mark === undefined ? ends : [...ends, mark]
  const [to, back] = log ? [Math.log, Math.exp] : [Number, Number]
  const least = to(Math.min(...all))
  const most = to(Math.max(...all))
  const low = log ? least - (most - least || 1) * 0.04 : Math.min(0, least)
  const needed = texts.map(({ end, numbers }) => {
    const free = Math.max(width * 0.2, width - labelWidth(numbers) - 14)
    return low + ((to(end) - low) * width) / free
  })
  const high = Math.max(low + (most - low) * 1.02, ...needed)
  return {
    ...(log ? { type: 'log' } : {}),
    domain: [back(low), back(high > low ? high : low + 1)],
    nice: false,
  }
}

/** 1, 2, 5, 10 … within the domain of a log scale, or powers of ten alone where these are too many. */
function steps([low, high]: readonly [number, number], most: number): number[] {
  const powers = Array.from({ length: 24 }, (_, i) => i - 12)
  const of = (digits: readonly number[]) =>
    powers
      .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
      .filter((step) => step >= low && step <= high)
  const fine = of([1, 2, 5])
  return fine.length <= most ? fine : of([1])
}
