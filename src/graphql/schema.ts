/** Imports every file that defines types, and builds the schema; defines nothing itself. */
import { lexicographicSortSchema, printSchema } from 'graphql'
import { builder } from './builder.ts'
import { chargeLists } from './charge.ts'
import './types/vocabulary.ts'
import './types/provenance.ts'
import './types/country.ts'
import './types/provider.ts'
import './types/model.ts'
import './types/hub.ts'
import './types/search.ts'
import './types/root.ts'
import './facts/quantity.ts'
import './facts/claim.ts'
import './facts/interface.ts'
import './facts/cite.ts'
import './facts/price.ts'
import './facts/statistics.ts'
import './facts/of-entities.ts'

export const schema = chargeLists(builder.toSchema())

/** The schema as `src/graphql/schema.graphql` holds it and `/schema.graphql` serves it. */
export function schemaText(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}
