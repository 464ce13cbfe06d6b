/** Epoch AI's tables of sites: fixtures in their form. */
import { describe, expect, test } from 'vitest'
import { InputProblem } from '../../src/ingest/market/types.ts'
import { aside, parseEpoch, rowsOf, siteClaims } from '../helpers/epoch.ts'

const problemOf = (text: string): string => {
  try {
    parseEpoch(text)
  } catch (error) {
    if (error instanceof InputProblem) return error.message
    throw error
  }
  throw new Error('was read')
}

const SITES =
  'Name,Current H100 equivalents,Current power (MW),Current total capital cost (2025 USD billions),Owner,Users,Selected Sources,Project,Country,Address'
const sites = (...rows: string[]) => [SITES, ...rows, ''].join('\n')

describe('data centres', () => {
  test('are hubs with a place, and with claims of what may be disputed', () => {
    const release = parseEpoch(
      sites(
        `Big Site,1234.56,150.5,9.876543999,Acme #confident,"One, Inc. #likely, Two #speculative","- [A](https://a.example/x)
- [A again](https://a.example/x)
- [B](https://b.example/y)
",Sun #confident,United States,"1 Main St, Austin, TX 78701"`,
      ),
    )
    expect(release.source).toBe('epoch-ai-data-centers')
    expect(siteClaims(release)).toEqual([
      'big-site.it-power | 150.5 MW | release | ESTIMATED',
      'big-site.h100e | 1235 H100e | release | ESTIMATED',
      'big-site.capital-cost | 9876543999 USD | release | ESTIMATED',
      'big-site.owner | Acme (confident) |  | ',
      'big-site.users | One, Inc. (likely); Two (speculative) |  | ',
    ])
    expect(aside(release)).toEqual([])
    expect(rowsOf(release)).toEqual([
      {
        ...{
          slug: 'big-site',
          name: 'Big Site',
          nameZh: null,
          kind: 'DATA_CENTRE',
          countryCode: 'US',
          role: null,
        },
        ...{ subdivisions: ['US-TX'], sortKey: '1|big-site', address: '1 Main St, Austin, TX 78701' },
        ...{ latitude: null, longitude: null, status: 'EXISTING' },
        note: 'Part of the project Sun. Epoch AI names among its sources: https://a.example/x , https://b.example/y',
      },
    ])
  })

  test('that do not compute yet are planned; nobody is guessed; an unknown tag is told', () => {
    const release = parseEpoch(sites('Field,0,0,0,,Someone #maybe,,,Malaysia,'))
    expect(siteClaims(release)).toEqual([
      'field.it-power | 0 MW | release | ESTIMATED',
      'field.h100e | 0 H100e | release | ESTIMATED',
      'field.capital-cost | 0 USD | release | ESTIMATED',
      'field.users | Someone |  | ',
    ])
    expect(aside(release)).toEqual(['Users has the tag #maybe, which is no confidence that is known'])
    expect(rowsOf(release)).toMatchObject([
      { countryCode: 'MY', subdivisions: [], status: 'PLANNED', address: null },
    ])
  })

  test('of a country that is not known, or of a name that is taken, are kept aside', () => {
    const release = parseEpoch(
      sites(
        'A,1,1,1,,,,,Ruritania,',
        'B b,1,1,1,,,,,China,',
        'B-B,1,1,1,,,,,China,',
        'C,1,-5,many,,,,,China,',
      ),
    )
    expect(aside(release)).toEqual([
      '? the country "Ruritania" is not known',
      '? its name is as good as that of "B b"',
      'Current power (MW) is "-5", which is no number of this kind',
      'Current total capital cost (2025 USD billions) is "many", which is no number of this kind',
    ])
    expect(rowsOf(release).map((h) => h.slug)).toEqual(['b-b', 'c'])
  })

  test('of a release with coordinates and a cost of another year are read by the names of its columns', () => {
    const text = `${SITES.replace('(2025 USD', '(2026 USD')},Latitude,Longitude
S,1,1,1,,,,,China,,"32°35'25""N","84°12'0""W"
`
    const release = parseEpoch(text)
    expect(rowsOf(release)).toMatchObject([{ latitude: '32.590278', longitude: '-84.2' }])
    expect(release.records[0]!.claims[2]!.note).toBe('In dollars of 2026.')
  })

  test('without a column that is needed are refused by its name, and another table by the names of all', () => {
    expect(problemOf(sites('A,1,1,1,,,,,China,').replace('Country,Address', 'Land,Address'))).toBe(
      'table.csv: is like the table of data centres, but has no column "Country"',
    )
    expect(problemOf('a,b\n1,2\n')).toMatch(
      /is none of the tables of Epoch AI that are read: data centres, timelines/,
    )
    expect(problemOf('Hardware name,Manufacturer,TDP (W)\nX,Y,1\n')).toMatch(/is none of the tables/)
    expect(problemOf('Model,Organization,Publication date,Training compute (FLOP)\nX,Y,,1\n')).toBe(
      'table.csv: is like the table of notable models, but has no column "Parameters", "Confidence", "Training compute cost (2023 USD)"',
    )
  })
})

describe('timelines', () => {
  const HEAD =
    'Data center,Date,IT power (MW),Power (MW),H100 equivalents,Total capital cost (2025 USD billions),Current H100 equivalents (from Data center)'
  const timeline = (...rows: string[]) => parseEpoch([HEAD, ...rows, ''].join('\n'))

  test('are a claim for each day, and those behind the last day that fits "currently" are plans', () => {
    const release = timeline(
      'Big Site,2025-10-01,10,15,100,0.5,200',
      'Big Site,3/1/2026,20,30,200,1,200',
      'Big Site,2027-01-01,90,130,900,4,200',
      'Field,2026-02-01,0,0,0,0,0',
      'Field,2026-09-01,0,0,0,0,0',
    )
    expect(siteClaims(release).filter((c) => c.includes('.power.') || c.includes('.h100e.'))).toEqual([
      'big-site.power.2025-10-01 | 15 MW | "2025-10-01" | ESTIMATED',
      'big-site.h100e.2025-10-01 | 100 H100e | "2025-10-01" | ESTIMATED',
      'big-site.power.2026-03-01 | 30 MW | "2026-03-01" | ESTIMATED',
      'big-site.h100e.2026-03-01 | 200 H100e | "2026-03-01" | ESTIMATED',
      'big-site.power.2027-01-01 | 130 MW | "2027-01-01" | PROJECTED',
      'big-site.h100e.2027-01-01 | 900 H100e | "2027-01-01" | PROJECTED',
      'field.power.2026-02-01 | 0 MW | "2026-02-01" | ESTIMATED',
      'field.h100e.2026-02-01 | 0 H100e | "2026-02-01" | ESTIMATED',
      'field.power.2026-09-01 | 0 MW | "2026-09-01" | ESTIMATED',
      'field.h100e.2026-09-01 | 0 H100e | "2026-09-01" | ESTIMATED',
    ])
    expect(siteClaims(release)).toContain('big-site.it-power.2026-03-01 | 20 MW | "2026-03-01" | ESTIMATED')
    expect(siteClaims(release)).toContain(
      'big-site.capital-cost.2027-01-01 | 4000000000 USD | "2027-01-01" | PROJECTED',
    )
    expect(release.mentioned).toEqual(['2026-09-01'])
  })

  test('without the column of what is current are read all the same, and nothing is told apart', () => {
    const release = parseEpoch('Data center,Date,Power (MW),H100 equivalents\nS,2030-01-01,5,\nS,soon,5,1\n')
    expect(siteClaims(release)).toEqual(['s.power.2030-01-01 | 5 MW | "2030-01-01" | ESTIMATED'])
    expect(aside(release)).toEqual(['? it needs a data center and a day'])
    expect(release.mentioned).toEqual([])
  })
})
