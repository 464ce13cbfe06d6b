/** What holds of any table of statistics, whatever its format. */
import { describe, expect, test } from 'vitest'
import { readCountryNames } from '../../src/ingest/statistics/country-names.ts'
import { formatOf } from '../helpers/releases.ts'

const parse = (name: string, path: string, text: string) =>
  formatOf(name).parse([{ path, bytes: new TextEncoder().encode(text) }], readCountryNames())

describe('any table', () => {
  test('may have quoted line breaks and a byte order mark; rows of other lengths refuse it', () => {
    const head = '\uFEFFCountry,ISO3 Code,Date,Price (EUR/MWhe)\n'
    expect(parse('ember', 'e.csv', `${head}"Den\nmark",DNK,2024-11-01,1\n`).records).toHaveLength(1)
    expect(() => parse('ember', 'e.csv', `${head}Denmark,DNK,2024-11-01\n`)).toThrow(/is no CSV/)
  })
})
