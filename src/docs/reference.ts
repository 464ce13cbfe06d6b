/** The reference: an index of the schema, one page for each type, and an alphabet of all names. */
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
} from 'graphql'
import type { DocPage } from './page.ts'
import {
  argumentsOf,
  kindOf,
  linkTo,
  oneLine,
  REFERENCE,
  REFERENCE_SECTION,
  typePage,
} from './reference-type.ts'

const ROOTS = ['Query', 'Mutation', 'Subscription']
/** Headings of the index, in their order. */
const GROUPS: Record<string, string> = {
  'Object type': 'Objects',
  Interface: 'Interfaces',
  Union: 'Unions',
  Enum: 'Enums',
  'Input object': 'Input objects',
  Scalar: 'Scalars',
}

/** All pages of the reference, the index first. */
export function referencePages(schema: GraphQLSchema): DocPage[] {
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return [indexPage(schema, types), alphabetPage(types), ...types.map((type) => typePage(schema, type))]
}

function indexPage(schema: GraphQLSchema, types: readonly GraphQLNamedType[]): DocPage {
  return {
    path: REFERENCE,
    title: 'Reference of the schema',
    description: 'Every type, field, argument and value of the GraphQL schema, with its meaning.',
    section: REFERENCE_SECTION,
    markdown: () => indexText(schema, types),
  }
}

function indexText(schema: GraphQLSchema, types: readonly GraphQLNamedType[]): string {
  const roots = ROOTS.map((name) => schema.getType(name)).filter(isObjectType)
  const rootLists = roots.map(
    (root) =>
      `## ${root.name}\n\n${oneLine(root.description)}\n\n${Object.values(root.getFields())
        .map((field) => `- ${linkTo(root.name, field.name)}: ${oneLine(field.description)}`)
        .join('\n')}`,
  )
  const groups = Object.entries(GROUPS).map(([kind, heading]) => {
    const own = types.filter((type) => kindOf(type) === kind && !ROOTS.includes(type.name))
    return `## ${heading}\n\n${own.map((type) => `- ${linkTo(type.name)}: ${oneLine(firstSentence(type))}`).join('\n')}`
  })
  const directives = schema
    .getDirectives()
    .map(
      (directive) =>
        `### @${directive.name}\n\n${oneLine(directive.description)}\n\nStands on ${directive.locations.join(', ')}${isSpecifiedDirective(directive) ? '; part of the GraphQL specification' : ''}.\n\n${argumentsOf(directive.args)}`,
    )
  return [
    `Made from the schema that this server runs, which [/schema.graphql](/schema.graphql) has as text. [All names from A to Z](${REFERENCE}/a-to-z) are on a page of their own, to search in.`,
    ...rootLists,
    ...groups,
    `## Directives\n\n${directives.join('\n\n')}`,
  ].join('\n\n')
}

function firstSentence({ description }: GraphQLNamedType): string {
  return /^.*?[.!?](?=\s|$)/s.exec(description ?? '')?.[0] ?? description ?? ''
}

/** Where each name of a field, argument or value occurs. */
function alphabetPage(types: readonly GraphQLNamedType[]): DocPage {
  return {
    path: `${REFERENCE}/a-to-z`,
    title: 'All names from A to Z',
    description: 'Where each type, field, argument and value of the schema occurs.',
    section: REFERENCE_SECTION,
    markdown: () => alphabetText(types),
  }
}

function alphabetText(types: readonly GraphQLNamedType[]): string {
  const places = new Map<string, string[]>()
  const add = (name: string, place: string) => places.set(name, [...(places.get(name) ?? []), place])
  for (const type of types) {
    add(type.name, linkTo(type.name))
    if (isEnumType(type)) for (const { name } of type.getValues()) add(name, `${linkTo(type.name, name)}`)
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
      for (const field of Object.values(type.getFields())) {
        add(field.name, linkTo(type.name, field.name))
        if ('args' in field)
          for (const arg of field.args) add(arg.name, `argument of ${linkTo(type.name, field.name)}`)
      }
  }
  const names = [...places.keys()].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en'))
  const letters = Map.groupBy(names, (name) => name[0]!.toUpperCase())
  const lists = [...letters].map(
    ([letter, own]) =>
      `## Names with ${letter}\n\n${own.map((name) => `- **${name}**: ${places.get(name)!.join(', ')}`).join('\n')}`,
  )
  const index = [...letters.keys()].map((letter) => `[${letter}](#names-with-${letter.toLowerCase()})`)
  return `${index.join(' · ')}\n\n${lists.join('\n\n')}`
}
