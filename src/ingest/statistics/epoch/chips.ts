/** Epoch AI's numbers of accelerators: one row per site, day and type, each the total of that type from that day on. */
import type { EntityInput } from '../../../domain/ledger/input.ts'
import type { Basis } from '../../../kinds/vocabulary.ts'
import type { CsvRow } from '../csv.ts'
import { RecordDraft, slugOf } from './record.ts'
import { type EpochTable, Rows } from './tables.ts'
import { dayOf } from './values.ts'

export const chips: EpochTable = {
  name: 'numbers of accelerators',
  source: 'epoch-ai-data-center-chips',
  required: ['Data center', 'Date', 'Chip type', 'Number of Units', 'Number of Units source'],
  read(table) {
    const made = table.rows
      .map((row) => row.get('Last Modified').slice(0, 10))
      .filter((day) => dayOf(day))
      .sort()
      .at(-1)
    return new Rows(table, (row, rows) => {
      const [name, day, type] = [row.get('Data center'), dayOf(row.get('Date')), row.get('Chip type')]
      const draft = new RecordDraft(rows.path(`${name}, ${day ?? row.get('Date')}, ${type}`), row)
      if (name === '' || day === null || type === '')
        return draft.quarantine('it needs a data center, a day and a type')
      const coverage = `accelerators-${slugOf(type)}`
      rows.bring(coverageOf(coverage, type))
      if (made !== undefined) rows.mentioned.add(made)
      draft.claim(
        `${slugOf(name)}.${coverage}.${day}`,
        { kind: 'INDICATOR', subject: `hub/${slugOf(name)}`, metric: 'hub-accelerators', coverage },
        draft.number('Number of Units'),
        '1',
        { valid: day, basis: basisOf(row, made, day) },
      )
      return draft.done('it holds no number')
    }).content
  },
}

/** @param made the day of the newest edit, after which nothing had happened yet when the table was made. */
function basisOf(row: CsvRow, made: string | undefined, day: string): Basis {
  if (made !== undefined && day > made) return 'PROJECTED'
  return row.get('Number of Units source') === 'Company disclosure' ? 'STATED' : 'ESTIMATED'
}

const coverageOf = (code: string, type: string): EntityInput => ({
  table: 'Coverage',
  row: {
    code,
    name: `${type} accelerators`,
    definition: `Only accelerators of the type ${type}, as Epoch AI names it.`,
  },
  aliases: [],
  cites: [],
})
