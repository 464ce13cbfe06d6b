/** What electricity costs at a hub, and how clean it is: of the nearest place that a source speaks of, and which that is. */
import type { Sector } from '../../kinds/vocabulary.ts'
import type { At } from './belief.ts'
import type { Applying, ApplyingKey, Candidate, PlaceScope } from './hub-loaders.ts'
import type { Reader } from './reader.ts'
import type { EnergyRateRow, Hub, IndicatorRow } from './rows.ts'

/** Grams of CO2 equivalent for a kilowatt-hour from the grid. */
const CARBON_METRIC = 'grid-carbon-intensity'

/** A fact that applies at a hub, and how near to it what it speaks of is. */
export interface Applied<Fact> {
  scope: PlaceScope
  fact: Fact
}

type Located = Pick<Hub, 'slug' | 'name' | 'countryCode' | 'subdivisions'>

const WHOLE_COUNTRY: Candidate = { scope: 'COUNTRY', at: '' }

const subdivisionsOf = (hub: Located): Candidate[] =>
  hub.subdivisions.map((at) => ({ scope: 'SUBDIVISION', at }))

/**
 * The electricity rate of a sector at a hub: of an area with the hub's own name, else of its subdivision, else of its
 * country; only a fact that has an answer on the day counts. Other sectors never stand in. Loaded in batches: hubs of one
 * list take one statement, and their facts another one.
 * @param at a day, or null for the newest answers.
 * @returns null where no source says what electricity costs the sector there.
 */
export async function electricityRateOf(
  read: Reader,
  hub: Located,
  sector: Sector,
  at: At,
): Promise<Applied<EnergyRateRow> | null> {
  const candidates: Candidate[] = [{ scope: 'HUB', at: hub.name }, ...subdivisionsOf(hub), WHOLE_COUNTRY]
  const key: ApplyingKey = { country: hub.countryCode, candidates, of: sector, day: at }
  return withFact(read, 'ENERGY_RATE', await read.rateApplying.load(key))
}

/**
 * The carbon intensity of the grid at a hub, in gCO2/kWh: the hub's own, else that of a cloud region in its subdivision,
 * else its country's. Loaded as `electricityRateOf`.
 */
export async function carbonIntensityOf(
  read: Reader,
  hub: Located,
  at: At,
): Promise<Applied<IndicatorRow> | null> {
  const candidates: Candidate[] = [{ scope: 'HUB', at: hub.slug }, ...subdivisionsOf(hub), WHOLE_COUNTRY]
  const key: ApplyingKey = { country: hub.countryCode, candidates, of: CARBON_METRIC, day: at }
  return withFact(read, 'INDICATOR', await read.intensityApplying.load(key))
}

async function withFact<K extends 'ENERGY_RATE' | 'INDICATOR'>(
  read: Reader,
  kind: K,
  found: Applying | null,
) {
  const fact = found && (await read.factOfKind(kind, found.factId))
  return fact ? { scope: found!.scope, fact } : null
}
