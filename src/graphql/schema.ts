/** Imports every file that defines types, and builds the schema; defines nothing itself. */
import { lexicographicSortSchema, printSchema } from 'graphql'
import { withAsOf } from './as-of.ts'
import { builder } from './builder.ts'
import { chargeLists } from './charge.ts'
import './types/vocabulary.ts'
import './types/provenance.ts'
import './types/country.ts'
import './types/provider.ts'
import './types/model.ts'
import './types/merged.ts'
import './types/hub.ts'
import './types/search.ts'
import './types/root.ts'
import './types/revision.ts'
import './types/check.ts'
import './types/correction.ts'
import './types/change.ts'
import './types/proof.ts'
import './types/disagreement.ts'
import './types/price-change.ts'
import './types/quote.ts'
import './types/cost.ts'
import './types/invoice.ts'
import './types/keys.ts'
import './types/keys-mutations.ts'
import './facts/quantity.ts'
import './facts/claim.ts'
import './facts/claim-file.ts'
import './facts/resolution.ts'
import './facts/interface.ts'
import './facts/cite.ts'
import './facts/conditions.ts'
import './facts/price.ts'
import './facts/price-history.ts'
import './facts/statistics.ts'
import './facts/of-entities.ts'

export const schema = chargeLists(withAsOf(builder.toSchema()))

/** The schema as `src/graphql/schema.graphql` holds it and `/schema.graphql` serves it. */
export function schemaText(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}
