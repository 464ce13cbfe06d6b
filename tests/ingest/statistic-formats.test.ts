/** Formats of statistics: what each reads of a table in its upstream's form, and what it keeps aside or refuses. */
import { describe, expect, test } from 'vitest'
import { readCountryNames } from '../../src/ingest/statistics/country-names.ts'
import type { ParsedRelease } from '../../src/ingest/statistics/types.ts'
import { formatOf } from '../helpers/releases.ts'

const parse = (name: string, path: string, text: string): ParsedRelease =>
  formatOf(name).parse([{ path, bytes: new TextEncoder().encode(text) }], readCountryNames())

/** One line for each claim: its key, whom it is about, its value and its period. */
const claims = (release: ParsedRelease) =>
  release.records.flatMap((r) =>
    r.claims.map((c) => {
      const about =
        c.fact.kind === 'ENERGY_RATE'
          ? [c.fact.country, c.fact.area, c.fact.sector].filter(Boolean).join(' ')
          : c.fact.kind === 'PRICE'
            ? ''
            : c.fact.subject
      return [c.key, about, c.text ?? `${c.value!.point} ${c.unit}`, JSON.stringify(c.valid)].join(' | ')
    }),
  )
const aside = (release: ParsedRelease) =>
  release.records.flatMap((r) => [...(r.quarantine ? [`? ${r.quarantine}`] : []), ...r.problems])

describe('eia', () => {
  const table = (...rows: string[]) =>
    ['period,stateid,stateDescription,sectorid,sectorName,price,price-units', ...rows, ''].join('\n')
  const unit = 'cents per kilowatt-hour'

  test('tells the country, its states and its census divisions apart, and cents become dollars exactly', () => {
    const release = parse(
      'eia',
      'eia.csv',
      table(
        `2024,US,U.S. Total,IND,industrial,8.13,${unit}`,
        `2024,VA,Virginia,IND,industrial,9.07,${unit}`,
        `2024,NEW,New England,IND,industrial,17.1,${unit}`,
        `2024,NE,Nebraska,COM,commercial,8,${unit}`,
      ),
    )
    expect(claims(release)).toEqual([
      'US.2024 | US INDUSTRIAL | 0.0813 USD/kWh | "2024"',
      'VA.2024 | US US-VA INDUSTRIAL | 0.0907 USD/kWh | "2024"',
      'NEW.2024 | US New England INDUSTRIAL | 0.171 USD/kWh | "2024"',
      'NE.COM.2024 | US US-NE COMMERCIAL | 0.08 USD/kWh | "2024"',
    ])
  })

  test('keeps aside what is no area that it knows, and leaves out other units, sectors and empty prices', () => {
    const release = parse(
      'eia',
      'eia.csv',
      table(
        `2024,QQ,Nowhere,IND,industrial,8,${unit}`,
        '2024,VA,Virginia,IND,industrial,90,dollars per megawatt-hour',
        `2024,MD,Maryland,RES,residential,9,${unit}`,
        `2024,OH,Ohio,IND,industrial,,${unit}`,
        `24,TX,Texas,IND,industrial,6,${unit}`,
      ),
    )
    expect(claims(release)).toEqual([])
    expect(aside(release)).toEqual([
      '? the area "QQ" is not known',
      'its unit is "dollars per megawatt-hour", not cents per kilowatt-hour',
      'the sector "RES" is not one that we keep',
      'the price is no number: ""',
      '"24" is no year',
    ])
  })

  test('refuses another table, and says what is missing', () => {
    expect(() => parse('eia', 'eia.csv', 'period,price\n2024,8\n')).toThrow(
      /has no column "stateid", "sectorid", "price-units".*it has "period", "price"/,
    )
  })
})

describe('ember', () => {
  test('reads months, also negative prices, and keeps unknown countries aside', () => {
    const head = 'Country,ISO3 Code,Date,Price (EUR/MWhe)\n'
    const release = parse(
      'ember',
      'e.csv',
      `${head}Namibia,NAM,2024-11-01,-1.25\nNowhere,QQQ,2024-11-01,2\nDenmark,DNK,2024-11-15,3\nDenmark,DNK,2024-12-01,n/a\n`,
    )
    expect(claims(release)).toEqual(['NAM.2024-11 | NA WHOLESALE | -1.25 EUR/MWh | "2024-11"'])
    expect(aside(release)).toEqual([
      '? the country "QQQ" is not in our table of names',
      '"2024-11-15" is no first day of a month',
      'the price of DNK, 2024-12-01 is no number: "n/a"',
    ])
  })
})

describe('owid', () => {
  const head = 'Entity,Code,Year,Carbon intensity of electricity - gCO2/kWh\n'
  test('knows OWID codes, and regions without a code by their names', () => {
    const release = parse(
      'owid',
      'o.csv',
      `${head}World,OWID_WRL,2023,480.1\nKosovo,OWID_KOS,2023,894.65\n"ASEAN (Ember)",,2023,570\nNamibia,NAM,2023,47.6\nMoon,,2023,1\n`,
    )
    // The keys have our codes: a release that spells Kosovo XKX revises the value, and brings no rival.
    expect(claims(release).map((line) => line.split(' | ').slice(0, 2))).toEqual([
      ['WORLD.2023', 'country/WORLD'],
      ['XK.2023', 'country/XK'],
      ['ASEAN.2023', 'country/ASEAN'],
      ['NA.2023', 'country/NA'],
    ])
    expect(release.records[1]!.path).toBe('XK, 2023')
    expect(aside(release)).toEqual(['? the country "Moon" is not in our table of names'])
  })

  test('refuses the codebook, which holds no values', () => {
    expect(() => parse('owid', 'codebook.csv', 'column,description,unit,source\nyear,Year,,\n')).toThrow(
      /is a codebook/,
    )
  })
})

describe('world-bank', () => {
  const head = 'Country Name,Country Code,Year,Value\n'
  test('tells its indicators by the name of the file, and keeps every digit', () => {
    const gdp = parse(
      'world-bank',
      'NY.GDP.MKTP.CD.csv',
      `${head}Namibia,NAM,2024,13372354470.6531\nEuropean Union,EUU,2024,1.9E+13\n`,
    )
    expect(gdp.source).toBe('world-bank-gdp')
    expect(claims(gdp)).toEqual([
      'NAM.2024 | country/NA | 13372354470.6531 USD/a | "2024"',
      'EUU.2024 | country/EU | 19000000000000 USD/a | "2024"',
    ])
    expect(parse('world-bank', 'sp.pop.totl.csv', `${head}Kosovo,XKX,2024,1527324\n`).source).toBe(
      'world-bank-population',
    )
    expect(() => parse('world-bank', 'table.csv', `${head}Namibia,NAM,2024,1\n`)).toThrow(
      /does not say which indicator/,
    )
  })

  test('tells the year of a table of one year by its column', () => {
    const release = parse('world-bank', 'p.csv', 'iso3,country,population_2023\nNAM,Namibia,2963095\n')
    expect(claims(release)).toEqual(['NAM.2023 | country/NA | 2963095 1 | "2023"'])
  })

  test('takes groups as statements, without the blanks at their ends', () => {
    const release = parse(
      'world-bank',
      'g.csv',
      'iso3,country,region,income_level\nARG,Argentina,"Latin America & Caribbean ",Upper middle income\nVEN,Venezuela,Latin America,\n',
    )
    expect(claims(release)).toEqual([
      'ARG.income_level | country/AR | Upper middle income | ',
      'ARG.region | country/AR | Latin America & Caribbean | ',
      'VEN.region | country/VE | Latin America | ',
    ])
  })
})

describe('google-region-carbon', () => {
  test('holds the two measures of its two headers apart, and a share that is not given is none', () => {
    const old = parse(
      'google-region-carbon',
      'yearly/2020.csv',
      'Google Cloud Region,Location,Google CFE,Lifecycle grid carbon intensity (gCO2eq / kWh)\nasia-east2,Hong Kong,,453\n',
    )
    const now = parse(
      'google-region-carbon',
      '2024.csv',
      'Google Cloud Region,Location,Google CFE,Grid carbon intensity (gCO2eq / kWh)\nus-east4,Northern Virginia,0.62,323.05\n',
    )
    const coverages = [old, now].flatMap((r) =>
      r.records.flatMap((x) => x.claims.map((c) => (c.fact.kind === 'INDICATOR' ? c.fact.coverage : ''))),
    )
    expect(coverages).toEqual(['google-grid-life-cycle', 'google-grid', 'google-hourly'])
    expect(claims(now)).toEqual([
      'us-east4.intensity.2024 | hub/google-cloud-us-east4 | 323.05 gCO2/kWh | "2024"',
      'us-east4.cfe.2024 | hub/google-cloud-us-east4 | 62 % | "2024"',
    ])
  })

  test('needs the year in the name of its file', () => {
    const text =
      'Google Cloud Region,Location,Google CFE,Grid carbon intensity (gCO2eq / kWh)\nus-east4,x,0.6,323\n'
    expect(() => parse('google-region-carbon', 'regions.csv', text)).toThrow(/name it as upstream does/)
  })
})

describe('openrouter-rankings', () => {
  const page = (models: object[], authors: object[]) =>
    JSON.stringify({ meta: { fetched_at: '2026-05-16T07:58:20+00:00' }, models, market_share: authors })
  test('reads tokens above two to the 31st, of models by their canonical slugs, free endpoints apart', () => {
    const release = parse(
      'openrouter-rankings',
      'r.json',
      page(
        [
          { model_id: 'deepseek/deepseek-v4-flash-20260423', tokens: 1405197331204, share_pct: 6.6 },
          { model_id: 'tencent/hy3-preview-20260421:free', tokens: 2025049910650 },
          { model_id: 'nobody/unheard-of-20260101', tokens: 1 },
        ],
        [{ author: 'anthropic', tokens: 3497431147344, share_pct: 16.5 }],
      ),
    )
    const week = '{"from":"2026-05-09","to":"2026-05-16","precision":"WEEK"}'
    expect(release.date).toBe('2026-05-16')
    expect(claims(release)).toEqual([
      `models.deepseek/deepseek-v4-flash-20260423.tokens.2026-05-16 | model/deepseek-v4-flash | 1405197331204 tok/wk | ${week}`,
      `models.deepseek/deepseek-v4-flash-20260423.share.2026-05-16 | model/deepseek-v4-flash | 6.6 % | ${week}`,
      `models.tencent/hy3-preview-20260421:free.tokens.2026-05-16 | model/hy3-preview | 2025049910650 tok/wk | ${week}`,
      `market_share.anthropic.tokens.2026-05-16 | provider/anthropic | 3497431147344 tok/wk | ${week}`,
      `market_share.anthropic.share.2026-05-16 | provider/anthropic | 16.5 % | ${week}`,
    ])
    expect(aside(release)).toEqual(['? the model nobody/unheard-of-20260101 is not in our files of names'])
  })

  test('takes a page whose lists are all empty for a failed fetch', () => {
    expect(() => parse('openrouter-rankings', 'r.json', page([], []))).toThrow(/failed fetch/)
  })
})

describe('co2-js', () => {
  test('takes whole countries, and keeps parts of grids aside', () => {
    const zone = (value: number) => ({ carbonIntensity: { value, unit: 'gCO2eq/kWh' } })
    const release = parse(
      'co2-js',
      'c.json',
      JSON.stringify({
        electricityMaps: { yearly2025: { data: { NA: zone(48), 'US-TEX-ERCO': zone(390) } } },
      }),
    )
    expect(release.source).toBe('co2-js-electricity-maps')
    expect(claims(release)).toEqual(['NA.2025 | country/NA | 48 gCO2/kWh | "2025"'])
    expect(aside(release)).toEqual([
      '? the zone US-TEX-ERCO is a part of a country; whole countries are kept',
    ])
    const means = parse('co2-js', 'a.json', '{"averageIntensity":{"data":{"NAM":59.26,"WORLD":473}}}')
    expect(means.source).toBe('co2-js-average-intensity')
    expect(claims(means)).toEqual([
      'NAM.average | country/NA | 59.26 gCO2/kWh | ',
      'WORLD.average | country/WORLD | 473 gCO2/kWh | ',
    ])
  })
})
