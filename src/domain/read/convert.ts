/** A number of the ledger in another unit than its own. */
import { AppError } from '../../errors.ts'
import { kindredUnits, madeUnit } from '../../kinds/unit-words.ts'
import { convertedTo } from '../belief/convert.ts'
import type { MaybePromise } from './batch.ts'
import type { Reader } from './reader.ts'
import type { QuantityRow, Unit } from './rows.ts'

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
 * @throws AppError BAD_ARGUMENT for a code that names no unit, INCOMMENSURABLE_UNITS for one that measures something else.
 */
export async function inUnit(read: Reader, asked: QuantityRow, code: string): Promise<QuantityRow> {
  const q = asked.given ?? asked
  const [own, wanted] = [await unitOf(read, q.unitCode), (await read.unit.load(code)) ?? madeRow(code)]
  if (!wanted) throw unknownUnit(code, own)
  const converted = convertedTo(q, own.code, wanted.code)
  if (!converted) throw incommensurable(own, wanted)
  return { ...q, ...converted, unitCode: wanted.code, given: q }
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

/** What to write instead. */
function suggested({ code, dimension }: Unit): string {
  const kin = kindredUnits(code)
  return kin.length
    ? `what is in ${code} (${dimension}) can be asked for in ${kin.slice(0, 12).join(', ')}.`
    : `what is in ${code} (${dimension}) can be asked for in no other.`
}
