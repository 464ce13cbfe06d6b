/** Prices that makers ask for their own models, one for each model and meter. */
import { Decimal } from '../lib/decimal.ts'
import type { Row } from './chart.ts'
import { type ClaimData, isFree, ownSource } from './claims.ts'

interface Named {
  name: string
  nameZh: string | null
}

interface PriceData {
  id: string
  meter: { code: string }
  conditions: Readonly<Record<'region' | 'promptAbove' | 'cacheLifetime' | 'windowFrom', string | null>>
  offer: { endpoint: string | null; plan: string | null }
  model: Named & { slug: string; maker: Named & { slug: string; country: (Named & { code: string }) | null } }
  claim: ClaimData | null
  /** Not asked of prices of a region. */
  resolution?: { rivals: ClaimData[] } | null
}

export interface PricesData {
  models: { nodes: { slug: string; name: string }[] }
  plain: { totalCount: number; nodes: PriceData[] }
  regional: { totalCount: number; nodes: PriceData[] }
}

/** A price that is shown. */
export interface Listed {
  price: PriceData
  /** Where it is the price of a region only. */
  region: string | null
  claim: ClaimData
  rivals: readonly ClaimData[]
  /** Of the price and what others state for it; exact. */
  low: string
  high: string
}

/** All other currencies are told, but not drawn: nothing is converted. */
const UNIT = 'USD/Mtok'

/** Grouped by country and maker, models by name, input before output. */
export function listedOf({ models, plain, regional }: PricesData): {
  prices: Listed[]
  /** Names of models without such a price. */
  missing: string[]
  withheld: number
} {
  const best = new Map<string, PriceData>()
  for (const price of [...plain.nodes, ...regional.nodes.filter(isRegional)]) {
    const key = `${price.model.slug} ${price.meter.code}`
    const known = best.get(key)
    // Of the same offer's kind, the first in the order of the API.
    if (!known || distance(price) < distance(known)) best.set(key, price)
  }
  const all = [...best.values()].flatMap(listed)
  const shown = all.filter(({ claim }) => isFree(claim))
  const named = new Set(all.map(({ price }) => price.model.slug))
  const hidden = all.reduce(
    (sum, { price }) => sum + (price.resolution?.rivals ?? []).filter((r) => !isFree(r)).length,
    0,
  )
  return {
    prices: shown.sort(byMaker),
    missing: models.nodes.filter(({ slug }) => !named.has(slug)).map(({ name }) => name),
    withheld: all.length - shown.length + hidden,
  }
}

/** Differs by nothing but the region. */
const isRegional = ({ conditions: { region, ...others } }: PriceData) =>
  region !== null && Object.values(others).every((condition) => condition === null)

/** How far a price is from that which anybody pays: one without a number furthest, then one of a region. */
function distance({ claim, offer, conditions }: PriceData): number {
  const parts = [offer.endpoint, offer.plan].filter((part) => part !== null).length
  return (pointOf(claim) === null ? 100 : 0) + (conditions.region === null ? 0 : 10) + parts
}

function listed(price: PriceData): Listed[] {
  const { claim, resolution } = price
  const point = pointOf(claim)
  if (!claim || point === null || Number(point) <= 0) return []
  const rivals = (resolution?.rivals ?? []).filter((rival) => isFree(rival) && pointOf(rival) !== null)
  const numbers = [point, ...rivals.map((rival) => pointOf(rival)!)].map((number) => new Decimal(number))
  const sorted = numbers.filter((number) => number.gt(0)).sort((a, b) => a.cmp(b))
  return [
    {
      price,
      region: price.conditions.region,
      claim,
      rivals,
      low: sorted[0]!.toFixed(),
      high: sorted.at(-1)!.toFixed(),
    },
  ]
}

export const pointOf = (claim: ClaimData | null) =>
  claim?.value && claim.value.unit.code === UNIT ? claim.value.point : null

function byMaker(a: Listed, b: Listed): number {
  const key = ({ price: { model, meter } }: Listed) =>
    [model.maker.country?.code ?? '~', model.maker.slug, model.slug, meter.code].join('\u0000')
  return key(a) < key(b) ? -1 : 1
}

export function rowOf({ price, region, claim, rivals, low, high }: Listed): Row {
  const { model, meter, id } = price
  const source = ownSource(claim)
  return {
    ...{ maker: model.maker.name, country: model.maker.country?.name ?? null },
    ...{ model: model.name, slug: model.slug, meter: meter.code, region, price: claim.value!.point },
    ...{ rivalLow: rivals.length > 0 ? low : null, rivalHigh: rivals.length > 0 ? high : null },
    ...{ qualifier: claim.value!.qualifier, unit: claim.value!.unit.code, period: claim.periodText },
    source: claim.provenance.map((citation) => citation.source.title).join('; '),
    ...{ url: source?.url ?? null, fact: id },
  }
}
