/** Relay connections over keyset pages: forward only, capped, and read only as far as they are selected. */
import type { ObjectRef } from '@pothos/core'
import type { ListQuery, Page, PageEntry } from '../db/page.ts'
import { assertCursor } from '../db/page-cursor.ts'
import type { Reader } from '../domain/read/reader.ts'
import { AppError } from '../errors.ts'
import { builder } from './builder.ts'
import { LIMITS } from './limits.ts'

type Types = typeof builder.$inferSchemaTypes

export interface PageArgs {
  first?: number | null | undefined
  after?: string | null | undefined
}

class Edge<Row> {
  readonly node: Row
  readonly #item: PageEntry

  constructor(item: PageEntry, node: Row) {
    this.node = node
    this.#item = item
  }

  get cursor(): string {
    return this.#item.cursor
  }
}

/** A page that is read when its edges, its page info or its count are asked for, each once. */
export class Connection<Row> {
  readonly #read: Reader
  readonly #list: ListQuery
  readonly #load: (key: string) => Row | null | Promise<Row | null>
  readonly #parent: string | null
  readonly #bring: ((item: PageEntry) => Row) | undefined
  readonly #first: number
  readonly #after: string | null
  #page: Promise<Page> | undefined

  /**
   * @param bring makes items of what the list reads beside their keys, so that none is loaded.
   * @throws AppError BAD_ARGUMENT or CURSOR_INVALID before anything is read.
   */
  constructor(
    read: Reader,
    list: ListQuery,
    load: (key: string) => Row | null | Promise<Row | null>,
    args: PageArgs,
    parent: string | null = null,
    bring?: (item: PageEntry) => Row,
  ) {
    this.#first = pageSize(args.first)
    this.#after = args.after ?? null
    assertCursor(list, this.#after)
    this.#read = read
    this.#list = list
    this.#load = load
    this.#parent = parent
    this.#bring = bring
  }

  get page(): Promise<Page> {
    this.#page ??= this.#read.pages.load({
      list: this.#list,
      parent: this.#parent,
      first: this.#first,
      after: this.#after,
    })
    return this.#page
  }

  get edges(): Promise<Edge<Row>[]> {
    return this.page.then(async ({ items }) => {
      const bring = this.#bring
      if (bring) return items.map((item) => new Edge(item, bring(item)))
      const nodes = items.map(({ key }) => this.#load(key))
      const rows = nodes.some((node) => node instanceof Promise) ? await Promise.all(nodes) : nodes
      const edges = items.map((item, i) => new Edge(item, rows[i] as Row))
      return this.#list.mayVanish ? edges.filter(({ node }) => node !== null) : edges
    })
  }

  get pageInfo() {
    const hasPreviousPage = this.#after !== null
    return this.page.then(({ items, hasNextPage }) => ({
      hasNextPage,
      hasPreviousPage,
      // Of a list that no cursors are asked of, they cannot be made.
      get startCursor() {
        return items[0]?.cursor ?? null
      },
      get endCursor() {
        return items.at(-1)?.cursor ?? null
      },
    }))
  }

  get totalCount(): Promise<number> {
    return this.#read.counts.load({ list: this.#list, parent: this.#parent })
  }
}

/** @throws AppError BAD_ARGUMENT outside of 1 to the cap: a silently smaller page would look like the end. */
export function pageSize(
  first: number | null | undefined,
  max: number = LIMITS.pageMax,
  fallback: number = LIMITS.pageDefault,
): number {
  if (first === null || first === undefined) return fallback
  if (first >= 1 && first <= max) return first
  throw new AppError(
    'BAD_ARGUMENT',
    `\`first\` must be from 1 to ${max}; ask for further pages with \`after\`.`,
  )
}

/** The cost of a page: what it holds, `first` times. Too large a `first` is refused when the field is resolved. */
export function pageCost({ first }: PageArgs): { field: number; multiplier: number } {
  return { field: 1, multiplier: Math.max(1, Math.min(first ?? LIMITS.pageDefault, LIMITS.pageMax)) }
}

/** Defines `<name>Connection` and `<name>Edge` for a type. */
export function connectionOf<Row>(
  name: string,
  type: ObjectRef<Types, Row>,
): ObjectRef<Types, Connection<Row>> {
  const options = {
    type,
    name: `${name}Connection`,
    description: `A page of a list of ${name} objects.`,
  }
  const ref = builder.connectionObject(
    options as never,
    {
      name: `${name}Edge`,
      description: `One ${name} with its place in the list.`,
    } as never,
  ) as unknown as ObjectRef<Types, Connection<Row>>
  builder.objectField(ref, 'totalCount', (t) =>
    t.int({
      description: 'How many items the whole list has, over all pages.',
      resolve: (connection) => connection.totalCount,
    }),
  )
  return ref
}
