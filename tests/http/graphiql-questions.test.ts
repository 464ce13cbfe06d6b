/** The questions that the page offers: each one is asked as it stands. */
import { parse } from 'graphql'
import { expect } from 'vitest'
import { TABLE_TYPE } from '../../src/http/download-format.ts'
import { QUESTION_GROUPS } from '../../src/http/graphiql-questions.ts'
import { PREPARED_TABS } from '../../src/http/graphiql-tabs.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

const QUESTIONS = QUESTION_GROUPS.flatMap(({ questions }) => questions)
/** Nothing was corrected, no price changed, and nothing is limited, in what these tests start with. */
const MAY_BE_EMPTY = [
  'What may my key do, and what is left of it?',
  'What was corrected?',
  'Which prices changed this year?',
]

test.for(QUESTIONS)('$title.en', async ({ title, query, rows }, { seeded }) => {
  expect(title.zh).toMatch(/\p{Script=Han}/u)
  expect(query).toMatch(/^(# .{1,48}\n){2,5}query /)
  expect(parse(query).definitions).toMatchObject([
    { operation: 'query', name: { value: expect.any(String) } },
  ])
  const { app } = testApp(seeded.db)
  const answer = await app(
    new Request(`http://test/graphql${rows ? `?rows=${rows}` : ''}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: TABLE_TYPE },
      body: JSON.stringify({ query }),
    }),
  )
  const { errors, table } = (await answer.json()) as any
  expect(errors).toBeUndefined()
  expect(table.tables).toHaveLength(1)
  if (rows) expect(table.tables[0].list).toBe(rows)
  if (!MAY_BE_EMPTY.includes(title.en)) expect(table.tables[0].rows.length).toBeGreaterThan(0)
})

test('there are enough of them, each once, and every prepared tab is among them', () => {
  const queries = QUESTIONS.map(({ query }) => query)
  expect(new Set(queries).size).toBe(queries.length)
  expect(QUESTION_GROUPS.length).toBeGreaterThanOrEqual(6)
  expect(queries).toEqual(expect.arrayContaining(PREPARED_TABS.map(({ query }) => query)))
  const names = queries.map((query) => /query (\w+)/.exec(query)![1])
  expect(new Set(names).size).toBe(names.length)
})
