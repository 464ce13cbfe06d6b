/** Epoch AI's table of accelerators: one row per type, whose figures are facts about its manufacturer. */
import type { EntityInput } from '../../../domain/ledger/input.ts'
import { Decimal } from '../../../lib/decimal.ts'
import type { CsvRow } from '../csv.ts'
import type { StatisticRecord } from '../types.ts'
import { manufacturerOf } from './manufacturers.ts'
import { RecordDraft, type Said, sameName, slugCounts, slugOf } from './record.ts'
import { type EpochTable, Rows } from './tables.ts'
import { dayOf, withoutNoise } from './values.ts'

const SOURCE = 'epoch-ai-ml-hardware'

/**
 * By the last part of its key, the column of a figure, its metric, its unit, and by which power of ten the column's unit is
 * smaller. The two columns of 16-bit operations stay apart, for only the second says that matrix units are meant.
 */
const FIGURES = {
  fp16: ['FP16 (half precision) performance (FLOP/s)', 'accelerator-fp16', 'TFLOPS', 12],
  'tensor-fp16': ['Tensor-FP16/BF16 performance (FLOP/s)', 'accelerator-tensor-fp16', 'TFLOPS', 12],
  power: ['TDP (W)', 'accelerator-power', 'W', 0],
  memory: ['Memory size per board (Byte)', 'accelerator-memory', 'GB', 9],
  'memory-bandwidth': ['Memory bandwidth (byte/s)', 'accelerator-memory-bandwidth', 'GB/s', 9],
  'release-price': ['Release price (USD)', 'accelerator-release-price', 'USD', 0],
} as const

export const hardware: EpochTable = {
  name: 'accelerators',
  source: SOURCE,
  required: [
    'Hardware name',
    'Manufacturer',
    'Release date',
    ...Object.values(FIGURES).map(([column]) => column),
  ],
  read(table) {
    const counts = slugCounts(table, 'Hardware name')
    const edits = table.rows.flatMap((row) => dayOf(row.get('Last modified').slice(0, 10)) ?? [])
    const made = edits.sort().at(-1)
    const { records, entities } = new Rows(table, (row, rows) => recordOf(row, rows, counts, made)).content
    return { records, ...(entities ? { entities } : {}), mentioned: made === undefined ? [] : [made] }
  },
}

/** @param made the day of the newest edit: what is released later was announced, and nothing more. */
function recordOf(
  row: CsvRow,
  rows: Rows,
  counts: ReadonlyMap<string, number>,
  made: string | undefined,
): StatisticRecord {
  const name = row.get('Hardware name').replace(/\s+/g, ' ')
  const draft = new RecordDraft(rows.path(name), row)
  const slug = slugOf(name)
  if (slug === '') return draft.quarantine('the accelerator has no name')
  const count = counts.get(slug)!
  if (count > 1) return draft.quarantine(sameName(count))
  const written = draft.text('Manufacturer')
  const manufacturer = manufacturerOf(written)
  if (!manufacturer)
    return draft.quarantine(
      written === ''
        ? 'it names no manufacturer'
        : `the manufacturer ${JSON.stringify(written)} is not known`,
    )
  const released = draft.date('Release date')
  const said: Said = {
    ...(released === null ? {} : { valid: { from: released } }),
    ...(released !== null && made !== undefined && released > made ? { basis: 'PROJECTED' } : {}),
  }
  const coverage = `accelerator-${slug}`
  for (const [of, [column, metric, unit, power]] of Object.entries(FIGURES))
    draft.claim(
      `${slug}.${of}`,
      { kind: 'INDICATOR', subject: `provider/${manufacturer.slug}`, metric, coverage },
      withoutNoise(draft.number(column))?.div(new Decimal(10).pow(power)) ?? null,
      unit,
      said,
    )
  if (draft.claims.length > 0)
    rows.bring(...manufacturer.entities(SOURCE, written), coverageOf(coverage, name))
  return draft.done('it holds none of the figures that are read')
}

const coverageOf = (code: string, name: string): EntityInput => ({
  table: 'Coverage',
  row: { code, name, definition: `One accelerator ${name}, as Epoch AI names it.` },
  aliases: [],
  cites: [],
})
