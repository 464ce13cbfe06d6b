/** Epoch AI's timelines of data centres: one row per site and day, those that are planned included. */
import { Decimal } from '../../../lib/decimal.ts'
import type { CsvRow, CsvTable } from '../csv.ts'
import type { StatisticRecord } from '../types.ts'
import { costColumn, measure, wholeDollars, wholeH100 } from './hub-facts.ts'
import { RecordDraft, slugOf } from './record.ts'
import { type EpochTable, Rows } from './tables.ts'
import { dayOf, numberOf } from './values.ts'

const ZERO = new Decimal(0)
const CURRENT = 'Current H100 equivalents (from Data center)'

export const timelines: EpochTable = {
  name: 'timelines of data centres',
  source: 'epoch-ai-data-center-timelines',
  required: ['Data center', 'Date', 'Power (MW)', 'H100 equivalents'],
  read(table) {
    const lastDay = lastPast(table)
    const { records } = new Rows(table, (row, rows) => recordOf(row, rows, table, lastDay))
    return { records, mentioned: lastDay === null ? [] : [lastDay] }
  },
}

function recordOf(row: CsvRow, rows: Rows, table: CsvTable, lastDay: string | null): StatisticRecord {
  const [name, written] = [row.get('Data center'), row.get('Date')]
  const [hub, day] = [slugOf(name), dayOf(written)]
  const draft = new RecordDraft(rows.path(`${name}, ${day ?? written}`), row)
  if (hub === '' || day === null) return draft.quarantine('it needs a data center and a day')
  const basis = lastDay !== null && day > lastDay ? 'PROJECTED' : 'ESTIMATED'
  const cost = costColumn(table, 'Total capital cost')
  const add = (of: Parameters<typeof measure>[2], value: Decimal | null, note?: string) =>
    measure(draft, hub, of, value, { valid: day, basis, note }, `.${day}`)
  add('power', draft.number('Power (MW)'))
  add('it-power', draft.number('IT power (MW)'))
  add('h100e', wholeH100(draft.number('H100 equivalents')))
  if (cost) add('capital-cost', wholeDollars(draft.number(cost.column)), cost.note)
  return draft.done()
}

/**
 * The last day of the file that had come when it was made. The file does not say on which day that was, but it repeats
 * beside each row what the site has "currently", so the day is one at which every site has just that; the latest of
 * those. Null where the column is missing or no day fits: then nothing is told apart.
 */
function lastPast(table: CsvTable): string | null {
  if (!table.columns.includes(CURRENT)) return null
  const rows = table.rows.flatMap((row) => {
    const day = dayOf(row.get('Date'))
    return day === null ? [] : [{ day, row }]
  })
  rows.sort((a, b) => (a.day < b.day ? -1 : 1))
  const sites = [...Map.groupBy(rows, ({ row }) => row.get('Data center')).values()]
  const same = (a: string, b: string) => (numberOf(a) ?? ZERO).eq(numberOf(b) ?? ZERO)
  const fits = (day: string) =>
    sites.every((site) => {
      const last = site.findLast((one) => one.day <= day)
      return same(last?.row.get('H100 equivalents') ?? '', site[0]!.row.get(CURRENT))
    })
  return rows.findLast(({ day }) => fits(day))?.day ?? null
}
