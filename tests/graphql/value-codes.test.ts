import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

test('a value that does not fit has one code, in the document, as a default and as a variable', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const cases: [type: string, field: string, literal: string, variable: unknown][] = [
    ['Int', 'countries(first: %) { totalCount }', '"a"', 'a'],
    ['Int', 'countries(first: %) { totalCount }', '1.5', 1.5],
    ['Int', 'countries(first: %) { totalCount }', '3000000000', 3e9],
    ['Int', 'countries(first: %) { totalCount }', '[1, 2]', [1, 2]],
    ['String!', 'country(code: %) { name }', '1', 1],
    ['String!', 'country(code: %) { name }', 'null', null],
    ['ID!', 'node(id: %) { id }', 'true', true],
    ['[ID!]!', 'nodes(ids: %) { id }', '[null]', [null]],
    ['Date', 'prices(at: %) { totalCount }', '"x"', 'x'],
    ['[EnergySector!]', 'energyRates(filter: { sector: % }) { totalCount }', 'NOBODY', 'NOBODY'],
    ['CountryFilter', 'countries(filter: %) { totalCount }', '{ isAggregate: 1 }', { isAggregate: 1 }],
    ['CountryFilter', 'countries(filter: %) { totalCount }', '{ nothing: 1 }', { nothing: 1 }],
    ['PriceFilter', 'prices(filter: %) { totalCount }', '{ value: { eq: "1" } }', { value: { eq: '1' } }],
  ]
  for (const [type, field, literal, v] of cases) {
    const given = (value: string) => field.replace('%', value)
    const answers = [
      await ask(`{ ${given(literal)} }`),
      await ask(`query($v: ${type}) { ${given('$v')} }`, { v }),
      ...(type.endsWith('!') ? [] : [await ask(`query($v: ${type} = ${literal}) { ${given('$v')} }`)]),
    ]
    for (const { status, body } of answers)
      expect([literal, status, body.errors?.[0]?.extensions.code]).toEqual([literal, 400, 'BAD_ARGUMENT'])
  }
  // What is no value: names, fields, and variables that are not declared or of another type.
  for (const query of [
    '{ countries(nothing: 1) { totalCount } }',
    '{ countries(first: $v) { totalCount } }',
    'query($v: String) { countries(first: $v) { totalCount } }',
    'query($v: Nothing) { countries(first: $v) { totalCount } }',
    '{ country { name } }',
    '{ country(code: "CN", code: "CN") { name } }',
    '{ countries(filter: { isAggregate: true, isAggregate: true }) { totalCount } }',
  ]) {
    const { status, body } = await ask(query)
    const codes = body.errors!.map((e) => e.extensions.code)
    expect([query, status, codes]).toEqual([query, 400, ['GRAPHQL_VALIDATION_FAILED']])
  }
})
