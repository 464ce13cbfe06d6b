/** The format `eia`: retail prices of electricity in the United States by state and year, as the EIA's API v2 answers. */
import { iso31662 } from 'iso-3166'
import { acceptsCsv, needColumns, onlyTable } from '../csv.ts'
import type { ParsedRelease, StatisticFormat } from '../types.ts'
import { exactly, isYear, numberOf, withClaim, withProblem } from '../values.ts'

const STATES = new Set(iso31662.filter((s) => s.parent === 'US').map((s) => s.code))
/** Census divisions are no states: they go by the names of the Census Bureau. */
const DIVISIONS: Record<string, string> = {
  NEW: 'New England',
  MAT: 'Middle Atlantic',
  ENC: 'East North Central',
  WNC: 'West North Central',
  SAT: 'South Atlantic',
  ESC: 'East South Central',
  WSC: 'West South Central',
  MTN: 'Mountain',
  PACC: 'Pacific Contiguous',
  PACN: 'Pacific Noncontiguous',
}
const SECTORS: Record<string, string> = { IND: 'INDUSTRIAL', COM: 'COMMERCIAL' }
const NEEDED = ['period', 'stateid', 'sectorid', 'price', 'price-units']

export const eia: StatisticFormat = {
  name: 'eia',
  help: 'retail prices of electricity by US state, an answer of EIA API v2 electricity/retail-sales as CSV',
  accepts: acceptsCsv,
  parse(files): ParsedRelease {
    const { path, table } = onlyTable(files, 'eia')
    needColumns(path, table, NEEDED, 'eia')
    const records = table.rows.map((row) => {
      const [id, year, sectorId] = [row.get('stateid'), row.get('period'), row.get('sectorid')]
      // Named with its sector only where that is not industry, the sector of the published file.
      const name = sectorId === 'IND' ? id : `${id}.${sectorId}`
      const where = `${name.replace('.', ' ')}, ${year}`
      const area = areaOf(id)
      if (area === undefined)
        return { ...withProblem(where), quarantine: `the area ${JSON.stringify(id)} is not known` }
      const sector = Object.hasOwn(SECTORS, sectorId) ? SECTORS[sectorId] : undefined
      if (!sector) return withProblem(where, `the sector ${JSON.stringify(sectorId)} is not one that we keep`)
      if (!isYear(year)) return withProblem(where, `"${year}" is no year`)
      if (row.get('price-units') !== 'cents per kilowatt-hour')
        return withProblem(where, `its unit is "${row.get('price-units')}", not cents per kilowatt-hour`)
      const value = numberOf(row.get('price'), '0.01')
      if (value === null) return withProblem(where, `the price is no number: "${row.get('price')}"`)
      return withClaim(where, {
        key: `${name}.${year}`,
        fact: { kind: 'ENERGY_RATE', country: 'US', sector, ...(area !== null && { area }) },
        value: exactly(value),
        unit: 'USD/kWh',
        valid: year,
      })
    })
    const years = table.rows.map((row) => row.get('period')).filter(isYear)
    return { source: 'eia-retail-sales-industrial', records, mentioned: years.map((year) => `${year}-12-31`) }
  },
}

/** Null for the whole country, undefined for what is not known. */
function areaOf(id: string): string | null | undefined {
  if (id === 'US') return null
  return STATES.has(`US-${id}`) ? `US-${id}` : Object.hasOwn(DIVISIONS, id) ? DIVISIONS[id] : undefined
}
