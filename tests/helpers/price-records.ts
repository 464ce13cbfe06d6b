/** Editions that are one JSON file: read from a value, counted, and checked against our meters. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Format, ParsedSnapshot } from '../../src/ingest/market/types.ts'
import { expectSound, inputFile } from './price-formats.ts'

/** Parses a text, or a value as JSON. */
export function parseValue(format: Format, input: unknown): ParsedSnapshot {
  return format.parse([inputFile('edition.json', typeof input === 'string' ? input : JSON.stringify(input))])
}

/** How often each text stands among them. */
export function countBy(texts: Iterable<string>): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(texts, (text) => text)].map(([text, all]) => [text, all.length]))
}

const seeds = readFileSync(join(import.meta.dirname, '../../seeds/meters.yaml'), 'utf8')
const meters: { code: string; unit: string }[] = parseYaml(seeds).meters
const unitOfMeter = new Map(meters.map(({ code, unit }) => [code, unit]))

/** Sound, of one price for one thing, in the units of our meters, and with problems that are sentences of one line. */
export function expectPlain(snapshot: ParsedSnapshot): void {
  expectSound(snapshot)
  const faults = snapshot.records.flatMap(({ path, prices, problems }) => {
    const things = prices.map(({ meter, tier, threshold, window, cacheLifetime }) =>
      JSON.stringify([meter, tier, threshold, window, cacheLifetime]),
    )
    const all = problems.filter((problem) => /\p{Cc}/u.test(problem) || !/^\S.{4,}$/.test(problem))
    if (new Set(things).size < prices.length) all.push('two prices for one thing')
    all.push(
      ...prices.filter((p) => unitOfMeter.get(p.meter) !== p.unit).map((p) => `${p.meter} in ${p.unit}`),
    )
    return all.map((fault) => `${path}: ${fault}`)
  })
  expect(faults).toEqual([])
}
