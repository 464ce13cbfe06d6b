/** The format `world-bank`: population, GDP, GDP per head, regions and income groups, by country. */
import { InputProblem } from '../../market/types.ts'
import { acceptsCsv, type CsvRow, type CsvTable, needColumns, onlyTable } from '../csv.ts'
import type { CountryNames, ParsedRelease, StatisticFormat, StatisticRecord } from '../types.ts'
import { exactly, isNegative, isYear, numberOf, unknownCountry, withClaim, withProblem } from '../values.ts'

interface Series {
  source: string
  metric: string
  unit: string
}

const POPULATION: Series = { source: 'world-bank-population', metric: 'population', unit: '1' }
const GDP: Series = { source: 'world-bank-gdp', metric: 'gdp', unit: 'USD/a' }
const GDP_PER_HEAD: Series = {
  source: 'world-bank-gdp-per-capita-ppp',
  metric: 'gdp-per-capita-ppp',
  unit: 'INT/a/1',
}
const LONG = ['Country Name', 'Country Code', 'Year', 'Value']
const GROUPS = ['iso3', 'country', 'region', 'income_level']
/** A column that names its series and the one year that the file is of. */
const OF_A_YEAR: [RegExp, Series][] = [
  [/^population_(\d{4})$/, POPULATION],
  [/^gdp_pcap_ppp_(\d{4})$/, GDP_PER_HEAD],
]

export const worldBank: StatisticFormat = {
  name: 'world-bank',
  help: 'World Bank population, GDP, GDP per head, and income groups by country, CSV files',
  accepts: acceptsCsv,
  parse(files, countries): ParsedRelease {
    const { path, table } = onlyTable(files, 'world-bank')
    if (GROUPS.every((name) => table.columns.includes(name))) return groups(table, countries)
    for (const [pattern, series] of OF_A_YEAR) {
      const column = table.columns.find((name) => pattern.test(name))
      if (column) return ofAYear(path, table, column, pattern.exec(column)![1]!, series, countries)
    }
    needColumns(path, table, LONG, 'world-bank')
    return long(path, table, countries)
  },
}

/** All years of one indicator; which one, only the name of the file says. */
function long(path: string, table: CsvTable, countries: CountryNames): ParsedRelease {
  const series = /SP\.POP\.TOTL/i.test(path) ? POPULATION : /NY\.GDP\.MKTP\.CD/i.test(path) ? GDP : null
  if (!series)
    throw new InputProblem(
      path,
      'does not say which indicator it is of: keep its code in the name of the file, SP.POP.TOTL (population) or NY.GDP.MKTP.CD (GDP)',
    )
  const records = table.rows.map((row) =>
    record(row.get('Country Code'), row.get('Year'), row.get('Value'), series, countries),
  )
  const years = table.rows.map((row) => row.get('Year')).filter(isYear)
  return { source: series.source, records, mentioned: years.map((year) => `${year}-12-31`) }
}

function ofAYear(
  path: string,
  table: CsvTable,
  column: string,
  year: string,
  series: Series,
  countries: CountryNames,
): ParsedRelease {
  needColumns(path, table, ['iso3'], 'world-bank')
  const records = table.rows.map((row) => record(row.get('iso3'), year, row.get(column), series, countries))
  return { source: series.source, records, mentioned: [`${year}-12-31`] }
}

function record(
  code: string,
  year: string,
  text: string,
  { metric, unit }: Series,
  countries: CountryNames,
): StatisticRecord {
  const where = `${code}, ${year}`
  const country = countries.of(code)
  if (!country) return unknownCountry(where, code)
  if (!isYear(year)) return withProblem(where, `"${year}" is no year`)
  const value = numberOf(text)
  if (value === null) return withProblem(where, `the value is no number: "${text}"`)
  if (isNegative(value)) return withProblem(where, `the value is negative: "${text}"`)
  return withClaim(where, {
    key: `${code}.${year}`,
    fact: { kind: 'INDICATOR', subject: `country/${country}`, metric },
    value: exactly(value),
    unit,
    valid: year,
  })
}

/** The classification of today: the file names no year. */
function groups(table: CsvTable, countries: CountryNames): ParsedRelease {
  const records = table.rows.map((row): StatisticRecord => {
    const code = row.get('iso3')
    const country = countries.of(code)
    if (!country) return unknownCountry(code, code)
    const claims = GROUP_TOPICS.flatMap(([column, topic]) => statement(row, column, topic, code, country))
    return { path: code, claims, problems: claims.length > 0 ? [] : ['it names no group'] }
  })
  return { source: 'world-bank-income-groups', records, mentioned: [] }
}

const GROUP_TOPICS = [
  ['income_level', 'world-bank-income-group'],
  ['region', 'world-bank-region'],
] as const

function statement(row: CsvRow, column: string, topic: string, code: string, country: string) {
  const text = row.get(column)
  if (text === '') return []
  return [
    {
      key: `${code}.${column}`,
      fact: { kind: 'ASSERTION' as const, subject: `country/${country}`, topic },
      value: null,
      unit: null,
      text,
      valid: undefined,
    },
  ]
}
