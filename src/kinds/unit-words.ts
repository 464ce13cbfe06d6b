/**
 * What units are called that no row of the table of units names: `USD/GWh` is "US dollars per gigawatt-hour", and
 * measures money-per-energy. Made from the spelling alone, in the words of the table.
 */
import { remembered } from '../lib/remembered.ts'
import { sameCounts, sameDimensions, type UnitForm, type UnitPart, unitForm, unitParts } from './units.ts'

interface Words {
  one: string
  many: string
  /** What it measures. */
  measures: string
  /** Whether its prefixes are numbers: a million tokens, but a megawatt. */
  isCounted?: true
}

const words = (one: string, measures: string, many = `${one}s`): Words => ({ one, many, measures })
const counted = (one: string, measures: string): Words => ({ ...words(one, measures), isCounted: true })
/** Carbon dioxide is always that of all gases which warm as much. */
const ofCO2 = (one: string): Words => words(`${one} of CO2 equivalent`, 'co2', `${one}s of CO2 equivalent`)

const ATOMS: Record<string, Words> = {
  tok: counted('token', 'tokens'),
  char: counted('character', 'characters'),
  px: counted('pixel', 'pixels'),
  Wh: words('watt-hour', 'energy'),
  J: words('joule', 'energy'),
  W: words('watt', 'power'),
  B: words('byte', 'data'),
  FLOP: counted('floating-point operation', 'operations'),
  FLOPS: words('flops', 'computing', 'flops'),
  gCO2: ofCO2('gram'),
  tCO2: ofCO2('tonne'),
  H100e: words('H100 equivalent', 'accelerators'),
  '1': words('piece', 'count', 'count'),
  x: words('time', 'ratio'),
  '%': words('per cent', 'ratio', 'per cent'),
  ms: words('millisecond', 'time'),
  s: words('second', 'time'),
  min: words('minute', 'time'),
  h: words('hour', 'time'),
  d: words('day', 'time'),
  wk: words('week', 'time'),
  mo: words('month', 'time'),
  a: words('year', 'time'),
}

const NUMBERS: Record<string, string> = {
  ...{ k: 'thousand ', M: 'million ', G: 'billion ', T: 'trillion ' },
  ...{ P: 'quadrillion ', E: 'quintillion ' },
}
const SIZES: Record<string, string> = { k: 'kilo', M: 'mega', G: 'giga', T: 'tera', P: 'peta', E: 'exa' }

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** Whether the code is that of a currency: `USD`. */
export const isCurrency = (code: string): boolean => CURRENCIES.has(code)

const currencyWords = remembered((code: string): Words => {
  const format = new Intl.NumberFormat('en', {
    ...{ style: 'currency', currency: code, currencyDisplay: 'name' },
    // One with cents would be plural.
    maximumFractionDigits: 0,
  })
  const of = (count: number) => format.formatToParts(count).find(({ type }) => type === 'currency')!.value
  return words(of(1), 'money', of(2))
})

const wordsOf = ({ atom }: UnitPart): Words | null =>
  Object.hasOwn(ATOMS, atom) ? ATOMS[atom]! : isCurrency(atom) ? currencyWords(atom) : null

export interface MadeUnit {
  code: string
  /** In words: `US dollars per gigawatt-hour`. */
  name: string
  /** What it measures: `money-per-energy`. */
  dimension: string
}

/** @returns null for a code that does not follow the spelling of units, or names no currency that there is. */
export const madeUnit = remembered((code: string): MadeUnit | null => {
  const parts = unitParts(code)
  const known = parts?.map(wordsOf)
  if (!parts || !known?.every((found) => found !== null)) return null
  const name = ({ prefix }: UnitPart, { one, many, isCounted }: Words, isOne: boolean) =>
    isCounted && prefix ? `${NUMBERS[prefix]}${many}` : `${SIZES[prefix] ?? ''}${isOne ? one : many}`
  const [top, ...below] = parts.map((part, i) => name(part, known[i]!, i > 0))
  const [whole, ...by] = known.map(({ measures }) => measures)
  return {
    code,
    name: below.length ? `${top} per ${below.join(' and ')}` : top!,
    dimension: dimensionName(whole!, by),
  }
})

function dimensionName(whole: string, by: readonly string[]): string {
  if (whole === 'money' && by.join() === 'money') return 'exchange-rate'
  return by.length ? `${whole}-per-${by.join('-')}` : whole
}

/** Units that errors name for what else there is, in the order of size. */
const USUAL = [
  ...['USD/Mtok', 'CNY/Mtok', 'EUR/Mtok', 'USD/kWh', 'USD/MWh', 'EUR/kWh', 'EUR/MWh', 'CNY/kWh'],
  ...['USD', 'EUR', 'CNY', 'USD/d', 'USD/mo', 'USD/a', 'USD/EUR', 'CNY/USD', 'tok/USD', 'USD/1', 'EUR/1'],
  ...['tok', 'Mtok', 'Ttok', 'tok/s', 'tok/d', 'tok/wk', 'tok/mo', 'tok/a', 'Ttok/d', 'tok/d/1', 'tok/a/1'],
  ...['kWh', 'MWh', 'GWh', 'TWh', 'GJ', 'kW', 'MW', 'GW', 'TW', 'TWh/a', 'Wh/tok', 'kWh/Mtok'],
  ...['gCO2', 'kgCO2', 'tCO2', 'gCO2/kWh', 'kgCO2/MWh', 'tCO2/GWh', 'gCO2/Mtok'],
  ...['H100e', '%', 'x', '1', 'FLOP', 'EFLOP', 'TFLOPS', 'PFLOPS', 'EFLOPS'],
  ...['GB', 'TB', 'PB', 'EB', 'ms', 's', 'h', 'd', 'mo', 'a'],
]

/** The usual units into which one can be converted, other currencies included: `USD/MWh`, `EUR/kWh` of `USD/kWh`. */
export function kindredUnits(code: string): string[] {
  if (!unitForm(code)) return [code]
  return USUAL.filter((other) => other !== code && isCommensurable(code, other))
}

/** Whether units convert into each other, one currency into another by rates. */
export function isCommensurable(a: string, b: string): boolean {
  if (a === b) return true
  const [x, y] = [unitForm(a), unitForm(b)]
  if (!x || !y || !sameCounts(a, b)) return false
  return sameDimensions(x, y) || currencyChange(x, y) !== null
}

/** Which currency of a unit becomes which other one, and how often it stands there: -1 in `tok/USD`. */
export interface CurrencyChange {
  from: string
  to: string
  power: number
}

/** @returns null where anything but one currency differs. */
export function currencyChange(own: UnitForm, wanted: UnitForm): CurrencyChange | null {
  const names = new Set([...Object.keys(own.dimensions), ...Object.keys(wanted.dimensions)])
  const power = (form: UnitForm, name: string) => form.dimensions[name] ?? 0
  const changed = [...names].filter((name) => power(own, name) !== power(wanted, name))
  if (changed.length !== 2 || !changed.every(isCurrency)) return null
  const [from, to] = power(own, changed[0]!) === 0 ? [changed[1]!, changed[0]!] : [changed[0]!, changed[1]!]
  const times = power(own, from)
  // What one loses the other must gain, so that nothing of the first is left.
  return power(wanted, from) === 0 && power(own, to) === 0 && power(wanted, to) === times
    ? { from, to, power: times }
    : null
}
