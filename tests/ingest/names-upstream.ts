/** The names of all records in the shared files of the five formats, as the formats' own readers give them. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readGenaiPackage } from '../../src/ingest/formats/genai-prices-package.ts'
import { FORMATS } from '../../src/ingest/formats/registry.ts'
import type { InputFile } from '../../src/ingest/market/types.ts'
import { shared } from '../helpers/shared.ts'

export interface UpstreamName {
  format: string
  /** Which edition: `litellm 2026-07-24`. */
  edition: string
  day: string
  seller: string
  model: string
}

const EDITIONS: [format: string, path: string, day: string][] = [
  ['litellm', 'litellm/model_prices_and_context_window.2026-02-18.json', '2026-02-18'],
  ['litellm', 'litellm/model_prices_and_context_window.2026-07-24.json', '2026-07-24'],
  ['genai-prices', 'genai-prices/providers', '2026-08-21'],
  ['genai-prices', 'genai-prices/v2/data.json', '2026-08-20'],
  ['models-dev', 'models-dev/api.2025-06-25.json', '2025-06-25'],
  ['models-dev', 'models-dev', '2026-07-02'],
  ['openrouter-models', 'openrouter-models/models.2026-05-15.json', '2026-05-15'],
  ['openrouter-models', 'openrouter-models/models.2026-06-16.json', '2026-06-16'],
  ['llm-prices', 'llm-prices/data', '2026-08-05'],
]

/** Empty where the shared files are not there. */
export function upstreamNames(): UpstreamName[] {
  const all = EDITIONS.flatMap(([name, path, day]) => {
    const root = shared(`data/${path}`)
    if (root === null) return []
    const format = FORMATS.find((f) => f.name === name)!
    return namesOf(name, day, format.parse(filesOf(root, format.accepts)).records)
  })
  const embedded = FORMATS.find((f) => f.name === 'genai-prices')!.parse(readGenaiPackage()).records
  return all.length === 0 ? [] : [...all, ...namesOf('genai-prices', '2026-09-28', embedded)]
}

function namesOf(format: string, day: string, records: readonly { seller: string; model: string }[]) {
  return records.map(({ seller, model }) => ({ format, edition: `${format} ${day}`, day, seller, model }))
}

function filesOf(root: string, accepts: (path: string) => boolean): InputFile[] {
  if (statSync(root).isFile()) return [{ path: root.split('/').at(-1)!, bytes: readFileSync(root) }]
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => accepts(path) && statSync(join(root, path)).isFile())
    .map((path) => ({ path, bytes: readFileSync(join(root, path)) }))
}
