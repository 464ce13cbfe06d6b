/** A number of the ledger in another unit than its own. */
import { AppError } from '../../errors.ts'
import { currencyChange, isCommensurable, kindredUnits, madeUnit } from '../../kinds/unit-words.ts'
import { unitForm } from '../../kinds/units.ts'
import { convertedTo } from '../belief/convert.ts'
import { exchanged, exchangeText, type Rate, ratesBetween, type Span } from '../belief/exchange.ts'
import type { MaybePromise } from './batch.ts'
import { rateOf, spanKey } from './rate-loaders.ts'
import type { Reader } from './reader.ts'
import type { ClaimRow, QuantityRow, Unit } from './rows.ts'

/** By which rates a number came into another currency. */
export interface ConversionRow {
  given: QuantityRow
  rates: (Rate & { claim: ClaimRow; isDivided: boolean })[]
}

/** A unit by its code: as the table of units has it, else as its spelling says. */
export function unitOf(read: Reader, code: string): MaybePromise<Unit> {
  const row = read.unit.load(code)
  return row instanceof Promise ? row.then((found) => found ?? madeRow(code)!) : (row ?? madeRow(code)!)
}

function madeRow(code: string): Unit | null {
  const made = madeUnit(code)
  return made && { ...made, nameZh: null, fromRevision: 0, changedIn: 0 }
}

/**
 * The number in another unit. What was converted already is converted anew, so that nothing is rounded twice.
 * @throws AppError BAD_ARGUMENT for a code that names no unit, INCOMMENSURABLE_UNITS for one that measures something else,
 * EXCHANGE_RATE_MISSING for another currency without a rate that covers the value's period.
 */
export async function inUnit(read: Reader, asked: QuantityRow, code: string): Promise<QuantityRow> {
  const q = asked.given ?? asked
  const [own, wanted] = [await unitOf(read, q.unitCode), (await read.unit.load(code)) ?? madeRow(code)]
  if (!wanted) throw unknownUnit(code, own)
  if (!isCommensurable(own.code, wanted.code)) throw incommensurable(own, wanted)
  const plain = convertedTo(q, own.code, wanted.code)
  if (plain) return { ...q, ...plain, unitCode: wanted.code, given: q }
  const { from, to } = currencyChange(unitForm(own.code)!, unitForm(wanted.code)!)!
  const claim = q.claimId ? await read.claim.load(q.claimId) : null
  const span = claim && spanOf(claim)
  const rows = span ? await read.ratesCovering.load(spanKey(span)) : []
  const rates =
    span &&
    ratesBetween(
      rows.flatMap((row) => rateOf(row) ?? []),
      span,
      from,
      to,
    )
  if (!rates) throw rateMissing(own, from, to, claim, span)
  read.quoted(rates.map((rate) => rate.claimId))
  const { value, divided } = exchanged(q, own.code, wanted.code, rates)!
  const claims = rates.map((rate) => rows.find((row) => row.id === rate.claimId)!)
  return {
    ...{ ...q, ...value, unitCode: wanted.code, given: q },
    conversion: {
      given: q,
      rates: rates.map((rate, i) => ({ ...rate, claim: claims[i]!, isDivided: divided[i]! })),
    },
  }
}

/**
 * The time that a rate must cover: what the source states; of what began and goes on, the day on which it began, so that
 * the rate of a value never changes.
 */
function spanOf({ validFrom: from, validTo }: ClaimRow): Span | null {
  if (!from) return null
  return { from, to: validTo ?? new Date(from.getTime() + DAY_MS) }
}

const DAY_MS = 86_400_000

/** The computation in words, rates and all. */
export async function conversionText(read: Reader, { given, rates }: ConversionRow): Promise<string> {
  const steps = rates.map(async (rate) => ({ ...rate, unit: await unitOf(read, rate.unit) }))
  return exchangeText({ value: given, unit: await unitOf(read, given.unitCode) }, await Promise.all(steps))
}

function unknownUnit(code: string, own: Unit): AppError {
  return new AppError(
    'BAD_ARGUMENT',
    `There is no unit ${JSON.stringify(code)}. Units are spelled like "USD/MWh", "tok/wk" or "tCO2/GWh"; ${suggested(own)}`,
  )
}

function incommensurable(own: Unit, wanted: Unit): AppError {
  return new AppError(
    'INCOMMENSURABLE_UNITS',
    `The value is in ${own.code} (${own.dimension}), which never is ${wanted.code} (${wanted.dimension}); ${suggested(own)}`,
  )
}

function rateMissing(
  own: Unit,
  from: string,
  to: string,
  claim: ClaimRow | null,
  span: Span | null,
): AppError {
  const ask = `ask in a unit of ${from}, such as ${own.code}`
  if (!span)
    return new AppError(
      'EXCHANGE_RATE_MISSING',
      `The value is in ${from} and is ${claim ? 'undated' : 'computed, so of no period'}: no exchange rate to ${to} can be chosen for it; ${ask}.`,
    )
  const ongoing = claim!.validTo ? '' : ', the day on which the value began'
  const period = claim!.validTo ? claim!.periodText : span.from.toISOString().slice(0, 10)
  return new AppError(
    'EXCHANGE_RATE_MISSING',
    `No exchange rate between ${from} and ${to} covers the whole of ${period}${ongoing}; ${ask}, or import such a rate as a claim.`,
  )
}

/** What to write instead. */
function suggested({ code, dimension }: Unit): string {
  const kin = kindredUnits(code)
  return kin.length
    ? `what is in ${code} (${dimension}) can be asked for in ${kin.slice(0, 12).join(', ')}.`
    : `what is in ${code} (${dimension}) can be asked for in no other.`
}
