/** Derived indicators take few statements, whatever they are asked of. */
import { describe, expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { type TestDb, test } from '../helpers/db.ts'

const COMPUTATION =
  '{ value { text } arithmetic inputs { name claim { key value { text } } } checks { slug } }'

async function count({ db, statements }: TestDb, query: string): Promise<number> {
  const { ask } = testApp(db)
  statements()
  const { body } = await ask(query)
  expect(body.errors).toBe(undefined)
  return statements().length
}

describe('statements', () => {
  test('of a price gap are as many for all models as for the newest, and for twenty pairs as for one', async ({
    serial,
  }) => {
    const gap = (args: string) =>
      `{ priceGap(of: "US", by: "CN", at: "2026-05-31"${args}) { ratio ${COMPUTATION} numerator { median { text } } stated { verdict }
        pairs { ratio ${COMPUTATION} } } }`
    const pairs = (n: number) => {
      const models = ['gpt-5.4', 'gpt-5.2', 'gpt-5.1', 'gpt-5.5', 'deepseek-v4-pro', 'kimi-k2.6', 'glm-5']
      const pair = (i: number) =>
        `{ numerator: "${models[i % 7]}", denominator: "${models[(i * 3 + 1) % 7]}" }`
      return `, pairs: [${Array.from({ length: n }, (_, i) => pair(i)).join()}]`
    }
    // Revision, countries, meter, list prices, stated claims, unit, claims of inputs, checks of inputs.
    expect(await count(serial, gap(''))).toBe(8)
    expect(await count(serial, gap(', set: ALL_ON_OFFER'))).toBe(8)
    expect(await count(serial, gap(pairs(20)))).toBe(await count(serial, gap(pairs(1))))
  })

  test('of a workload are as many at all hubs as at one', async ({ serial }) => {
    const at = (first: number) =>
      `{ workloadAtHubs(tokens: "1000000000", first: ${first}) { nodes { hub { name } cost ${COMPUTATION} carbon ${COMPUTATION}
        rate { scope claim { key } } } } }`
    const all = await count(serial, at(100))
    expect(await count(serial, at(1))).toBeLessThanOrEqual(all)
    expect(all).toBeLessThanOrEqual(20)
  })

  test('of twenty countries, shares and series are as many as of one', async ({ serial }) => {
    const { ask } = testApp(serial.db)
    const { body } = await ask('{ tokenUsage(first: 20) { nodes { id } } }')
    const ids = body.data.tokenUsage.nodes.map((n: { id: string }) => n.id)
    const codes = 'CN US DE FR JP IN GB KR BR CA IT ES NL SE NO FI DK IE PL AT'.split(' ')
    const models = ['gpt-5.4', 'gpt-5.2', 'gpt-5.1', 'gpt-5.5', 'deepseek-v4-pro']
    const fields: ((i: number) => string)[] = [
      (i) => `tokensPerPerson(country: "${codes[i]}") ${COMPUTATION}`,
      (i) => `electricityShare(model: "${models[i % 5]}", country: "${codes[i]}") ${COMPUTATION}`,
      (i) => `doublingTime(fact: "${ids[i]}") { overall ${COMPUTATION} steps ${COMPUTATION} }`,
    ]
    for (const field of fields) {
      const query = (n: number) =>
        `{ ${Array.from({ length: n }, (_, i) => `a${i}: ${field(i)}`).join(' ')} }`
      const one = await count(serial, query(1))
      // Some rates are in other currencies: their claims, the dollars beside them and rates of exchange are read once.
      expect(await count(serial, query(20)), field(0)).toBeLessThanOrEqual(one + 6)
      expect(one).toBeLessThanOrEqual(13)
    }
  })
})
