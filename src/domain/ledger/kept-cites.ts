/** Citations that an import of an entity leaves as they are. */
import type { Citation } from '../../db/generated/client.ts'
import { isoDay } from '../../lib/period.ts'
import type { CitationInput, EntityInput } from './input.ts'

/** What of the live citations stays beside those that an import gives; background that nobody read does not. */
export function keptCites(entity: EntityInput, live: readonly Citation[]): CitationInput[] {
  if (!entity.keepsCites) return []
  const given = new Set(entity.cites.map((c) => c.source))
  return live
    .filter((c) => c.role !== 'EDITORIAL' && !given.has(c.sourceSlug))
    .map((c) => ({
      source: c.sourceSlug,
      role: c.role as CitationInput['role'],
      locator: c.locator ?? undefined,
      accessedOn: c.accessedOn ? isoDay(c.accessedOn) : undefined,
      contentHash: c.contentHash ?? undefined,
      note: c.note ?? undefined,
    }))
}
