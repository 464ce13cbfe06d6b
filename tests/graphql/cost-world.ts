/** A seller's whole price list, with every condition that a price can have. */
import type { Db } from '../../src/db/client.ts'
import { testApp } from '../helpers/app.ts'
import { type Ask, importYaml, WORLD } from './world.ts'

const MORE = `
units:
  - { code: USD, name: US dollars, dimension: money }
  - { code: CNY, name: yuan, dimension: money }
  - { code: CNY/Mtok, name: yuan per million tokens, dimension: money-per-tokens }
  - { code: USD/1, name: US dollars each, dimension: money-per-count }
meters:
  - { code: cache-read, name: cached input tokens, unit: USD/Mtok, definition: Read from a cache. }
  - { code: cache-write, name: cache write tokens, unit: USD/Mtok, definition: Written to a cache. }
  - { code: request, name: requests, unit: USD/1, definition: Requests. }
models:
  - { slug: acme-3, name: Acme Three, maker: acme }
  - { slug: acme-4, name: Acme Four, aliases: [Four], maker: acme }
  - { slug: acme-5, name: Acme Five, maker: acme }
sources: [{ slug: list, title: Price list, kind: PRICE_PAGE, publisher: press }]
`

let key = 0
/** A claim on prices: what identifies the price, the prices by meter, since when, and more. */
export const prices = (price: string, of: string, valid = '{ from: 2026-01-01 }', more = ''): string =>
  `  - { key: k${++key}, source: list, price: { ${price} }, prices: { ${of} }, valid: ${valid}${more} }\n`

const OWN = 'model: acme-1, seller: acme'
const CLAIMS = [
  prices(OWN, 'input: 4, output: 20, cache-read: 1', '{ from: 2025-06-01, to: 2026-01-01 }'),
  prices(OWN, 'input: 2, output: 10, cache-read: 0.2', '{ from: 2026-01-01, to: 2026-05-10T12:00Z }'),
  prices(OWN, 'input: 3, output: 12, cache-read: 0.3', '{ from: 2026-05-10T12:00Z }'),
  prices(`${OWN}, promptAbove: 1000, comparison: AT_LEAST`, 'input: 5'),
  prices(`${OWN}, tier: batch`, 'input: 1.5, output: 6'),
  prices(`${OWN}, windowFrom: "22:00", windowTo: "06:00"`, 'output: 4'),
  prices(`${OWN}, cacheLifetime: 1h`, 'cache-write: 6'),
  prices(`${OWN}, promptAbove: 100, thresholdCounts: OUTPUT, thresholdScope: EXCESS`, 'request: 0.02'),
  prices(OWN, 'request: 0.01'),
  prices(`${OWN}, region: us`, 'input: 3.3, output: 13.2'),
  prices(`${OWN}, region: us, endpoint: api, plan: pro`, 'input: 2.2'),
  prices('model: acme-1, seller: bazaar', 'input: 0.5, output: 40'),
  prices('model: acme-2, seller: bazaar', 'input: 1, output: not-offered'),
  prices('model: acme-2, seller: acme', 'input: 7', '{ from: 2027-01-01 }'),
  prices('model: acme-3, seller: acme', 'input: 0, output: 1'),
  prices('model: acme-4, seller: acme', 'input: 1, output: 1', '{ from: 2026-01-01 }', ', unit: CNY/Mtok'),
  prices('model: acme-5, seller: acme', 'input: { low: 1, high: 2 }, output: 3'),
].join('')

export async function costWorld(db: Db, time = '2026-06-01T12:00:00Z'): Promise<Ask> {
  await importYaml(db, `${WORLD}\n`, time)
  await importYaml(db, `${MORE}\nclaims:\n${CLAIMS}`, time)
  return testApp(db).ask
}

/** The parts of a quote that tests look at. */
export const QUOTE = `{ offer { slug } at total { point low high unit { code } } isComplete
  lines { meter { code } quantity price { point } amount { point low high } rule }
  unpriced { meter { code meter { name } } quantity kind reason fact { id } claim { id } } }`

export interface QuoteJson {
  offer: { slug: string }
  at: string
  total: { point: string | null; low: string | null; high: string | null; unit: { code: string } } | null
  isComplete: boolean
  lines: {
    meter: { code: string }
    quantity: string
    price: { point: string }
    amount: { point: string }
    rule: string
  }[]
  unpriced: {
    meter: { code: string; meter: { name: string } | null }
    kind: string
    reason: string
    fact: object | null
    claim: object | null
  }[]
}

/** `input 100 × 3 = 300`: a quote as lines to compare. */
export const linesOf = ({ lines }: QuoteJson): string[] =>
  lines.map((l) => `${l.meter.code} ${l.quantity} × ${l.price.point} = ${l.amount.point}`)
