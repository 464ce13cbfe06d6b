/** Notes which lists of an answer go on where they end, for copies of an answer that must say that they are not all. */
import {
  defaultFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { Connection } from './connection.ts'
import type { Context } from './context.ts'

/** One list that an answer holds a part of. */
export interface ListNote {
  /** Keys of the answer from the root field to the list, places in lists left out. */
  path: readonly string[]
  /** How many items the whole list has; null where that is not known. */
  total: number | null
  /** Where a connection goes on; null for other lists. */
  after: string | null
}

/** Wraps the lists of connections, and those that take `first` themselves. */
export function noteLists(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const bare = isNonNullType(field.type) ? field.type.ofType : field.type
      if (!isListType(bare) || !isCompositeType(getNamedType(field.type))) continue
      const resolve = field.resolve ?? defaultFieldResolver
      field.resolve = (parent, args, context: Context, info) => {
        const { lists } = context
        const answer: unknown = resolve(parent, args, context, info)
        // One tick more would change which loads share a statement.
        return lists ? noted(lists, answer, parent, args, info) : answer
      }
    }
  }
  return schema
}

async function noted(
  notes: ListNote[],
  answer: unknown,
  parent: unknown,
  args: Record<string, unknown>,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const list = await answer
  if (Array.isArray(list)) await note(notes, parent, args, list.length, info)
  return list
}

async function note(
  notes: ListNote[],
  parent: unknown,
  args: Record<string, unknown>,
  length: number,
  info: GraphQLResolveInfo,
): Promise<void> {
  const path = keysOf(info.path)
  if (parent instanceof Connection) {
    const { hasNextPage, endCursor } = await parent.pageInfo
    if (hasNextPage) notes.push({ path, total: await parent.totalCount, after: endCursor })
  } else if (typeof args.first === 'number' && length >= args.first) {
    // Whether it ends just there nobody asked.
    notes.push({ path, total: null, after: null })
  }
}

function keysOf(path: GraphQLResolveInfo['path']): string[] {
  const keys: string[] = []
  for (let at: GraphQLResolveInfo['path'] | undefined = path; at; at = at.prev)
    if (typeof at.key === 'string') keys.unshift(at.key)
  return keys
}
