/** Whether a ledger holds what data files refer to: their sources, units, metrics and the like, which the seeds declare. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../db/client.ts'
import type { EntityTable } from '../../domain/ledger/input.ts'
import { holdsAll } from '../../domain/ledger/names.ts'
import { parseFacts } from './read.ts'
import type { FactsFile } from './schema.ts'

const FILES = [
  'price-files.yaml',
  'meters.yaml',
  'units.yaml',
  'statistics.yaml',
  'openrouter-rankings.yaml',
  'world-bank-groups.yaml',
  'google-cloud-regions.yaml',
  'epoch-ai.yaml',
  'countries.yaml',
]

const SECTIONS: [EntityTable, (file: FactsFile) => string[]][] = [
  ['Source', (f) => f.sources.map((s) => s.slug)],
  ['Country', (f) => f.countries.map((c) => c.code)],
  ['Meter', (f) => f.meters.map((m) => m.code)],
  ['Metric', (f) => f.metrics.map((m) => m.code)],
  ['Unit', (f) => f.units.map((u) => u.code)],
  ['Coverage', (f) => f.coverages.map((c) => c.code)],
  ['Topic', (f) => f.topics.map((t) => t.code)],
  ['Hub', (f) => f.hubs.map((h) => h.slug)],
]

/** Far cheaper than to read all seeds. @param seeds their folder. */
export async function holdsVocabulary(db: Db, seeds: string): Promise<boolean> {
  for (const name of FILES) {
    const parsed = parseFacts(name, await readFile(join(seeds, name), 'utf8'))
    if (!('data' in parsed)) return false
    const { data } = parsed
    const named = SECTIONS.map(([table, keysOf]) => holdsAll(db, table, keysOf(data)))
    if ((await Promise.all(named)).includes(false)) return false
  }
  return true
}
