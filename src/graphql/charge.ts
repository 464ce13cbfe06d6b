/**
 * Counts what an answer really holds. A cost that is computed beforehand can only guess how long lists are, and
 * lists within lists multiply; so every list of objects is counted when it is there, and too many end the request.
 */
import {
  defaultFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { AppError } from '../errors.ts'
import type { Context } from './context.ts'
import { LIMITS } from './limits.ts'

/** Wraps the resolvers of all fields that are lists of objects. */
export function chargeLists(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const bare = isNonNullType(field.type) ? field.type.ofType : field.type
      if (!isListType(bare) || !isCompositeType(getNamedType(field.type))) continue
      const resolve = field.resolve ?? defaultFieldResolver
      const charged = (list: unknown, context: Context) => {
        if (Array.isArray(list)) charge(context, list.length)
        return list
      }
      field.resolve = (parent, args, context: Context, info) => {
        const list: unknown = resolve(parent, args, context, info)
        return list instanceof Promise ? list.then((l) => charged(l, context)) : charged(list, context)
      }
    }
  }
  return schema
}

/** @throws AppError QUERY_TOO_COSTLY beyond the limit, TIMEOUT when nobody waits for the answer any more. */
function charge(context: Context, items: number): void {
  context.items.count += items
  if (context.items.count > LIMITS.items) {
    throw new AppError(
      'QUERY_TOO_COSTLY',
      `The answer would hold more than ${LIMITS.items} list items. Ask for smaller pages, or for fewer lists within lists.`,
    )
  }
  if (context.signal?.aborted) throw new AppError('TIMEOUT', 'The answer took too long and was given up.')
}
