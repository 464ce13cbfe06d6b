/** Areas of energy rates in words: a subdivision goes by its ISO 3166-2 code, every other area by its name. */
import { iso31662 } from 'iso-3166'

const NAMES = new Map(iso31662.map(({ code, name }) => [code, name]))

/** `Virginia` for `US-VA`; what is no code of a subdivision is a name already: `New England`. */
export function areaName(area: string): string {
  return NAMES.get(area) ?? area
}
