/** Reads numbers as people write them on a command line: `0.42`, `about 61`, `more than 140e12`, `0.08 to 0.10`. */
import { canonical, Decimal, parseDecimal } from '../lib/decimal.ts'
import { hedged, type Spoken } from './format.ts'
import type { Qualifier } from './vocabulary.ts'

const WORDS: Record<string, Exclude<Qualifier, 'RANGE'>> = {
  about: 'ABOUT',
  'more than': 'MORE_THAN',
  'at least': 'AT_LEAST',
  'less than': 'LESS_THAN',
  'at most': 'AT_MOST',
}

/** Null when the text is no number with at most one of the words before it, and no range. */
export function parseQuantity(text: string): Spoken | null {
  const range = /^(\S+)\s*(?:to|\.\.)\s*(\S+)$/i.exec(text.trim().replace(/\.\./, ' .. '))
  if (range) {
    const [low, high] = [parseDecimal(range[1]!), parseDecimal(range[2]!)]
    if (!low || !high || new Decimal(low).gt(high)) return null
    return { low: canonical(low), point: null, high: canonical(high), qualifier: 'RANGE' }
  }
  const [, word = '', number = ''] = /^(?:([a-z ]+?)\s+)?(\S+)$/i.exec(text.trim()) ?? []
  const value = parseDecimal(number)
  const qualifier = word === '' ? 'EXACT' : WORDS[word.toLowerCase()]
  if (!value || !qualifier) return null
  return hedged(qualifier, canonical(value))
}
