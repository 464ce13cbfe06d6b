/** Two countries with makers, people, prices, hubs and electricity, in round numbers. */
import type { Db } from '../../src/db/client.ts'
import { testApp } from '../helpers/app.ts'
import { type Ask, importYaml, WORLD } from './world.ts'

const MORE = `
units:
  - { code: USD, name: US dollars, dimension: money }
  - { code: XAU/Mtok, name: crowns per million tokens, dimension: money-per-tokens }
  - { code: CNY/kWh, name: yuan per kilowatt-hour, dimension: money-per-energy }
  - { code: CNY/USD, name: yuan per US dollar, dimension: exchange-rate }
  - { code: kWh, name: kilowatt-hours, dimension: energy }
  - { code: kWh/Mtok, name: kilowatt-hours per million tokens, dimension: energy-per-tokens }
  - { code: gCO2/kWh, name: grams of CO2 equivalent per kilowatt-hour, dimension: co2-per-energy }
  - { code: USD/a, name: US dollars per year, dimension: money-per-time }
  - { code: tok/d/1, name: tokens per person and day, dimension: tokens-per-person-time }
  - { code: x, name: times, dimension: ratio }
  - { code: "%", name: per cent, dimension: ratio }
metrics:
  - { code: population, name: population, unit: "1", definition: People. }
  - { code: gdp, name: gross domestic product, unit: USD/a, definition: Product. }
  - { code: grid-carbon-intensity, name: carbon intensity, unit: gCO2/kWh, definition: Emissions. }
  - { code: energy-per-million-output-tokens, name: energy, unit: kWh/Mtok, definition: Energy. }
  - { code: yuan-per-usd, name: yuan per dollar, unit: CNY/USD, definition: Rate. }
  - { code: output-price-advantage, name: advantage, unit: x, definition: How many times dearer. }
coverages:
  - { code: national, name: whole country, definition: Everything. }
  - { code: lab, name: laboratory, definition: Measured in a laboratory. }
  - { code: guess, name: guess, definition: Guessed. }
countries:
  - { code: XB, name: Borduria, isAggregate: "false" }
  - { code: US, name: United States, isAggregate: "false" }
providers:
  - { slug: borduria-labs, name: Borduria Labs, kinds: [LAB], country: XB }
  - { slug: yankee, name: Yankee, kinds: [LAB], country: US }
  - { slug: nowhere, name: Nowhere, kinds: [LAB] }
groups:
  - { slug: origin-xb, name: Bordurian models, kind: ORIGIN, country: XB, definition: All. }
  - { slug: acme-line, name: Acme line, kind: FAMILY, maker: acme, definition: Acme. }
  - { slug: plekszy, name: Plekszy, kind: FAMILY, maker: borduria-labs, definition: Plekszy. }
models:
  - { slug: line-0, name: Line 0, maker: acme }
  - { slug: line-1, name: Line 1, maker: acme, family: acme-line, releasedOn: 2025-01-01 }
  - { slug: line-2, name: Line 2, maker: acme, family: acme-line, releasedOn: 2026-01-01 }
  - { slug: line-3, name: Line 3, maker: acme, family: acme-line, releasedOn: 2026-05-15 }
  - { slug: plekszy-1, name: Plekszy One, aliases: [Plek], maker: borduria-labs, family: plekszy, releasedOn: 2026-02-01 }
  - { slug: plekszy-mini, name: Plekszy Mini, maker: borduria-labs, family: plekszy, releasedOn: 2026-02-01 }
  - { slug: doodle-1, name: Doodle One, maker: yankee }
  - { slug: doodle-2, name: Doodle Two, maker: yankee }
  - { slug: ghost-1, name: Ghost One, maker: nowhere }
hubs:
  - { slug: szohod, name: Szohod, kind: NATIONAL_HUB, country: XB, subdivisions: [XB-01] }
  - { slug: istow, name: Istow, kind: DATA_CENTRE, country: XB }
  - { slug: deep, name: The Deep, kind: DATA_CENTRE, country: XA }
sources:
  - { slug: list, title: Price list, kind: PRICE_PAGE, publisher: press }
`

let key = 0
const claim = (fact: string, rest: string) => `  - { key: c${++key}, source: gazette, ${fact}, ${rest} }\n`
const price = (model: string, seller: string, of: string, more = '') =>
  `  - { key: p${++key}, source: list, price: { model: ${model}, seller: ${seller}${more} }, prices: { ${of} }, valid: { from: 2026-01-01 } }\n`
const usage = (subject: string, value: string, valid: string) =>
  claim(
    `tokenUsage: { subject: ${subject}, period: DAY, coverage: national }`,
    `value: ${value}, unit: tok/d, valid: ${valid}, corroboration: CONFIRMED`,
  )
const indicator = (subject: string, metric: string, rest: string) =>
  claim(`indicator: { subject: ${subject}, metric: ${metric} }`, `${rest}, corroboration: CONFIRMED`)

const CLAIMS = [
  usage('country/XB', '10e6', '2026-01'),
  usage('country/XB', '20e6', '2026-02'),
  usage('country/XB', '30e6', '2026-03'),
  usage('country/XB', '{ moreThan: 80e6 }', '2026-04'),
  claim(
    'tokenUsage: { subject: country/XB, period: DAY, coverage: national }',
    'value: 900e6, unit: tok/d, valid: 2026-05, basis: PROJECTED',
  ),
  indicator('country/XB', 'population', 'value: { low: 900, high: 1100 }, unit: "1", valid: 2025'),
  indicator('country/XB', 'gdp', 'value: 3652425, unit: USD/a, valid: 2025'),
  price('line-0', 'acme', 'output: 3', ', region: us'),
  price('line-0', 'acme', 'output: 4', ', tier: batch'),
  price('line-1', 'acme', 'output: 40'),
  price('line-2', 'acme', 'output: 20, input: 2'),
  price('line-3', 'acme', 'output: 30'),
  price('acme-1', 'acme', 'output: 100'),
  price('acme-2', 'acme', 'output: 0'),
  price('line-2', 'bazaar', 'output: 1'),
  price('line-2', 'acme', 'output: 5', ', tier: batch'),
  price('line-2', 'acme', 'output: 6', ', region: us'),
  price('plekszy-1', 'borduria-labs', 'output: { low: 2, high: 4 }'),
  price('plekszy-mini', 'borduria-labs', 'output: 1'),
  price('doodle-1', 'yankee', 'output: 30'),
  price('doodle-2', 'yankee', 'output: 60').replace(' }\n', ', promotional: "true" }\n'),
  price('ghost-1', 'nowhere', 'output: 7'),
  `  - { key: p${++key}, source: list, price: { model: line-1, seller: acme, endpoint: old }, prices: { output: 41 }, valid: { from: 2026-01-01 } }\n`,
  indicator(
    'group/origin-xb',
    'output-price-advantage',
    'value: { low: 10, high: 20 }, unit: x, valid: 2026',
  ),
  indicator('group/origin-xb', 'output-price-advantage', 'value: 95, unit: "%", valid: 2026'),
  claim('energyRate: { country: XB, sector: INDUSTRIAL }', 'value: 0.1, unit: USD/kWh, valid: 2025'),
  claim(
    'energyRate: { country: XB, area: XB-01, sector: INDUSTRIAL }',
    'value: { low: 0.05, high: 0.06 }, unit: USD/kWh, valid: 2025',
  ),
  claim('energyRate: { country: XB, sector: DATA_CENTRE }', 'value: 0.2, unit: USD/kWh, valid: 2025'),
  claim('energyRate: { country: XA, sector: COMMERCIAL }', 'value: 0.8, unit: CNY/kWh, valid: 2025'),
  claim('energyRate: { country: XA, sector: COMMERCIAL }', 'value: 0.3, unit: USD/kWh, valid: 2025'),
  claim('energyRate: { country: XA, sector: INDUSTRIAL }', 'value: 0.7, unit: CNY/kWh, valid: 2025'),
  indicator('country/XA', 'yuan-per-usd', 'value: 7, unit: CNY/USD, valid: 2025'),
  indicator('country/XB', 'grid-carbon-intensity', 'value: 500, unit: gCO2/kWh, valid: 2025'),
].join('')

/** What sources say of energy per token; not there at first, so that its lack can be asked for. */
export const ENERGY = `claims:
${claim('indicator: { subject: model/line-2, metric: energy-per-million-output-tokens, coverage: lab }', 'value: 0.5, unit: kWh/Mtok, valid: 2025')}\
${claim('indicator: { subject: model/line-2, metric: energy-per-million-output-tokens, coverage: guess }', 'value: { low: 1, high: 2 }, unit: kWh/Mtok, valid: 2025')}\
${claim('indicator: { subject: model/line-3, metric: energy-per-million-output-tokens, coverage: guess }', 'value: { moreThan: 9 }, unit: kWh/Mtok, valid: 2025')}`

export async function derivedWorld(db: Db, energy = true, time = '2026-06-01T12:00:00Z'): Promise<Ask> {
  await importYaml(db, `${WORLD}\n`, time)
  await importYaml(db, `${MORE}\nclaims:\n${CLAIMS}`, time)
  if (energy) await importYaml(db, ENERGY, time)
  return testApp(db).ask
}

/** The parts of a computation that tests look at. */
export const COMPUTATION = `{ name formula value { text low point high unit { code } } arithmetic reason inputCount
  inputs { name claim { text } } assumptions warnings checks { slug } }`
