/** What holds of any table of statistics, whatever its format. */
import { describe, expect, test } from 'vitest'
import { readCountryNames } from '../../src/ingest/statistics/country-names.ts'
import type { ParsedRelease } from '../../src/ingest/statistics/types.ts'
import { formatOf } from '../helpers/releases.ts'

const parse = (name: string, path: string, text: string) =>
  formatOf(name).parse([{ path, bytes: new TextEncoder().encode(text) }], readCountryNames())

const told = (release: ParsedRelease) =>
  release.records.flatMap((r) => [r.quarantine ?? [], r.problems].flat())

describe('any table', () => {
  test('may have quoted line breaks and a byte order mark; rows of other lengths refuse it', () => {
    const head = '\uFEFFCountry,ISO3 Code,Date,Price (EUR/MWhe)\n'
    expect(parse('ember', 'e.csv', `${head}"Den\nmark",DNK,2024-11-01,1\n`).records).toHaveLength(1)
    expect(() => parse('ember', 'e.csv', `${head}Denmark,DNK,2024-11-01\n`)).toThrow(/is no CSV/)
  })

  test('with a NUL in it is refused, and the message names the line', () => {
    const head = 'Country,ISO3 Code,Date,Price (EUR/MWhe)\n'
    expect(() =>
      parse('ember', 'e.csv', `${head}Denmark,DNK,2024-11-01,1\nDen\0mark,DNK,2024-12-01,1\n`),
    ).toThrow(/e\.csv:3.*NUL/)
  })

  test('may hold words that every object of the language knows, and they mean nothing', () => {
    const eia = 'period,stateid,sectorid,price,price-units\n2024,VA,constructor,8,cents per kilowatt-hour\n'
    expect(told(parse('eia', 'e.csv', eia))).toEqual(['the sector "constructor" is not one that we keep'])
    const clusters =
      'Name,Status,H100 equivalents,Country,Owner,First Operational Date,Power Capacity (MW)\nOne,constructor,1,China,,2025,1\n'
    const cluster = parse('epoch-ai', 'c.csv', clusters)
    expect(told(cluster)).toEqual(['its status is "constructor", which is none that is known'])
    expect(cluster.entities![0]!.row.status).toBeNull()
    const usage =
      'Company,Active users,Active users time period,Daily tokens,Date,Product\nOpenAI,5,constructor,,12/31/2023,\n'
    expect(told(parse('epoch-ai', 'u.csv', usage))).toEqual([
      'it does not say over which time its active users are counted',
    ])
  })

  test('of amounts that are never negative leaves out those that are', () => {
    const worldBank = (path: string, head: string, row: string) =>
      parse('world-bank', path, `${head}\n${row}\n`)
    const long = 'Country Name,Country Code,Year,Value'
    for (const release of [
      worldBank('SP.POP.TOTL.csv', long, 'Namibia,NAM,2024,-5'),
      worldBank('NY.GDP.MKTP.CD.csv', long, 'Namibia,NAM,2024,-5'),
      worldBank('p.csv', 'iso3,gdp_pcap_ppp_2023', 'NAM,-5'),
    ])
      expect([release.records[0]!.claims, told(release)]).toEqual([[], ['the value is negative: "-5"']])
    const epoch = (text: string) => told(parse('epoch-ai', 't.csv', text))
    const none = [expect.stringMatching(/"-5", which is no number of this kind$/)]
    expect(
      epoch('Data center,Date,Chip type,Number of Units,Number of Units source\nOne,2026-01-01,B200,-5,\n'),
    ).toEqual(none)
    expect(epoch('Data center,Date,Power (MW),H100 equivalents\nOne,2026-01-01,-5,\n')).toEqual(none)
    expect(
      epoch(
        'Company,Active users,Active users time period,Daily tokens,Date,Product\nOpenAI,-5,Daily,,2/9/2024,\n',
      ),
    ).toEqual(none)
  })

  test('of names without end keeps aside the rows whose slugs or keys would be longer than 200 characters', () => {
    const long = 'Long'.repeat(60)
    const aside = (text: string) => {
      const release = parse('epoch-ai', 't.csv', text)
      expect(release.records.flatMap((r) => r.claims)).toEqual([])
      expect(release.entities ?? []).toEqual([])
      return told(release)
    }
    const reason = expect.stringMatching(/longer than 200 characters/)
    const site = 'Name,Current H100 equivalents,Current power (MW),Owner,Users,Country,Address'
    expect(aside(`${site}\n${long},1,1,,,China,\n`)).toEqual([reason])
    const cluster = 'Name,Status,H100 equivalents,Country,Owner,First Operational Date,Power Capacity (MW)'
    expect(aside(`${cluster}\n${long},Existing,1,China,,2025,1\n`)).toEqual([reason])
    const chips = 'Data center,Date,Chip type,Number of Units,Number of Units source'
    expect(aside(`${chips}\nOne,2026-01-01,${long},1,\n`)).toEqual([reason])
    const spend = 'Company,Amount,Category,Period type,Date'
    expect(aside(`${spend}\nOpenAI,1,${long},Year,12/31/2023\n`)).toEqual([reason])
  })
})
