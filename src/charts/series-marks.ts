/** Claims as marks on a plane of time and value: where they stand, their shape, and whether there is room to say it. */
import type { Language } from '../site/language.ts'
import type { ClaimData, Series } from './claims.ts'
import { textWidth } from './text-width.ts'
import { SMALL } from './theme.ts'
import { periodWords, quantityWords } from './words.ts'

/** Numbers and times as a drawing takes them; what is exact stands in the table. */
export interface Mark {
  role: 'preferred' | 'rival'
  /** Milliseconds. */
  from: number
  to: number
  /** Where the mark stands. */
  at: number
  value: number
  /** Of a range, else equal to the value. */
  low: number
  high: number
  shape: 'circle' | 'square' | 'triangle-up' | 'triangle-down'
  period: string
  words: string
  /** Words to print beside it; empty where there is no room. */
  label: string
  /** Pixels that the label takes. */
  labelWidth: number
  /** Pixels below the mark; negative above it. */
  labelDown: number
}

export interface Plane {
  marks: readonly Mark[]
  times: readonly [number, number]
  values: readonly [number, number]
  log: boolean
}

interface Frame {
  language: Language
  /** Pixels of the plot. */
  width: number
  height: number
  /** Whether a value holds from its beginning on, as prices do, or describes its period as a whole. */
  holds: boolean
  /** Null to choose by the spread of the values. */
  log: boolean | null
  /** ISO 8601; where a period without an end is drawn to. */
  now: string
}

/** From this ratio of the largest to the smallest on, small values would vanish on a linear scale. */
const LOG_RATIO = 30
const DAY = 86_400_000

export function planeOf({ history, rivals }: Series, frame: Frame): Plane {
  const claims = [...history.map(as('preferred')), ...rivals.map(as('rival'))]
  const known = claims.flatMap(({ claim }) => timesOf(claim))
  const now = Date.parse(frame.now)
  const first = known.length > 0 ? Math.min(...known) : now - 365 * DAY
  const opened = claims.some(({ claim }) => claim.validFrom !== null && claim.validTo === null)
  const last = Math.max(...known, ...(opened || known.length === 0 ? [now] : []), first + DAY)
  const newest = history.at(-1) ?? rivals[0]!
  const marks = claims.map(({ claim, role }) => {
    // What has no date stands beside the newest answer.
    const dated = claim.validFrom || claim.validTo ? claim : newest
    const from = dated.validFrom ? Date.parse(dated.validFrom) : first
    const to = dated.validTo ? Date.parse(dated.validTo) : dated.validFrom ? last : first
    const at = frame.holds ? from : (from + Math.max(from, to)) / 2
    return { ...valued(claim, role, frame.language), ...{ role, from, to: Math.max(from, to), at } }
  })
  const all = marks.flatMap(({ low, high }) => [low, high])
  const [min, max] = [Math.min(...all), Math.max(...all)]
  const log = min > 0 && (frame.log ?? max / min >= LOG_RATIO)
  const values = log
    ? ([min / 2.5, max * 2.5] as const)
    : ([Math.min(0, min * 1.15), max * 1.15 || 1] as const)
  const pad = (last - first) * 0.03
  return labelled({ marks, times: [first - pad, last + pad], values, log }, frame)
}

const as = (role: Mark['role']) => (claim: ClaimData) => ({ claim, role })

const timesOf = ({ validFrom, validTo }: ClaimData) =>
  [validFrom, validTo].filter((time) => time !== null).map((time) => Date.parse(time))

function valued(claim: ClaimData, role: Mark['role'], language: Language) {
  const { low, point, high, qualifier } = claim.value!
  const middle = low !== null && high !== null ? (Number(low) + Number(high)) / 2 : Number(low ?? high)
  const value = point === null ? middle : Number(point)
  const range = qualifier === 'RANGE'
  const up = qualifier === 'AT_LEAST' || qualifier === 'MORE_THAN'
  const down = qualifier === 'AT_MOST' || qualifier === 'LESS_THAN'
  return {
    value,
    low: range && low !== null ? Number(low) : value,
    high: range && high !== null ? Number(high) : value,
    shape: up ? 'triangle-up' : down ? 'triangle-down' : role === 'rival' ? 'square' : 'circle',
    period: periodWords(claim, language),
    words: quantityWords(claim.value!, language),
    ...{ label: '', labelWidth: 0, labelDown: 0 },
  } as const
}

const HEIGHT = 14

/**
 * Prints the words of preferred values where they cover nothing, the newest first, then the oldest; what says the same
 * as its neighbour is not repeated.
 */
function labelled(plane: Plane, { width, height }: Frame): Plane {
  const x = (mark: Mark) => ((mark.at - plane.times[0]) / (plane.times[1] - plane.times[0])) * width
  const scale = (value: number) => (plane.log ? Math.log(value) : value)
  const [bottom, top] = plane.values.map(scale) as [number, number]
  const y = (mark: Mark) => height * (1 - (scale(mark.value) - bottom) / (top - bottom))
  const taken = plane.marks.map((mark) => [x(mark) - 5, y(mark) - 5, x(mark) + 5, y(mark) + 5] as const)
  const labels = new Map<Mark, Pick<Mark, 'label' | 'labelWidth' | 'labelDown'>>()
  const preferred = plane.marks.filter(({ role }) => role === 'preferred')
  const first = preferred.filter((mark, i) => i === 0 || mark.words !== preferred[i - 1]!.words)
  const order = [...first.slice(-1), ...first.slice(0, -1)]
  for (const mark of order) {
    const wide = Math.ceil(textWidth(mark.words, SMALL))
    const rising = mark === first.at(-1) && first.length > 1
    for (const down of rising ? [-15, 15] : [15, -15]) {
      const left = labelX(x(mark), wide, down, width)
      const box = [left, y(mark) + down - HEIGHT / 2, left + wide, y(mark) + down + HEIGHT / 2] as const
      const own = plane.marks.indexOf(mark)
      const free = taken.every((other, i) => i === own || !overlap(box, other))
      if (!free || box[1] < -4 || box[3] > height) continue
      taken.push(box)
      labels.set(mark, { label: mark.words, labelWidth: wide, labelDown: down })
      break
    }
  }
  return { ...plane, marks: plane.marks.map((mark) => ({ ...mark, ...labels.get(mark) })) }
}

/** The left edge of a label: above it ends at its mark, below it begins there, and stays within the plot. */
function labelX(at: number, wide: number, down: number, width: number): number {
  return down < 0 ? Math.max(0, at + 6 - wide) : Math.min(at - 4, width - wide)
}

/** The same for Vega, which knows the plot's true width. */
export const LABEL_X =
  "datum.labelDown < 0 ? max(0, scale('x', datum.at) + 6 - datum.labelWidth) : min(scale('x', datum.at) - 4, width - datum.labelWidth)"

type Box = readonly [left: number, top: number, right: number, bottom: number]

const overlap = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
