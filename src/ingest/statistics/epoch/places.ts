/** States of the United States within addresses. Nothing is guessed: an address that names none, or several, has none. */
import { iso31662 } from 'iso-3166'
import type { CountryNames } from '../types.ts'

const STATES = iso31662.filter(({ parent }) => parent === 'US')
const CODES = new Set(STATES.map(({ code }) => code))

/** `TX 79601`, or `, VA` at the end; a country may follow. */
const ABBREVIATED =
  /(?<![A-Za-z])([A-Z]{2}),?\s+\d{5}(?:-\d{4})?(?!\d)|,\s*([A-Z]{2})(?=\s*(?:,\s*(?:USA?|United States))?\s*$)/g

/** "Washington Street" and "Kansas City" are no states. */
const NO_OTHER = String.raw`(?!\s+(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Dr|Drive|Pkwy|Parkway|Hwy|Highway|City|County|Beach)\b)`
// Longer names first, so that West Virginia is not Virginia.
const NAMES = new RegExp(
  `\\b(${STATES.map(({ name }) => name)
    .sort((a, b) => b.length - a.length)
    .join('|')})\\b${NO_OTHER}`,
  'g',
)
const BY_NAME = new Map(STATES.map(({ code, name }) => [name, code]))

/** The code of ISO 3166-2 of the state that an address in the United States names clearly: `US-TX`; else null. */
export function stateOf(address: string): string | null {
  const short = [...address.matchAll(ABBREVIATED)]
    .map((m) => `US-${m[1] ?? m[2]}`)
    .filter((c) => CODES.has(c))
  if (short.length > 0) return onlyOne(short)
  return onlyOne([...address.matchAll(NAMES)].map((m) => BY_NAME.get(m[1]!)!))
}

function onlyOne(codes: readonly string[]): string | null {
  const [code, ...others] = new Set(codes)
  return code && others.length === 0 ? code : null
}

/** Whether a location is no more than a country or one of its states or provinces: "Texas", "Georgia, USA", "China". */
export function isWholeArea(location: string, country: string, countries: CountryNames): boolean {
  const parts = location.split(',').map((part) => part.trim())
  if (countries.of(parts.at(-1)!) === country) parts.pop()
  const [part, ...more] = parts
  if (part === undefined) return true
  return more.length === 0 && iso31662.some((s) => s.parent === country && s.name === part)
}
