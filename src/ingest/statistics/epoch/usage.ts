/** Epoch AI's reports of what companies' products are used: tokens a day, active users, messages a day. */
import type { FactIdentity } from '../../../kinds/facts.ts'
import type { CsvRow, CsvTable } from '../csv.ts'
import type { StatisticRecord } from '../types.ts'
import { basisOf, coverageOf, providerEntity, providerOf } from './companies.ts'
import { RecordDraft, slugOf } from './record.ts'
import { type EpochTable, Rows } from './tables.ts'
import { dayOf } from './values.ts'

const USERS: Readonly<Record<string, string>> = {
  Daily: 'active-users-daily',
  Weekly: 'active-users-weekly',
  Monthly: 'active-users-monthly',
}

export const usage: EpochTable = {
  name: "companies' usage reports",
  source: 'epoch-ai-usage-reports',
  role: 'REPEATS',
  required: ['Company', 'Active users', 'Active users time period', 'Daily tokens', 'Date', 'Product'],
  read: (table) => new Rows(table, (row, rows) => recordOf(row, rows, table)).content,
}

function recordOf(row: CsvRow, rows: Rows, table: CsvTable): StatisticRecord {
  const [company, day] = [row.get('Company'), dayOf(row.get('Date'))]
  const name = row.get('Id') || `${company} ${row.get('Product')}`.trim()
  const draft = new RecordDraft(rows.path(`${name}, ${day ?? row.get('Date')}`), row)
  if (day === null) return draft.quarantine('it needs a day')
  // Paying users among all users, a part of the tokens: beside the others they would be rivals, and are none.
  if (/^true$/i.test(row.get('Exclude from graph view')))
    return draft.quarantine('Epoch AI leaves it out of its own series, for it counts something else')
  const provider = providerOf(company)
  if (provider === null) return draft.quarantine(`the company ${JSON.stringify(company)} is not known`)
  for (const column of ['Date', 'Report date'] as const) {
    const mention = dayOf(row.get(column))
    if (mention) rows.mentioned.add(mention)
  }
  const coverage = coverageOf(draft.text('Product'))
  rows.bring(providerEntity(provider, company), ...(coverage.entity ? [coverage.entity] : []))
  const subject = `provider/${provider}`
  const said = { valid: day, ...basisOf(table, row), note: noteOf(draft) }
  const key = (of: string) => `${slugOf(name)}.${of}.${day}`
  const tokens: FactIdentity = { kind: 'TOKEN_USAGE', subject, period: 'DAY', coverage: coverage.code }
  draft.claim(key('tokens'), tokens, draft.number('Daily tokens'), 'tok/d', said)
  const indicator = (metric: string): FactIdentity => ({
    kind: 'INDICATOR',
    subject,
    metric,
    coverage: coverage.code,
  })
  const users = draft.number('Active users')
  const period = draft.text('Active users time period')
  const metric = Object.hasOwn(USERS, period) ? USERS[period] : undefined
  if (users && !metric) draft.problem('it does not say over which time its active users are counted')
  else if (metric) draft.claim(key('users'), indicator(metric), users, '1', said)
  draft.claim(key('messages'), indicator('messages-daily'), draft.number('Daily messages'), '1', said)
  return draft.done('it holds no number')
}

function noteOf(draft: RecordDraft): string | undefined {
  const confidence = draft.text('Confidence')
  const sources = ['Source 1', 'Source 2']
    .map((c) => draft.text(c))
    .filter((url) => /^https?:\/\/\S+$/.test(url))
  const parts = [
    confidence && `Epoch AI calls its confidence "${confidence}".`,
    sources.length > 0 && `It names: ${sources.join(' , ')}`,
  ]
  return parts.filter(Boolean).join(' ') || undefined
}
