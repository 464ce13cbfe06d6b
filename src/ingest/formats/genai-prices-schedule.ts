/**
 * When each entry of a list of prices holds. Upstream tries a list from its end and takes the first entry that fits the
 * moment, so a later entry hides all before it from its own beginning on.
 */
import { dayOf, isTable, own, quoted } from './parts.ts'

export interface Scheduled {
  /** The entry's prices, unread. */
  prices: unknown
  /** Days, `to` exclusive; none for "since ever" and "until further notice". */
  from?: string
  to?: string
  /** Daily, UTC, `HH:MM`. */
  window?: { from: string; to: string }
}

export interface Schedule {
  entries: readonly Scheduled[]
  /** Days on which a price begins, as the list states them. */
  starts: readonly string[]
  problems: readonly string[]
}

interface Entry extends Scheduled {
  place: string
  isWindow: boolean
}

/** @param prices a map of prices, or a list of `{ constraint?, prices }`. */
export function scheduleOf(prices: unknown): Schedule {
  if (!Array.isArray(prices)) return { entries: [{ prices }], starts: [], problems: [] }
  const problems: string[] = []
  const entries: Entry[] = []
  // An entry for hours of the day carries no date: it belongs to the days of the entry that it follows.
  let since: string | undefined
  for (const [index, item] of prices.entries()) {
    const place = `entry ${index + 1} of its prices`
    const read = isTable(item) ? readConstraint(own(item, 'constraint')) : 'is no table'
    if (typeof read === 'string') {
      problems.push(`${place} ${read}`)
      // Without it nobody knows when those before it end.
      if (!isForHours(item)) return { entries: [], starts: [], problems }
      continue
    }
    const from = read.window ? since : read.from
    if (!read.window) since = read.from
    entries.push({
      place,
      prices: own(item as Record<string, unknown>, 'prices'),
      isWindow: read.window !== undefined,
      ...(from === undefined ? {} : { from }),
      ...(read.window ? { window: read.window } : {}),
    })
  }
  const starts = entries.filter((e) => !e.isWindow && e.from !== undefined).map((e) => e.from!)
  return {
    entries: entries.flatMap((entry, i) => lasting(entry, entries.slice(i + 1), problems)),
    starts,
    problems,
  }
}

/** Ends an entry where a later one of other days begins; none where it never holds. */
function lasting(entry: Entry, later: readonly Entry[], problems: string[]): Scheduled[] {
  const { place, isWindow, ...rest } = entry
  const ends = later.filter((e) => !e.isWindow).map((e) => e.from ?? '')
  const to = ends.sort()[0]
  if (to !== undefined && to <= (entry.from ?? '')) {
    problems.push(`${place} never holds: a later one replaces it at all times`)
    return []
  }
  const within: Scheduled = to === undefined ? rest : { ...rest, to }
  // Which of two windows wins would depend on their order, which a price by itself does not have.
  const rival = later.find(
    (e) => e.window && entry.window && overlap(e.window, entry.window) && meets(within, e),
  )
  if (rival) problems.push(`${place} is left out: ${rival.place} is for some of the same hours and wins`)
  return rival ? [] : [within]
}

const meets = ({ to }: Scheduled, later: Entry) => to === undefined || (later.from ?? '') < to

interface Constraint {
  from?: string
  window?: { from: string; to: string }
}

const isForHours = (item: unknown) => {
  const constraint = isTable(item) ? own(item, 'constraint') : undefined
  return (
    isTable(constraint) && Object.hasOwn(constraint, 'start_time') && !Object.hasOwn(constraint, 'start_date')
  )
}

/** A reason instead where it cannot be understood. */
function readConstraint(constraint: unknown): Constraint | string {
  if (constraint === undefined || constraint === null) return {}
  if (!isTable(constraint)) return 'has a constraint that is no table'
  const unknown = Object.keys(constraint).find(
    (key) => !['type', 'start_date', 'start_time', 'end_time'].includes(key),
  )
  if (unknown !== undefined) return `has a constraint of an unknown kind: ${quoted(unknown)}`
  const [date, start, end] = ['start_date', 'start_time', 'end_time'].map((key) => own(constraint, key))
  if (date !== undefined) {
    if (start !== undefined || end !== undefined) return 'has a constraint on both its day and its hours'
    const from = dayOf(date)
    return from === null ? `has a start_date that is no day: ${quoted(date)}` : { from }
  }
  const [opens, closes] = [minuteOf(start), minuteOf(end)]
  if (opens === null || closes === null)
    return `has hours that are no times of day with a zone: ${quoted(start)} to ${quoted(end)}`
  if (opens === closes) return 'has hours that end when they begin'
  return { window: { from: clockTime(opens), to: clockTime(closes) } }
}

const DAY_MINUTES = 24 * 60

/** `00:30:00Z` or `08:30:00+08:00` as a minute of the UTC day; null for anything else, seconds included. */
function minuteOf(time: unknown): number | null {
  const parts =
    typeof time === 'string' && /^(\d\d):(\d\d)(?::00(?:\.0+)?)?(?:Z|([+-])(\d\d):(\d\d))$/.exec(time)
  if (!parts) return null
  const [, hour, minute, sign, zoneHour = '0', zoneMinute = '0'] = parts
  if (Number(hour) > 23 || Number(minute) > 59 || Number(zoneHour) > 23 || Number(zoneMinute) > 59)
    return null
  const offset = (sign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute))
  return (Number(hour) * 60 + Number(minute) - offset + DAY_MINUTES) % DAY_MINUTES
}

const clockTime = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')

type Window = NonNullable<Scheduled['window']>

/** As stretches of the day: one that runs past midnight is two. */
function stretches({ from, to }: Window): [string, string][] {
  if (from < to) return [[from, to]]
  return [
    [from, '24:00'],
    ['00:00', to],
  ]
}

function overlap(a: Window, b: Window): boolean {
  return stretches(a).some(([from, to]) => stretches(b).some(([start, end]) => from < end && start < to))
}
