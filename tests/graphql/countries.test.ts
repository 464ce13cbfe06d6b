/** Countries, aggregates, and who belongs to which when. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { parse } from 'yaml'
import { isoCodes } from '../../src/ingest/facts/countries.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { emptyDb, importYaml, problemsOf } from '../helpers/facts.ts'
import { dataOf } from './world.ts'

const codes = (countries: { code: string }[]) => countries.map(({ code }) => code)

test('whatever a file may call a country or aggregate is one in the ledger', async ({ seeded }) => {
  const { names } = parse(
    readFileSync(join(import.meta.dirname, '../../seeds/names/countries.yaml'), 'utf8'),
    {
      schema: 'failsafe',
    },
  )
  const meant = [...isoCodes(), ...Object.keys(names)]
  const known = await seeded.db.country.findMany({ select: { code: true } })
  expect(meant.filter((code) => !known.some((c) => c.code === code))).toEqual([])
})

test.for([
  ['NA', 'NA', 'Namibia'],
  ['nam', 'NA', 'Namibia'],
  ['CHN', 'CN', 'China'],
  ['HIC', 'HIC', 'High income'],
  ['WORLD', 'WORLD', 'World'],
] as const)('country(code: "%s") is %s', async ([asked, code, name], { seeded }) => {
  const { ask } = testApp(seeded.db)
  const { country } = dataOf(await ask(`{ country(code: "${asked}") { code name } }`))
  expect(country).toEqual({ code, name })
})

test('codes that are no codes are no countries', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const asked = ['WLD', 'QQQ', 'NA ', '516', 'Namibia', 'NAMB']
  const parts = asked.map((code, i) => `c${i}: country(code: "${code}") { code }`).join(' ')
  expect(Object.values(dataOf(await ask(`{ ${parts} }`)))).toEqual(asked.map(() => null))
})

describe('members', () => {
  test('of a day are those that had come by its end and had not left', async ({ seeded }) => {
    const { ask } = testApp(seeded.db)
    const days = ['1957-12-31', '1958-01-01', '2013-06-30', '2013-07-01', '2020-01-31', '2020-02-01']
    const parts = days.map((day, i) => `d${i}: members(at: "${day}") { code }`).join(' ')
    const { eu, emu } = dataOf(
      await ask(`{ eu: country(code: "EU") { members { code } ${parts} }
        emu: country(code: "EMU") { before: members(at: "2025-12-31") { code } after: members(at: "2026-01-01") { code } } }`),
    )
    const [none, six, before, croatia, last, today] = days.map((_, i) => codes(eu[`d${i}`]))
    expect([none, six]).toEqual([[], ['BE', 'DE', 'FR', 'IT', 'LU', 'NL']])
    expect(croatia!.filter((code) => !before!.includes(code))).toEqual(['HR'])
    expect(last!.filter((code) => !today!.includes(code))).toEqual(['GB'])
    expect(today).toEqual(codes(eu.members))
    expect(today).toHaveLength(27)
    expect(codes(emu.after).filter((code) => !codes(emu.before).includes(code))).toEqual(['BG'])
  })

  test('of a country are none, and it tells whose member it is', async ({ seeded }) => {
    const { ask } = testApp(seeded.db)
    const { gb, us } = dataOf(
      await ask(`{ gb: country(code: "GB") { members { code } memberships { member { code } } memberOf { aggregate { code } from to }
          then: memberOf(at: "2020-01-31") { aggregate { code members { code } } member { code } from to } }
        us: country(code: "US") { memberOf { aggregate { code } } } }`),
    )
    expect([gb.members, gb.memberships]).toEqual([[], []])
    const of = (list: any[]) => list.map((m) => m.aggregate.code)
    expect(of(gb.memberOf)).toEqual(['ECS', 'GSEVEN', 'GTWENTY', 'HIC', 'OED'])
    expect(of(gb.then)).toEqual(['ECS', 'EU', 'GSEVEN', 'GTWENTY', 'HIC', 'OED'])
    const eu = gb.then.find((m: any) => m.aggregate.code === 'EU')
    expect(eu).toMatchObject({ member: { code: 'GB' }, from: '1973-01-01', to: '2020-02-01' })
    // The day holds for what lies below it as well.
    expect(codes(eu.aggregate.members)).toContain('GB')
    expect(of(us.memberOf)).toEqual(['GSEVEN', 'GTWENTY', 'HIC', 'NAC', 'OED'])
  })

  test('cost one statement more, however many ask', async ({ seeded }) => {
    const { ask } = testApp(seeded.db)
    const query = (n: number) =>
      `{ countries(first: ${n}, filter: { isAggregate: false }) { nodes { code memberOf { aggregate { code name } } } } }`
    const statements = async (n: number) => {
      seeded.statements()
      dataOf(await ask(query(n)))
      return seeded.statements().length
    }
    const few = await statements(3)
    expect(await statements(100)).toBe(few)
  })
})

describe('in the facts format', () => {
  const LAND = (code: string) => `  - { code: ${code}, name: Land ${code}, isAggregate: "false" }\n`
  const UNION = (members: string) =>
    `countries:\n${['XA', 'XB', 'XC'].map(LAND).join('')}  - { code: UNION, name: Union, members: [${members}] }\n`
  const MEMBERS = `{ country(code: "UNION") { members { code } memberships { member { code } from to } } }`

  test('members are codes, or have days; what a later file does not say stays, and the past is as it was', async () => {
    const db = await emptyDb()
    await importYaml(db, UNION('XB, { code: XA, from: 2001-01-01 }'), { origin: 'one' })
    const { ask } = testApp(db)
    const first = dataOf(await ask(MEMBERS)).country
    expect(codes(first.members)).toEqual(['XA', 'XB'])
    expect(first.memberships).toEqual([
      { member: { code: 'XA' }, from: '2001-01-01', to: null },
      { member: { code: 'XB' }, from: null, to: null },
    ])
    await importYaml(db, 'countries: [{ code: UNION, name: The Union }]\n', { origin: 'two' })
    expect(dataOf(await ask(MEMBERS)).country).toEqual(first)
    await importYaml(
      db,
      UNION('XB, { code: XA, from: 2001-01-01, to: 2002-01-01 }, { code: XC, from: 2900-01-01 }'),
      {
        origin: 'three',
      },
    )
    const { country: now } = dataOf(await ask(MEMBERS))
    expect(codes(now.members)).toEqual(['XB'])
    expect(now.memberships.map((m: any) => [m.member.code, m.from, m.to])).toEqual([
      ['XA', '2001-01-01', '2002-01-01'],
      ['XB', null, null],
      ['XC', '2900-01-01', null],
    ])
    expect(dataOf(await ask(`query @asOf(revision: 1) ${MEMBERS}`)).country).toEqual(first)
  })

  test('an aggregate has days, or none, or keeps those that it had, whatever others beside it have', async () => {
    const db = await emptyDb()
    const rows = () =>
      db.$queryRaw`SELECT "code", "members", "memberTerms" FROM "Country" WHERE "isAggregate" ORDER BY 1`
    const club = { code: 'CLUB', members: ['XA'], memberTerms: ['XA/2001-01-01/..'] }
    await importYaml(
      db,
      `${UNION('XA, XB')}  - { code: CLUB, name: Club, members: [{ code: XA, from: 2001-01-01 }] }\n`,
    )
    expect(await rows()).toEqual([club, { code: 'UNION', members: ['XA', 'XB'], memberTerms: null }])
    const later = `countries:
  - { code: UNION, name: Union, members: [XA, { code: XB, to: 2002-01-01 }] }
  - { code: CLUB, name: The Club }
`
    await importYaml(db, later, { origin: 'later' })
    expect(await rows()).toEqual([
      club,
      { code: 'UNION', members: ['XA'], memberTerms: ['XB/../2002-01-01'] },
    ])
  })

  test.each([
    ['{ code: XA }', 'needs a day, or is the code alone'],
    ['{ code: XA, from: 2002-01-01, to: 2002-01-01 }', 'ends before it begins'],
    ['{ code: XA, from: 2002 }', 'Invalid'],
    ['XQ', 'there is no "XQ" among the countries'],
    ['{ code: XQ, from: 2002-01-01 }', 'there is no "XQ" among the countries'],
  ])('%s is refused', async (member, message) => {
    const problems = await problemsOf(await emptyDb(), UNION(member))
    expect(JSON.stringify(problems)).toContain(message.replaceAll('"', '\\"'))
  })
})

test('rates of the whole country come first, those of older ledgers as well', async () => {
  const db = await emptyDb()
  await importYaml(
    db,
    `countries: [{ code: XA, name: Atlantis, isAggregate: "false" }]
units: [{ code: USD/kWh, name: US dollars per kilowatt-hour, dimension: money-per-energy }]
publishers: [{ slug: bureau, name: The Bureau, kind: OFFICIAL }]
sources: [{ slug: list, title: A list, kind: DATASET, publisher: bureau }]
claims:
${['area: Aden, band: x, ', 'area: 北区, ', '', 'band: x, ', 'band: a, ']
  .map(
    (part, i) =>
      `  - { key: r${i}, source: list, energyRate: { country: XA, ${part}sector: INDUSTRIAL }, value: 0.${i + 1}, unit: USD/kWh, valid: 2024 }\n`,
  )
  .join('')}`,
  )
  const { ask } = testApp(db)
  const asked = async () => {
    const { energyRates } = dataOf(await ask('{ energyRates(first: 9) { nodes { area band } } }'))
    return energyRates.nodes.map((n: any) => [n.area, n.band])
  }
  const order = [
    [null, null],
    [null, 'a'],
    [null, 'x'],
    ['Aden', 'x'],
    ['北区', null],
  ]
  expect(await asked()).toEqual(order)
  const keys = () => db.energyRate.findMany({ select: { id: true, sortKey: true }, orderBy: { id: 'asc' } })
  const before = await keys()
  await db.$executeRawUnsafe('ALTER TABLE "EnergyRate" DISABLE TRIGGER USER')
  await db.$executeRaw`UPDATE "EnergyRate" SET "sortKey" = replace("sortKey", '| |', '||')`
  await db.$executeRawUnsafe('ALTER TABLE "EnergyRate" ENABLE TRIGGER USER')
  expect(await asked()).not.toEqual(order)
  const migration = join(
    import.meta.dirname,
    '../../prisma/migrations/20261130182500_whole_country_first/migration.sql',
  )
  for (const statement of readFileSync(migration, 'utf8')
    .replaceAll(/^--.*$/gm, '')
    .split(';'))
    if (statement.trim()) await db.$executeRawUnsafe(statement)
  expect(await keys()).toEqual(before)
})
