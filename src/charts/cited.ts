/** What figures ask of claims and their sources, and which of their values may be shown. */
import type { ChartSource } from './chart.ts'

/** To append to a saved question, which names `...FigureCitation` where it asks for provenance. */
export const CITATION_FRAGMENT = `
fragment FigureCitation on Citation {
  role
  source { slug title url attribution redistributable licence { name } }
}`

/** To append to a saved question, which names `...FigureClaim`; holds `CITATION_FRAGMENT`. */
export const CLAIM_FRAGMENT = `
fragment FigureClaim on Claim {
  id status corroboration precision periodText validFrom validTo
  repeatOf { id }
  value { point low high qualifier unit { code } }
  provenance { ...FigureCitation }
  checks { verdict }
}
${CITATION_FRAGMENT}`

export interface Cited {
  provenance: readonly {
    role: string
    source: {
      slug: string
      title: string
      url: string | null
      attribution: string
      redistributable: boolean
      licence: { name: string } | null
    }
  }[]
}

export interface ValueData {
  point: string | null
  low: string | null
  high: string | null
  qualifier: string
  unit: { code: string }
}

export interface ClaimData extends Cited {
  id: string
  status: string
  corroboration: string
  precision: string
  periodText: string
  validFrom: string | null
  validTo: string | null
  repeatOf: { id: string } | null
  value: ValueData | null
  checks: readonly { verdict: string }[]
}

/** Whether all its sources let it be passed on. */
export function isFree({ provenance }: Cited): boolean {
  return provenance.every(({ source }) => source.redistributable)
}

/** Those that may be shown, and how many may not; a claim that is there twice counts once. */
export function sift<C extends ClaimData>(claims: readonly C[]): { shown: C[]; withheld: number } {
  const each = [...new Map(claims.map((claim) => [claim.id, claim])).values()]
  const shown = each.filter(isFree)
  return { shown, withheld: each.length - shown.length }
}

/** Sources in the order in which they come, each once. */
export function sourcesOf(cited: readonly Cited[]): ChartSource[] {
  const found = new Map<string, ChartSource>()
  for (const { source } of cited.flatMap(({ provenance }) => provenance))
    if (!found.has(source.slug))
      found.set(source.slug, {
        title: source.title,
        attribution: source.attribution,
        url: source.url,
        licence: source.licence?.name ?? null,
      })
  return [...found.values()]
}

/** The source whose statement it is, for a column of a table. */
export function sourceTitle({ provenance }: Cited): string | null {
  return provenance[0]?.source.title ?? null
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

/** The number with its qualifier as a sign, the same in every language: `~0.088`, `0.08–0.1`. */
export function signed({ point, low, high, qualifier }: ValueData): string {
  if (point === null && low !== null && high !== null) return `${low}–${high}`
  return `${SIGNS[qualifier] ?? ''}${point ?? low ?? high ?? ''}`
}

/** Where to draw a value: its point, else the middle of its range, else the bound that it names. For pictures only. */
export function place({ point, low, high }: ValueData): number {
  if (point !== null) return Number(point)
  if (low !== null && high !== null) return (Number(low) + Number(high)) / 2
  return Number(low ?? high)
}
