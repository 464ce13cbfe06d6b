/** What is said to `keys`, checked before the database is touched. Nothing that may be a key is said again. */
import { SCOPES } from '../domain/access/caller.ts'
import {
  KEY_LIKE,
  type NewKey,
  newKeyOf,
  overlapOf as overlapMs,
  type Spelling,
} from '../domain/access/key-terms.ts'
import type { Clock } from '../lib/clock.ts'
import { asUsage } from './as-usage.ts'
import { UsageError } from './usage.ts'

const HOURS = { h: 1, d: 24 } as const
const OPTIONS: Spelling = {
  name: '--name <name>',
  scopes: `--scopes ${Object.keys(SCOPES).join(',')}, separated by commas`,
  expiresOn: '--expires',
  perMinute: '--per-minute',
  daily: '--daily',
  documentsOnly: '--documents-only',
  documentsOf: '--documents-of',
}

export interface Wanted {
  name?: string | undefined
  scopes?: string | undefined
  expires?: string | undefined
  daily?: string | undefined
  'per-minute'?: string | undefined
  'documents-only'?: boolean | undefined
  'documents-of'?: string | undefined
}

export function newKey(wanted: Wanted, clock: Clock): NewKey {
  const { name = null, scopes = '', expires = null, daily } = wanted
  const said = {
    name,
    scopes: scopes.split(',').map((scope) => scope.trim()),
    expiresOn: expires,
    perMinute: numberOf(wanted['per-minute']),
    daily: numberOf(daily),
    documentsOnly: wanted['documents-only'] ?? false,
    documentsOf: wanted['documents-of'] ?? null,
  }
  return asUsage(() => newKeyOf(said, OPTIONS, clock.now()))
}

/** NaN for what is no number in plain digits. */
function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN
}

/** @returns milliseconds. */
export function overlapOf(text: string): number {
  const [, count, unit] = /^(\d{1,4})([dh])$/.exec(text === '0' ? '0h' : text) ?? []
  const hours = Number(count) * HOURS[unit as keyof typeof HOURS]
  const told = '--overlap is a number of days or hours up to 365d, such as 7d or 24h, or 0.'
  return asUsage(() => overlapMs(hours, told))
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
