/** A fact behind a global id that a caller gave. */
import type { FactRow } from '../../domain/read/rows.ts'
import { KIND_NAMES } from '../../kinds/facts.ts'
import { checkFilter } from '../arguments.ts'
import { decodeId } from '../builder.ts'

/** Null when there is none, also when the id is that of another type. */
export async function factById(
  globalId: string,
  load: (id: string) => FactRow | null | Promise<FactRow | null>,
): Promise<FactRow | null> {
  checkFilter(globalId)
  const { typename, id } = decodeId(globalId)
  const fact = await load(id)
  return fact && KIND_NAMES[fact.kind] === typename ? fact : null
}
