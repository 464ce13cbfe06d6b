/** The directive `@asOf`: which state of the ledger a request reads. */
import {
  type ASTNode,
  DirectiveLocation,
  GraphQLDirective,
  GraphQLInt,
  type GraphQLScalarType,
  GraphQLSchema,
  getOperationAST,
  Kind,
  parse,
  print,
  separateOperations,
  visit,
} from 'graphql'

const NAME = 'asOf'

/** Whether an operation of a document, which must be GraphQL, names a revision itself. */
export function hasAsOf(query: string, operationName: string | null): boolean {
  const operation = getOperationAST(parse(query), operationName)
  return operation?.directives?.some((directive) => directive.name.value === NAME) ?? false
}

/** The operation alone without its directive, and without the variables that served nothing else. */
export function withoutAsOf(query: string, operationName: string | null): string {
  const document = parse(query)
  const alone = separateOperations(document)[operationName ?? ''] ?? document
  const pinned = new Set<string>()
  const bare = visit(alone, {
    Directive(node) {
      if (node.name.value !== NAME) return undefined
      for (const name of variablesIn(node)) pinned.add(name)
      return null
    },
  })
  const used = variablesIn(bare)
  return print(
    visit(bare, {
      VariableDefinition: ({ variable: { name } }) =>
        pinned.has(name.value) && !used.has(name.value) ? null : undefined,
    }),
  )
}

/** Names of variables that are used, definitions apart. */
export function variablesIn(node: ASTNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(node, {
    Variable(variable, _key, parent) {
      const defined = (parent as ASTNode | undefined)?.kind === Kind.VARIABLE_DEFINITION
      if (!defined) names.add(variable.name.value)
    },
  })
  return names
}

/** The schema with the directive, whose `time` is the schema's own DateTime. */
export function withAsOf(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig()
  const asOf = new GraphQLDirective({
    name: NAME,
    description:
      'The recorded clock of the whole operation: answers are those of this revision, whatever was corrected since. `query @asOf(revision: 3) { … }`. Give one of both.',
    locations: [DirectiveLocation.QUERY],
    args: {
      revision: { type: GraphQLInt, description: 'The number of the revision: 3.' },
      time: {
        type: schema.getType('DateTime') as GraphQLScalarType,
        description: 'The newest revision that had been made by then: "2026-06-01T00:00:00Z".',
      },
    },
  })
  return new GraphQLSchema({ ...config, directives: [...config.directives, asOf] })
}
