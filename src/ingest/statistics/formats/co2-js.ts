/**
 * The format `co2-js`: carbon intensities of electricity that the npm package @tgwf/co2 ships. Ember's yearly means and
 * those of Electricity Maps are two sources, each under its own share-alike licence, so they are two releases.
 */
import { isTable, own, type Table } from '../../formats/parts.ts'
import { acceptsJson, onlyFile } from '../../formats/snapshot.ts'
import { parseJson, Written } from '../../market/numbers.ts'
import { InputProblem } from '../../market/types.ts'
import type { CountryNames, ParsedRelease, StatisticFormat, StatisticRecord } from '../types.ts'
import { exactly, numberOf, unknownCountry, withClaim, withProblem } from '../values.ts'

export const co2Js: StatisticFormat = {
  name: 'co2-js',
  help: 'carbon intensity of grids that the package @tgwf/co2 ships; without an input, those of the installed one',
  accepts: acceptsJson,
  parse(files, countries): ParsedRelease {
    const file = onlyFile(files, 'co2-js')
    const content = parseJson(file.path, file.bytes)
    const average = isTable(content) ? own(content, 'averageIntensity') : undefined
    const yearly = isTable(content) ? own(content, 'electricityMaps') : undefined
    if (isTable(average)) return averages(tableOf(file.path, average, 'averageIntensity'), countries)
    if (isTable(yearly)) return years(file.path, yearly, countries)
    throw new InputProblem(
      file.path,
      'has neither averageIntensity nor electricityMaps, so it is no data of the package @tgwf/co2',
    )
  },
}

function tableOf(path: string, table: Table, name: string): Table {
  const data = own(table, 'data')
  if (!isTable(data)) throw new InputProblem(path, `${name} has no table named data`)
  return data
}

/** Ember's mean of the newest year of each country; which year that is, the package does not say. */
function averages(data: Table, countries: CountryNames): ParsedRelease {
  const records = Object.entries(data).map(([code, value]) => {
    const country = countries.of(code)
    if (!country) return unknownCountry(code, code)
    return record(code, `${code}.average`, country, 'grid-average', value, undefined)
  })
  return { source: 'co2-js-average-intensity', records, mentioned: [] }
}

function years(path: string, yearly: Table, countries: CountryNames): ParsedRelease {
  const records = Object.entries(yearly).flatMap(([name, table]) => {
    const year = /^yearly(20\d{2})$/.exec(name)?.[1]
    if (!year || !isTable(table)) throw new InputProblem(path, `${name} is no table of a year`)
    return Object.entries(tableOf(path, table, name)).map(([zone, values]) => {
      const where = `${zone}, ${year}`
      // A zone such as US-TEX-ERCO is a part of a grid: no country, and mostly no subdivision either.
      const reason = `the zone ${zone} is a part of a country; whole countries are kept`
      if (zone.includes('-')) return { ...withProblem(where), quarantine: reason }
      const country = countries.of(zone)
      if (!country) return unknownCountry(where, zone)
      const intensity = isTable(values) ? own(values, 'carbonIntensity') : undefined
      if (!isTable(intensity) || own(intensity, 'unit') !== 'gCO2eq/kWh')
        return withProblem(where, 'it has no carbonIntensity in gCO2eq/kWh')
      return record(where, `${zone}.${year}`, country, 'grid-consumption', own(intensity, 'value'), year)
    })
  })
  return { source: 'co2-js-electricity-maps', records, mentioned: [] }
}

function record(
  path: string,
  key: string,
  country: string,
  coverage: string,
  written: unknown,
  valid: string | undefined,
): StatisticRecord {
  const value = written instanceof Written ? numberOf(written.text) : null
  if (value === null) return withProblem(path, 'its value is no number')
  return withClaim(path, {
    key,
    fact: { kind: 'INDICATOR', subject: `country/${country}`, metric: 'grid-carbon-intensity', coverage },
    value: exactly(value),
    unit: 'gCO2/kWh',
    valid,
  })
}
