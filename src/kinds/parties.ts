/**
 * Owners and users of a hub within the text of a claim. Who they are is disputed, so it is a claim and no column; how sure
 * its source is of each of them stands beside the name. The grammar, which `partiesText` writes and `readParties` reads:
 *
 *     parties    = party *( "; " party )
 *     party      = name [ " (" confidence ")" ]
 *     confidence = "confident" / "likely" / "speculative"
 *
 * A name is any text without "; ". Brackets that hold no word of confidence belong to the name: "GENCI (France)".
 */

export const CONFIDENCES = {
  CONFIDENT: 'The source is confident: "SpaceXAI (confident)".',
  LIKELY: 'The source holds it likely: "OpenAI (likely)".',
  SPECULATIVE: 'The source speculates: "Google DeepMind (speculative)".',
  UNSTATED: 'The source does not say how sure it is: "Oracle".',
} as const
export type Confidence = keyof typeof CONFIDENCES

/** An organisation as a source names it. */
export interface Party {
  name: string
  confidence: Confidence
}

const SEPARATOR = '; '

/** The word of confidence that a text is, in any case: `likely`; null when it is none. */
export function confidenceOf(word: string): Confidence | null {
  const upper = word.trim().toUpperCase()
  return upper !== 'UNSTATED' && Object.hasOwn(CONFIDENCES, upper) ? (upper as Confidence) : null
}

/**
 * @example partiesText([{ name: 'Oracle', confidence: 'CONFIDENT' }]) // "Oracle (confident)"
 */
export function partiesText(parties: readonly Party[]): string {
  return parties
    .map(({ name, confidence }) =>
      confidence === 'UNSTATED' ? name : `${name} (${confidence.toLowerCase()})`,
    )
    .join(SEPARATOR)
}

/** What `partiesText` wrote; a text that was written otherwise is one party of this name. */
export function readParties(text: string): Party[] {
  return text
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, name, word] = /^(.+) \(([A-Za-z]+)\)$/.exec(part) ?? []
      const confidence = word === undefined ? null : confidenceOf(word)
      return confidence ? { name: name!, confidence } : { name: part, confidence: 'UNSTATED' as const }
    })
}
