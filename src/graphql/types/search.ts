/** Hits of the search, each of the type that was found. */
import { brandWithType } from '@pothos/core'
import type { Hit } from '../../domain/read/search.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { FACT_SUBJECTS } from '../facts/subject.ts'
import * as refs from '../refs.ts'

const SearchItem = builder.unionType('SearchItem', {
  description: 'What a search can find.',
  types: [...FACT_SUBJECTS, refs.MetricRef, refs.TopicRef],
})

export const SearchHit = builder.objectRef<Hit & { row: object | null }>('SearchHit')
SearchHit.implement({
  description: 'Something that a search found.',
  fields: (t) => ({
    item: t.field({ type: SearchItem, description: 'What was found.', resolve: (hit) => hit.row as never }),
    matched: t.exposeString('matched', { description: 'The name that matched.' }),
    score: t.exposeFloat('score', {
      description:
        '1 for the whole name, 0.9 for its beginning, 0.8 for a part, less for a similar spelling.',
    }),
  }),
})

const ENTITIES: Record<
  string,
  { type: string; load: (key: string, ctx: Context) => object | null | Promise<object | null> }
> = {
  COUNTRY: { type: 'Country', load: (key, { read }) => read.country.load(key) },
  PROVIDER: { type: 'Provider', load: (key, { read }) => read.provider.load(key) },
  MODEL: { type: 'Model', load: (key, { read }) => read.model.load(key) },
  MODEL_GROUP: { type: 'ModelGroup', load: (key, { read }) => read.group.load(key) },
  HUB: { type: 'Hub', load: (key, { read }) => read.hub.load(key) },
  CLUSTER: { type: 'Cluster', load: (key, { read }) => read.cluster.load(key) },
  PUBLISHER: { type: 'Publisher', load: (key, { read }) => read.publisher.load(key) },
  SOURCE: { type: 'Source', load: (key, { read }) => read.source.load(key) },
  METRIC: { type: 'Metric', load: (key, { read }) => read.metric.load(key) },
  TOPIC: { type: 'Topic', load: (key, { read }) => read.topic.load(key) },
}

/** The row behind a hit, marked with its GraphQL type. */
export async function hitRow(hit: Hit, ctx: Context): Promise<object | null> {
  const entity = ENTITIES[hit.entity]
  const row = entity ? await entity.load(hit.key, ctx) : null
  if (row && entity) brandWithType(row, entity.type as never)
  return row
}
