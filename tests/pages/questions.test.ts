/** Every saved question is one named operation of the schema, within the limits, and opens from its page. */
import { parse, validate } from 'graphql'
import { expect } from 'vitest'
import { LIMITS } from '../../src/graphql/limits.ts'
import { schema } from '../../src/graphql/schema.ts'
import { PAGES } from '../../src/pages/pages.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { ALL, pageOf } from './world.ts'

/** What an anonymous visitor may spend on one page, so that some dozens can be opened in a minute. */
const PAGE_COST = 15_000

test.for(PAGES.flatMap((kind) => [['en', kind] as const, ['zh', kind] as const]))(
  'the question of %s pages is one named operation of the schema',
  ([language, kind]) => {
    const document = parse(kind.query(language))
    expect(validate(schema, document)).toEqual([])
    const operations = document.definitions.filter((d) => d.kind === 'OperationDefinition')
    expect(operations.map((o) => o.name?.value)).toEqual([expect.stringMatching(/^[A-Z]\w+$/)])
    expect(kind.query(language).length).toBeLessThan(LIMITS.documentChars)
  },
)

test('every page leads to its question, which costs what a visitor can spend, and says the same revision', async ({
  seeded,
}) => {
  const { app, ask } = testApp(seeded.db)
  const costs: Record<string, number> = {}
  for (const path of ALL) {
    const page = await pageOf(app, path)
    const [, href = ''] = /<a href="(\/graphql\?query=[^"]+)"/.exec(page) ?? []
    const url = new URL(href.replaceAll('&#38;', '&'), 'http://test')
    expect(url.searchParams.get('asOf')).toBe('1')
    const { body } = await ask(
      url.searchParams.get('query')!,
      JSON.parse(url.searchParams.get('variables') ?? '{}'),
    )
    expect(body.errors, path).toBeUndefined()
    costs[path] = body.extensions.cost.requested
  }
  const dear = Object.entries(costs).filter(([, cost]) => cost > PAGE_COST)
  expect(dear).toEqual([])
})
