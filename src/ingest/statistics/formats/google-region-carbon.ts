/** The format `google-region-carbon`: how clean the electricity of Google Cloud's regions is, one CSV file a year. */
import { InputProblem } from '../../market/types.ts'
import { acceptsCsv, type CsvRow, needColumns, onlyTable } from '../csv.ts'
import type { ParsedRelease, StatisticClaim, StatisticFormat, StatisticRecord } from '../types.ts'
import { exactly, numberOf } from '../values.ts'

const REGION = 'Google Cloud Region'
const CFE = 'Google CFE'
/**
 * Until 2020 the mean counted what building and fuel supply emit as well. These are two measures and not one series, so
 * each has a coverage of its own.
 */
const INTENSITIES: [column: string, coverage: string][] = [
  ['Lifecycle grid carbon intensity (gCO2eq / kWh)', 'google-grid-life-cycle'],
  ['Grid carbon intensity (gCO2eq / kWh)', 'google-grid'],
]

export const googleRegionCarbon: StatisticFormat = {
  name: 'google-region-carbon',
  help: 'carbon intensity and carbon-free share at the regions of Google Cloud, the yearly CSV files, 2024.csv',
  accepts: (path) => acceptsCsv(path) && yearOf(path) !== null,
  parse(files): ParsedRelease {
    const { path, table } = onlyTable(files, 'google-region-carbon')
    needColumns(path, table, [REGION, CFE], 'google-region-carbon')
    const intensity = INTENSITIES.find(([column]) => table.columns.includes(column))
    if (!intensity) needColumns(path, table, [INTENSITIES[1]![0]], 'google-region-carbon')
    const year = yearOf(path)
    if (year === null)
      throw new InputProblem(path, 'does not say of which year it is: name it as upstream does, 2024.csv')
    const records = table.rows.map((row) => recordOf(row, year, intensity!))
    return { source: 'google-region-carbon', records, mentioned: [`${year}-12-31`] }
  },
}

const yearOf = (path: string): string | null => /(?:^|[/.])(20\d{2})\.csv$/i.exec(path)?.[1] ?? null

function recordOf(row: CsvRow, year: string, [column, coverage]: [string, string]): StatisticRecord {
  const region = row.get(REGION)
  const path = `${region}, ${year}`
  const problems: string[] = []
  const claim = (
    name: string,
    of: string,
    metric: string,
    coverageCode: string,
    unit: string,
    factor: number,
  ) => {
    const text = row.get(of)
    // No share is published for a region's first year.
    if (text === '') return []
    const value = numberOf(text, factor)
    if (value === null) {
      problems.push(`${of} is no number: "${text}"`)
      return []
    }
    const found: StatisticClaim = {
      key: `${region}.${name}.${year}`,
      fact: {
        kind: 'INDICATOR',
        subject: `hub/google-cloud-${region}`,
        metric,
        coverage: coverageCode,
      },
      value: exactly(value),
      unit,
      valid: year,
      locator: `${path}: ${of}`,
    }
    return [found]
  }
  const claims = [
    ...claim('intensity', column, 'grid-carbon-intensity', coverage, 'gCO2/kWh', 1),
    ...claim('cfe', CFE, 'carbon-free-energy', 'google-hourly', '%', 100),
  ]
  return { path, claims, problems }
}
