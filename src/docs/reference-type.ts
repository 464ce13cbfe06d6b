/** The page of one type of the schema, as Markdown: what it has, what each part means, and who uses it. */
import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  print,
} from 'graphql'
import { DOCS, type DocPage } from './page.ts'

export const REFERENCE = `${DOCS}/reference`
export const REFERENCE_SECTION = 'Reference'

/** `Object type`, `Enum`, … */
export function kindOf(type: GraphQLNamedType): string {
  if (isScalarType(type)) return 'Scalar'
  if (isEnumType(type)) return 'Enum'
  if (isUnionType(type)) return 'Union'
  if (isInterfaceType(type)) return 'Interface'
  return isInputObjectType(type) ? 'Input object' : 'Object type'
}

/** A link to the page of a type, by its name. */
export const linkTo = (name: string, field?: string) =>
  `[\`${field ? `${name}.${field}` : name}\`](${REFERENCE}/${name}${field ? `#${field.toLowerCase()}` : ''})`

/** Text for one line of Markdown, or a cell of a table. */
export const oneLine = (text: string | null | undefined) =>
  (text ?? '').replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')

export function typePage(schema: GraphQLSchema, type: GraphQLNamedType): DocPage {
  const description = type.description ?? ''
  return {
    path: `${REFERENCE}/${type.name}`,
    title: type.name,
    description: `${kindOf(type)}. ${oneLine(description).replaceAll('`', '')}`,
    section: REFERENCE_SECTION,
    markdown: () =>
      [
        `${kindOf(type)} of the [schema](${REFERENCE}).`,
        description,
        relations(schema, type),
        members(type),
        usedBy(schema, type),
      ]
        .filter(Boolean)
        .join('\n\n'),
  }
}

function relations(schema: GraphQLSchema, type: GraphQLNamedType): string {
  const lines: string[] = []
  if ((isObjectType(type) || isInterfaceType(type)) && type.getInterfaces().length > 0)
    lines.push(
      `Implements ${type
        .getInterfaces()
        .map(({ name }) => linkTo(name))
        .join(', ')}.`,
    )
  if (isAbstractType(type)) {
    const names = schema.getPossibleTypes(type).map(({ name }) => name)
    lines.push(
      `Possible types: ${names
        .sort()
        .map((name) => linkTo(name))
        .join(', ')}.`,
    )
  }
  if (isObjectType(type)) {
    const unions = Object.values(schema.getTypeMap()).filter(isUnionType)
    const within = unions.filter((union) => union.getTypes().includes(type))
    if (within.length > 0) lines.push(`Member of ${within.map(({ name }) => linkTo(name)).join(', ')}.`)
  }
  if (isScalarType(type) && type.specifiedByURL)
    lines.push(`Specified by [${type.specifiedByURL}](${type.specifiedByURL}).`)
  return lines.join('\n\n')
}

function members(type: GraphQLNamedType): string {
  if (isEnumType(type)) {
    const parts = type
      .getValues()
      .map(({ name, description, deprecationReason }) =>
        part(name, [oneText(description), deprecated(deprecationReason)]),
      )
    return `## Values\n\n${parts.join('\n\n')}`
  }
  if (isInputObjectType(type)) {
    const parts = Object.values(type.getFields()).map((field) =>
      part(field.name, [
        `${typeLine(field.name, field.type)}${defaultOf(field)}`,
        oneText(field.description),
        deprecated(field.deprecationReason),
      ]),
    )
    return `## Input fields\n\n${parts.join('\n\n')}`
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    const parts = Object.values(type.getFields()).map((field) =>
      part(field.name, [
        `${typeLine(`${field.name}${signature(field)}`, field.type)}`,
        oneText(field.description),
        deprecated(field.deprecationReason),
        argumentsOf(field.args),
      ]),
    )
    return `## Fields\n\n${parts.join('\n\n')}`
  }
  return ''
}

const part = (name: string, lines: readonly string[]) =>
  [`### ${name}`, ...lines.filter(Boolean)].join('\n\n')
const oneText = (text: string | null | undefined) => text ?? ''
const deprecated = (reason: string | null | undefined) => (reason ? `**Deprecated:** ${oneLine(reason)}` : '')

function typeLine(signed: string, type: GraphQLInputType | GraphQLOutputType): string {
  return `\`${signed}: ${type}\` — ${linkTo(getNamedType(type).name)}`
}

/** `(at: Date, first: Int = 100)` */
function signature({ args }: GraphQLField<unknown, unknown>): string {
  const shown = args.map((arg) => `${arg.name}: ${arg.type}${literal(arg, ' = ')}`)
  return shown.length > 0 ? `(${shown.join(', ')})` : ''
}

function literal({ defaultValue, type }: Pick<GraphQLArgument, 'defaultValue' | 'type'>, before: string) {
  const value = defaultValue === undefined ? null : astFromValue(defaultValue, type)
  return value ? `${before}${print(value)}` : ''
}

const defaultOf = (field: Pick<GraphQLArgument, 'defaultValue' | 'type'>) => {
  const value = literal(field, '')
  return value && `, \`${value}\` when left out`
}

/** A table of arguments; of fields and of directives. */
export function argumentsOf(args: readonly GraphQLArgument[]): string {
  if (args.length === 0) return ''
  const rows = args.map(
    (arg) =>
      `| \`${arg.name}\` | [\`${arg.type}\`](${REFERENCE}/${getNamedType(arg.type).name})${defaultOf(arg)} | ${oneLine(arg.description)}${arg.deprecationReason ? ` ${deprecated(arg.deprecationReason)}` : ''} |`,
  )
  return ['| argument | type | meaning |', '|---|---|---|', ...rows].join('\n')
}

function usedBy(schema: GraphQLSchema, type: GraphQLNamedType): string {
  const places: string[] = []
  for (const other of Object.values(schema.getTypeMap())) {
    if (other.name.startsWith('__')) continue
    if (!isObjectType(other) && !isInterfaceType(other) && !isInputObjectType(other)) continue
    for (const field of Object.values(other.getFields())) {
      const args: readonly GraphQLArgument[] = 'args' in field ? field.args : []
      const uses = [field.type, ...args.map((arg) => arg.type)]
      if (uses.some((used) => String(getNamedType(used)) === type.name))
        places.push(linkTo(other.name, field.name))
    }
  }
  // Every second field is a String.
  if (places.length === 0 || isSpecifiedScalarType(type)) return ''
  return `## Used by\n\n${places.map((place) => `- ${place}`).join('\n')}`
}
