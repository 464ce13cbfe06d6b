/** Marks in an answer what a licence keeps from charts, before a chart sees it. */
import type { AsOf } from '../db/as-of.ts'
import type { Db } from '../db/client.ts'
import { sourceTerms, withholder } from '../domain/read/licence.ts'
import { createReader } from '../domain/read/reader.ts'

interface Source {
  slug?: string
  redistributable?: boolean
}
interface Claim {
  id: string
  provenance: { source: Source }[]
}

/**
 * Sets `redistributable` of the sources of each claim that must not go out to false, and of the others' to true: by the
 * claim's own source and by all that its value was computed from, as of the revision asked for and as of the newest,
 * for what is free no more is not free in pictures of the past either. Other sources are judged by themselves.
 */
export async function markWithheld(
  db: Db,
  data: unknown,
  revisions: readonly [AsOf, ...AsOf[]],
): Promise<void> {
  const terms = sourceTerms(() => {
    const [first, ...rest] = revisions.map((asOf) => createReader(db, asOf))
    return [first!, ...rest]
  })
  const withheldBy = withholder(db, terms)
  const found = gather(data)
  await Promise.all([
    ...found.claims.map(async ({ id, provenance }) => {
      const free = (await withheldBy([id])) === null
      for (const { source } of provenance) source.redistributable = free
    }),
    ...found.sources.map(async (source) => {
      if ((await terms.load(source.slug!)).withheld) source.redistributable = false
    }),
  ])
}

function gather(data: unknown): { claims: Claim[]; sources: Source[] } {
  const claims: Claim[] = []
  const sources: Source[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const item of value) walk(item)
      return
    }
    const { id, provenance, slug, redistributable } = value as Partial<Claim> & Source
    const claimId = typeof id === 'string' ? claimIdOf(id) : null
    if (claimId && Array.isArray(provenance)) {
      claims.push({ id: claimId, provenance })
      for (const [key, inner] of Object.entries(value)) if (key !== 'provenance') walk(inner)
      return
    }
    if (typeof slug === 'string' && typeof redistributable === 'boolean') sources.push(value as Source)
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(data)
  return { claims, sources }
}

/** What stands in a global id of a claim. */
function claimIdOf(globalId: string): string | null {
  const text = Buffer.from(globalId, 'base64').toString('utf8')
  return text.startsWith('Claim:') ? text.slice('Claim:'.length) : null
}
