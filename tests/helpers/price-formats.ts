/** Inputs for price formats, what holds of everything that they read, and records spoilt at random. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import { expect } from 'vitest'
import {
  type Format,
  type InputFile,
  InputProblem,
  type ParsedSnapshot,
  type UpstreamPrice,
  type UpstreamRecord,
} from '../../src/ingest/market/types.ts'
import { unitForm } from '../../src/kinds/units.ts'
import { canonical, parseDecimal } from '../../src/lib/decimal.ts'
import { parseCalendar } from '../../src/lib/period.ts'
import { shared } from './shared.ts'

export const inputFile = (path: string, text: string): InputFile => ({
  path,
  bytes: new TextEncoder().encode(text),
})

/** The files of a shared folder that the format reads; null for strangers. */
export function sharedInput(folder: string, format: Format): InputFile[] | null {
  const root = shared(folder)
  if (root === null) return null
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name))
    .filter((path) => format.accepts(relative(root, path)))
    .sort()
    .map((path) => ({ path: relative(root, path), bytes: readFileSync(path) }))
}

/** One shared file by itself; null for strangers. */
export function sharedFile(path: string): InputFile[] | null {
  const found = shared(path)
  return found === null ? null : [{ path: path.split('/').at(-1)!, bytes: readFileSync(found) }]
}

export function recordAt({ records }: ParsedSnapshot, path: string): UpstreamRecord {
  const record = records.find((r) => r.path === path)
  if (!record) throw new Error(`no record ${path} among ${records.map((r) => r.path).slice(0, 20)}`)
  return record
}

/** A record's prices on one line each: `input>200000 2.5 USD/Mtok 2026-01-01..`. */
export function linesOf(record: UpstreamRecord): string[] {
  return record.prices.map((p) => {
    const days = p.from || p.to ? [`${p.from ?? ''}..${p.to ?? ''}`] : []
    return [p.field, p.amount, p.unit, ...days].join(' ')
  })
}

export const pricesCount = ({ records }: ParsedSnapshot) =>
  records.reduce((sum, r) => sum + r.prices.length, 0)

export function problemOf(format: Format, ...files: InputFile[]): string {
  try {
    format.parse(files)
  } catch (error) {
    if (error instanceof InputProblem) return error.message
    throw error
  }
  return 'none'
}

/** What the rest of the import relies on, whatever was read. */
export function expectSound({ records, mentioned }: ParsedSnapshot): void {
  expect(new Set(records.map((r) => r.path)).size).toBe(records.length)
  expect(mentioned.filter((day) => parseCalendar(day)?.precision !== 'DAY')).toEqual([])
  const unsound = records.flatMap((record) => {
    const texts = [record.path, record.seller, record.model, record.sellerName ?? '', record.modelName ?? '']
    const faults = texts.filter((t) => !t.isWellFormed() || /\p{Cc}/u.test(t) || t.length > 610)
    if (record.prices.length > 0 && (record.seller === '' || record.model === '')) faults.push('has no name')
    return [...faults, ...record.prices.flatMap(faultsOf), ...overlaps(record)].map(
      (f) => `${record.path}: ${f}`,
    )
  })
  expect(unsound).toEqual([])
}

function faultsOf({ amount, unit, from, to, window, threshold, field }: UpstreamPrice): string[] {
  const number = amount === null ? null : parseDecimal(amount)
  const faults: string[] = []
  if (!number || number.isNegative() || canonical(number) !== amount) faults.push(`amount ${amount}`)
  if (!unitForm(unit)) faults.push(`unit ${unit}`)
  for (const day of [from, to])
    if (day !== undefined && parseCalendar(day)?.precision !== 'DAY') faults.push(`day ${day}`)
  if (from !== undefined && to !== undefined && from >= to) faults.push(`${from} to ${to}`)
  if (window && ![window.from, window.to].every((t) => /^([01]\d|2[0-3]):[0-5]\d$/.test(t)))
    faults.push('window')
  if (threshold && !/^\d+$/.test(threshold.amount)) faults.push(`threshold ${threshold.amount}`)
  return faults.map((fault) => `${field}: ${fault}`)
}

function overlaps({ prices }: UpstreamRecord): string[] {
  const lines = Map.groupBy(prices, (p) => p.field)
  return [...lines].flatMap(([field, rows]) => {
    const sorted = rows.toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
    const wrong = sorted.some((row, i) => i > 0 && (sorted[i - 1]!.to ?? '9') > (row.from ?? ''))
    return wrong ? [`${field} overlaps`] : []
  })
}

const raw = (text: string): unknown => (JSON as any).rawJSON(text)
const LONG = '1234567890'.repeat(4)

/** What has been seen in price files, or might be, where something else belongs. */
const spoilt: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', ' ', '-1', 'free', 'NaN', '0.5', -1, 0, 2.5, [], {}, [1], {
    base: 1,
  }),
  fc.constantFrom<unknown>(
    '__proto__',
    'constructor',
    'toString',
    '\ud800',
    'a\u0000b',
    'x'.repeat(400),
    '2026-02-30',
  ),
  fc.constantFrom('1e400', '-0', '1e-60', LONG, `0.${LONG}`, '3.9999999999999997e-07', '272999').map(raw),
  fc.constantFrom<unknown>('2026-07-01', '2025-01-01', '01:00:00Z', '23:30:00+02:00', '25:00:00Z'),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.jsonValue({ maxDepth: 2 }),
)

/** One change of a record: on the way down, which child; there, a new value, no value, or another name. */
export const spoiling = fc.record({
  way: fc.array(fc.nat(30), { maxLength: 7 }),
  how: fc.constantFrom('set', 'set', 'set', 'drop', 'rename', 'double'),
  value: spoilt,
  name: fc.constantFrom(
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '',
    'prices',
    'cost',
    'input_mtok',
    'x',
  ),
})
export type Spoiling = typeof spoiling extends fc.Arbitrary<infer T> ? T : never

/** A changed copy. */
export function spoil(record: unknown, { way, how, value, name }: Spoiling): unknown {
  const [pick, ...rest] = way
  if (pick === undefined || typeof record !== 'object' || record === null)
    return how === 'set' ? value : record
  const isList = Array.isArray(record)
  const entries: [string, unknown][] = Object.entries(record)
  if (entries.length === 0) return value
  const at = pick % entries.length
  const [key, child] = entries[at]!
  if (rest.length > 0 && typeof child === 'object' && child !== null)
    entries[at] = [key, spoil(child, { way: rest, how, value, name })]
  else if (how === 'set') entries[at] = [key, value]
  else if (how === 'drop') entries.splice(at, 1)
  else if (how === 'rename') entries[at] = [name, child]
  else entries.push([`${key}2`, child])
  return isList ? entries.map(([, item]) => item) : Object.fromEntries(entries)
}
