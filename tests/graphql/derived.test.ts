/** Indicators that are computed for a question: per person, per product, time to double, electricity and workloads. */
import { describe, expect } from 'vitest'
import { test as base } from '../helpers/db.ts'
import { COMPUTATION, derivedWorld } from './derived-world.ts'
import { type Ask, codeOf, dataOf, type Json } from './world.ts'

const test = base.extend<{ ask: Ask }>({
  ask: [async ({ empty }, use) => use(await derivedWorld(empty.db)), { scope: 'file' }],
})

const asked = async (ask: Ask, field: string, select = COMPUTATION): Promise<Json> =>
  dataOf(await ask(`{ it: ${field} ${select} }`)).it
const value = ({ value: v }: Json) => v && `${v.low ?? ''}|${v.point ?? ''}|${v.high ?? ''} ${v.unit.code}`

describe('tokens per person', () => {
  test('are usage by population, with both claims, and wide where they are', async ({ ask }) => {
    const it = await asked(ask, 'tokensPerPerson(country: "XB", at: "2026-03-31")')
    expect(value(it)).toBe('27272.7||33333.4 tok/d/1')
    expect(it).toMatchObject({
      name: 'tokens-per-person',
      arithmetic: '30 million tokens per day ÷ 900 to 1,100 = 27,272.7 to 33,333.4 tokens per person and day',
      reason: null,
      inputCount: 2,
      warnings: [],
      assumptions: [expect.stringContaining('2026-03-31'), 'Tokens: March 2026; population: 2025.'],
    })
    expect(it.inputs.map((i: Json) => i.name)).toEqual(['numerator', 'denominator'])
  })

  test('may be told by the year, in the mean one', async ({ ask }) => {
    const it = await asked(ask, 'tokensPerPerson(country: "xb", at: "2026-01-31", perYear: true)')
    expect(value(it)).toBe('3320380||4058250 tok/a/1')
  })

  test('without a day are of what answers newest, which warns when it is a forecast', async ({ ask }) => {
    const it = await asked(ask, 'tokensPerPerson(country: "XB")')
    expect(it.arithmetic).toMatch(/^900 million/)
    expect(it.warnings).toContain('numerator (May 2026): it is a forecast.')
  })

  test('are null, and say why, where the ledger lacks a number', async ({ ask }) => {
    expect(await asked(ask, 'tokensPerPerson(country: "XA")')).toMatchObject({
      value: null,
      arithmetic: null,
      reason: 'The ledger holds no token usage of coverage "national" of Atlantis.',
      inputs: [],
    })
    const early = await asked(ask, 'tokensPerPerson(country: "XB", at: "2024-01-01")')
    expect(early.reason).toMatch(/^The ledger holds no token usage/)
    expect((await asked(ask, 'tokensPerPerson(country: "XB", coverage: "lab")')).reason).toMatch(/"lab"/)
  })

  test('refuse countries and coverages that there are not', async ({ ask }) => {
    for (const args of ['country: "QQ"', 'country: "XB", coverage: "nowhere"'])
      expect(codeOf(await ask(`{ tokensPerPerson(${args}) { name } }`))).toBe('NOT_FOUND')
  })
})

test('tokens per product are those of a mean year by the product of a year', async ({ ask }) => {
  const it = await asked(ask, 'tokensPerGdp(country: "XB", at: "2026-01-31")')
  expect(value(it)).toBe('|1000| tok/USD')
  expect((await asked(ask, 'tokensPerGdp(country: "XA")')).reason).toMatch(/of Atlantis\.$/)
})

describe('the time to double', () => {
  const idOf = async (ask: Ask) =>
    dataOf(await ask('{ tokenUsage(filter: { country: "XB" }, first: 1) { nodes { id } } }')).tokenUsage
      .nodes[0].id
  const doubling = async (ask: Ask, args = '') =>
    asked(
      ask,
      `doublingTime(fact: "${await idOf(ask)}"${args})`,
      `{ overall ${COMPUTATION} steps ${COMPUTATION} }`,
    )

  test('goes from the first value to the last, without projections', async ({ ask }) => {
    const { overall, steps } = await doubling(ask)
    // Eightfold in three months, or more: at most one month each, give or take the month that a value stands for.
    expect(value(overall)).toBe('||1.3142 mo')
    expect(overall.value.text).toBe('less than 1.3142 months')
    expect(overall).toMatchObject({ inputCount: 2, warnings: [expect.stringMatching(/^1 value left out/)] })
    expect(value(steps)).toMatch(/^\|\|1\.65\d+ mo$/)
    expect(steps.inputCount).toBe(4)
  })

  test('may be asked of a span', async ({ ask }) => {
    const { overall, steps } = await doubling(ask, ', from: "2026-01-01", to: "2026-03-31"')
    expect(value(overall)).toMatch(/^0\.58\d+\|1\.22\d+\|1\.86\d+ mo$/)
    expect(overall.arithmetic).toMatch(/^1\.938 months × log 2 ÷ log \(30 million .* ÷ 10 million /)
    expect(steps.reason).toMatch(/fewer than 4/)
    const { overall: near } = await doubling(ask, ', to: "2026-02-28"')
    expect(near.reason).toMatch(/touch; take a longer span/)
    const { overall: one } = await doubling(ask, ', to: "2026-01-31"')
    expect(one.reason).toMatch(/fewer than two/)
  })

  test('refuses what is no fact, and a span that is none', async ({ ask }) => {
    const id = await idOf(ask)
    const code = async (args: string) => codeOf(await ask(`{ doublingTime(${args}) { overall { name } } }`))
    expect(await code('fact: "nonsense"')).toBe('NOT_FOUND')
    expect(await code(`fact: "${id}", from: "2026-03-01", to: "2026-03-01"`)).toBe('BAD_ARGUMENT')
  })
})

describe("electricity's share in a price", () => {
  test('takes all published numbers where none is given, and lists them', async ({ ask }) => {
    const it = await asked(ask, 'electricityShare(model: "line-2", country: "XB")')
    // 0.5 to 2 kWh × 0.1 dollars by 20 dollars.
    expect(value(it)).toBe('0.25||1 %')
    expect(it).toMatchObject({
      inputCount: 4,
      arithmetic:
        '0.5 to 2 kilowatt-hours per million tokens × 0.1 US dollars per kilowatt-hour ÷ 20 US dollars per million tokens = 0.25 to 1%',
      warnings: expect.arrayContaining([expect.stringMatching(/^1 number of energy per token left out/)]),
    })
  })

  test('takes the number that is given, the rate near a hub, and the price of another seller', async ({
    ask,
  }) => {
    const energy = 'energyPerMillionTokens: { low: "1", high: "1" }'
    const of = async (args: string) => value(await asked(ask, `electricityShare(${args}, ${energy})`))
    expect(await of('model: "line-2", country: "XB"')).toBe('|0.5| %')
    expect(await of('model: "line-2", hub: "szohod"')).toBe('0.25||0.3 %')
    expect(await of('model: "line-2", hub: "istow", seller: "bazaar"')).toBe('|20| %')
    // 0.7 yuan at seven to the dollar.
    expect(await of('model: "line-2", country: "XA"')).toBe('|0.5| %')
    // 0.8 yuan, which the source itself gives as 0.3 dollars.
    expect(await of('model: "line-2", country: "XA", sector: COMMERCIAL')).toBe('|1.5| %')
    expect(await of('model: "Plek", country: "XB"')).toBe('2.5||5 %')
  })

  test('names what it rests on when money was exchanged', async ({ ask }) => {
    const it = await asked(ask, 'electricityShare(model: "line-2", hub: "deep")')
    expect(it.inputs.map((i: Json) => i.name)).toContain('rate of exchange')
    expect(it.assumptions).toContainEqual(expect.stringMatching(/^rate: into US dollars .* of 2025\.$/))
  })

  test('is null, and says why, where a number is missing', async ({ ask }) => {
    const reason = async (args: string) => (await asked(ask, `electricityShare(${args})`)).reason
    expect(await reason('model: "line-2", country: "XB", sector: BUSINESS')).toMatch(/no electricity rate/)
    expect(await reason('model: "line-2", country: "XB", seller: "press"')).toMatch(/No such price of Line 2/)
    expect(await reason('model: "acme-2", country: "XB"')).toMatch(/the divisor may be zero/)
  })

  test('refuses what there is not, and numbers that are none', async ({ ask }) => {
    const code = async (args: string) => codeOf(await ask(`{ electricityShare(${args}) { name } }`))
    expect(await code('model: "line-9", country: "XB"')).toBe('NOT_FOUND')
    expect(await code('model: "line-2", country: "QQ"')).toBe('NOT_FOUND')
    expect(await code('model: "line-2", hub: "nowhere"')).toBe('NOT_FOUND')
    expect(await code('model: "line-2"')).toBe('BAD_ARGUMENT')
    expect(await code('model: "line-2", hub: "deep", country: "XB"')).toBe('BAD_ARGUMENT')
    for (const range of [
      'low: "2", high: "1"',
      'low: "0", high: "1"',
      'low: "-1", high: "1"',
      'low: "1", high: "1e9"',
    ])
      expect(await code(`model: "line-2", country: "XB", energyPerMillionTokens: { ${range} }`), range).toBe(
        'BAD_ARGUMENT',
      )
  })
})
