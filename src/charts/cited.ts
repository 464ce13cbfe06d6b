/** What figures ask of claims beyond their values, and numbers as short as labels need them. */
import { canonical, Decimal } from '../lib/decimal.ts'
import type { Language } from '../site/language.ts'
import { CLAIM_FIELDS, type ClaimData as Claim, isFree } from './claims.ts'

/** To append to a saved question, which names `...FigureClaim`. */
export const CLAIM_FRAGMENT = `
fragment FigureClaim on Claim {
      ${CLAIM_FIELDS}
      status
      corroboration
      checks {
        verdict
      }
}
`

export interface ClaimData extends Claim {
  status: string
  corroboration: string
  checks: readonly { verdict: string }[]
}

/** With its number. */
export type Numbered = ClaimData & { value: NonNullable<ClaimData['value']> }

/** Those with a number that may be shown, and how many may not; a claim that is there twice counts once. */
export function sift(claims: readonly ClaimData[]): { shown: Numbered[]; withheld: number } {
  const each = [...new Map(claims.map((claim) => [claim.id, claim])).values()]
  const numbered = each.filter((claim): claim is Numbered => claim.value !== null)
  const shown = numbered.filter(isFree)
  return { shown, withheld: numbered.length - shown.length }
}

/** Whether our editors or a check found that it is wrong, or true of something else only. */
export function isDoubted({ checks, corroboration }: ClaimData): boolean {
  const bad = ['CONTRADICTED', 'MIS_SCOPED']
  return bad.includes(corroboration) || checks.some(({ verdict }) => bad.includes(verdict))
}

const SIGNS: Readonly<Record<string, string>> = {
  ABOUT: '~',
  AT_LEAST: '≥',
  MORE_THAN: '>',
  AT_MOST: '≤',
  LESS_THAN: '<',
}

const POWERS = {
  en: [
    [12, ' trillion'],
    [9, ' billion'],
    [6, ' million'],
  ],
  zh: [
    [12, '万亿'],
    [8, '亿'],
  ],
} as const

/** Exact, large ones with their words: `9.223 trillion`. */
function magnitude(text: string, language: Language): string {
  const value = new Decimal(text)
  for (const [power, word] of POWERS[language]) {
    const scaled = value.div(new Decimal(10).pow(power))
    if (scaled.abs().gte(1) && scaled.decimalPlaces() <= 4) return `${canonical(scaled)}${word}`
  }
  return text
}

/** The number with its qualifier as a sign: `~0.088`, `0.08–0.1`, `>140 trillion`. */
export function signed({ point, low, high, qualifier }: Numbered['value'], language: Language): string {
  const said = (text: string) => magnitude(text, language)
  if (point === null && low !== null && high !== null) return `${said(low)}–${said(high)}`
  const one = point ?? low ?? high
  return one === null ? '' : `${SIGNS[qualifier] ?? ''}${said(one)}`
}

/** Where to draw a value: its point, else the middle of its range, else the bound that it names. For pictures only. */
export function place({ point, low, high }: Numbered['value']): number {
  if (point !== null) return Number(point)
  if (low !== null && high !== null) return (Number(low) + Number(high)) / 2
  return Number(low ?? high)
}
