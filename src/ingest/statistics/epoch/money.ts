/** Epoch AI's reports of what AI companies earn, and of what they spend on computing. */
import type { EntityInput } from '../../../domain/ledger/input.ts'
import type { CsvRow, CsvTable } from '../csv.ts'
import { basisOf, providerEntity, providerOf } from './companies.ts'
import { RecordDraft, slugOf } from './record.ts'
import { type EpochTable, Rows } from './tables.ts'
import { dayOf, numberOf } from './values.ts'

const ANNUAL = 'Revenue amount (normalize to annual)'

/** Several rows of one company and day are rivals: the table does not say of which products each is, or from whom. */
export const revenue: EpochTable = {
  name: "companies' revenue reports",
  source: 'epoch-ai-revenue-reports',
  role: 'REPEATS',
  required: ['Company', 'Date', ANNUAL],
  read(table) {
    const paths = pathsOf(table)
    return new Rows(table, (row, rows) => {
      const [company, day] = [row.get('Company'), dayOf(row.get('Date'))]
      const draft = new RecordDraft(paths.get(row)!, row)
      if (day === null) return draft.quarantine('it needs a day')
      const provider = providerOf(company)
      if (provider === null) return draft.quarantine(`the company ${JSON.stringify(company)} is not known`)
      rows.mentioned.add(day)
      rows.bring(providerEntity(provider, company))
      draft.claim(
        slugOf(`revenue ${draft.path}`),
        { kind: 'INDICATOR', subject: `provider/${provider}`, metric: 'revenue-annualised' },
        draft.number(ANNUAL),
        'USD/a',
        { valid: day, ...basisOf(table, row) },
      )
      return draft.done('it holds no number')
    }).content
  },
}

/**
 * The paths of the rows, of which keys are made: those of one company and day are told apart by the order of their amounts,
 * for in another release they may stand in another order. Rows without an amount come last, and take no key from others.
 */
function pathsOf(table: CsvTable): ReadonlyMap<CsvRow, string> {
  const nameOf = (row: CsvRow) => `${row.get('Company')}, ${dayOf(row.get('Date')) ?? row.get('Date')}`
  const paths = new Map<CsvRow, string>()
  for (const [name, rows] of Map.groupBy(table.rows, nameOf))
    for (const [i, row] of rows.toSorted(byAmount).entries())
      paths.set(row, i === 0 ? name : `${name} (${i + 1})`)
  return paths
}

function byAmount(one: CsvRow, other: CsvRow): number {
  const [a, b] = [one, other].map((row) => numberOf(row.get(ANNUAL)))
  const [hasA, hasB] = [a, b].map((amount) => amount?.isNegative() === false)
  return hasA && hasB ? a!.cmp(b!) : Number(hasB) - Number(hasA)
}

export const computeSpend: EpochTable = {
  name: "companies' spending on computing",
  source: 'epoch-ai-compute-spend',
  role: 'REPEATS',
  required: ['Company', 'Amount', 'Category', 'Period type', 'Date'],
  read(table) {
    return new Rows(table, (row, rows) => {
      const [company, day] = [row.get('Company'), dayOf(row.get('Date'))]
      const draft = new RecordDraft(rows.path(row.get('Id') || `${company}, ${row.get('Date')}`), row)
      if (day === null) return draft.quarantine('it needs a day')
      if (/^true$/i.test(row.get('Exclude from graph view')))
        return draft.quarantine('Epoch AI leaves it out of its own series')
      const provider = providerOf(company)
      if (provider === null) return draft.quarantine(`the company ${JSON.stringify(company)} is not known`)
      if (row.get('Period type') !== 'Year')
        return draft.quarantine(`its period is ${JSON.stringify(row.get('Period type'))}, which is no year`)
      const reported = draft.day('Report date')
      if (reported) rows.mentioned.add(reported)
      const coverage = coverageOf(draft.text('Category'))
      rows.bring(providerEntity(provider, company), coverage)
      const isPlan = reported !== null && reported < day
      draft.claim(
        slugOf(`spend ${draft.path}`),
        {
          kind: 'INDICATOR',
          subject: `provider/${provider}`,
          metric: 'compute-spend',
          coverage: coverage.row.code as string,
        },
        draft.number('Amount'),
        'USD/a',
        {
          valid: day.slice(0, 4),
          // Said before the year had ended, it was a plan.
          ...(isPlan ? { basis: 'PROJECTED' as const } : basisOf(table, row)),
          note: draft.text('Confidence')
            ? `Epoch AI calls its confidence "${draft.text('Confidence')}".`
            : undefined,
        },
      )
      return draft.done('it holds no number')
    }).content
  },
}

/** What the money goes to: `R&D cloud compute,Inference cloud compute`, in whichever order. */
function coverageOf(category: string): EntityInput {
  const parts = category
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const name = parts.sort().join(' and ') || 'all computing'
  const row = {
    code: slugOf(`spend on ${name}`),
    name,
    definition: `Money spent on: ${name}, as Epoch AI names it.`,
  }
  return { table: 'Coverage', row, aliases: [], cites: [] }
}
