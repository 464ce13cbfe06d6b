/** What a workload costs at each hub, and what it emits. */
import { describe, expect } from 'vitest'
import { test as base } from '../helpers/db.ts'
import { COMPUTATION, derivedWorld, ENERGY } from './derived-world.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json } from './world.ts'

const test = base.extend<{ ask: Ask }>({
  ask: [async ({ empty }, use) => use(await derivedWorld(empty.db, false)), { scope: 'file' }],
})

const SELECT = `{ totalCount nodes { hub { slug } cost ${COMPUTATION} carbon ${COMPUTATION}
  rate { scope area claim { text } value { point } } carbonIntensity { scope value { point } } } }`
const hubs = async (ask: Ask, args: string): Promise<Json> =>
  dataOf(await ask(`{ workloadAtHubs(${args}) ${SELECT} }`)).workloadAtHubs
const at = (page: Json, slug: string) => page.nodes.find((n: Json) => n.hub.slug === slug)
const value = ({ value: v }: Json) => v && `${v.low ?? ''}|${v.point ?? ''}|${v.high ?? ''} ${v.unit.code}`

describe('a workload', () => {
  test('costs what electricity costs nearest to each hub, national hubs first', async ({ ask }) => {
    const page = await hubs(ask, 'energy: "1000"')
    expect(page.nodes.map((n: Json) => n.hub.slug)).toEqual(['szohod', 'deep', 'istow'])
    expect(at(page, 'szohod')).toMatchObject({
      rate: { scope: 'SUBDIVISION', area: 'XB-01' },
      carbonIntensity: { scope: 'COUNTRY', value: { point: '500' } },
      cost: {
        arithmetic: '1,000 kilowatt-hours × 0.05 to 0.06 US dollars per kilowatt-hour = 50 to 60 US dollars',
      },
    })
    expect(value(at(page, 'szohod').cost)).toBe('50||60 USD')
    expect(value(at(page, 'szohod').carbon)).toBe('|500| kgCO2')
    expect(at(page, 'istow').rate).toMatchObject({ scope: 'COUNTRY', area: null, value: { point: '0.2' } })
    expect(value(at(page, 'istow').cost)).toBe('|200| USD')
    expect(value(at(page, 'deep').cost)).toBe('|100| USD')
    expect(at(page, 'deep').cost.inputs.map((i: Json) => i.name)).toEqual(['rate', 'rate of exchange'])
  })

  test('has no CO2 where the ledger holds no intensity, and says so', async ({ ask }) => {
    const page = await hubs(ask, 'energy: "1000", filter: { country: "XA" }')
    expect(page.totalCount).toBe(1)
    expect(at(page, 'deep')).toMatchObject({
      carbonIntensity: null,
      carbon: { value: null, reason: 'The ledger holds no carbon intensity for The Deep or its country.' },
    })
  })

  test('of tokens takes what is given for a million of them', async ({ ask }) => {
    const given = 'tokens: "2000000000", energyPerMillionTokens: { low: "0.1", high: "0.5" }'
    const page = await hubs(ask, `${given}, filter: { kind: NATIONAL_HUB }`)
    expect(page.nodes).toHaveLength(1)
    expect(value(page.nodes[0].cost)).toBe('10||60 USD')
    expect(value(page.nodes[0].carbon)).toBe('100||500 kgCO2')
  })

  test('of tokens alone is unknown until a source says what they take', async ({ ask, empty }) => {
    const before = await hubs(ask, 'tokens: "1000000"')
    expect(at(before, 'istow').cost).toMatchObject({
      value: null,
      reason: 'The ledger holds no energy per token; give `energyPerMillionTokens`.',
    })
    await importYaml(empty.db, ENERGY, '2026-06-02T12:00:00Z')
    const after = await hubs(ask, 'tokens: "1000000"')
    expect(value(at(after, 'istow').cost)).toBe('0.1||0.4 USD')
    expect(at(after, 'istow').cost.inputCount).toBe(3)
  })

  test('is as of the day that is asked for', async ({ ask }) => {
    const page = await hubs(ask, 'energy: "1000", at: "2024-12-31"')
    expect(at(page, 'istow').cost.reason).toBe(
      'The ledger holds no electricity rate for Istow or its country.',
    )
  })

  test('is paged like hubs, and refuses what makes no workload', async ({ ask }) => {
    expect((await hubs(ask, 'energy: "1", first: 2')).nodes).toHaveLength(2)
    const code = async (args: string) => codeOf(await ask(`{ workloadAtHubs(${args}) { totalCount } }`))
    for (const args of [
      'first: 1',
      'energy: "1", tokens: "1"',
      'energy: "0"',
      'tokens: "-5"',
      'energy: "1e16"',
      'energy: "1", energyPerMillionTokens: { low: "1", high: "2" }',
      'energy: "1", first: 101',
      'energy: "1", filter: { near: { latitude: "144.32", longitude: "-40.31", withinKm: "1" } }',
      'energy: "1", filter: { near: { latitude: "0", longitude: "-180.5", withinKm: "1" } }',
    ])
      expect(await code(args), args).toBe('BAD_ARGUMENT')
  })

  test('takes of one place the average of the grid first, and names what each intensity covers', async ({
    ask,
    empty,
  }) => {
    const intensity = (coverage: string, value: number) =>
      `  - { key: i${value}, source: gazette, indicator: { subject: hub/istow, metric: grid-carbon-intensity, coverage: ${coverage} }, value: ${value}, unit: gCO2/kWh, valid: 2025 }`
    const own = [intensity('grid-consumption', 100), intensity('at-night', 300)]
    const coverages = ['grid-average', 'grid-consumption', 'at-night'].map(
      (code) => `  - { code: ${code}, name: ${code.replace('-', ' ')}, definition: Some of it. }`,
    )
    const taken = async () => at(await hubs(ask, 'energy: "1000"'), 'istow').carbon
    const yaml = ['coverages:', ...coverages, 'claims:', ...own]
    await importYaml(empty.db, yaml.join('\n'), '2026-06-03T12:00:00Z')
    const consumed = await taken()
    expect(value(consumed)).toBe('|100| kgCO2')
    expect(consumed.assumptions).toContain(
      'carbon intensity: grid consumption (coverage "grid-consumption").',
    )
    await importYaml(empty.db, `claims:\n${intensity('grid-average', 200)}`, '2026-06-04T12:00:00Z')
    const average = await taken()
    expect(value(average)).toBe('|200| kgCO2')
    expect(average.assumptions).toContain('carbon intensity: grid average (coverage "grid-average").')
    const { carbon } = at(await hubs(ask, 'energy: "1000"'), 'szohod')
    expect(carbon.assumptions).toContain('carbon intensity: what it covers is not told.')
  })
})
