/** Owners and users as Epoch AI writes them: `OpenAI #likely, Microsoft #confident`, or plain names. */
import { confidenceOf, type Party } from '../../../kinds/parties.ts'

export interface TaggedParties {
  parties: Party[]
  /** Tags that are no word of confidence. */
  unknown: string[]
}

/** A name may hold commas, for each ends with its tag; without any tag, commas part the names. */
export function taggedParties(text: string): TaggedParties {
  const unknown: string[] = []
  const parties: Party[] = []
  let rest = text
  for (const [whole, name, tag] of text.matchAll(/([^#]*)#(\w*)/g)) {
    rest = rest.slice(whole.length)
    const confidence = confidenceOf(tag!)
    if (!confidence) unknown.push(`#${tag}`)
    parties.push({ name: plain(name!), confidence: confidence ?? 'UNSTATED' })
  }
  for (const name of rest.split(',')) parties.push({ name: plain(name), confidence: 'UNSTATED' })
  return { parties: parties.filter(({ name }) => name !== ''), unknown }
}

/** Semicolons would part names within a claim. */
const plain = (name: string) =>
  name
    .replace(/^[\s,]+/, '')
    .replace(/\s+/g, ' ')
    .replaceAll(';', ',')
    .trim()
