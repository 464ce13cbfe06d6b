/** Full copies as Parquet, written and sent one group of rows at a time. */
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import { type Column, type ColumnType, cellsOf } from '../domain/read/export/columns.ts'
import type { ExportRows } from '../domain/read/export/scope.ts'

/** What is held in memory for one client. The first group is one batch, so that something is sent soon. */
const GROUP_ROWS = 2500

const DAY_MS = 86_400_000

/**
 * Decimals stay text: DECIMAL has one scale for a whole column and at most 38 digits, while a price per token and a
 * country's electricity stand in the same column, with up to 50 digits, and each must be exact.
 */
const ELEMENTS: Record<ColumnType, Omit<SchemaElement, 'name'>> = {
  TEXT: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  DECIMAL: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  BOOLEAN: { type: 'BOOLEAN' },
  INTEGER: { type: 'INT32' },
  INSTANT: {
    ...{ type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  DAY: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  JSON: { type: 'BYTE_ARRAY', converted_type: 'JSON', logical_type: { type: 'JSON' } },
}

/** How the writer takes a cell of a type, where that is not as it stands. */
const STORED: Partial<Record<ColumnType, (text: string) => unknown>> = {
  INSTANT: Date.parse,
  DAY: (text) => Date.parse(text) / DAY_MS,
  // The writer makes text of it again.
  JSON: (text) => JSON.parse(text),
}

/** @param told what the file says of itself beside its rows. */
export async function* parquetBytes(
  columns: readonly Column[],
  batches: AsyncGenerator<ExportRows, void, void>,
  told: Record<string, string>,
): AsyncGenerator<Uint8Array, void, void> {
  const bytes = new ByteWriter()
  const file = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(
        ({ name, type }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...ELEMENTS[type] }),
      ),
    ],
    kvMetadata: Object.entries(told).map(([key, value]) => ({ key, value })),
  })
  const taken = () => {
    const written = bytes.getBytes().slice()
    bytes.index = 0
    return written
  }
  const declared = new Set(columns.map(({ name }) => name))
  let group = columns.map((): unknown[] => [])
  const writeGroup = () => {
    const columnData = columns.map(({ name }, i) => ({ name, data: group[i]!, offsetIndex: false }))
    file.write({ columnData, rowGroupSize: GROUP_ROWS })
    group = columns.map(() => [])
  }
  let isFirst = true
  for await (const rows of batches) {
    for (const { line } of rows) {
      const cells = cellsOf(declared, JSON.parse(line))
      columns.forEach(({ name, type }, i) => {
        const cell = cells.get(name)
        group[i]!.push(cell === undefined ? null : (STORED[type]?.(cell as string) ?? cell))
      })
    }
    if (group[0]!.length === 0 || (!isFirst && group[0]!.length < GROUP_ROWS)) continue
    isFirst = false
    writeGroup()
    yield taken()
  }
  if (group[0]!.length > 0) writeGroup()
  file.finish()
  yield taken()
}
