/**
 * Valid time: half-open periods in UTC with the precision of the source.
 * Spelled `2026`, `2026-H1`, `2026-Q1`, `2026-03`, `2026-03-23`, `2025-09-05T16:00Z`; a longer period gives
 * its first and its first excluded point, each in one of these spellings.
 */

export const PRECISIONS = [
  'INSTANT',
  'DAY',
  'WEEK',
  'MONTH',
  'QUARTER',
  'HALF_YEAR',
  'YEAR',
  'UNDATED',
] as const
export type Precision = (typeof PRECISIONS)[number]

/** `from` inclusive, `to` exclusive; null is open (or, with UNDATED, not stated at all). */
export interface Period {
  from: Date | null
  to: Date | null
  precision: Precision
}

export const UNDATED: Period = { from: null, to: null, precision: 'UNDATED' }

const utc = (year: number, month: number, day = 1) => new Date(Date.UTC(year, month, day))

/** One point or calendar unit; null when the text is none. Calendar overflow (31 February) is none either. */
export function parseCalendar(text: string): Period | null {
  // Years whose numbers `Date.UTC` takes as they are, and whose end Postgres reads too.
  if (/^(0|9999)/.test(text)) return null
  let m = /^(\d{4})$/.exec(text)
  if (m) return span(Number(m[1]), 0, 12, 'YEAR')
  m = /^(\d{4})-H([12])$/.exec(text)
  if (m) return span(Number(m[1]), (Number(m[2]) - 1) * 6, 6, 'HALF_YEAR')
  m = /^(\d{4})-Q([1-4])$/.exec(text)
  if (m) return span(Number(m[1]), (Number(m[2]) - 1) * 3, 3, 'QUARTER')
  m = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text)
  if (m) return span(Number(m[1]), Number(m[2]) - 1, 1, 'MONTH')
  m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (m) {
    const from = utc(Number(m[1]), Number(m[2]) - 1, Number(m[3]))
    if (isoDay(from) !== text) return null
    return { from, to: utc(Number(m[1]), Number(m[2]) - 1, Number(m[3]) + 1), precision: 'DAY' }
  }
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z$/.test(text)) {
    const from = new Date(text)
    if (Number.isNaN(from.getTime()) || !from.toISOString().startsWith(text.slice(0, 16))) return null
    return { from, to: from, precision: 'INSTANT' }
  }
  return null
}

function span(year: number, month: number, months: number, precision: Precision): Period {
  return { from: utc(year, month), to: utc(year, month + months), precision }
}

export interface PeriodSpelling {
  from?: string | undefined
  to?: string | undefined
  precision?: Precision | undefined
}

/**
 * A period as seeds spell it. With `{ from, to }`, `to` is the first point that no longer belongs to it.
 * @returns null when a part is no calendar unit or the period is empty.
 */
export function parsePeriod(spelling: string | PeriodSpelling | undefined): Period | null {
  if (spelling === undefined) return UNDATED
  if (typeof spelling === 'string') {
    const unit = parseCalendar(spelling)
    // An instant has no length of its own: it opens a period.
    return unit?.precision === 'INSTANT' ? { ...unit, to: null } : unit
  }
  const from = spelling.from === undefined ? undefined : parseCalendar(spelling.from)
  const to = spelling.to === undefined ? undefined : parseCalendar(spelling.to)
  if (from === null || to === null || (!from && !to)) return null
  if (spelling.precision === 'UNDATED') return null
  const period: Period = {
    from: from?.from ?? null,
    to: to?.from ?? null,
    precision: spelling.precision ?? (from ?? to)!.precision,
  }
  return period.from && period.to && period.from >= period.to ? null : period
}

/** `2026-03-23` of an instant, in UTC. */
export function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** The period in words, as shown to readers: `March 2026`, `first half of 2025`, `from 29 September 2025`. */
export function periodText({ from, to, precision }: Period): string {
  if (!from && !to) return 'undated'
  if (!from) return `until ${point(to!, precision)}`
  const whole = calendarEnd(from, precision)
  if (to && whole && to.getTime() === whole.getTime()) return calendarText(from, precision)
  if (!to) return `from ${point(from, precision)}`
  const last = new Date(to.getTime() - 1)
  if (precision === 'WEEK') return `${point(from, 'DAY')} to ${point(last, 'DAY')}`
  // Of whole months, readers expect the last one that belongs to the period, not the first that does not.
  if (precision !== 'DAY' && precision !== 'INSTANT' && opensMonth(from) && opensMonth(to)) {
    const years = precision === 'YEAR' && from.getUTCMonth() === 0 && to.getUTCMonth() === 0
    const name = (date: Date) => `${years ? '' : `${MONTHS[date.getUTCMonth()]} `}${date.getUTCFullYear()}`
    return `${name(from)} to ${name(last)}`
  }
  return `from ${point(from, precision)} until ${point(to, precision)}`
}

const opensMonth = (date: Date) => date.getTime() === utc(date.getUTCFullYear(), date.getUTCMonth()).getTime()

/** Where the calendar unit that begins at `from` ends; null when none begins there. */
function calendarEnd(from: Date, precision: Precision): Date | null {
  const months = { MONTH: 1, QUARTER: 3, HALF_YEAR: 6, YEAR: 12 }[precision as string]
  if (months) {
    const [year, month] = [from.getUTCFullYear(), from.getUTCMonth()]
    const begins = month % months === 0 && from.getTime() === utc(year, month).getTime()
    return begins ? utc(year, month + months) : null
  }
  return precision === 'DAY' ? new Date(from.getTime() + 86_400_000) : null
}

/** One calendar unit in words: `2026`, `Q1 2026`, `March 2026`, `23 March 2026`. */
export function calendarText(from: Date, precision: Precision): string {
  const year = from.getUTCFullYear()
  if (precision === 'YEAR') return `${year}`
  if (precision === 'HALF_YEAR') return `${from.getUTCMonth() < 6 ? 'first' : 'second'} half of ${year}`
  if (precision === 'QUARTER') return `Q${from.getUTCMonth() / 3 + 1} ${year}`
  if (precision === 'MONTH') return `${MONTHS[from.getUTCMonth()]} ${year}`
  return point(from, 'DAY')
}

function point(date: Date, precision: Precision): string {
  const first = date.getUTCDate() === 1
  if (precision === 'YEAR' && first && date.getUTCMonth() === 0) return `${date.getUTCFullYear()}`
  if ((precision === 'YEAR' || precision === 'MONTH') && first)
    return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  return precision === 'INSTANT' ? `${day} ${date.toISOString().slice(11, 16)} UTC` : day
}
