/** Countries and aggregates by whatever files call them: exactly, or not at all. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isoCountries } from '../../src/ingest/facts/countries.ts'
import { countryNamesHash, readCountryNames } from '../../src/ingest/statistics/country-names.ts'
import { shared } from '../helpers/shared.ts'

const names = readCountryNames()
const rowsOf = (path: string): Record<string, string>[] =>
  parse(readFileSync(path, 'utf8'), { columns: true, bom: true, relax_column_count: true })

test('every ISO country is known by each of its codes and names, in any case and width', () => {
  const countries = isoCountries(new Set())
  expect(countries.length).toBeGreaterThanOrEqual(249)
  for (const { row, aliases } of countries) {
    const code = String(row.code)
    const numeric = String(row.numeric)
    const texts = [code, String(row.iso3), numeric, String(Number(numeric)), String(row.name)]
    for (const text of texts) {
      expect([text, names.of(text)]).toEqual([text, code])
      expect(names.of(text.toLowerCase())).toBe(code)
    }
    for (const alias of aliases) {
      // The Congo of which Kinshasa is the capital is never called so alone.
      if (alias !== 'Congo') expect([alias, names.of(alias)]).toEqual([alias, code])
    }
  }
})

test.each([
  ['NA', 'NA'],
  ['Namibia', 'NA'],
  ['NO', 'NO'],
  ['No', 'NO'],
  ['4', 'AF'],
  ['004', 'AF'],
  ['ＣＮ', 'CN'],
  ['  united   states ', 'US'],
  ['Congo', 'CG'],
  ['Congo, Dem. Rep.', 'CD'],
  ['XKX', 'XK'],
  ['OWID_KOS', 'XK'],
  ['Korea (Republic of)', 'KR'],
  ['United Kingdom of Great Britain and Northern Ireland', 'GB'],
  ['Philippines (the)', 'PH'],
  ['Czechia', 'CZ'],
  ['Turkiye', 'TR'],
  ['Türkiye', 'TR'],
  ['South Korea', 'KR'],
  ['UAE', 'AE'],
  ['WLD', 'WORLD'],
  ['OWID_WRL', 'WORLD'],
  ['EUU', 'EU'],
  ['OWID_EU27', 'EU'],
  ['OWID_HIC', 'HIC'],
  ['High-income countries', 'HIC'],
  ['ASEAN (Ember)', 'ASEAN'],
  ['G20 (Ember)', 'GTWENTY'],
  ['Africa', 'AFRICA'],
  // Two regions of one file, with different values for the same year.
  ['Africa (Ember)', 'EMBERAF'],
  // The continent; the World Bank's region of this name is known by its code.
  ['North America', 'NAMERICA'],
  ['NAC', 'NAC'],
])('%s is %s', (text, code) => {
  expect(names.of(text)).toBe(code)
})

test.each([
  '',
  ' ',
  'QQQ',
  'ZZ',
  '999',
  '0004',
  'Multinational',
  'Germny',
  'German',
  'null',
  'constructor',
  '__proto__',
])('"%s" is nothing, and nothing like it is taken instead', (text) => {
  expect(names.of(text)).toBeNull()
})

test('all that real files call a country or aggregate is known, and nothing by two meanings', (context) => {
  const worldBank = shared('data/world-bank')
  const owid = shared('data/owid/carbon-intensity-electricity.csv')
  const ember = shared('data/ember/european_wholesale_electricity_price_data_monthly.csv')
  const epoch = shared('data/epoch-ai')
  if (!worldBank || !owid || !ember || !epoch) return context.skip()
  const texts = new Set<string>()
  const same = (code: string, name: string | undefined) => {
    texts.add(code)
    // Names stand beside codes, which say what is meant where two share a name.
    if (name && !['NAC', 'North America'].includes(code))
      expect([name, names.of(name)]).toEqual([name, names.of(code)])
  }
  for (const file of readdirSync(worldBank).filter((f) => f.endsWith('.csv')))
    for (const r of rowsOf(join(worldBank, file)))
      same((r['Country Code'] ?? r.iso3)!, r['Country Name'] ?? r.country)
  for (const r of rowsOf(owid)) same(r.Code || r.Entity!, r.Entity)
  for (const r of rowsOf(ember)) same(r['ISO3 Code']!, r.Country)
  for (const file of ['data_centers.2026-07.csv', 'gpu_clusters.2026-04.csv'])
    for (const { Country } of rowsOf(join(epoch, file))) if (Country) texts.add(Country)
  expect(texts.size).toBeGreaterThan(300)
  expect([...texts].filter((text) => names.of(text) === null)).toEqual([])
})

test('the 249 countries of a third list agree with ours in code and name', (context) => {
  const path = shared('data/country-codes/country-codes.csv')
  if (!path) return context.skip()
  const rows = rowsOf(path)
  expect(rows).toHaveLength(249)
  for (const row of rows) {
    const code = row['ISO3166-1-Alpha-2']
    const spelt = ['ISO3166-1-Alpha-2', 'ISO3166-1-Alpha-3', 'ISO3166-1-numeric', 'official_name_en']
    expect([code, ...spelt.map((column) => names.of(row[column]!))]).toEqual([code, code, code, code, code])
  }
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countries-'))
  cpSync(join(import.meta.dirname, '../../seeds/names'), folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  [
    'two meanings',
    '  KR: [',
    '  KR: [Germany, ',
    'countries.yaml: names are not clear:\nGermany means both DE and KR',
  ],
  ['an aggregate called as a country', '  LIC: [', '  LIC: [ISL, ', 'ISL means both IS and LIC'],
  ['a name of the package that is taken back', '  CD: [Congo]', '  CD: []', 'Congo means both CG and CD'],
  ['a code in small letters', '  KR: [', '  kr: [', 'countries.yaml is wrong:\nnames.kr: '],
  ['no YAML', '  KR: [', '  KR: [[', 'countries.yaml: '],
  ['another section', 'notNames:', 'notNamed:', 'Unrecognized key: "notNamed"'],
])('%s is told at the start', (_, from, to, problem) => {
  const path = join(folder, 'countries.yaml')
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
  expect(() => readCountryNames(folder)).toThrow(problem)
})

test('another name is another fingerprint, so that files are read anew', () => {
  const path = join(folder, 'countries.yaml')
  expect(readCountryNames(folder).fingerprint).toBe(names.fingerprint)
  writeFileSync(path, readFileSync(path, 'utf8').replace('  KR: [', '  KR: [Corea, '))
  const changed = readCountryNames(folder)
  expect(changed.of('Corea')).toBe('KR')
  expect(changed.fingerprint).not.toBe(names.fingerprint)
  expect(countryNamesHash(folder)).not.toBe(countryNamesHash())
})
