/**
 * Unit codes are spelled like UCUM's: an optional prefix, an atom, and after `/` what it is divided by: `USD/Mtok`,
 * `TWh/a`, `tok/wk`. From the spelling follow the dimensions and the exact factor to the base unit, so that a new row in
 * the table of units needs no code. Currencies are dimensions of their own: what one is worth in another is a claim.
 */
import { Decimal } from '../lib/decimal.ts'
import { remembered } from '../lib/remembered.ts'

/** A quotient of two exact decimals: seven days are a week, but a seventh has no last digit. */
interface Factor {
  numerator: Decimal
  denominator: Decimal
}

export interface UnitForm extends Factor {
  /** Exponents by base dimension, those that are zero left out: `{ USD: 1, tok: -1 }`. */
  dimensions: Readonly<Record<string, number>>
}

const one = new Decimal(1)
/** Seconds; year and month are the means of the Gregorian calendar (365.2425 days, and a twelfth of it). */
const TIMES: Record<string, string> = {
  ms: '0.001',
  s: '1',
  min: '60',
  h: '3600',
  d: '86400',
  wk: '604800',
  mo: '2629746',
  a: '31556952',
}
const PREFIXES: Record<string, number> = { '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
/**
 * Atoms that take a prefix, with their dimensions; a watt is a watt-hour per hour, a joule a watt for a second, FLOPS are
 * FLOP per second.
 */
const SCALED: Record<string, UnitForm> = {
  tok: { numerator: one, denominator: one, dimensions: { tok: 1 } },
  Wh: { numerator: one, denominator: one, dimensions: { energy: 1 } },
  J: { numerator: one, denominator: new Decimal(3600), dimensions: { energy: 1 } },
  W: { numerator: one, denominator: new Decimal(3600), dimensions: { energy: 1, time: -1 } },
  B: { numerator: one, denominator: one, dimensions: { data: 1 } },
  char: { numerator: one, denominator: one, dimensions: { character: 1 } },
  px: { numerator: one, denominator: one, dimensions: { pixel: 1 } },
  FLOP: { numerator: one, denominator: one, dimensions: { operation: 1 } },
  FLOPS: { numerator: one, denominator: one, dimensions: { operation: 1, time: -1 } },
  gCO2: { numerator: one, denominator: one, dimensions: { co2: 1 } },
}
const PLAIN: Record<string, UnitForm> = {
  '1': { numerator: one, denominator: one, dimensions: {} },
  x: { numerator: one, denominator: one, dimensions: {} },
  '%': { numerator: one, denominator: new Decimal(100), dimensions: {} },
  tCO2: { numerator: new Decimal(1_000_000), denominator: one, dimensions: { co2: 1 } },
  H100e: { numerator: one, denominator: one, dimensions: { accelerator: 1 } },
}

/** A part of a unit between slashes. */
export interface UnitPart {
  /** One of the prefixes, or nothing. */
  prefix: string
  /** What it is without its prefix: `Wh` of `kWh`. */
  atom: string
  form: UnitForm
}

/** Most parts of a unit. Codes come from strangers too, so that reading one must stay cheap. */
const PARTS_LIMIT = 4

/**
 * The parts of a unit, first what is divided; null for a code that does not follow the spelling, or has more than four
 * of them.
 */
export function unitParts(code: string): readonly [UnitPart, ...UnitPart[]] | null {
  const texts = code.split('/', PARTS_LIMIT + 1)
  if (texts.length > PARTS_LIMIT) return null
  const parts = texts.map(partOf)
  return parts.every((part) => part !== null) ? (parts as [UnitPart, ...UnitPart[]]) : null
}

/** The form of a unit; null for a code that does not follow the spelling, which then converts into nothing but itself. */
export const unitForm = remembered((code: string): UnitForm | null => {
  const parts = unitParts(code)
  if (!parts) return null
  const [top, ...bottom] = parts
  return bottom.reduce((unit, { form }) => divided(unit, form), top.form)
})

function partOf(code: string): UnitPart | null {
  const plain = (form: UnitForm): UnitPart => ({ prefix: '', atom: code, form })
  if (Object.hasOwn(PLAIN, code)) return plain(PLAIN[code]!)
  if (Object.hasOwn(TIMES, code))
    return plain({ numerator: new Decimal(TIMES[code]!), denominator: one, dimensions: { time: 1 } })
  if (/^[A-Z]{3}$/.test(code)) return plain({ numerator: one, denominator: one, dimensions: { [code]: 1 } })
  const [, prefix = '', atom = ''] = /^([kMGTPE]?)(tok|Wh|J|W|B|char|px|FLOPS?|gCO2)$/.exec(code) ?? []
  const unit = SCALED[atom]
  if (!unit) return null
  return { prefix, atom, form: { ...unit, numerator: new Decimal(10).pow(PREFIXES[prefix]!) } }
}

export function multiplied(a: UnitForm, b: UnitForm): UnitForm {
  return {
    numerator: a.numerator.mul(b.numerator),
    denominator: a.denominator.mul(b.denominator),
    dimensions: combined(a, b, 1),
  }
}

export function divided(a: UnitForm, b: UnitForm): UnitForm {
  return {
    numerator: a.numerator.mul(b.denominator),
    denominator: a.denominator.mul(b.numerator),
    dimensions: combined(a, b, -1),
  }
}

function combined(a: UnitForm, b: UnitForm, sign: 1 | -1): Record<string, number> {
  const all: Record<string, number> = { ...a.dimensions }
  for (const [name, power] of Object.entries(b.dimensions)) all[name] = (all[name] ?? 0) + sign * power
  return Object.fromEntries(Object.entries(all).filter(([, power]) => power !== 0))
}

export function sameDimensions(a: UnitForm, b: UnitForm): boolean {
  const text = (u: UnitForm) => Object.entries(u.dimensions).sort().join()
  return text(a) === text(b)
}

/**
 * Whether units count pieces alike. A piece has no dimension, for formulas multiply by numbers of persons; but what is
 * per person is nothing in all, and a count of persons no share.
 */
export function sameCounts(a: string, b: string): boolean {
  const [[top, ...bottom], [otherTop, ...otherBottom]] = [a.split('/'), b.split('/')]
  const pieces = (parts: string[]) => parts.filter((part) => part === '1').length
  return (top === '1') === (otherTop === '1') && pieces(bottom) === pieces(otherBottom)
}

/** A number of one unit in another of the same dimensions; divides once, so that what is exact stays exact. */
export function rescaled(value: Decimal, from: UnitForm, to: UnitForm): Decimal {
  return value.mul(from.numerator).mul(to.denominator).div(from.denominator.mul(to.numerator))
}

/** How to turn numbers of one unit into another; null when they measure different things. */
export function converter(from: string, to: string): ((value: Decimal) => Decimal) | null {
  if (from === to) return (value) => value
  const [a, b] = [unitForm(from), unitForm(to)]
  return a && b && sameDimensions(a, b) ? (value) => rescaled(value, a, b) : null
}
