/** What formats share: foreign tables read safely, the paths of records, days, and what looks like a mistake. */
import { parseCalendar } from '../../lib/period.ts'
import { Decimal, Written } from '../market/numbers.ts'
import type { UpstreamPrice } from '../market/types.ts'

/** An object of JSON, YAML or TOML. Read its keys with `own`: upstream may call one `constructor`. */
export type Table = Readonly<Record<string, unknown>>

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Written)
}

/** The value of a key of the table itself, undefined where it has none. */
export function own(table: Table, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

const NAME_LENGTH_MAX = 300
/** Keys that mean something else to the language; no model is called so. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])

/** Why a name cannot be one, as the end of a sentence; null when it can. */
function nameProblem(name: unknown): string | null {
  if (name === undefined || name === null) return 'is missing'
  if (typeof name !== 'string') return 'is no text'
  if (name.trim() === '') return 'is empty'
  if (name.length > NAME_LENGTH_MAX) return `has more than ${NAME_LENGTH_MAX} characters`
  if (RESERVED.has(name)) return `is ${name}, which is no name`
  // The ledger holds neither: NUL has no place in Postgres, and half a character none in UTF-8.
  return /\p{Cc}/u.test(name) || !name.isWellFormed() ? 'holds characters that no name has' : null
}

/** A name for people; undefined where it is none. */
export function nameOf(value: unknown): string | undefined {
  return nameProblem(value) === null ? (value as string) : undefined
}

export interface RecordName {
  path: string
  /** Empty where upstream's is no name. */
  seller: string
  model: string
  /** Why the record has no prices: its name is none, or was there before. */
  problem: string | null
}

/** Names the records of one input, so that no two have one path. */
export class RecordNames {
  readonly #seen = new Set<string>()

  /** @param place of the record in its input, which is its path when it has no name: `openai/#12`. */
  of(seller: unknown, model: unknown, place: string): RecordName {
    const [sellerProblem, modelProblem] = [nameProblem(seller), nameProblem(model)]
    const known = { seller: nameOf(seller) ?? '', model: nameOf(model) ?? '' }
    const problem = sellerProblem
      ? `the seller's name ${sellerProblem}`
      : modelProblem && `the model's name ${modelProblem}`
    const wanted = problem === null ? `${known.seller}/${known.model}` : place
    const path = this.#unique(wanted)
    const again = path === wanted || problem !== null ? problem : `${wanted} stands in the file twice`
    return { path, ...known, problem: again }
  }

  #unique(wanted: string): string {
    let path = wanted
    for (let n = 2; this.#seen.has(path); n++) path = `${wanted}#${n}`
    this.#seen.add(path)
    return path
  }
}

/** A text as a day, `2026-07-24`; null where it is none. */
export function dayOf(value: unknown): string | null {
  return typeof value === 'string' && parseCalendar(value)?.precision === 'DAY' ? value : null
}

/** The days among the values, each once and in order. */
export function daysOf(values: Iterable<unknown>): string[] {
  const days = [...values].map(dayOf)
  return [...new Set(days.filter((day) => day !== null))].sort()
}

/** The addresses among the values. */
export function pagesOf(values: unknown): string[] {
  const list: unknown[] = Array.isArray(values) ? values : [values]
  return list.filter((v): v is string => typeof v === 'string' && /^https?:\/\//.test(v) && URL.canParse(v))
}

/** What stands in a file as messages quote it; a number that no double holds is an object that makes no text by itself. */
export function quoted(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return JSON.stringify(text.slice(0, 60).toWellFormed())
}

/** Models whose output is no text that is paid for by its length: vectors, ranks, verdicts, speech, pictures. */
const NO_TEXT =
  /embed|rerank|\b(?:bge|gte|e5)\b|whisper|transcri|\b(?:tts|asr|ocr)\b|speech|guard|moderation|image/i

/**
 * Marks what is probably wrong in the plain and conditional prices of a model that writes text: an output that costs
 * nothing beside an input that is paid for, and an input at twice the price of the output or more. In the real files,
 * the first finds one router that asks for its service alone, the second nothing: whatever costs more to read than to
 * write (guards, pictures) is known by its name.
 * @param names of the model; one that says it writes no text is believed.
 */
export function withDoubts(
  prices: readonly UpstreamPrice[],
  ...names: (string | undefined)[]
): UpstreamPrice[] {
  if (names.some((name) => name !== undefined && NO_TEXT.test(name))) return [...prices]
  const inputs = new Map(prices.filter((p) => p.meter === 'input').map((p) => [situation(p), p.amount]))
  const outputs = new Map(prices.filter((p) => p.meter === 'output').map((p) => [situation(p), p.amount]))
  return prices.map((price) => {
    if (price.meter !== 'input' && price.meter !== 'output') return price
    const [input, output] = [inputs.get(situation(price)), outputs.get(situation(price))]
    if (!input || !output || input === '0') return price
    const isFree = output === '0'
    if (isFree && price.meter === 'output')
      return { ...price, doubt: 'its output costs nothing although its input does' }
    if (!isFree && new Decimal(input).gte(new Decimal(output).mul(2)))
      return { ...price, doubt: 'its input costs at least twice its output; they may have been swapped' }
    return price
  })
}

/** What two prices have in common that apply to the same requests at the same time. */
function situation({ tier, threshold, window, from, to }: UpstreamPrice): string {
  return JSON.stringify([tier, threshold, window, from, to])
}
