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
