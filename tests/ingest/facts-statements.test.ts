/** An import sends as many statements for many claims as for few. */
import { expect } from 'vitest'
import { check, derived, file } from '../helpers/belief.ts'
import { test } from '../helpers/db.ts'
import { importYaml, WORLD } from '../helpers/facts.ts'

test('whatever it states, derives, checks, corrects or ends', async ({ empty: { db, statements } }) => {
  await importYaml(db, WORLD, { origin: 'world' })
  const sent: number[][] = []
  for (const count of [3, 30]) {
    const each = (line: (key: string, i: number) => string) =>
      Array.from({ length: count }, (_, i) => line(`k${count}-${i}`, i))
    const stated = (value: (i: number) => string) =>
      each(
        (key, i) =>
          `  - { key: ${key}, source: article, locator: ${key}, ${value(i)}, valid: ${1900 + count + i} }\n`,
      )
    const share = (from: number) =>
      stated((i) => `indicator: { subject: model/model-1, metric: share }, value: ${from + i}`)
    const text = stated((i) => `assertion: { subject: model/model-1, topic: outlook }, text: Growth ${i}.`)
    const twice = each((key) =>
      derived(
        `${key}-twice`,
        'sum',
        `a: article/${key}, b: article/${key}`,
        ', subject: provider/maker',
      ).replace('key:', `locator: ${key}-twice, key:`),
    )
    const checks = each((key) =>
      check(key, `article/${key}`, `formula: value, inputs: { of: article/${key} }`),
    )
    const numbers: number[] = []
    for (const input of [file([...share(1), ...twice], checks), file(share(50)), file(text)]) {
      statements()
      expect((await importYaml(db, input)).rejected).toEqual([])
      numbers.push(statements().length)
    }
    expect(await db.correction.count({ where: { successorId: null } })).toBe(count === 3 ? 3 : 33)
    sent.push(numbers)
  }
  expect(sent[1]).toEqual(sent[0])
})
