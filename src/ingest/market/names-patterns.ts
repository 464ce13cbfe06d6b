/** The patterns by which the curated files say how names are written, and what applying them finds in a name. */

/** What an upstream name is, beside the model's own id; what stands first counts when a name is several of them. */
export const ALIAS_KINDS = [
  'MOVING',
  'REDIRECT',
  'THRESHOLD',
  'REGIONAL',
  'VARIANT',
  'SNAPSHOT',
  'RENAMED',
] as const
export type AliasKind = (typeof ALIAS_KINDS)[number]

/** Groups of a pattern's expression, and values beside it, that fill in what a name says. */
export const FOUND = ['vendor', 'region', 'endpoint', 'plan', 'tier', 'above'] as const
type Found = (typeof FOUND)[number]

export interface Pattern {
  match: RegExp
  /** What replaces each match, where the expression has no group `id`. */
  to: string
  found: Partial<Record<Found, string>>
  kind: AliasKind | undefined
  /** Why a name of this form names no model. */
  refuse: string | undefined
}

/** A name while it is read: what is left of it, and what was found so far. */
export interface Reading {
  /** In lower case. */
  name: string
  vendor: string | undefined
  endpoints: string[]
  region: string | undefined
  plans: string[]
  tier: string | undefined
  promptAbove: string | undefined
  kinds: Set<AliasKind>
  refusal: string | undefined
}

export function readingOf(name: string, endpoint?: string, region?: string, plan?: string): Reading {
  return {
    name: name.toLowerCase(),
    vendor: undefined,
    endpoints: endpoint ? [endpoint] : [],
    region,
    plans: plan ? [plan] : [],
    tier: undefined,
    promptAbove: undefined,
    kinds: new Set(),
    refusal: undefined,
  }
}

/** Applies the patterns in their order, each at most once. */
export function applyPatterns(patterns: readonly Pattern[], reading: Reading): void {
  for (const pattern of patterns) {
    pattern.match.lastIndex = 0
    const groups = pattern.match.exec(reading.name)
    if (!groups) continue
    if (pattern.refuse) reading.refusal ??= pattern.refuse
    const named = groups.groups ?? {}
    reading.name = named.id ?? reading.name.replaceAll(pattern.match, pattern.to)
    for (const key of FOUND) {
      const value = named[key] ?? pattern.found[key]
      if (value) fill(reading, key, value)
    }
    if (pattern.kind) reading.kinds.add(pattern.kind)
  }
}

function fill(reading: Reading, key: Found, value: string): void {
  if (key === 'endpoint') reading.endpoints.push(value)
  else if (key === 'plan') reading.plans.push(value)
  else if (key === 'above') reading.promptAbove = `${Number(value)}000`
  else reading[key] = value
}
