/** Global ids back to objects. */
import { brandWithType } from '@pothos/core'
import type { GraphQLResolveInfo } from 'graphql'
import { KIND_NAMES } from '../../kinds/facts.ts'
import { decodeId } from '../builder.ts'
import type { Context } from '../context.ts'
import { broughtFact } from '../fact-connection.ts'

type Load = (id: string, ctx: Context, info: GraphQLResolveInfo) => object | null | Promise<object | null>

const fact: Load = (id, ctx, info) => broughtFact(ctx, info, id)

/** How each node type is found again. An id with the wrong type finds nothing. */
const LOADERS: Record<string, Load> = {
  Country: (id, { read }) => read.country.load(id),
  Provider: (id, { read }) => read.provider.load(id),
  Model: (id, { read }) => read.model.load(id),
  ModelGroup: (id, { read }) => read.group.load(id),
  Hub: (id, { read }) => read.hub.load(id),
  Cluster: (id, { read }) => read.cluster.load(id),
  Flow: (id, { read }) => read.flow.load(id),
  Offer: (id, { read }) => read.offer.load(id),
  Publisher: (id, { read }) => read.publisher.load(id),
  Source: (id, { read }) => read.source.load(id),
  Claim: (id, { read }) => read.claim.load(id),
  Check: (id, { read }) => read.check.load(id),
  Correction: (id, { read }) => read.correction.load(id),
  Price: fact,
  EnergyRate: fact,
  TokenUsage: fact,
  Indicator: fact,
  Assertion: fact,
}

/** The objects behind global ids, in order; null where there is none. */
export function resolveNodes(
  globalIds: readonly string[],
  ctx: Context,
  info: GraphQLResolveInfo,
): Promise<(object | null)[]> {
  return Promise.all(
    globalIds.map(async (globalId) => {
      const { typename, id } = decodeId(globalId)
      const row = Object.hasOwn(LOADERS, typename) ? await LOADERS[typename]!(id, ctx, info) : null
      if (row === null) return null
      if (
        'kind' in row &&
        LOADERS[typename] === fact &&
        KIND_NAMES[row.kind as keyof typeof KIND_NAMES] !== typename
      )
        return null
      brandWithType(row, typename as never)
      return row
    }),
  )
}
