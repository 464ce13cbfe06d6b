/** Epoch AI's table of data centres: one row per site, as it is on the day of the release. */
import type { HubDescription } from '../../hub-row.ts'
import type { CsvRow, CsvTable } from '../csv.ts'
import { type CountryNames, RELEASE_DAY, type StatisticRecord } from '../types.ts'
import { costColumn, hubEntity, linksOf, measure, party, wholeDollars, wholeH100 } from './hub-facts.ts'
import { stateOf } from './places.ts'
import { RecordDraft, slugOf } from './record.ts'
import { type EpochTable, Rows } from './tables.ts'
import { degreesOf } from './values.ts'

const SOURCE = 'epoch-ai-data-centers'

/**
 * "Current" values carry no day of their own: they hold on that of the release. Their series is in the timelines. Owners
 * and users have no day, for nothing says since when they are. In all releases seen, the "current power" is what the timelines call IT power, not that of the site.
 */
export const dataCentres: EpochTable = {
  name: 'data centres',
  source: SOURCE,
  required: [
    'Name',
    'Current H100 equivalents',
    'Current power (MW)',
    'Owner',
    'Users',
    'Country',
    'Address',
  ],
  read(table, countries) {
    const slugs = new Map<string, string>()
    return new Rows(table, (row, rows) => recordOf(row, table, countries, slugs, rows)).content
  },
}

function recordOf(
  row: CsvRow,
  table: CsvTable,
  countries: CountryNames,
  slugs: Map<string, string>,
  rows: Rows,
): StatisticRecord {
  const name = row.get('Name')
  const draft = new RecordDraft(rows.path(name), row)
  const slug = slugOf(name)
  if (slug === '') return draft.quarantine('the site has no name')
  const other = slugs.get(slug)
  if (other !== undefined) return draft.quarantine(`its name is as good as that of ${JSON.stringify(other)}`)
  slugs.set(slug, name)
  const country = countries.of(draft.text('Country'))
  if (country === null)
    return draft.quarantine(`the country ${JSON.stringify(draft.text('Country'))} is not known`)
  const power = draft.number('Current power (MW)')
  const cost = costColumn(table, 'Current total capital cost')
  const current = { valid: RELEASE_DAY, basis: 'ESTIMATED' } as const
  measure(draft, slug, 'it-power', power, current)
  measure(draft, slug, 'h100e', wholeH100(draft.number('Current H100 equivalents')), current)
  if (cost)
    measure(draft, slug, 'capital-cost', wholeDollars(draft.number(cost.column)), {
      ...current,
      note: cost.note,
    })
  party(draft, slug, 'owner', 'Owner', {})
  party(draft, slug, 'users', 'Users', {})
  const status = power && (power.isZero() ? 'PLANNED' : 'EXISTING')
  const hub = { slug, name, country, ...placeOf(draft, country), note: noteOf(draft, row) }
  rows.bring(hubEntity({ ...hub, kind: 'DATA_CENTRE', status: status ?? undefined }, SOURCE, name))
  return draft.done()
}

/** Some releases have coordinates, in columns of their own. */
function placeOf(draft: RecordDraft, country: string): Pick<HubDescription, 'subdivisions' | 'address'> {
  const address = draft.text('Address')
  const state = country === 'US' ? stateOf(address) : null
  const at = (column: string, most: 90 | 180) => degreesOf(draft.text(column), most)
  const [latitude, longitude] = [at('Latitude', 90), at('Longitude', 180)]
  const known = latitude !== null && longitude !== null
  if (!known && draft.text('Latitude') !== '') draft.problem('its coordinates cannot be read')
  return {
    subdivisions: state ? [state] : [],
    ...(address ? { address } : {}),
    ...(known ? { latitude, longitude } : {}),
  }
}

function noteOf(draft: RecordDraft, row: CsvRow): string | undefined {
  const project = draft.text('Project').replace(/\s*#\w+/g, '')
  const links = linksOf(row.get('Selected Sources'))
  const parts = [
    project && `Part of the project ${project}.`,
    links.length > 0 && `Epoch AI names among its sources: ${links.join(' , ')}`,
  ]
  return parts.filter(Boolean).join(' ') || undefined
}
