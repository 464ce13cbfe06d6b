/** The format `llm-prices`: one JSON file per vendor, each model with the rows of its price history. */
import { parseJson, priceOf } from '../market/numbers.ts'
import {
  type Format,
  type InputFile,
  InputProblem,
  type Threshold,
  type UpstreamPrice,
  type UpstreamRecord,
} from '../market/types.ts'
import { dayOf, daysOf, isTable, nameOf, own, quoted, RecordNames, type Table, withDoubts } from './parts.ts'

/** All in dollars per million tokens. */
const METERS = [
  ['input', 'input'],
  ['output', 'output'],
  ['input_cached', 'cache-read'],
] as const

/** Beside the vendors' files, the repository holds lists that are made from them, and npm's files. */
const NO_VENDOR = /^(package(-lock)?|.*-v\d+)\.json$/

export const llmPrices: Format = {
  name: 'llm-prices',
  help: "llm-prices by Simon Willison: the repository's folder data/, or one vendor's file of it",
  source: 'simonw-llm-prices',
  accepts: (path) => /^(data\/)?[^./][^/]*\.json$/.test(path) && !NO_VENDOR.test(path),
  parse(files) {
    const nested = files.filter((f) => f.path.startsWith('data/'))
    const used = nested.length > 0 ? nested : files
    if (used.length === 0) throw new InputProblem('input', 'holds no file of a vendor')
    const names = new RecordNames()
    const days = new Set<unknown>()
    const records = used.flatMap((file) => recordsOf(file, names, days))
    return { records, mentioned: daysOf(days) }
  },
}

function recordsOf(file: InputFile, names: RecordNames, days: Set<unknown>): UpstreamRecord[] {
  const content = parseJson(file.path, file.bytes)
  const models = isTable(content) ? own(content, 'models') : undefined
  if (!isTable(content) || !Array.isArray(models) || !Object.hasOwn(content, 'vendor'))
    throw new InputProblem(file.path, 'is no file of a vendor: it has no vendor or no list of models')
  const vendor = own(content, 'vendor')
  const ids = new Set(models.map((model: unknown) => (isTable(model) ? own(model, 'id') : undefined)))
  return models.map((model: unknown, index) => {
    const place = `${nameOf(vendor) ?? file.path}/#${index + 1}`
    const table = isTable(model) ? model : {}
    const { problem, ...name } = names.of(vendor, own(table, 'id'), place)
    const fullName = nameOf(own(table, 'name'))
    // "GPT-5.4 ≤272k" and "GPT-5.4 >272k" are one model at two prices.
    const modelName = nameOf(fullName?.replace(/ [≤<>]=?\d+k$/, ''))
    const long = longContext(name.model, fullName, ids)
    const known = {
      ...name,
      model: long?.base ?? name.model,
      ...(modelName === undefined ? {} : { modelName }),
    }
    const reason = isTable(model) ? problem : 'the model is no table'
    if (reason !== null) return { ...known, prices: [], problems: [reason] }
    const read = pricesOfHistory(own(table, 'price_history'), long?.threshold, days)
    return { ...known, ...read, prices: withDoubts(read.prices, name.model, modelName) }
  })
}

/**
 * `gpt-5.4-272k` is no model but the price of `gpt-5.4` for long prompts: its name says so (">272k"), or else the model
 * itself stands in the same file and the number is larger than the context of any model that had its in its name
 * (`gpt-4-32k` was one).
 */
function longContext(
  id: string,
  name: string | undefined,
  ids: ReadonlySet<unknown>,
): { base: string; threshold: Threshold } | null {
  const [, base = '', thousands] = /^(.+)-(\d{1,5})k$/.exec(id) ?? []
  if (thousands === undefined || nameOf(base) === undefined) return null
  const isSaid = name?.endsWith(`>${thousands}k`) ?? false
  if (!isSaid && !(Number(thousands) >= 100 && ids.has(base))) return null
  return { base, threshold: { amount: `${BigInt(thousands) * 1000n}`, comparison: 'ABOVE' } }
}

interface Row {
  table: Table
  place: string
  from: string | null
  to: string | null
}

function pricesOfHistory(
  history: unknown,
  threshold: Threshold | undefined,
  days: Set<unknown>,
): { prices: UpstreamPrice[]; problems: string[] } {
  if (!Array.isArray(history)) return { prices: [], problems: ['price_history is no list'] }
  const problems: string[] = []
  const rows = history.flatMap((item: unknown, index): Row[] => {
    const row = readRow(item, `row ${index + 1} of price_history`)
    if (typeof row === 'string') problems.push(row)
    else for (const day of [row.from, row.to]) days.add(day)
    return typeof row === 'string' ? [] : [row]
  })
  const prices = apart(rows, problems).flatMap(({ table, place, from, to }) =>
    METERS.flatMap(([key, meter]): UpstreamPrice[] => {
      const value = own(table, key)
      // Null says that the price is not known here, not that there is none.
      if (key === 'input_cached' && (value === null || value === undefined)) return []
      const read = priceOf(value)
      if ('reason' in read) {
        problems.push(`${key} in ${place} ${read.reason}`)
        return []
      }
      const field = threshold ? `${key}>${threshold.amount}` : key
      const period = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) }
      return [
        {
          field,
          meter,
          amount: read.amount,
          unit: 'USD/Mtok',
          ...(threshold ? { threshold } : {}),
          ...period,
        },
      ]
    }),
  )
  return { prices, problems }
}

/** A reason instead where it is no row that can be used. */
function readRow(table: unknown, place: string): Row | string {
  if (!isTable(table)) return `${place} is no table`
  const unread = ['from_date', 'to_date'].find(
    (key) => (own(table, key) ?? null) !== null && !dayOf(own(table, key)),
  )
  if (unread) return `${unread} in ${place} is no day: ${quoted(JSON.stringify(own(table, unread)))}`
  const [from, to] = [dayOf(own(table, 'from_date')), dayOf(own(table, 'to_date'))]
  if (from !== null && to !== null && from >= to) return `${place} ends on ${to}, before it begins on ${from}`
  return { table, place, from, to }
}

/** The rows in order, with those cut that reach into the next one: what began later is the newer price. */
function apart(rows: readonly Row[], problems: string[]): Row[] {
  const sorted = rows.toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
  const kept: Row[] = []
  for (const row of sorted) {
    const before = kept.at(-1)
    if (before && (before.from ?? '') === (row.from ?? '')) {
      problems.push(`${row.place} begins when ${before.place} does, and is left out`)
      continue
    }
    if (before && (before.to === null || before.to > row.from!)) {
      problems.push(`${before.place} is cut on ${row.from}, when ${row.place} begins`)
      kept[kept.length - 1] = { ...before, to: row.from }
    }
    kept.push(row)
  }
  return kept
}
