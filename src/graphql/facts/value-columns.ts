/** Which columns of a claim the fields of its value look at. */
import type { QuantityRow } from '../../domain/read/rows.ts'

const NUMBERS = ['low', 'point', 'high', 'qualifier', 'unitCode'] as const

/** Of a claim's own columns; its id is that of the number's claim. */
type ValueColumn = Exclude<keyof QuantityRow, 'claimId' | 'given' | 'conversion'> | 'id'

const NEEDS: Readonly<Record<string, readonly ValueColumn[]>> = {
  __typename: [],
  point: ['point'],
  low: ['low'],
  high: ['high'],
  qualifier: ['qualifier'],
  unit: ['unitCode'],
  text: NUMBERS,
  conversion: [],
  // Rates of exchange are chosen by the claim's period.
  in: [...NUMBERS, 'id'],
}

/** Null where a field is asked for that is not known to need no more. */
export function valueColumns(names: ReadonlySet<string>): readonly ValueColumn[] | null {
  const columns = new Set<ValueColumn>()
  for (const name of names) {
    if (!Object.hasOwn(NEEDS, name)) return null
    for (const column of NEEDS[name]!) columns.add(column)
  }
  return [...columns]
}
