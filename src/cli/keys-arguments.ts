/** What is said to `keys`, checked before the database is touched. Nothing that may be a key is said again. */
import { SCOPES, type Scope } from '../domain/access/caller.ts'
import { KEY_LIKE, type NewKey } from '../domain/access/keys.ts'
import type { Clock } from '../lib/clock.ts'
import { parseCalendar } from '../lib/period.ts'
import { UsageError } from './usage.ts'

const NAME_CHARS = 100
/** What a column of the database holds. */
const MOST_COST = 2_147_483_647
const HOUR_MS = 3_600_000
const UNITS_MS = { h: HOUR_MS, d: 24 * HOUR_MS } as const
const LONGEST_OVERLAP_MS = 365 * UNITS_MS.d

export interface Wanted {
  name?: string | undefined
  scopes?: string | undefined
  expires?: string | undefined
  daily?: string | undefined
  'per-minute'?: string | undefined
}

export function newKey(wanted: Wanted, clock: Clock): NewKey {
  const { name = '', scopes = '', expires, daily } = wanted
  const called = name.trim()
  if (!called) throw new UsageError('Say who gets the key: --name <name>.')
  // What would break a line of the list, turn it around, or be a command to the terminal.
  if (
    called.length > NAME_CHARS ||
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(called) ||
    !called.isWellFormed()
  )
    throw new UsageError(`The name has at most ${NAME_CHARS} characters, all on one line.`)
  return {
    name: called,
    scopes: scopesOf(scopes),
    expiresAt: expires === undefined ? null : endOf(expires, clock),
    perMinute: costOf('--per-minute', wanted['per-minute']),
    daily: costOf('--daily', daily),
  }
}

function scopesOf(text: string): Scope[] {
  const known = Object.keys(SCOPES)
  const given = text.split(',').map((scope) => scope.trim())
  const unknown = given.find((scope) => !known.includes(scope))
  if (unknown === '')
    throw new UsageError(`Name the scopes, separated by commas: --scopes ${known.join(',')}.`)
  if (unknown !== undefined) throw new UsageError(`Unknown scope ${unknown}. There are: ${known.join(', ')}.`)
  // In the order of the table, each once.
  return known.filter((scope) => given.includes(scope)) as Scope[]
}

/** The end of a day that is not over yet. */
function endOf(day: string, clock: Clock): Date {
  const period = parseCalendar(day)
  if (period?.precision !== 'DAY') throw new UsageError(`--expires is a day such as 2027-01-31, not ${day}.`)
  if (period.to! <= clock.now()) throw new UsageError(`--expires is over already: ${day}.`)
  return period.to!
}

function costOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null
  if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > MOST_COST)
    throw new UsageError(`${option} is a cost: a whole number from 1 to ${MOST_COST}, such as 100000.`)
  return Number(text)
}

/** @returns milliseconds. */
export function overlapOf(text: string): number {
  const [, count, unit] = /^(\d{1,4})([dh])$/.exec(text === '0' ? '0h' : text) ?? []
  const ms = Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS]
  // Also where it is no number.
  if (!(ms <= LONGEST_OVERLAP_MS))
    throw new UsageError('--overlap is a number of days or hours up to 365d, such as 7d or 24h, or 0.')
  return ms
}

/** Not repeated in the message: terminals are logged, and it is a secret. */
export function refuseKeys(args: readonly string[]): void {
  if (args.some((arg) => KEY_LIKE.test(arg)))
    throw new UsageError('Name the id of the key, the part after aef_, never the key itself.')
}

/** What stands there by mistake may be a key, so it is not repeated. */
export function noMore(positionals: readonly string[]): void {
  if (positionals.length > 0) throw new UsageError('There is one argument too many.')
}

/** The only argument that is no option. */
export function onlyId([id, ...more]: readonly string[], purpose: string): string {
  noMore(more)
  if (!id) throw new UsageError(`Name the id of the key to ${purpose}; npm run keys -- list shows it.`)
  return id
}
