/** Loaders that answer all keys of a tick together. */
import DataLoader from 'dataloader'
import type { SharedTable } from './shared.ts'
import type { Read } from './together.ts'

const MAX_BATCH = 5000

/** Reads for the keys of one request, or for those of several at once: `Together` under a name. */
export type Joint = <Value>(
  keys: readonly string[],
  read: Read<string, Value>,
) => Promise<ReadonlyMap<string, Value>>

const alone: Joint = (keys, read) => read(keys)

/** A DataLoader that is made when it is asked for the first time: most never are. */
export class Loader<Value> {
  readonly #read: (keys: readonly string[]) => Promise<Value[]>
  #loader: DataLoader<string, Value> | undefined

  constructor(read: (keys: readonly string[]) => Promise<Value[]>) {
    this.#read = read
  }

  load(key: string): Promise<Value> {
    this.#loader ??= new DataLoader(this.#read, { maxBatchSize: MAX_BATCH })
    return this.#loader.load(key)
  }
}

/**
 * One row for each key, in one statement.
 * @param seen is told of the rows that were loaded; not to be had with `joint`, by which rows of others come as well.
 */
export function byKey<Row>(
  load: (keys: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
  seen?: (rows: readonly Row[]) => void,
  joint = alone,
): Loader<Row | null> {
  const read = async (keys: readonly string[]) => {
    const loaded = await load([...keys])
    seen?.(loaded)
    return new Map(loaded.map((row) => [keyOf(row), row]))
  }
  return new Loader(async (keys) => {
    const rows = await joint(keys, read)
    return keys.map((key) => rows.get(key) ?? null)
  })
}

/**
 * All rows of each key, in one statement; lists are those of others as well, and not to be changed.
 * @param seen see `byKey`.
 */
export function manyBy<Row>(
  load: (keys: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
  seen?: (rows: readonly Row[]) => void,
  joint = alone,
): Loader<Row[]> {
  const read = async (keys: readonly string[]) => {
    const loaded = await load([...keys])
    seen?.(loaded)
    return Map.groupBy(loaded, keyOf)
  }
  return new Loader(async (keys) => {
    const rows = await joint(keys, read)
    return keys.map((key) => rows.get(key) ?? [])
  })
}

export type MaybePromise<T> = T | Promise<T>

/** Gives a row at once where it is known, so that nobody waits a turn for it. */
export interface EntityLoader<Row> {
  load(key: string): MaybePromise<Row | null>
}

/** As `byKey`, for rows that requests share in a table, where there is one. */
export function sharedByKey<Row extends object>(
  load: (keys: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
  table?: SharedTable,
): EntityLoader<Row> {
  // Keys that nothing has are whatever a caller thinks of, and are not kept.
  const loader = byKey(load, keyOf, (rows) => {
    for (const row of rows) table?.set(keyOf(row), row)
  })
  return { load: (key) => (table?.get(key) as Row | undefined) ?? loader.load(key) }
}

/**
 * A small vocabulary, read whole at the first question: codes come up at every depth of an answer, and each depth
 * would be a statement of its own.
 */
export function wholeTable<Row extends object>(
  load: () => Promise<Row[]>,
  keyOf: (row: Row) => string,
  table?: SharedTable,
): EntityLoader<Row> {
  let rows: Promise<Map<string, Row>> | undefined
  const found = async (key: string) => {
    rows ??= load().then((all) => new Map(all.map((row) => [keyOf(row), row])))
    const row = (await rows).get(key) ?? null
    if (row) table?.set(key, row)
    return row
  }
  return { load: (key) => (table?.get(key) as Row | undefined) ?? found(key) }
}
