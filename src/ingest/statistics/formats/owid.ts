/** The format `owid`: Our World in Data's carbon intensity of electricity, by country and year. */

import { InputProblem } from '../../market/types.ts'
import { acceptsCsv, needColumns, onlyTable } from '../csv.ts'
import type { ParsedRelease, StatisticFormat } from '../types.ts'
import { exactly, isYear, numberOf, unknownCountry, withClaim, withProblem } from '../values.ts'

const VALUE = 'Carbon intensity of electricity - gCO2/kWh'

export const owid: StatisticFormat = {
  name: 'owid',
  help: "Our World in Data's carbon intensity of electricity, its grapher download as CSV",
  accepts: acceptsCsv,
  parse(files, countries): ParsedRelease {
    const { path, table } = onlyTable(files, 'owid')
    if (table.columns.join() === 'column,description,unit,source')
      throw new InputProblem(
        path,
        'is a codebook: it describes the columns of a data file and holds no values. Import the data file itself',
      )
    needColumns(path, table, ['Entity', 'Code', 'Year', VALUE], 'owid')
    const records = table.rows.map((row) => {
      const [entity, code, year] = [row.get('Entity'), row.get('Code'), row.get('Year')]
      // Entities without a code are regions, which go by their names.
      const name = code || entity
      const country = countries.of(name)
      if (!country) return unknownCountry(`${name}, ${year}`, name)
      // By our code, for OWID's own ones change to those of ISO: OWID_KOS in a later file would be another key.
      const where = `${country}, ${year}`
      if (!isYear(year)) return withProblem(where, `"${year}" is no year`)
      const value = numberOf(row.get(VALUE))
      if (value === null) return withProblem(where, `the value is no number: "${row.get(VALUE)}"`)
      return withClaim(where, {
        key: `${country}.${year}`,
        fact: {
          kind: 'INDICATOR',
          subject: `country/${country}`,
          metric: 'grid-carbon-intensity',
          coverage: 'grid-average',
        },
        value: exactly(value),
        unit: 'gCO2/kWh',
        valid: year,
      })
    })
    const years = table.rows.map((row) => row.get('Year')).filter(isYear)
    return { source: 'owid-carbon-intensity', records, mentioned: years.map((year) => `${year}-12-31`) }
  },
}
