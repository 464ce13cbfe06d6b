/** Fields that several types have, written once. */
import { CITING_TABLES, type CitingTable } from '../domain/ledger/input.ts'
import { SHORT_LIST_LIMIT } from '../domain/read/entity-loaders.ts'
import type { Context } from './context.ts'
import { SHORT_LIST_COST } from './limits.ts'
import { CitationRef } from './refs.ts'

/** A row that its key was read from, so it is there; at once, where it is known. */
export const known = <Row>(row: Row | null | Promise<Row | null>) => row as Row | Promise<Row>

/** Goes on at once with what is known, for a promise for each field of a thousand rows takes longer than the rest. */
export const whenKnown = <T, R>(value: T | Promise<T>, then: (value: T) => R | Promise<R>): R | Promise<R> =>
  value instanceof Promise ? value.then(then) : then(value)

/** `provenance` of an entity that states something itself. */
export function entityProvenance(table: CitingTable) {
  return {
    type: [CitationRef] as [typeof CitationRef],
    description: 'Who says what is said here of the object itself.',
    complexity: SHORT_LIST_COST,
    resolve: (row: { slug: string }, _args: object, { read }: Context) =>
      read.citationsOfEntity.load(`${CITING_TABLES[table]}/${row.slug}`),
  }
}

/** `aliases` of an entity; keys of the alias table are spelled `MODEL/gpt-5.4`. */
export function aliasesOf(entity: string, key: (row: never) => string) {
  return {
    description: `Further names by which it is found, at most ${SHORT_LIST_LIMIT}.`,
    resolve: async (row: unknown, _args: object, { read }: Context) =>
      (await read.aliases.load(`${entity}/${key(row as never)}`)).map((a) => a.text),
  }
}
