/** Texts that the ledger cannot hold, or that would make two identities look like one, are refused by their place. */
import { describe, expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { importYaml, problemsOf, usage, WORLD } from '../helpers/facts.ts'

const claims = (...lines: string[]) => `claims:\n${lines.join('')}`
const price = (key: string, more: string) =>
  `  - { key: ${key}, source: list, price: { model: model-1, seller: maker${more} }, prices: { input: 1 } }\n`

describe('what has no place in the ledger', () => {
  const parts: [string, (text: string) => string][] = [
    ...['endpoint', 'region', 'plan'].map((field): [string, (text: string) => string] => [
      `price.${field}`,
      (text) => price('a', `, ${field}: "${text}"`),
    ]),
    ...['area', 'band'].map((field): [string, (text: string) => string] => [
      `energyRate.${field}`,
      (text) =>
        `  - { key: a, source: article, energyRate: { country: CN, sector: INDUSTRIAL, ${field}: "${text}" }, unit: USD/kWh, value: 1 }\n`,
    ]),
  ]
  test.for(parts)('a separator of identities in %s', async ([field, line], { empty: { db } }) => {
    await importYaml(db, WORLD)
    for (const separator of ['@', '+', '#', '|']) {
      expect(await problemsOf(db, claims(line(`x${separator}y`)))).toEqual([
        `claims.yaml:2 claims.0.${field}: must not contain @, +, # or |`,
      ])
    }
    const fine = await importYaml(db, claims(line('x / y, z-1 (贵州)')))
    expect(fine).toMatchObject({ revision: expect.any(Number), claims: { rejected: 0 } })
  })

  const place = (text: string): [string, string][] => [
    ['claims.0.key', claims(`  - { key: "${text}", source: article, value: 1 }\n`)],
    ['claims.0.locator', claims(usage('a', 1, { locator: `"${text}"` }))],
    ['claims.0.note', claims(usage('a', 1, { note: `"${text}"` }))],
    ['claims.0.via.0.note', claims(usage('a', 1, { via: `[{ source: rumour, note: "${text}" }]` }))],
    ['topics.0.question', `topics: [{ code: t, name: t, category: EVENT, question: "${text}" }]`],
    ['countries.0.aliases.0', `countries: [{ code: XA, name: A, aliases: ["${text}"] }]`],
    [
      'publishers.0.website',
      `publishers: [{ slug: p, name: P, kind: PRESS, website: "https://p.example/${text}" }]`,
    ],
    [
      'claims.0.assertion.subject',
      claims(
        `  - { key: a, source: article, text: x, assertion: { subject: "country/${text}", topic: outlook } }\n`,
      ),
    ],
  ]
  for (const [name, text] of [
    ['U+0000', 'a\\0b'],
    ['half of a surrogate pair', '\\uD83Db'],
    ['the other half', '\\uDE00b'],
  ] as const) {
    test.for(place(text))(`${name} in %s`, async ([field, file], { empty: { db } }) => {
      await importYaml(db, WORLD)
      const problems = await problemsOf(db, file)
      expect(problems).toContainEqual(expect.stringContaining(` ${field}: `))
    })
  }

  test('but all else that Unicode has is kept as it is', async ({ empty: { db } }) => {
    await importYaml(db, WORLD)
    await importYaml(db, claims(usage('n', 1, { note: '"贵州 😀 \\u0301 \\t | \\u200b."' })))
    expect((await db.claim.findFirst({ where: { key: 'n' } }))!.note).toBe('贵州 😀 \u0301 \t | \u200b.')
  })
})
