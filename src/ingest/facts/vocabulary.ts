/** Whether a ledger holds what price files refer to: their sources, meters and units, which the seeds declare. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '../../db/client.ts'
import { holdsAll } from '../../domain/ledger/names.ts'
import { parseFacts } from './read.ts'

const FILES = ['price-files.yaml', 'meters.yaml', 'units.yaml']

/** Far cheaper than to read all seeds. @param seeds their folder. */
export async function holdsVocabulary(db: Db, seeds: string): Promise<boolean> {
  for (const name of FILES) {
    const parsed = parseFacts(name, await readFile(join(seeds, name), 'utf8'))
    if (!('data' in parsed)) return false
    const { sources, meters, units } = parsed.data
    const isThere =
      (await holdsAll(
        db,
        'Source',
        sources.map((s) => s.slug),
      )) &&
      (await holdsAll(
        db,
        'Meter',
        meters.map((m) => m.code),
      )) &&
      (await holdsAll(
        db,
        'Unit',
        units.map((u) => u.code),
      ))
    if (!isThere) return false
  }
  return true
}
