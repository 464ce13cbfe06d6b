/** Loaders that answer all keys of a tick together. */
import DataLoader from 'dataloader'

const MAX_BATCH = 5000

/** One row for each key, in one statement. */
export function byKey<Row>(
  load: (keys: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row | null> {
  return new DataLoader<string, Row | null>(
    async (keys) => {
      const rows = new Map((await load([...keys])).map((row) => [keyOf(row), row]))
      return keys.map((key) => rows.get(key) ?? null)
    },
    { maxBatchSize: MAX_BATCH },
  )
}

/** All rows of each key, in one statement. */
export function manyBy<Row>(
  load: (keys: string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row[]> {
  return new DataLoader<string, Row[]>(
    async (keys) => {
      const rows = Map.groupBy(await load([...keys]), keyOf)
      return keys.map((key) => rows.get(key) ?? [])
    },
    { maxBatchSize: MAX_BATCH },
  )
}

/**
 * A small vocabulary, read whole at the first question: codes come up at every depth of an answer, and each depth
 * would be a statement of its own.
 */
export function wholeTable<Row>(
  load: () => Promise<Row[]>,
  keyOf: (row: Row) => string,
): { load(key: string): Promise<Row | null> } {
  let rows: Promise<Map<string, Row>> | undefined
  return {
    load: async (key) => {
      rows ??= load().then((all) => new Map(all.map((row) => [keyOf(row), row])))
      return (await rows).get(key) ?? null
    },
  }
}
