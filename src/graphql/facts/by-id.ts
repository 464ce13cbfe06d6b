/** A fact behind a global id that a caller gave. */
import type { Reader } from '../../domain/read/reader.ts'
import type { FactRow } from '../../domain/read/rows.ts'
import { KIND_NAMES } from '../../kinds/facts.ts'
import { checkFilter } from '../arguments.ts'
import { decodeId } from '../builder.ts'

/** Null when there is none, also when the id is that of another type. */
export async function factById(read: Reader, globalId: string): Promise<FactRow | null> {
  checkFilter(globalId)
  const { typename, id } = decodeId(globalId)
  const fact = await read.fact(id)
  return fact && KIND_NAMES[fact.kind] === typename ? fact : null
}
