/** The format `epoch-ai`: any of the tables that Epoch AI publishes, told apart by their columns. */
import { InputProblem } from '../../market/types.ts'
import { acceptsCsv, type CsvTable, onlyTable } from '../csv.ts'
import type { StatisticFormat } from '../types.ts'
import { chips } from './chips.ts'
import { clusters } from './clusters.ts'
import { dataCentres } from './data-centres.ts'
import { hardware } from './hardware.ts'
import { models } from './models.ts'
import { computeSpend, revenue } from './money.ts'
import type { EpochTable } from './tables.ts'
import { timelines } from './timelines.ts'
import { usage } from './usage.ts'

const TABLES: readonly EpochTable[] = [
  ...[dataCentres, timelines, chips, clusters, hardware, models],
  ...[usage, revenue, computeSpend],
]

export const epochAi: StatisticFormat = {
  name: 'epoch-ai',
  help: "Epoch AI: its tables of data centres, timelines, accelerators, GPU clusters, notable models, and of companies' usage, revenue and spending, one file each",
  accepts: acceptsCsv,
  // The sites themselves come before what is told of them; other tables know them by their names alone.
  order: (path) => (/data_centers\b/.test(path) ? 0 : 1),
  parse(files, countries) {
    const { path, table } = onlyTable(files, 'epoch-ai')
    const known = tableOf(path, table)
    const { source, role } = known
    return { source, ...(role ? { role } : {}), ...known.read(table, countries) }
  },
}

/** @throws InputProblem when it is none of the tables, or lacks a column that the one that it is like needs. */
function tableOf(path: string, { columns }: CsvTable): EpochTable {
  const has = (name: string) => columns.includes(name)
  const shares = TABLES.map((table) => ({
    table,
    share: table.required.filter(has).length / table.required.length,
  }))
  const [best] = shares.sort((a, b) => b.share - a.share)
  // Half of the columns and one more: what has fewer is no release of another year, but another table.
  if (!best || best.share <= 0.5)
    throw new InputProblem(
      path,
      `is none of the tables of Epoch AI that are read: ${TABLES.map((t) => t.name).join(', ')}`,
    )
  const missing = best.table.required.filter((name) => !has(name))
  if (missing.length > 0)
    throw new InputProblem(
      path,
      `is like the table of ${best.table.name}, but has no column ${missing.map((m) => JSON.stringify(m)).join(', ')}`,
    )
  return best.table
}
