/** Full copies as CSV. */
import { type Column, cellsOf } from '../domain/read/export/columns.ts'
import type { ExportRows } from '../domain/read/export/scope.ts'
import { BYTE_ORDER_MARK, csvLines, harmless } from './csv.ts'

export async function* csvTexts(
  columns: readonly Column[],
  batches: AsyncGenerator<ExportRows, void, void>,
): AsyncGenerator<string, void, void> {
  const names = columns.map(({ name }) => name)
  const declared = new Set(names)
  let head = BYTE_ORDER_MARK + csvLines([names])
  for await (const rows of batches) {
    const records = rows.map(({ line }) => {
      const cells = cellsOf(declared, JSON.parse(line))
      return names.map((name) => harmless(String(cells.get(name) ?? '')))
    })
    yield head + csvLines(records)
    head = ''
  }
}
