/** Values of claims in a common unit. Each is converted once, for every claim of a fact is compared with every other. */
import type { Spoken } from '../../kinds/format.ts'
import { converter } from '../../kinds/units.ts'
import { type Interval, intervalOf, mapped } from './interval.ts'

const known = new WeakMap<object, Map<string, Interval | null>>()

/** Null where the units measure different things. */
export function intervalIn(value: Spoken & { unit: string }, unit: string): Interval | null {
  const byUnit = known.get(value) ?? new Map<string, Interval | null>()
  known.set(value, byUnit)
  let interval = byUnit.get(unit)
  if (interval === undefined) {
    const convert = converter(value.unit, unit)
    interval = convert && mapped(intervalOf(value), convert)
    byUnit.set(unit, interval)
  }
  return interval
}
