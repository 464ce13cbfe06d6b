/**
 * What looks like a mistake when one litellm record is read alone; such a price is kept and quarantined. Each rule says
 * how many records it met in the files of February and July 2026.
 */
import { Decimal } from '../market/numbers.ts'
import type { UpstreamPrice } from '../market/types.ts'
import { withDoubts } from './parts.ts'

/** US dollars per million tokens; the dearest honest price was 600. */
const DEAREST_TOKEN = 1000
/** A picture is read as 85 tokens at the least, and as 250 by most: what costs no more than this many is a token. */
const TOKENS_OF_A_PICTURE = 50

/**
 * @param writes whether the model answers in text, so that its input and output are comparable. Of those, the shared
 * rules met 2 and 3 whose output was free (one is honest, a router with a flat fee), and 6 and 2 with input and output
 * swapped (two of them, in both files, may be honest).
 */
export function withLitellmDoubts(
  prices: readonly UpstreamPrice[],
  model: string,
  writes: boolean,
): UpstreamPrice[] {
  const doubts = new Map([
    ...tooDear(prices),
    ...freeAbove(prices),
    ...(writes ? picturesAsTokens(prices) : []),
  ])
  const marked = prices.map((price) => {
    const doubt = doubts.get(price)
    return doubt === undefined ? price : { ...price, doubt }
  })
  return writes ? withDoubts(marked, model) : marked
}

type Doubts = [UpstreamPrice, string][]

const amountOf = (price: UpstreamPrice) => new Decimal(price.amount ?? 0)

/** Prices per million or per thousand in a field per token: 16 records in both files, no honest one. */
function tooDear(prices: readonly UpstreamPrice[]): Doubts {
  const tokens = prices.filter((p) => p.unit === 'USD/Mtok')
  if (!tokens.some((p) => amountOf(p).gt(DEAREST_TOKEN))) return []
  // All prices of a record are in one unit, the smaller ones too.
  const doubt = `more than ${DEAREST_TOKEN} USD per million tokens; the file may mean another unit`
  return tokens.map((price) => [price, doubt])
}

/** 1 record and none. */
function freeAbove(prices: readonly UpstreamPrice[]): Doubts {
  const line = (p: UpstreamPrice) => [p.meter, p.tier, p.cacheLifetime].join('|')
  const below = new Set(prices.filter((p) => !p.threshold && p.amount !== '0').map(line))
  const free = prices.filter((p) => p.threshold && p.amount === '0' && below.has(line(p)))
  return free.map((price) => [
    price,
    'it costs nothing above the threshold although it costs something below',
  ])
}

/** Prices per token in a field per picture: 12 records and 19, no honest one. */
function picturesAsTokens(prices: readonly UpstreamPrice[]): Doubts {
  const doubt = `a picture costs no more than ${TOKENS_OF_A_PICTURE} tokens; it may be the price of a token`
  return ['input', 'output'].flatMap((side) => {
    const token = prices.find((p) => p.meter === side && !p.tier && !p.threshold)
    if (!token) return []
    const most = amountOf(token).mul(TOKENS_OF_A_PICTURE).div(1e6)
    return prices
      .filter((p) => p.meter === `${side}-image-item` && p.amount !== '0' && amountOf(p).lte(most))
      .map((price): [UpstreamPrice, string] => [price, doubt])
  })
}
