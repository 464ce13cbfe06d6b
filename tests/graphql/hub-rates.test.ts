import { describe, expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { hubWorld } from './hub-world.ts'
import { dataOf, importYaml, type Json } from './world.ts'

const RATE = 'scope area value { point } claim { key } fact { value { point } area }'
const INTENSITY =
  'scope value { point } claim { key } fact { subject { ... on Hub { slug } ... on Country { code } } }'

describe('the electricity rate at a hub', () => {
  test('is of an area with its name, else of its subdivision, else of its country', async ({ empty }) => {
    const ask = await hubWorld(empty.db)
    const { hubs } = dataOf(await ask(`{ hubs { nodes { slug electricityRate { ${RATE} } } } }`))
    const rates = Object.fromEntries(
      hubs.nodes.map((h: Json) => [
        h.slug,
        h.electricityRate && [h.electricityRate.scope, h.electricityRate.area, h.electricityRate.value.point],
      ]),
    )
    expect(rates).toEqual({
      'cluster-one': ['HUB', 'Cluster One', '0.02'],
      'east-site': ['SUBDIVISION', 'XA-EA', '0.05'],
      'far-site': null,
      'region-one': ['SUBDIVISION', 'XA-EA', '0.05'],
      'west-site': ['COUNTRY', null, '0.08'],
    })
    for (const { electricityRate: rate } of hubs.nodes)
      if (rate) expect([rate.fact.value, rate.fact.area]).toEqual([rate.value, rate.area])
  })

  test('is of the sector that was asked for, and no other stands in', async ({ empty }) => {
    const ask = await hubWorld(empty.db)
    const { hub } = dataOf(
      await ask(`{ hub(slug: "east-site") { shop: electricityRate(sector: COMMERCIAL) { scope claim { key } }
        data: electricityRate(sector: DATA_CENTRE) { scope } } }`),
    )
    expect(hub).toEqual({ shop: { scope: 'COUNTRY', claim: { key: 'xa.shop' } }, data: null })
  })

  test('is the one that was known for the day: where the state has none yet, the country answers', async ({
    empty,
  }) => {
    const ask = await hubWorld(empty.db)
    const at = async (day: string) =>
      dataOf(await ask(`{ hub(slug: "east-site") { electricityRate(at: "${day}") { ${RATE} } } }`)).hub
        .electricityRate
    expect(await at('2026-03-01')).toMatchObject({ scope: 'SUBDIVISION', claim: { key: 'ea' } })
    // The value of 2024 goes on answering, for the state had none in 2025.
    expect(await at('2025-03-01')).toMatchObject({
      scope: 'COUNTRY',
      claim: { key: 'xa' },
      fact: { value: { point: '0.08' } },
    })
    expect(await at('2023-03-01')).toBeNull()
  })
})

describe('the carbon intensity at a hub', () => {
  test("is its own, else that of a cloud region in its subdivision, else its country's", async ({
    empty,
  }) => {
    const ask = await hubWorld(empty.db)
    const { hubs } = dataOf(await ask(`{ hubs { nodes { slug carbonIntensity { ${INTENSITY} } } } }`))
    const found = Object.fromEntries(
      hubs.nodes.map(({ slug, carbonIntensity: c }: Json) => [
        slug,
        c && [c.scope, c.value.point, c.fact.subject],
      ]),
    )
    expect(found).toEqual({
      'cluster-one': ['COUNTRY', '400', { code: 'XA' }],
      'east-site': ['SUBDIVISION', '310', { slug: 'region-one' }],
      'far-site': null,
      'region-one': ['HUB', '310', { slug: 'region-one' }],
      'west-site': ['COUNTRY', '400', { code: 'XA' }],
    })
  })

  test('is the one that was known for the day', async ({ empty }) => {
    const ask = await hubWorld(empty.db)
    const { hub } = dataOf(
      await ask(`{ hub(slug: "east-site") { carbonIntensity(at: "2024-03-01") { ${INTENSITY} } } }`),
    )
    expect(hub.carbonIntensity).toMatchObject({ scope: 'COUNTRY', claim: { key: 'country' } })
  })
})

test('what is found for a hundred hubs takes the statements of one', async ({ empty }) => {
  const ask = await hubWorld(empty.db)
  const many = Array.from(
    { length: 95 },
    (_, i) => `
  - { slug: site-${i}, name: Site ${i}, kind: DATA_CENTRE, country: XA, subdivisions: [XA-EA], latitude: ${i % 90}, longitude: ${i} }`,
  )
  await importYaml(empty.db, `hubs:${many.join('')}`, '2026-06-02T12:00:00Z')
  const counted = async (first: number) => {
    empty.statements()
    const { hubs } = dataOf(
      await ask(`{ hubs(first: ${first}) { nodes { power { value { point } } owners { name provider { slug } } users { name }
        electricityRate { ${RATE} } carbonIntensity { ${INTENSITY} } nearest(first: 2) { distanceKm hub { slug } } } } }`),
    )
    expect(hubs.nodes).toHaveLength(first)
    return empty.statements().length
  }
  await counted(1)
  const [one, hundred] = [await counted(1), await counted(100)]
  expect(hundred).toBeLessThanOrEqual(one + 5)
  expect(hundred).toBeLessThanOrEqual(25)
})
