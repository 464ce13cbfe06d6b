/** What a request used, as callers tell it: checked, and brought into one form. Pure. */
import { AppError } from '../../errors.ts'
import { Decimal, parseDecimal } from '../../lib/decimal.ts'
import { isoDay, parseCalendar } from '../../lib/period.ts'
import { STANDARD } from '../belief/conditions.ts'
import { endOfDay } from '../belief/timeline.ts'

/** Decimals as text. A meter that is named twice counts the sum. */
export interface UsageArgs {
  meters?: readonly { meter: string; quantity: string }[] | null | undefined
  inputTokens?: string | null | undefined
  outputTokens?: string | null | undefined
  cacheReadTokens?: string | null | undefined
  cacheWriteTokens?: string | null | undefined
  promptTokens?: string | null | undefined
  tier?: string | null | undefined
  time?: string | null | undefined
  cacheLifetime?: string | null | undefined
}

export interface Usage {
  /** Quantities by meter code, none of them negative. */
  quantities: ReadonlyMap<string, Decimal>
  /** Null: what the meters of the prompt add up to. */
  promptTokens: Decimal | null
  tier: string
  /** UTC, `HH:MM`. */
  time: string | null
  /** The day of `time`, where it names one. */
  day: string | null
  cacheLifetime: string | null
}

/** When a request was made. */
export interface Moment {
  day: string
  /** Milliseconds: the minute of the request, or the end of the day where no time was told. */
  instant: number
}

const SHORTHANDS = {
  inputTokens: 'input',
  outputTokens: 'output',
  cacheReadTokens: 'cache-read',
  cacheWriteTokens: 'cache-write',
} as const

/** More than the world uses in a year; beyond, somebody mixed up units. */
const MOST = new Decimal('1e18')
const MOST_PLACES = 12

/** @throws AppError BAD_ARGUMENT. */
export function usageOf(args: UsageArgs): Usage {
  const quantities = new Map<string, Decimal>()
  const add = (meter: string, name: string, text: string | null | undefined) => {
    if (text === null || text === undefined) return
    quantities.set(meter, (quantities.get(meter) ?? new Decimal(0)).add(quantityOf(name, text)))
  }
  for (const { meter, quantity } of args.meters ?? []) add(meter, `The quantity of ${meter}`, quantity)
  for (const [name, meter] of Object.entries(SHORTHANDS))
    add(meter, `\`${name}\``, args[name as keyof typeof SHORTHANDS])
  const { promptTokens, cacheLifetime } = args
  return {
    quantities,
    promptTokens: typeof promptTokens === 'string' ? quantityOf('`promptTokens`', promptTokens) : null,
    tier: args.tier ?? STANDARD,
    ...timeOf(args.time ?? null),
    cacheLifetime: cacheLifetime ?? null,
  }
}

function quantityOf(name: string, text: string): Decimal {
  const number = parseDecimal(text)
  if (!number) throw new AppError('BAD_ARGUMENT', `${name} is no number.`)
  if (number.lt(0)) throw new AppError('BAD_ARGUMENT', `${name} is negative.`)
  if (number.gt(MOST)) throw new AppError('BAD_ARGUMENT', `${name} is more than 10^18.`)
  if (number.decimalPlaces() > MOST_PLACES)
    throw new AppError('BAD_ARGUMENT', `${name} has more than ${MOST_PLACES} decimal places.`)
  return number
}

function timeOf(text: string | null): Pick<Usage, 'time' | 'day'> {
  if (text === null) return { time: null, day: null }
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return { time: text, day: null }
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? new Date(text)
    : null
  const utc = instant && !Number.isNaN(instant.getTime()) ? instant.toISOString() : ''
  if (parseCalendar(utc.slice(0, 10))?.precision !== 'DAY')
    throw new AppError('BAD_ARGUMENT', '`time` is a UTC time of day such as "16:30", or an instant.')
  return { time: utc.slice(11, 16), day: utc.slice(0, 10) }
}

/** @param at the day asked for; without one that of the request's own time, else that of the revision. */
export function momentOf(
  { time, day: ownDay }: Pick<Usage, 'time' | 'day'>,
  at: string | null,
  revisionTime: Date,
): Moment {
  const day = at ?? ownDay ?? isoDay(revisionTime)
  return { day, instant: time === null ? endOfDay(day) : Date.parse(`${day}T${time}:00Z`) }
}
