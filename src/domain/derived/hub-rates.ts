/** What is taken for the electricity of a place: its rate in US dollars, and its carbon intensity. */
import { AppError, type ErrorCode } from '../../errors.ts'
import type { Sector } from '../../kinds/vocabulary.ts'
import { type At, preferredClaim } from '../read/belief.ts'
import { inUnit } from '../read/convert.ts'
import { PLACE_SCOPES, type PlaceScope } from '../read/hub-loaders.ts'
import { type Applied, carbonIntensityOf, electricityRateOf } from '../read/hub-rates.ts'
import type { Reader } from '../read/reader.ts'
import type { ClaimRow, EnergyRateRow, Hub, IndicatorRow } from '../read/rows.ts'
import type { Operand } from './computation.ts'
import { isDollars } from './formulas.ts'
import { operandOf } from './operands.ts'

/** A number that is taken, in dollars where it is money and a rate of exchange is known. */
export interface Taken {
  operand: Operand
  /** The claim and the rates of exchange. */
  cited: Operand[]
  /** How it came into dollars, where its claim does not say so; of an intensity, what it covers. */
  assumptions: string[]
}

export interface AtPlace<Fact> extends Taken, Applied<Fact> {}

/** Who pays: data centres themselves, else industry. */
const SECTORS: readonly Sector[] = ['DATA_CENTRE', 'INDUSTRIAL']
const SCOPES = Object.keys(PLACE_SCOPES) as PlaceScope[]

/** The rate of the nearest place; of one place, that of data centres before that of industry. Null where none is known. */
export async function rateAt(read: Reader, hub: Hub, at: At): Promise<AtPlace<EnergyRateRow> | null> {
  const rates = await Promise.all(SECTORS.map((sector) => electricityRateOf(read, hub, sector, at)))
  const nearest = rates
    .filter((rate) => rate !== null)
    .sort((a, b) => SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope))
  // What is no number hides none that is.
  for (const rate of nearest) {
    const taken = await inDollars(read, 'rate', await preferredClaim(read, rate.fact.id, at))
    if (taken) return { ...rate, ...taken }
  }
  return null
}

/** Null where the ledger holds no carbon intensity there. */
export async function carbonAt(read: Reader, hub: Hub, at: At): Promise<AtPlace<IndicatorRow> | null> {
  const intensity = await carbonIntensityOf(read, hub, at)
  const claim = intensity && (await preferredClaim(read, intensity.fact.id, at))
  const operand = operandOf('carbon intensity', claim)
  if (!intensity || !operand) return null
  const { coverageCode: code } = intensity.fact
  const coverage = code === null ? null : await read.coverage.load(code)
  const covers = coverage ? `${coverage.name} (coverage "${code}")` : 'what it covers is not told'
  return { ...intensity, operand, cited: [operand], assumptions: [`carbon intensity: ${covers}.`] }
}

/**
 * What a claim says in US dollars: itself, else the same statement of its source in dollars, else by the rate of exchange
 * that the ledger holds for its period; without one as it stands.
 */
export async function inDollars(read: Reader, name: string, claim: ClaimRow | null): Promise<Taken | null> {
  const own = operandOf(name, claim)
  if (!claim || !own) return null
  const as = (operand: Operand, cited = [operand], assumptions: string[] = []) => ({
    ...{ operand, cited, assumptions },
  })
  if (isDollars(own.quantity.unitCode)) return as(own)
  const stated = operandOf(name, await dollarsOf(read, claim))
  if (stated) return as(stated)
  const unit = own.quantity.unitCode.replace(/^[A-Z]{3}/, 'USD')
  const quantity = await exchanged(() => inUnit(read, { ...own.quantity, claimId: claim.id }, unit))
  if (!quantity?.conversion)
    return as(own, [own], [`${name}: in its own currency, for no rate of exchange covers its period.`])
  const rates = quantity.conversion.rates.flatMap((rate) => operandOf('rate of exchange', rate.claim) ?? [])
  return as(
    { ...own, quantity },
    [own, ...rates],
    [
      `${name}: into US dollars by the rate of exchange of ${rates.map((r) => r.claim.periodText).join(', ')}.`,
    ],
  )
}

/** The same statement in dollars, where its source makes it in both. */
async function dollarsOf(read: Reader, { factId, sourceSlug, validFrom, validTo }: ClaimRow) {
  const claims = await read.claimsOfFact.load(factId)
  const same = claims.filter(
    (c) =>
      c.sourceSlug === sourceSlug &&
      c.validFrom?.getTime() === validFrom?.getTime() &&
      c.validTo?.getTime() === validTo?.getTime(),
  )
  return same.find((c) => c.unitCode !== null && isDollars(c.unitCode)) ?? null
}

const NO_RATE: readonly ErrorCode[] = ['EXCHANGE_RATE_MISSING', 'INCOMMENSURABLE_UNITS']

/** Null where there is no rate, or the unit is no money. */
async function exchanged<T>(of: () => Promise<T>): Promise<T | null> {
  try {
    return await of()
  } catch (error) {
    if (error instanceof AppError && NO_RATE.includes(error.code)) return null
    throw error
  }
}
