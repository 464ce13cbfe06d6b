/** Models by slug or alias. */
import { fold } from '../../lib/text.ts'
import type { Reader } from './reader.ts'
import type { Model } from './rows.ts'

/** The model of this slug; else the one that has this alias, if it is only one. */
export async function modelOf(read: Reader, name: string): Promise<Model | null> {
  const model = await read.model.load(name)
  if (model) return model
  const slugs = [...new Set((await read.modelByAlias.load(fold(name))).map((a) => a.key))]
  return slugs.length === 1 ? read.model.load(slugs[0]!) : null
}
