/** Records of a price file as claims of the ledger, with the entities that they need. */
import { claimId, seriesKey } from '../../domain/ledger/claim-content.ts'
import type { CitationInput, ClaimInput, EntityInput } from '../../domain/ledger/input.ts'
import type { Merged } from '../../domain/ledger/names.ts'
import type { AliasInput, SightedClaim } from '../../domain/ledger/snapshot-input.ts'
import { factOf, offerRow } from '../../kinds/facts.ts'
import { calendarText, parseCalendar } from '../../lib/period.ts'
import { type Entities, MarketEntities } from './entities.ts'
import type { NamedOffer, Names } from './names.ts'
import type { Format, UpstreamPrice, UpstreamRecord } from './types.ts'

export interface Translated {
  entities: readonly EntityInput[]
  aliases: readonly AliasInput[]
  claims: readonly SightedClaim[]
  /** What could not be used, by the path of the record. */
  rejected: readonly { where: string; reason: string }[]
}

/** Files in which sellers speak about their own offers, by source. */
const OWN_WORD: Record<string, string> = { 'openrouter-models-api': 'openrouter' }

/**
 * @param day of the edition; names that move mean what they meant on it.
 */
export function translateRecords(
  format: Format,
  records: readonly UpstreamRecord[],
  day: string,
  names: Names,
  merged: Merged,
): Translated {
  const entities: Entities = new MarketEntities(format.source)
  const claims: SightedClaim[] = []
  const rejected: { where: string; reason: string }[] = []
  for (const record of records) {
    const reject = (reason: string) => rejected.push({ where: record.path, reason })
    for (const problem of record.problems) reject(problem)
    const named = names.offerOf(format.name, record.seller, record.model, day)
    if ('reason' in named) {
      reject(named.reason)
      continue
    }
    const offer = afterMerges(named, merged)
    entities.add(record, offer)
    for (const price of record.prices) {
      const claim = claimOf(format, record, offer, price, entities.pagesOf(record, offer))
      if (typeof claim === 'string') reject(claim)
      else claims.push(claim)
    }
  }
  return { entities: entities.rows(), aliases: entities.aliases(), claims, rejected }
}

function afterMerges(named: NamedOffer, merged: Merged): NamedOffer {
  return {
    ...named,
    seller: { ...named.seller, slug: merged.provider(named.seller.slug) },
    maker: named.maker && { ...named.maker, slug: merged.provider(named.maker.slug) },
    model: { ...named.model, slug: merged.model(named.model.slug) },
  }
}

function claimOf(
  format: Format,
  record: UpstreamRecord,
  offer: NamedOffer,
  price: UpstreamPrice,
  pages: readonly string[],
): SightedClaim | string {
  const identity = {
    model: offer.model.slug,
    seller: offer.seller.slug,
    endpoint: offer.endpoint,
    region: offer.region,
    plan: offer.plan,
  }
  const isMakersOwn = offer.maker?.slug === offer.seller.slug
  const threshold = price.threshold
  const fact = factOf({
    kind: 'PRICE',
    isMakersOwn,
    price: {
      ...identity,
      meter: price.meter,
      tier: price.tier ?? offer.tier ?? 'standard',
      promptAbove: threshold?.amount ?? offer.promptAbove,
      thresholdCounts: threshold?.counts,
      thresholdScope: threshold?.scope,
      windowFrom: price.window?.from,
      windowTo: price.window?.to,
      cacheLifetime: price.cacheLifetime,
    },
  })
  const from = price.from === undefined ? null : parseCalendar(price.from)
  const to = price.to === undefined ? null : parseCalendar(price.to)
  if ((price.from && !from?.from) || (price.to && !to?.from))
    return `${price.field}: ${price.from ?? ''} to ${price.to ?? ''} are no days`
  if (from?.from && to?.from && from.from >= to.from)
    return `${price.field}: it ends on ${price.to}, before it begins on ${price.from}`
  const isOwnWord = OWN_WORD[format.source] === offer.seller.slug
  const citations: CitationInput[] = [
    {
      source: format.source,
      role: isOwnWord ? 'ORIGINAL' : 'REPEATS',
      locator: `${record.path}: ${price.field}`,
    },
    ...pages.map((source) => ({
      source,
      role: 'ORIGINAL' as const,
      note: 'Named by the file as where its prices come from; not read by us.',
    })),
  ]
  const series = `${record.path}#${price.field}`
  const claim: ClaimInput = {
    fact,
    offer: offerRow(identity, isMakersOwn),
    source: format.source,
    key: '',
    form: price.amount === null ? 'NOT_OFFERED' : 'NUMBER',
    low: null,
    point: price.amount,
    high: null,
    qualifier: price.amount === null ? null : 'EXACT',
    unit: price.amount === null ? null : price.unit,
    text: null,
    validFrom: from?.from?.toISOString() ?? null,
    validTo: null,
    precision: from ? 'DAY' : 'UNDATED',
    periodText: from?.from ? `from ${calendarText(from.from, 'DAY')}` : 'as long as the file holds it',
    basis: 'STATED',
    corroboration: 'UNCONFIRMED',
    note: price.note ?? null,
    plausible: null,
    series,
    comparison: threshold?.comparison === 'AT_LEAST' ? 'AT_LEAST' : null,
    promotional: price.promotional ?? null,
    doubt: price.doubt ?? null,
    correction: null,
    repeatOf: null,
    citations,
    seen: [],
    where: record.path,
  }
  const key = seriesKey(series, claimId(claim))
  return { ...claim, key, series, record: record.path, statedTo: to?.from?.toISOString() ?? null }
}
