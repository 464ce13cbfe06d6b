/** What a webhook is told of, as its owner chooses it, and whether that can be. */
import type { Db } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import { Decimal } from '../../lib/decimal.ts'

/** By name, with the type under which messages of them are sent. */
export const WEBHOOK_EVENTS = {
  REVISION_PUBLISHED: {
    type: 'revision.published',
    meaning: 'A revision was made: its number, time, summary and how much it changed.',
  },
  PRICE_CHANGED: {
    type: 'price.changed',
    meaning: 'A revision tells of changes of prices by at least the threshold, at most 50 in a message.',
  },
  FACT_CORRECTED: {
    type: 'fact.corrected',
    meaning: 'A revision ended claims on a followed fact: with reason, note and successor.',
  },
} as const
export type WebhookEvent = keyof typeof WEBHOOK_EVENTS

export interface WebhookSettings {
  url: string
  events: readonly WebhookEvent[]
  /** Per cent, as canonical text. What has no percentage, such as a price that is no longer offered, is always told. */
  threshold: string
  /** Slugs, and for meters codes, that a price must be of; empty: of any. */
  models: readonly string[]
  sellers: readonly string[]
  meters: readonly string[]
  factIds: readonly string[]
}

export const WEBHOOK_LIMITS = {
  /** Of one key. */
  webhooks: 20,
  /** Slugs or codes in one list. */
  names: 200,
  facts: 1000,
} as const

/** @throws AppError BAD_ARGUMENT; names that do not exist are listed, for a misspelt one would never be told of. */
export async function checkSettings(db: Db, settings: Omit<WebhookSettings, 'url'>): Promise<void> {
  const { events, threshold, models, sellers, meters, factIds } = settings
  if (events.length === 0) throw refused('events names at least one event.')
  if (!isThreshold(threshold)) throw refused('threshold is a number of per cent, 0 or more: "5".')
  if (events.includes('FACT_CORRECTED') && factIds.length === 0)
    throw refused('For FACT_CORRECTED, facts names at least one fact to follow.')
  for (const list of [models, sellers, meters])
    if (list.length > WEBHOOK_LIMITS.names)
      throw refused(`models, sellers and meters name at most ${WEBHOOK_LIMITS.names} each.`)
  if (factIds.length > WEBHOOK_LIMITS.facts)
    throw refused(`facts names at most ${WEBHOOK_LIMITS.facts} facts.`)
  const slug = { slug: true } as const
  const known = {
    models: await db.model.findMany({ where: { slug: { in: [...models] } }, select: slug }),
    sellers: await db.provider.findMany({ where: { slug: { in: [...sellers] } }, select: slug }),
  }
  const codes = await db.meter.findMany({ where: { code: { in: [...meters] } }, select: { code: true } })
  const facts = await db.fact.findMany({ where: { id: { in: [...factIds] } }, select: { id: true } })
  refuseUnknown(
    'models',
    models,
    known.models.map((m) => m.slug),
  )
  refuseUnknown(
    'sellers',
    sellers,
    known.sellers.map((s) => s.slug),
  )
  refuseUnknown(
    'meters',
    meters,
    codes.map((m) => m.code),
  )
  refuseUnknown(
    'facts',
    factIds,
    facts.map((f) => f.id),
  )
}

/** More would never be reached, and no longer be a number that a column of ours holds exactly. */
const MOST_PER_CENT = 1_000_000

function isThreshold(text: string): boolean {
  const number = new Decimal(text)
  return !number.isNegative() && number.lte(MOST_PER_CENT)
}

const NAMED = 5

function refuseUnknown(field: string, asked: readonly string[], known: readonly string[]): void {
  const missing = asked.filter((name) => !known.includes(name))
  if (missing.length === 0) return
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : ''
  throw refused(`${field} names what is not there: ${missing.slice(0, NAMED).join(', ')}${more}.`)
}

const refused = (message: string) => new AppError('BAD_ARGUMENT', message)
