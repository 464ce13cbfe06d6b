/** Which electricity rate and which carbon intensity hold at a hub: its own, that of its area, or the country's. */
import type { At } from '../read/belief.ts'
import type { Reader } from '../read/reader.ts'
import type { ClaimRow, Hub, QuantityRow } from '../read/rows.ts'
import type { Operand } from './computation.ts'
import { isDollars } from './formulas.ts'
import type { AnswerOfKey, AreaRate } from './loaders.ts'
import { operandOf } from './operands.ts'

/** Where the number belongs that is used for a hub. */
export const PLACE_SCOPES = {
  HUB: 'The hub itself, or one of its clusters.',
  SUBDIVISION: 'A province or other subdivision in which the hub lies.',
  COUNTRY: 'The whole country.',
} as const
export type PlaceScope = keyof typeof PLACE_SCOPES

export interface AtPlace {
  operand: Operand & { quantity: QuantityRow }
  factId: string
  scope: PlaceScope
  /** `Guizhou`; null for the whole country. */
  area: string | null
}

const RATE = 'rate'
/** Who pays, the likest to a data centre first. */
const SECTORS = ['DATA_CENTRE', 'INDUSTRIAL', 'BUSINESS', 'COMMERCIAL']

/** @returns null where the ledger holds no rate there. */
export async function rateAt(read: Reader, hub: Hub, at: At): Promise<AtPlace | null> {
  const [rates, clusters] = await Promise.all([
    read.ratesOfCountry.load({ key: hub.countryCode, at }),
    read.clustersOfHub.load(hub.slug),
  ])
  const own = new Set([hub.name, ...clusters.map((c) => c.name)])
  const scopeOf = (area: string | null): PlaceScope | null => {
    if (area === null) return 'COUNTRY'
    if (own.has(area)) return 'HUB'
    return hub.subdivisions.includes(area) ? 'SUBDIVISION' : null
  }
  const places = rates.flatMap((rate) => {
    const scope = scopeOf(rate.area)
    return scope && rate.band === null ? [{ ...rate, scope }] : []
  })
  const [best] = places.sort(
    (a, b) => order(a.scope) - order(b.scope) || SECTORS.indexOf(a.sector) - SECTORS.indexOf(b.sector),
  )
  return best ? placed(read, RATE, best, best.scope, best.area) : null
}

const order = (scope: PlaceScope) => Object.keys(PLACE_SCOPES).indexOf(scope)

/** The rate of a whole country in a sector, without a band of consumption. */
export async function rateOfCountry(
  read: Reader,
  country: string,
  sector: string,
  at: At,
): Promise<AtPlace | null> {
  const rates: AreaRate[] = await read.ratesOfCountry.load({ key: country, at })
  const rate = rates.find((r) => r.area === null && r.band === null && r.sector === sector)
  return rate ? placed(read, RATE, rate, 'COUNTRY', null) : null
}

/** The metric of carbon intensity; an indicator of a hub or of a country. */
const CARBON = 'carbon-intensity'

/** @returns null where the ledger holds no carbon intensity there. */
export async function carbonAt(read: Reader, hub: Hub, at: At): Promise<AtPlace | null> {
  const answers = await read.answersOfMetric.load({ key: CARBON, at })
  const rows = await Promise.all(answers.map(({ factId }) => read.factOfKind('INDICATOR', factId)))
  const of = (is: (row: NonNullable<(typeof rows)[number]>) => boolean) =>
    answers.find((_, i) => rows[i] && is(rows[i]))
  const own = of((row) => row.hubSlug === hub.slug)
  if (own) return placed(read, 'carbon intensity', own, 'HUB', hub.name)
  const country = of((row) => row.countryCode === hub.countryCode)
  return country ? placed(read, 'carbon intensity', country, 'COUNTRY', null) : null
}

async function placed(
  read: Reader,
  name: string,
  { claimId, factId }: AnswerOfKey,
  scope: PlaceScope,
  area: string | null,
): Promise<AtPlace | null> {
  const claim = await read.claim.load(claimId)
  const operand = operandOf(name, claim && name === RATE ? await inDollars(read, claim) : claim)
  return operand && { operand, factId, scope, area }
}

/** The same statement in dollars, where its source makes it in both: nothing is converted. */
async function inDollars(read: Reader, claim: ClaimRow): Promise<ClaimRow> {
  if (claim.unitCode === null || isDollars(claim.unitCode)) return claim
  const same = (c: ClaimRow) =>
    c.sourceSlug === claim.sourceSlug &&
    c.validFrom?.getTime() === claim.validFrom?.getTime() &&
    c.validTo?.getTime() === claim.validTo?.getTime()
  const claims = (await read.claimsOfFact.load(claim.factId)).filter(same)
  return claims.find((c) => c.unitCode !== null && isDollars(c.unitCode)) ?? claim
}
