/** The format `ember`: Ember's monthly means of European day-ahead prices. Ember revises past months with each release. */
import { acceptsCsv, needColumns, onlyTable } from '../csv.ts'
import type { ParsedRelease, StatisticFormat } from '../types.ts'
import { exactly, numberOf, unknownCountry, withClaim, withProblem } from '../values.ts'

const PRICE = 'Price (EUR/MWhe)'

export const ember: StatisticFormat = {
  name: 'ember',
  help: "Ember's European wholesale electricity prices by month, a CSV file",
  accepts: acceptsCsv,
  parse(files, countries): ParsedRelease {
    const { path, table } = onlyTable(files, 'ember')
    needColumns(path, table, ['Country', 'ISO3 Code', 'Date', PRICE], 'ember')
    const records = table.rows.map((row) => {
      const [iso3, date, price] = [row.get('ISO3 Code'), row.get('Date'), row.get(PRICE)]
      const place = `${iso3}, ${date}`
      const month = /^(\d{4}-\d{2})-01$/.exec(date)?.[1]
      if (!month) return withProblem(`line ${row.line}`, `"${date}" is no first day of a month`)
      const where = `${iso3}, ${month}`
      const country = countries.of(iso3)
      if (!country) return unknownCountry(where, iso3 || row.get('Country'))
      const value = numberOf(price)
      if (value === null) return withProblem(where, `the price of ${place} is no number: "${price}"`)
      return withClaim(where, {
        key: `${iso3}.${month}`,
        fact: { kind: 'ENERGY_RATE', country, sector: 'WHOLESALE' },
        value: exactly(value),
        unit: 'EUR/MWh',
        valid: month,
      })
    })
    // A file holds no month that has not ended when it is made.
    const months = table.rows.map((row) => row.get('Date'))
    return { source: 'ember-wholesale-monthly', records, mentioned: months }
  },
}
