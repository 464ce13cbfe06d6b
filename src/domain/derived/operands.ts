/** Claims of the ledger as operands of a computation. */
import { AppError } from '../../errors.ts'
import { type FactIdentity, factOf } from '../../kinds/facts.ts'
import { type At, preferredClaim, quantityOf } from '../read/belief.ts'
import type { Reader } from '../read/reader.ts'
import type { ClaimRow, Country, QuantityRow } from '../read/rows.ts'
import type { Operand } from './computation.ts'

/** An operand that a claim of the ledger says. */
export type Known = Operand & { claim: ClaimRow }

export function operandOf(name: string, claim: ClaimRow | null): Known | null {
  const quantity = quantityOf(claim)
  return claim && quantity && { name, quantity, claim }
}

/** What answers a fact that its identity names; null where the ledger holds no number. */
export async function answerOf(
  read: Reader,
  name: string,
  identity: FactIdentity,
  at: At,
): Promise<Known | null> {
  return operandOf(name, await preferredClaim(read, factOf(identity).id, at))
}

/** What the caller gives. */
export const given = (name: string, quantity: QuantityRow): Operand => ({ name, quantity, claim: null })

/** @throws AppError NOT_FOUND. */
export async function knownCountry(read: Reader, code: string): Promise<Country> {
  const country = await read.country.load(code.toUpperCase())
  if (!country) throw new AppError('NOT_FOUND', `There is no country or aggregate "${code}".`)
  return country
}

/** The day that a computation reads, in words. */
export const dayText = (at: At): string => (at === null ? 'the newest values' : `the values of ${at}`)
