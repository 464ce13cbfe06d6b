/** Which messages a revision makes for which webhook, and their text. */
import type { Db, Tx } from '../../db/client.ts'
import { canonicalJson, type Plain } from '../../lib/canonical.ts'
import { Decimal } from '../../lib/decimal.ts'
import { contentId } from '../../lib/ids.ts'
import { mergedSlugs } from '../ledger/names.ts'
import { sourceTerms, withholder } from '../read/licence.ts'
import { createReader } from '../read/reader.ts'
import { newestRevision } from '../read/revisions.ts'
import { type CorrectionNews, correctionNews } from './correction-news.ts'
import { type PriceNews, priceNews } from './price-news.ts'
import { WEBHOOK_EVENTS, type WebhookEvent } from './settings.ts'

/** What decides what a webhook is told of. */
export interface Told {
  id: string
  events: readonly string[]
  threshold: { toString(): string }
  models: readonly string[]
  sellers: readonly string[]
  meters: readonly string[]
  factIds: readonly string[]
}

export interface Message {
  id: string
  webhookId: string
  event: WebhookEvent
  revision: number
  payload: string
  claimIds: string[]
}

/** Of one message, so that it stays small; and of one revision, so that a first import of a market does not flood. */
const ITEMS = 50
const MOST_ITEMS = 1000

/**
 * The messages of a revision. They depend on nothing but the revision and the webhooks' settings, ids too, so they can be
 * made again.
 */
export async function messagesOf(tx: Tx, number: number, webhooks: readonly Told[]): Promise<Message[]> {
  const wants = (event: WebhookEvent) => webhooks.filter((w) => w.events.includes(event))
  const revision = await tx.revision.findUniqueOrThrow({ where: { number }, include: { run: true } })
  const time = revision.time.toISOString()
  const readers = await newsReaders(tx, number)
  const about = { revision: number, time }
  const message = (to: Told, event: WebhookEvent, data: Plain, claimIds: string[], part = 1): Message => ({
    id: contentId('msg', { webhook: to.id, event, revision: number, part }),
    ...{ webhookId: to.id, event, revision: number, claimIds },
    payload: payloadOf(WEBHOOK_EVENTS[event].type, time, data),
  })

  const seal = await tx.seal.findUnique({ where: { revision: number }, select: { digest: true } })
  const summary = {
    ...about,
    summary: revision.summary,
    digest: seal?.digest,
    ...(revision.run?.counts as Record<string, Plain>),
  }
  const published = wants('REVISION_PUBLISHED').map((to) => message(to, 'REVISION_PUBLISHED', summary, []))

  const followers = wants('PRICE_CHANGED')
  const prices = followers.length > 0 ? await priceNews(readers) : []
  const isWanted = prices.length > 0 ? await priceFilter(tx) : () => false
  const changed = followers.flatMap((to) =>
    parts(prices.filter((news) => isWanted(to, news))).map(({ items, ...part }) => {
      const data = { ...about, ...part, changes: items.map((news) => news.data) }
      return message(to, 'PRICE_CHANGED', data, claimsOf(items), part.part)
    }),
  )

  const careful = wants('FACT_CORRECTED')
  const followed = [...new Set(careful.flatMap((w) => w.factIds))]
  const corrections = followed.length > 0 ? await correctionNews(readers, followed) : []
  const corrected = careful.flatMap((to) =>
    parts(corrections.filter((news) => to.factIds.includes(news.factId))).map(({ items, ...part }) => {
      const data = { ...about, ...part, corrections: items.map((news) => news.data) }
      return message(to, 'FACT_CORRECTED', data, claimsOf(items), part.part)
    }),
  )
  return [...published, ...changed, ...corrected]
}

/** The text of a message, by the shape of Standard Webhooks; keys are sorted, and what has no value is left out. */
export function payloadOf(type: string, timestamp: string, data: Plain): string {
  return canonicalJson({ type, timestamp, data })
}

/** @returns messages' worth of items; `count` is that of all, of which the first `MOST_ITEMS` are told. */
function parts<T>(all: readonly T[]): { items: T[]; part: number; parts: number; count: number }[] {
  const told = all.slice(0, MOST_ITEMS)
  const size = Math.ceil(told.length / ITEMS)
  return Array.from({ length: size }, (_, i) => ({
    items: told.slice(i * ITEMS, (i + 1) * ITEMS),
    ...{ part: i + 1, parts: size, count: all.length },
  }))
}

const claimsOf = (items: readonly (PriceNews | CorrectionNews)[]) => [
  ...new Set(items.flatMap((news) => news.claimIds)),
]

async function newsReaders(tx: Tx, number: number) {
  // Readers send plain statements only, which a transaction takes as well.
  const db = tx as unknown as Db
  const [revision, last] = await Promise.all(
    [number, number - 1].map((n) => tx.revision.findUnique({ where: { number: n } })),
  )
  const read = createReader(db, { revision: number, time: revision!.time })
  const before = last ? createReader(db, { revision: last.number, time: last.time }) : null
  const today = createReader(db, (await newestRevision(db))!)
  return {
    tx,
    read,
    before,
    withheldBy: withholder(
      db,
      sourceTerms(() => [read, today]),
    ),
  }
}

/** Names that were merged since still follow what they meant. */
async function priceFilter(tx: Tx): Promise<(to: Told, news: PriceNews) => boolean> {
  const merged = await mergedSlugs(tx)
  const isOneOf = (names: readonly string[], name: string, now: (slug: string) => string) =>
    names.length === 0 || names.some((n) => n === name || now(n) === name)
  return ({ threshold, models, sellers, meters }, { modelSlug, sellerSlug, meterCode, size }) =>
    isOneOf(models, modelSlug, merged.model) &&
    isOneOf(sellers, sellerSlug, merged.provider) &&
    isOneOf(meters, meterCode, (code) => code) &&
    // What has no percentage has no size that could lie below the threshold.
    (size === null || size.gte(new Decimal(threshold.toString())))
}
