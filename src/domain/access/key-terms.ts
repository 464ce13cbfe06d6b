/** What may be said of a new key, the same wherever it is said; and what a key may give to others. */
import type { Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { parseCalendar } from '../../lib/period.ts'
import { type Plan, SCOPES, type Scope } from './caller.ts'
import { BY_CLI } from './key-events.ts'

/** Anything that was meant as a key, cut or mistyped ones too: what must not stand in addresses, names and logs. */
export const KEY_LIKE = /aef_[0-9a-z]+_[0-9a-z]+/i

const NAME_CHARS = 100
/** What a column of the database holds. */
const MOST_COST = 2_147_483_647
const HOUR_MS = 3_600_000
export const LONGEST_OVERLAP_HOURS = 365 * 24

export interface NewKey extends Partial<Plan> {
  name: string
  scopes: readonly Scope[]
  /** The first instant at which it is no longer valid; null never. */
  expiresAt: Date | null
  /** Limits it to registered documents: `cli`, those of operators; the id of a key, those of its account as well. */
  documentsOf?: string | null
}

/** As it was said, unchecked; null where nothing was. */
export interface SaidOfKey {
  name: string | null
  scopes: readonly string[]
  /** The last day on which it is valid, such as 2027-01-31. */
  expiresOn: string | null
  perMinute: number | null
  daily: number | null
  /** Whether it may only ask registered documents; the id of a key says so too. */
  documentsOnly: boolean
  /** The id of the key whose documents it may ask beside those of operators. */
  documentsOf: string | null
}

/** How whoever says it spells each of these, for messages: options of a command, arguments of a field. */
export type Spelling = Readonly<Record<keyof SaidOfKey, string>>

const bad = (message: string) => new AppError('BAD_ARGUMENT', message)

/** @throws AppError BAD_ARGUMENT that says how to say it better. */
export function newKeyOf(said: SaidOfKey, spelled: Spelling, now: Date): NewKey {
  const name = said.name?.trim()
  if (!name) throw bad(`Say who gets the key: ${spelled.name}.`)
  // What would break a line of the list, turn it around, or be a command to the terminal.
  if (name.length > NAME_CHARS || /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(name) || !name.isWellFormed())
    throw bad(`The name has at most ${NAME_CHARS} characters, all on one line.`)
  if (KEY_LIKE.test(name)) throw bad('The name is shown to others, so it must not be a key.')
  const scopes = scopesOf(said.scopes, spelled.scopes)
  const documentsOf = said.documentsOf ?? (said.documentsOnly ? BY_CLI : null)
  if (documentsOf !== null && scopes.some((scope) => scope !== 'read'))
    throw bad(
      'A key for registered documents has the scope read and no other: it is for where others see it.',
    )
  return {
    ...{ name, scopes, documentsOf },
    expiresAt: said.expiresOn === null ? null : endOf(said.expiresOn, spelled.expiresOn, now),
    perMinute: costOf(said.perMinute, spelled.perMinute),
    daily: costOf(said.daily, spelled.daily),
  }
}

function scopesOf(given: readonly string[], spelled: string): Scope[] {
  const known = Object.keys(SCOPES)
  if (given.length === 0 || given.includes('')) throw bad(`Name the scopes: ${spelled}.`)
  const unknown = given.find((scope) => !known.includes(scope))
  if (unknown !== undefined) throw bad(`Unknown scope ${unknown}. There are: ${known.join(', ')}.`)
  // In the order of the table, each once.
  return known.filter((scope) => given.includes(scope)) as Scope[]
}

/** The end of a day that is not over yet. */
function endOf(day: string, spelled: string, now: Date): Date {
  const period = parseCalendar(day)
  if (period?.precision !== 'DAY') throw bad(`${spelled} is a day such as 2027-01-31, not ${day}.`)
  if (period.to! <= now) throw bad(`${spelled} is over already: ${day}.`)
  return period.to!
}

function costOf(cost: number | null, spelled: string): number | null {
  if (cost === null || (Number.isInteger(cost) && cost >= 1 && cost <= MOST_COST)) return cost
  throw bad(`${spelled} is a cost: a whole number from 1 to ${MOST_COST}, such as 100000.`)
}

/**
 * @param told how it is said rightly.
 * @returns milliseconds.
 * @throws AppError BAD_ARGUMENT
 */
export function overlapOf(hours: number, told: string): number {
  if (Number.isInteger(hours) && hours >= 0 && hours <= LONGEST_OVERLAP_HOURS) return hours * HOUR_MS
  throw bad(told)
}

/**
 * A key gives what it has and no more: its own scopes, and the scope `admin` for no longer than it is valid itself, or
 * it could go on under another name. Limits it sets as it likes, for handing them out is what it is for.
 * @param giver id of the key that gives.
 * @param given what the other key allows, and until when.
 * @throws AppError FORBIDDEN; UNAUTHENTICATED where the giver has ended since it was looked up.
 */
export async function requireGift(
  tx: Tx,
  giver: string,
  given: Pick<NewKey, 'scopes' | 'expiresAt'>,
  now: Date,
): Promise<void> {
  const own = await tx.apiKey.findUnique({ where: { id: giver } })
  if (!own || own.revokedAt !== null || (own.expiresAt !== null && own.expiresAt <= now))
    throw new AppError('UNAUTHENTICATED', 'The key sent is not valid any more.')
  const missing = given.scopes.find((scope) => scope !== 'read' && !own.scopes.includes(scope))
  if (missing)
    throw new AppError('FORBIDDEN', `This key does not have the scope ${missing}, so it cannot give it.`)
  const outlives = own.expiresAt !== null && (given.expiresAt === null || given.expiresAt > own.expiresAt)
  if (given.scopes.includes('admin') && outlives)
    throw new AppError(
      'FORBIDDEN',
      `This key ends at ${own.expiresAt!.toISOString()}, so it cannot give the scope admin for longer.`,
    )
}
