/** Quantities in a short spelling, and random ones. */
import fc from 'fast-check'
import type { Spoken } from '../../src/kinds/format.ts'
import { canonical, Decimal } from '../../src/lib/decimal.ts'

const NONE = { low: null, point: null, high: null }

/** `5`, `~5` (about), `>5`, `>=5`, `<5`, `<=5`, `4..6`. */
export function said(text: string): Spoken {
  const [from, to] = text.replace(/^[~<>=]+/, '').split('..')
  const number = from!
  const [sign] = /^[~<>=]*/.exec(text)!
  if (to !== undefined) return { low: number, point: null, high: to, qualifier: 'RANGE' }
  switch (sign) {
    case '~':
      return { ...NONE, point: number, qualifier: 'ABOUT' }
    case '>':
      return { ...NONE, low: number, qualifier: 'MORE_THAN' }
    case '>=':
      return { ...NONE, low: number, qualifier: 'AT_LEAST' }
    case '<':
      return { ...NONE, high: number, qualifier: 'LESS_THAN' }
    case '<=':
      return { ...NONE, high: number, qualifier: 'AT_MOST' }
    default:
      return { ...NONE, point: number, qualifier: 'EXACT' }
  }
}

const decimal = (min: number, max: number) =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min: -4, max: 3 }))
    .map(([digits, power]) => canonical(new Decimal(digits).mul(new Decimal(10).pow(power))))

/** Of any qualifier; above zero where `min` is. */
export function quantities(min = -9999, max = 9999): fc.Arbitrary<Spoken> {
  const number = decimal(min, max)
  const sign = fc.constantFrom('', '~', '>', '>=', '<', '<=')
  const range = fc.tuple(number, number).map(([a, b]) => (new Decimal(a).gt(b) ? `${b}..${a}` : `${a}..${b}`))
  return fc.oneof(
    fc.tuple(sign, number).map(([s, n]) => said(s + n)),
    range.map(said),
  )
}
export const spoken = quantities()
