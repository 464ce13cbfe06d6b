/** The changelog is that of the committed schemas, and says what a change means. */
import { readFileSync } from 'node:fs'
import { buildSchema, findBreakingChanges } from 'graphql'
import { expect, test as plain } from 'vitest'
import { runSchema } from '../../src/cli/schema.ts'
import { deprecationsOf } from '../../src/docs/deprecations.ts'
import {
  CHANGELOG,
  changelogText,
  makeChangelog,
  releasedSchemas,
  schemaChanges,
} from '../../src/docs/schema-changes.ts'
import { schema, schemaText } from '../../src/graphql/schema.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { inProcess } from '../helpers/in-process.ts'
import { ORIGIN } from './crawl.ts'

plain('the committed changelog is that of the releases and the code (npm run schema writes it)', async () => {
  expect(readFileSync(CHANGELOG, 'utf8')).toBe(changelogText(await makeChangelog(schemaText())))
})

plain('releases follow each other, and none broke the one before', () => {
  const released = releasedSchemas()
  expect(released.length).toBeGreaterThan(2)
  for (const [i, { day, text }] of released.entries()) {
    expect(day).toMatch(/^2\d{3}-[01]\d-[0-3]\d$/)
    if (i > 0)
      expect(findBreakingChanges(buildSchema(released[i - 1]!.text), buildSchema(text)), day).toEqual([])
  }
})

plain('a change is told with what it means for clients', async () => {
  const before = 'type Query { a: Int, b(x: Int): Int, kept: Kind } enum Kind { A }'
  const after = 'type Query { b(x: Int = 1): Int, kept: Kind, c: New } enum Kind { A B } type New { d: Int }'
  expect(await schemaChanges(before, after)).toEqual([
    { level: 'dangerous', path: 'Kind.B', text: expect.stringContaining("Enum value 'B' was added") },
    { level: 'safe', path: 'New', text: "Type 'New' was added." },
    { level: 'breaking', path: 'Query.a', text: expect.stringContaining("Field 'a' was removed") },
    { level: 'dangerous', path: 'Query.b.x', text: expect.stringContaining('Default value') },
    { level: 'safe', path: 'Query.c', text: "Field 'c' was added to object type 'Query'." },
  ])
})

plain('every deprecation says from which day it may go', () => {
  const made = (reason: string) =>
    buildSchema(`type Query { a(x: Int @deprecated(reason: "${reason}")): Kind @deprecated(reason: "${reason}") }
      enum Kind { A @deprecated(reason: "${reason}") } input In { a: Int @deprecated(reason: "${reason}") }`)
  const reason = 'Use b. It may go from 2027-12-01.'
  expect(deprecationsOf(made(reason))).toEqual(
    [
      ['Query', 'Query.a'],
      ['Query', 'Query.a(x:)'],
      ['Kind', 'Kind.A'],
      ['In', 'In.a'],
    ].map(([type, path]) => ({ type, path, day: '2027-12-01', reason })),
  )
  expect(() => deprecationsOf(made('Use b.'))).toThrow('names no day')
  expect(() => deprecationsOf(schema)).not.toThrow()
})

plain.each([
  ['2026-11-25', 'is there already'],
  ['2026-13-01', 'is none'],
  ['soon', 'is none'],
])('no release %s is made', async (day, why) => {
  const before = releasedSchemas()
  const { code, stderr, stdout } = await inProcess((args) => runSchema(args), ['--release', day], {})
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(why)
  expect(releasedSchemas()).toEqual(before)
})

test('the page has every release with its day, the newest first', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const page = await (await app(new Request(`${ORIGIN}/docs/changelog.md`))).text()
  const days = [...page.matchAll(/^## (2\d{3}-\d\d-\d\d)$/gm)].map(([, day]) => day!)
  expect(days).toEqual(
    releasedSchemas()
      .map(({ day }) => day)
      .reverse(),
  )
  expect(page).toContain("[`Webhook`](/docs/reference/Webhook): Type 'Webhook' was added.")
  expect(page).toContain('The first release of the schema.')
  expect(page).toContain('**Breaks clients:** nothing')
})
