/** Epoch AI's table of GPU clusters: those that exist, are planned or are gone, of all countries. */

import type { HubStatus } from '../../../kinds/vocabulary.ts'
import type { HubDescription } from '../../hub-row.ts'
import type { CountryNames, StatisticRecord } from '../types.ts'
import { hubEntity, measure, party, wholeH100 } from './hub-facts.ts'
import { isWholeArea, stateOf } from './places.ts'
import { RecordDraft, type Said, sameName, slugCounts, slugOf } from './record.ts'
import { type EpochTable, Rows } from './tables.ts'
import { coordinatesIn, degreesOf } from './values.ts'

const SOURCE = 'epoch-ai-gpu-clusters'
const STATUSES: Readonly<Record<string, HubStatus>> = {
  Existing: 'EXISTING',
  Planned: 'PLANNED',
  Decommissioned: 'DECOMMISSIONED',
}

export const clusters: EpochTable = {
  name: 'GPU clusters',
  source: SOURCE,
  required: [
    'Name',
    'Status',
    'H100 equivalents',
    'Country',
    'Owner',
    'First Operational Date',
    'Power Capacity (MW)',
  ],
  read(table, countries) {
    const counts = slugCounts(table, 'Name')
    return new Rows(table, (row, rows) => {
      const name = row.get('Name').replace(/\s+/g, ' ')
      const draft = new RecordDraft(rows.path(name), row)
      const slug = slugOf(name)
      if (slug === '') return draft.quarantine('the cluster has no name')
      const count = counts.get(slug)!
      if (count > 1) return draft.quarantine(sameName(count))
      return recordOf(draft, { name, slug: `gpu-cluster-${slug}` }, countries, rows)
    }).content
  },
}

function recordOf(
  draft: RecordDraft,
  { name, slug }: { name: string; slug: string },
  countries: CountryNames,
  rows: Rows,
): StatisticRecord {
  const written = draft.text('Country')
  const country = countries.of(written)
  if (country === null)
    return draft.quarantine(
      written === '' ? 'it names no country' : `the country ${JSON.stringify(written)} is not known`,
    )
  const word = draft.text('Status')
  const status = Object.hasOwn(STATUSES, word) ? STATUSES[word] : undefined
  if (!status) draft.problem(`its status is ${JSON.stringify(word)}, which is none that is known`)
  const [from, to] = [draft.date('First Operational Date'), draft.date('Decommissioned Date (if applicable)')]
  const said: Said = {
    ...(from === null ? {} : { valid: { from, ...(to === null ? {} : { to }) } }),
    basis: status === 'PLANNED' ? 'PROJECTED' : 'ESTIMATED',
  }
  measure(draft, slug, 'power', draft.number('Power Capacity (MW)'), said)
  measure(draft, slug, 'h100e', wholeH100(draft.number('H100 equivalents')), said)
  measure(draft, slug, 'hardware-cost', draft.number('Hardware Cost')?.round() ?? null, said)
  party(draft, slug, 'owner', 'Owner', {})
  party(draft, slug, 'users', 'Users', {})
  const place = placeOf(draft, country, countries)
  const hub = { slug, name, country, kind: 'GPU_CLUSTER' as const, ...place, status, note: noteOf(draft) }
  rows.bring(hubEntity(hub, SOURCE, name))
  return draft.done()
}

/**
 * Where a row names no location, or no more than a country or a state, the coordinates that it has all the same are the
 * middle of that: of no use, and left out. Coordinates within the location are the table's own, and go before columns that
 * may have been added to a copy of it.
 */
function placeOf(
  draft: RecordDraft,
  country: string,
  countries: CountryNames,
): Pick<HubDescription, 'subdivisions' | 'address'> {
  const location = draft.text('Location')
  const address = countries.of(location) === null ? location : ''
  const state = country === 'US' ? stateOf(address) : null
  const isPlace = address !== '' && !isWholeArea(address, country, countries)
  const [latitude, longitude] = isPlace
    ? (coordinatesIn(address) ?? [
        degreesOf(draft.text('latitude'), 90),
        degreesOf(draft.text('longitude'), 180),
      ])
    : [null, null]
  return {
    subdivisions: state ? [state] : [],
    ...(address ? { address } : {}),
    ...(latitude !== null && longitude !== null ? { latitude, longitude } : {}),
  }
}

function noteOf(draft: RecordDraft): string | undefined {
  const [certainty, other] = [draft.text('Certainty'), draft.text('Possible Duplicate Of')]
  const parts = [
    certainty && `Epoch AI calls its certainty "${certainty}".`,
    draft.text('Possible Duplicate') === 'True' &&
      `It may be the same as ${other === '' ? 'another one of the table' : other}.`,
  ]
  return parts.filter(Boolean).join(' ') || undefined
}
