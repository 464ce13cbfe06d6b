/** The directive `@asOf`: which state of the ledger a request reads. */
import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLInt,
  type GraphQLScalarType,
  GraphQLSchema,
} from 'graphql'

/** The schema with the directive, whose `time` is the schema's own DateTime. */
export function withAsOf(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig()
  const asOf = new GraphQLDirective({
    name: 'asOf',
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
