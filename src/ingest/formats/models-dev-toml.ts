/** Reads the TOML of models.dev: numbers as they are written, dates as texts, and models that inherit from others. */
import { parse, TomlDate, TomlError } from 'smol-toml'
import { decodeText, Written } from '../market/numbers.ts'
import { InputProblem } from '../market/types.ts'
import { isTable, own, quoted, type Table } from './parts.ts'

/** @throws InputProblem with file and line when it is no TOML. */
export function readToml(path: string, bytes: Uint8Array): Table {
  const text = decodeText(path, bytes)
  try {
    const spellings = longNumbers(text)
    return exact(parse(text, { integersAsBigInt: 'asNeeded' }), spellings) as Table
  } catch (error) {
    // Anything else is a file nested deeper than the stack.
    const line = error instanceof TomlError ? `:${error.line}` : ''
    const reason = (error as Error).message.split('\n')[0]!.replace(/^Invalid TOML document: /, '')
    throw new InputProblem(`${path}${line}`, `is no TOML that can be read: ${reason}`)
  }
}

/** A double gives back every number of so many digits as it was typed. */
const SURE_DIGITS = 15
const NUMBER = /(?<![\w.])[+-]?\d[\d_]*(?:\.[\d_]+)?(?:e[+-]?\d+)?/gi

/**
 * The parser gives doubles. Most print as they were typed; for the few with more digits than that, this holds the
 * spelling by the double. A double that two of them share is in neither way exact, and stays as it prints.
 */
function longNumbers(text: string): Map<number, string> {
  const found = new Map<number, string>()
  for (const [literal] of text.matchAll(NUMBER)) {
    if (literal.replace(/e.*$/i, '').replace(/\D/g, '').length <= SURE_DIGITS) continue
    const spelling = literal.replaceAll('_', '')
    const double = Number(spelling)
    found.set(double, (found.get(double) ?? spelling) === spelling ? spelling : String(double))
  }
  return found
}

function exact(value: unknown, spellings: Map<number, string>): unknown {
  if (typeof value === 'number') return new Written(spellings.get(value) ?? String(value))
  if (typeof value === 'bigint') return new Written(String(value))
  if (value instanceof TomlDate) return value.toISOString()
  if (Array.isArray(value)) return value.map((item) => exact(item, spellings))
  if (!isTable(value)) return value
  // `fromEntries` makes a key `__proto__` a key like any other.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, exact(item, spellings)]))
}

/** The bases of so many steps; more is a circle. */
const DEPTH_MAX = 5

/**
 * A model with what it inherits: tables are laid over those of `base_model`, anything else replaces it, and the paths
 * in `base_model_omit` (`cost.tiers`) are not inherited.
 * @param bases by name, `openai/gpt-5.4`.
 * @param problems takes what could not be inherited.
 */
export function inherited(
  model: Table,
  bases: ReadonlyMap<string, Table>,
  problems: string[],
  depth = 0,
): Table {
  // How older editions inherited, from another provider's model.
  if (Object.hasOwn(model, 'extends')) problems.push('extends is an older way to inherit, which is not read')
  const name = own(model, 'base_model')
  if (name === undefined) return model
  const base = typeof name === 'string' ? bases.get(name) : undefined
  if (!base || depth === DEPTH_MAX) {
    const why = base ? 'leads in a circle' : 'names no file below models/'
    problems.push(`base_model ${why}: ${quoted(isTable(name) ? 'a table' : name)}`)
    return model
  }
  const omitted = own(model, 'base_model_omit')
  const paths = Array.isArray(omitted) ? omitted.filter((path) => typeof path === 'string') : []
  if (omitted !== undefined && paths.length !== (Array.isArray(omitted) ? omitted.length : -1))
    problems.push('base_model_omit is no list of texts')
  const kept = paths.reduce<Table>(
    (table, path) => without(table, path.split('.')),
    inherited(base, bases, problems, depth + 1),
  )
  return laidOver(kept, model)
}

function without(table: Table, [key, ...rest]: readonly string[]): Table {
  if (key === undefined || !Object.hasOwn(table, key)) return table
  const entries = Object.entries(table).flatMap(([k, value]): [string, unknown][] => {
    if (k !== key) return [[k, value]]
    return rest.length > 0 && isTable(value) ? [[k, without(value, rest)]] : []
  })
  return Object.fromEntries(entries)
}

function laidOver(below: Table, above: Table): Table {
  const entries = Object.entries(above).map(([key, value]): [string, unknown] => {
    const other = own(below, key)
    return [key, isTable(value) && isTable(other) ? laidOver(other, value) : value]
  })
  return Object.fromEntries([...Object.entries(below), ...entries])
}
