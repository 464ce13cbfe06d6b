/** The format `litellm`: BerriAI's price map, one JSON object with a record per model as one seller offers it. */
import { parseCalendar } from '../../lib/period.ts'
import { parseJson } from '../market/numbers.ts'
import { type Format, InputProblem, type ParsedSnapshot, type UpstreamRecord } from '../market/types.ts'
import { pricesOf } from './litellm-prices.ts'
import { daysOf, isTable, nameOf, own, pagesOf } from './parts.ts'
import { acceptsJson, badName, onlyFile } from './snapshot.ts'

/** Keys of the map that are no models: its documentation, rules for names, and the day that a mirror adds. */
const NO_MODELS = new Set(['sample_spec', 'fallback_generalizations', 'last_updated'])

export const litellm: Format = {
  name: 'litellm',
  help: "LiteLLM's model_prices_and_context_window.json, one edition: the prices of more than a hundred sellers",
  source: 'litellm-price-map',
  accepts: acceptsJson,
  parse(files): ParsedSnapshot {
    const file = onlyFile(files, 'litellm')
    const map = parseJson(file.path, file.bytes)
    if (!isTable(map)) throw new InputProblem(file.path, `is no object with a record per model; ${EXPECTED}`)
    const entries = Object.entries(map).filter(([key]) => !NO_MODELS.has(key))
    if (entries.length > 0 && !entries.some(([, e]) => isTable(e) && Object.hasOwn(e, 'litellm_provider')))
      throw new InputProblem(file.path, `has no record with a litellm_provider; ${EXPECTED}`)
    const date = utcDay(own(map, 'last_updated'))
    return {
      records: entries.map(([key, entry], index) => recordOf(key, entry, index)),
      ...(date && { date }),
      mentioned: daysIn(entries.map(([key]) => key)),
    }
  },
}

const EXPECTED = 'the format litellm reads model_prices_and_context_window.json'

function recordOf(key: string, entry: unknown, index: number): UpstreamRecord {
  const isName = nameOf(key) !== undefined
  const path = isName ? key : `entry ${index + 1}`
  const seller = isTable(entry) ? nameOf(own(entry, 'litellm_provider')) : undefined
  if (isName && isTable(entry) && seller !== undefined) {
    // A page is held to the rules of a name: the ledger takes no control characters.
    const urls = pagesOf(nameOf(own(entry, 'source')))
    return { path, seller, model: key, ...(urls.length > 0 && { urls }), ...pricesOf(key, entry) }
  }
  const problem = !isName
    ? badName(key)
    : isTable(entry)
      ? 'litellm_provider names no seller, so nobody asks these prices'
      : 'the record is no object'
  return { path, seller: seller ?? '', model: isName ? key : '', prices: [], problems: [problem] }
}

/** The UTC day of `2026-07-24T18:23:43.215560+00:00`; null for anything else. */
function utcDay(value: unknown): string | null {
  const match =
    typeof value === 'string' &&
    /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(value)
  if (!match || !parseCalendar(match[1]!)) return null
  const instant = new Date(`${match[1]}T${match[2] ?? '00:00'}${match[3] ?? 'Z'}`)
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString().slice(0, 10)
}

/** Days within names, as of `gpt-4o-2024-08-06`: the map is no older. `deprecation_date` says nothing of the kind. */
function daysIn(keys: readonly string[]): string[] {
  return daysOf(keys.flatMap((key) => key.match(/(?<!\d)20\d{2}-\d{2}-\d{2}(?!\d)/g) ?? []))
}
