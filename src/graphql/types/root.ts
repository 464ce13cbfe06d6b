/** Root fields that belong to no type of their own: node, nodes, search, sources, revisions, me. */

import { revisionList, sourceList } from '../../domain/read/lists/entities.ts'
import { AppError } from '../../errors.ts'
import { checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost, pageSize } from '../connection.ts'
import { RevisionConnection, SourceConnection } from '../connections.ts'
import { SourceFilterInput } from '../filters.ts'
import { LIMITS } from '../limits.ts'
import { PRIVATE } from '../private-fields.ts'
import { RevisionRef, SourceRef } from '../refs.ts'
import { Caller } from './caller.ts'
import { resolveNodes } from './nodes.ts'
import { hitRow, SearchHit } from './search.ts'

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Any object by its global id; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'A global id.' }) },
    resolve: async (_root, { id }, ctx, info) => (await resolveNodes([String(id)], ctx, info))[0] ?? null,
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description: `Objects by their global ids, in the same order, null for those that are not there; at most ${LIMITS.nodesMax}.`,
    args: { ids: t.arg.idList({ required: true, description: 'Global ids.' }) },
    complexity: ({ ids }) => ({ field: 1, multiplier: Math.min(ids?.length ?? 1, LIMITS.nodesMax) }),
    resolve: (_root, { ids }, ctx, info) => {
      if (ids.length > LIMITS.nodesMax)
        throw new AppError('BAD_ARGUMENT', `\`ids\` has at most ${LIMITS.nodesMax} items.`)
      return resolveNodes(ids.map(String), ctx, info)
    },
  }),
  revision: t.field({
    type: RevisionRef,
    description: 'The newest revision, or the one asked for.',
    args: { number: t.arg.int({ description: 'Its number; the newest when left out.' }) },
    resolve: async (_root, { number }, { read }) => {
      const found = await read.revision.load(String(number ?? read.asOf.revision))
      if (!found)
        throw new AppError(
          'UNKNOWN_REVISION',
          `There is no revision ${number}; the newest is ${read.asOf.revision}.`,
        )
      return found
    },
  }),
  revisions: t.field({
    type: RevisionConnection,
    description: 'All revisions, newest first.',
    args: pageArgs,
    complexity: pageCost,
    resolve: (_root, args, { read }) =>
      new Connection(read, revisionList(read.asOf), (n) => read.revision.load(n), args),
  }),
  source: t.field({
    type: SourceRef,
    nullable: true,
    description: 'A source; null when there is none of this slug.',
    args: {
      slug: t.arg.string({ required: true, description: 'Its slug: "china-made-tech-140-trillion-tokens".' }),
    },
    resolve: (_root, { slug }, { read }) => {
      checkFilter(slug)
      return read.source.load(slug)
    },
  }),
  sources: t.field({
    type: SourceConnection,
    description: 'Sources, by slug.',
    args: { filter: t.arg({ type: SourceFilterInput, description: 'Which to list.' }), ...pageArgs },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, { read }) => {
      checkFilter(filter)
      return new Connection(read, sourceList(read.asOf, filter ?? {}), (slug) => read.source.load(slug), args)
    },
  }),
  search: t.field({
    type: [SearchHit],
    description:
      'Finds whatever has a name: countries, providers, models, hubs, sources, metrics and topics, by English and Chinese names, aliases and titles. Best matches first.',
    args: {
      text: t.arg.string({ required: true, description: 'What to look for: "deepseek", "贵州".' }),
      first: t.arg.int({
        description: `How many hits, 1 to ${LIMITS.searchMax}; ${LIMITS.pageDefault} when left out.`,
      }),
    },
    complexity: ({ first }) => ({
      field: 10,
      multiplier: Math.min(first ?? LIMITS.pageDefault, LIMITS.searchMax),
    }),
    resolve: async (_root, { text, first }, ctx) => {
      checkFilter(text)
      const hits = await ctx.read.search.load({ text, first: pageSize(first, LIMITS.searchMax) })
      const rows = await Promise.all(hits.map(async (hit) => ({ ...hit, row: await hitRow(hit, ctx) })))
      return rows.filter((hit) => hit.row !== null)
    },
  }),
  me: t.field({
    extensions: PRIVATE,
    type: Caller,
    description: 'Who asks, and what they may do.',
    resolve: (_root, _args, ctx) => ctx,
  }),
}))
