/** The printed schema is committed, and clients of every released one keep working. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, findBreakingChanges, lexicographicSortSchema, validateSchema } from 'graphql'
import { expect, test } from 'vitest'
import { releasedSchemas } from '../../src/docs/schema-changes.ts'
import { schema, schemaText } from '../../src/graphql/schema.ts'

const committed = join(import.meta.dirname, '../../src/graphql/schema.graphql')

test('the committed schema is the one that the code builds (npm run schema writes it)', () => {
  expect(readFileSync(committed, 'utf8')).toBe(schemaText())
})

test('the schema is valid', () => {
  expect(validateSchema(schema)).toEqual([])
})

test('nothing that a client of any released schema uses is gone or changed', () => {
  const released = releasedSchemas()
  expect(released[0]?.day).toBe('2026-11-25')
  for (const { day, text } of released) {
    const breaking = findBreakingChanges(buildSchema(text), lexicographicSortSchema(schema))
    expect(breaking.map((change) => `${day}: ${change.description}`)).toEqual([])
  }
})
