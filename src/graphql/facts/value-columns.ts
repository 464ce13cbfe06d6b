/** Which columns of a claim the fields of its value look at. */
import type { QuantityRow } from '../../domain/read/rows.ts'

const NUMBERS = ['low', 'point', 'high', 'qualifier', 'unitCode'] as const

const NEEDS: Readonly<Record<string, readonly (keyof QuantityRow)[]>> = {
  __typename: [],
  point: ['point'],
  low: ['low'],
  high: ['high'],
  qualifier: ['qualifier'],
  unit: ['unitCode'],
  text: NUMBERS,
}

/** Null where a field is asked for that is not known to need no more. */
export function valueColumns(names: ReadonlySet<string>): readonly (keyof QuantityRow)[] | null {
  const columns = new Set<keyof QuantityRow>()
  for (const name of names) {
    if (!Object.hasOwn(NEEDS, name)) return null
    for (const column of NEEDS[name]!) columns.add(column)
  }
  return [...columns]
}
