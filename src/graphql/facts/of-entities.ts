/** The facts about an entity, as fields of the entity: usage, indicators, assertions. */
import type { ObjectRef } from '@pothos/core'
import { assertionList, indicatorList, tokenUsageList } from '../../domain/read/lists/facts.ts'
import type { SubjectColumn } from '../../kinds/facts.ts'
import { atArg, checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { pageCost } from '../connection.ts'
import { AssertionConnection, IndicatorConnection, TokenUsageConnection } from '../connections.ts'
import { atOf } from '../context.ts'
import { UsagePeriodEnum } from '../enums.ts'
import { factConnection } from '../fact-connection.ts'
import * as refs from '../refs.ts'

type Types = typeof builder.$inferSchemaTypes

interface Subject<Row> {
  ref: ObjectRef<Types, Row>
  column: SubjectColumn
  key: (row: Row) => string
}

const slug = (row: { slug: string }) => row.slug
const USERS = [
  { ref: refs.CountryRef, column: 'countryCode', key: (c: { code: string }) => c.code },
  { ref: refs.ProviderRef, column: 'providerSlug', key: slug },
  { ref: refs.ModelRef, column: 'modelSlug', key: slug },
  { ref: refs.ModelGroupRef, column: 'groupSlug', key: slug },
] as unknown as Subject<unknown>[]
const PLACES = [
  { ref: refs.HubRef, column: 'hubSlug', key: slug },
  { ref: refs.ClusterRef, column: 'clusterSlug', key: slug },
] as unknown as Subject<unknown>[]

for (const { ref, column, key } of USERS) {
  builder.objectField(ref, 'tokenUsage', (t) =>
    t.field({
      type: TokenUsageConnection,
      description: 'How many tokens it uses or processes.',
      args: {
        ...pageArgs,
        ...atArg,
        period: t.arg({ type: [UsagePeriodEnum], description: 'Spans that are counted over.' }),
      },
      complexity: pageCost,
      resolve: (row, { period, ...args }, ctx, info) => {
        const at = atOf(ctx, info, args)
        const list = () => tokenUsageList(ctx.read.asOf, { period }, { at, parent: column })
        return factConnection(ctx, info, 'TOKEN_USAGE', list, args, key(row))
      },
    }),
  )
}

for (const { ref, column, key } of [...USERS, ...PLACES]) {
  builder.objectField(ref, 'indicators', (t) =>
    t.field({
      type: IndicatorConnection,
      description: 'Any other measured quantity about it: shares, capacities, prices in general.',
      args: {
        ...pageArgs,
        ...atArg,
        metric: t.arg.stringList({ description: 'Metric codes, one or several.' }),
      },
      complexity: pageCost,
      resolve: (row, { metric, ...args }, ctx, info) => {
        checkFilter(metric)
        const at = atOf(ctx, info, args)
        const list = () => indicatorList(ctx.read.asOf, { metric }, { at, parent: column })
        return factConnection(ctx, info, 'INDICATOR', list, args, key(row))
      },
    }),
  )
  builder.objectField(ref, 'assertions', (t) =>
    t.field({
      type: AssertionConnection,
      description: 'Statements about it without a number.',
      args: {
        ...pageArgs,
        ...atArg,
        topic: t.arg.stringList({ description: 'Topic codes, one or several.' }),
      },
      complexity: pageCost,
      resolve: (row, { topic, ...args }, ctx, info) => {
        checkFilter(topic)
        const at = atOf(ctx, info, args)
        const list = () => assertionList(ctx.read.asOf, { topic }, { at, parent: column })
        return factConnection(ctx, info, 'ASSERTION', list, args, key(row))
      },
    }),
  )
}
