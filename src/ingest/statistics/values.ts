/** What formats of statistics share: numbers, years and the records of tables. */
import { hedged, type Spoken } from '../../kinds/format.ts'
import { canonical, Decimal, parseDecimal } from '../../lib/decimal.ts'
import type { StatisticClaim, StatisticRecord } from './types.ts'

/**
 * A number as a table writes it: `93.5`, `1.33E+11`, `1,250`.
 * @param factor what one of the file's units is in ours: 0.01 for US cents in dollars.
 * @returns null where it is none that can be kept exactly.
 */
export function numberOf(text: string, factor: string | number = 1): string | null {
  const plain = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text
  const number = plain.includes('_') ? null : parseDecimal(plain)
  return number && canonical(number.mul(new Decimal(factor)))
}

/** Whether a number of `numberOf` is below zero, as nothing can be that is counted, earned or consumed; prices can. */
export const isNegative = (number: string): boolean => number.startsWith('-')

/** An exact value. */
export const exactly = (number: string): Spoken => hedged('EXACT', number)

/** A year from 1900 on, as statistics write it. */
export const isYear = (text: string): boolean => /^(19|20)\d{2}$/.test(text)

/** A record without a value, and why. */
export const withProblem = (path: string, ...problems: string[]): StatisticRecord => ({
  path,
  claims: [],
  problems,
})

/** A record of a country that our table of names does not hold: it is kept aside, for a guess would be worse. */
export const unknownCountry = (path: string, text: string): StatisticRecord => ({
  path,
  claims: [],
  problems: [],
  quarantine: `the country ${JSON.stringify(text.slice(0, 60))} is not in our table of names`,
})

/** A record with one value. */
export const withClaim = (path: string, claim: StatisticClaim): StatisticRecord => ({
  path,
  claims: [claim],
  problems: [],
})
