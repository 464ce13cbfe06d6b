/** The rows of an answer, by the shape of its table. */
import { canonicalJson, type Plain } from '../lib/canonical.ts'
import type { Shape, TableColumn, TableShape } from './table-shape.ts'

/** Null is what the answer has no value for. Decimals are texts, as the API spells them. */
export type Cell = string | number | boolean | null

type Json = { readonly [key: string]: Plain }

/** One for each item of the list; a list within a list that is empty, or an object that is null, leaves no row. */
export function tableRows({ spine, columns }: TableShape, data: Json): Cell[][] {
  const rows: Cell[][] = []
  const enter = (value: Plain, depth: number, holders: readonly Plain[]) => {
    const shape = spine[depth]!
    const items = shape.lists > 0 && Array.isArray(value) ? value : [value]
    for (const item of items) {
      if (item === null || item === undefined) continue
      const above = [...holders, item]
      if (depth < spine.length - 1) enter((item as Json)[spine[depth + 1]!.key], depth + 1, above)
      else rows.push(columns.map((column) => cellOf(column, column.holder < 0 ? data : above[column.holder])))
    }
  }
  const [root] = spine
  if (root!.children) enter(data[root!.key], 0, [])
  else rows.push(columns.map((column) => cellOf(column, data)))
  return rows
}

/**
 * How many cells `tableRows` would make, without making one: what stands above the list is repeated in each row, so a
 * small answer can make a large table. A cell that holds a list counts as many as it holds.
 */
export function cellsIn({ spine, columns }: TableShape, data: Json): number {
  const held = (holder: number, value: Plain) =>
    columns.reduce((sum, { holder: own, path }) => (own === holder ? sum + valuesIn(value, path) : sum), 0)
  const below = (value: Plain, depth: number): { rows: number; cells: number } => {
    const items = (spine[depth]!.lists > 0 && Array.isArray(value) ? value : [value]) as readonly Plain[]
    let [rows, cells] = [0, 0]
    for (const item of items) {
      if (item === null || item === undefined) continue
      const next = spine[depth + 1]
      const inner = next ? below((item as Json)[next.key], depth + 1) : { rows: 1, cells: 0 }
      rows += inner.rows
      if (inner.rows > 0) cells += inner.cells + inner.rows * held(depth, item)
    }
    return { rows, cells }
  }
  const [root] = spine
  return root!.children ? below(data[root!.key], 0).cells : held(-1, data)
}

/** One at least: a cell with nothing in it is a cell. */
function valuesIn(value: Plain, path: readonly Shape[]): number {
  const [step, ...rest] = path
  if (!step) return 1
  const inner = (value as Json | null | undefined)?.[step.key]
  const items = step.lists > 0 && Array.isArray(inner) ? inner.flat(step.lists - 1) : [inner]
  return items.reduce<number>((sum, item) => sum + valuesIn(item, rest), 0) || 1
}

function cellOf({ path, lists }: TableColumn, holder: Plain): Cell {
  if (lists === 0) return leaf(path.reduce<Plain>((value, { key }) => (value as Json | null)?.[key], holder))
  return listText(holder, path, lists)
}

/** What has no value is null, and objects of JSON are their text. */
function leaf(value: Plain): Cell {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? canonicalJson(value) : value
}

/**
 * Lists in a cell: their values with ` | ` between, and lists of these with ` || `, one bar more for each level. A bar
 * within a value is written `\|` and a backslash `\\`, so that a cell can be taken apart again. Values that are
 * missing leave their place empty: the n-th of one column belongs to the n-th of the next.
 */
function listText(value: Plain, path: readonly Shape[], lists: number): string {
  const [step, ...rest] = path
  if (!step) return escaped(leaf(value))
  const inner = (value as Json | null | undefined)?.[step.key]
  const open = (item: Plain, around: number, left: number): string => {
    if (around === 0) return listText(item, rest, left)
    if (!Array.isArray(item)) return ''
    return item.map((one) => open(one, around - 1, left - 1)).join(` ${'|'.repeat(left)} `)
  }
  return open(inner, step.lists, lists)
}

const escaped = (cell: Cell) => String(cell ?? '').replace(/[\\|]/g, '\\$&')
