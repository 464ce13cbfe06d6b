/** Claims as marks on a plane of time and value: where they stand, their shape, and whether there is room to say it. */
import type { Language } from '../site/language.ts'
import type { ClaimData, Series } from './claims.ts'
import { labelled } from './series-labels.ts'
import { statedDay } from './stated-days.ts'
import { textWidth } from './text-width.ts'
import { SMALL } from './theme.ts'
import { periodWords, quantityWords } from './words.ts'

/** Numbers and times as a drawing takes them; what is exact stands in the table. */
export interface Mark {
  role: 'preferred' | 'rival'
  /** Stands apart, at no date. */
  undated: boolean
  /** Stands at the day on which it was given: the time that it counts is not told. */
  given: boolean
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
  /** Pixels from the mark to its left edge. */
  labelRight: number
  /** Pixels below the mark; negative above it. */
  labelDown: number
}

export interface Plane {
  marks: readonly Mark[]
  times: readonly [number, number]
  /** Where the strip begins of what has no date, on the right; null where there is none. */
  undatedFrom: number | null
  values: readonly [number, number]
  log: boolean
}

export interface Frame {
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

/** Over the strip of what has no date. */
export const UNDATED = { en: 'undated', zh: '未注明日期' } as const

/** Whether nothing says when it was so; the words of its period may still tell a little. */
const isUndated = ({ validFrom, validTo }: ClaimData) => validFrom === null && validTo === null

export function planeOf({ history, rivals }: Series, frame: Frame): Plane {
  const claims = [...history.map(as('preferred')), ...rivals.map(as('rival'))]
  const known = claims.flatMap(({ claim }) => timesOf(claim))
  const now = Date.parse(frame.now)
  const first = known.length > 0 ? Math.min(...known) : now - 365 * DAY
  const opened = claims.some(({ claim }) => claim.validFrom !== null && claim.validTo === null)
  const last = Math.max(...known, ...(opened || known.length === 0 ? [now] : []), first + DAY)
  const pad = (last - first) * 0.03
  const undated = claims.flatMap(({ claim }) => (isUndated(claim) ? claim : []))
  const strip = stripOf(undated.length, last + pad, last - first + 2 * pad, frame)
  const marks = claims.map(({ claim, role }) => {
    const own = { ...valued(claim, role, frame.language), role, undated: false, given: false }
    const day = frame.holds ? null : statedDay(claim)
    if (day !== null) {
      const at = Date.parse(day)
      return { ...own, given: true, from: at, to: at, at }
    }
    if (isUndated(claim)) {
      const at = strip.at(undated.indexOf(claim))
      return { ...own, undated: true, from: at, to: at, at }
    }
    const from = claim.validFrom ? Date.parse(claim.validFrom) : first
    const to = Math.max(from, claim.validTo ? Date.parse(claim.validTo) : last)
    return { ...own, from, to, at: frame.holds ? from : (from + to) / 2 }
  })
  const all = marks.flatMap(({ low, high }) => [low, high])
  const [min, max] = [Math.min(...all), Math.max(...all)]
  const log = min > 0 && (frame.log ?? max / min >= LOG_RATIO)
  const values = log
    ? ([min / 2.5, max * 2.5] as const)
    : ([Math.min(0, min * 1.15), max * 1.15 || 1] as const)
  const undatedFrom = undated.length > 0 ? last + pad : null
  return labelled({ marks, times: [first - pad, strip.end], undatedFrom, values, log }, frame)
}

/** As wide as its heading, or as its marks side by side need. Times are those that the axis would have there. */
function stripOf(count: number, begin: number, span: number, { language, width }: Frame) {
  const wide = count === 0 ? 0 : Math.max(textWidth(UNDATED[language], SMALL) + 12, count * 18)
  const end = begin + (span * wide) / (width - wide)
  return { end, at: (index: number) => begin + ((end - begin) * (index + 0.5)) / count }
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
    ...{ label: '', labelWidth: 0, labelRight: 0, labelDown: 0 },
  } as const
}
