/** The reference has every part of the schema, with its meaning. */
import {
  type GraphQLArgument,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { expect } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { ORIGIN } from './crawl.ts'

const oneLine = (text: string | null | undefined) => (text ?? '').replaceAll(/\s+/g, ' ')

test('every type has a page with all its parts and their meaning, and every part stands in the alphabet', async ({
  seeded,
}) => {
  const { app } = testApp(seeded.db)
  const read = async (path: string) => (await app(new Request(ORIGIN + path))).text()
  const index = await read('/docs/reference.md')
  const alphabet = await read('/docs/reference/a-to-z.md')
  let parts = 0
  for (const type of Object.values(schema.getTypeMap()).filter((t) => !isIntrospectionType(t))) {
    const page = (await read(`/docs/reference/${type.name}.md`)).replaceAll(/\s+/g, ' ')
    const has = (text: string | null | undefined) => expect(page, type.name).toContain(oneLine(text))
    has(`# ${type.name} `)
    has(type.description)
    expect(index).toContain(`/docs/reference/${type.name}`)
    const named = (name: string, description: string | null | undefined, anchor = true) => {
      parts++
      expect(description, `${type.name}.${name}`).toBeTruthy()
      has(anchor ? description : description?.replaceAll('|', '\\|'))
      if (anchor) expect(page).toContain(`### ${name} `)
      expect(alphabet).toMatch(new RegExp(`^- \\*\\*${name}\\*\\*: `, 'm'))
    }
    if (isEnumType(type)) for (const value of type.getValues()) named(value.name, value.description)
    if (isUnionType(type)) for (const member of type.getTypes()) has(`[\`${member.name}\`]`)
    if (isObjectType(type) || isInterfaceType(type))
      for (const other of type.getInterfaces()) has(`[\`${other.name}\`](/docs/reference/${other.name})`)
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      named(field.name, field.description)
      has(`: ${field.type}\``)
      if (field.deprecationReason) has(`**Deprecated:** ${field.deprecationReason}`)
      const args: readonly GraphQLArgument[] = 'args' in field ? field.args : []
      for (const arg of args) {
        named(arg.name, arg.description, false)
        has(`| \`${arg.name}\` | [\`${arg.type}\`]`)
      }
    }
  }
  expect(parts).toBeGreaterThan(1_000)
  for (const directive of schema.getDirectives()) expect(index).toContain(`### @${directive.name}\n`)
})

test('a type tells who uses it', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const page = await (await app(new Request(`${ORIGIN}/docs/reference/CitationStyle`))).text()
  expect(page).toContain('href="/docs/reference/Query#bibliography"')
  expect(page).toContain('href="/docs/reference/Fact#cite"')
  expect(page).toContain('<h3 id="bibtex">')
})
