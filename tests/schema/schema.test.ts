/** The printed schema is committed, and clients of a released one keep working. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, findBreakingChanges, lexicographicSortSchema, validateSchema } from 'graphql'
import { expect, test } from 'vitest'
import { schema, schemaText } from '../../src/graphql/schema.ts'

const committed = join(import.meta.dirname, '../../src/graphql/schema.graphql')
const released = join(import.meta.dirname, 'released.graphql')

test('the committed schema is the one that the code builds (npm run schema writes it)', () => {
  expect(readFileSync(committed, 'utf8')).toBe(schemaText())
})

test('the schema is valid', () => {
  expect(validateSchema(schema)).toEqual([])
})

test('nothing that a client of the released schema uses is gone or changed', () => {
  expect(existsSync(released)).toBe(true)
  const breaking = findBreakingChanges(
    buildSchema(readFileSync(released, 'utf8')),
    lexicographicSortSchema(schema),
  )
  expect(breaking.map((change) => change.description)).toEqual([])
})
