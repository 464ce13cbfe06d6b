/** What stands behind an answer: the claims that went into it, and the sources of these. */
import { recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { attributionOf, licenceOf, mayGoOut } from '../read/licence.ts'
import { createReader, type Reader } from '../read/reader.ts'
import { findRevision } from '../read/revisions.ts'
import type { Traces } from '../read/traces.ts'

/** Every claim of the traces, and those that their checks and derivations were computed from, in turn. */
export async function claimsBehind(db: Db, traces: Traces): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE behind(id) AS (
      SELECT unnest(${[...traces.claims]}::text[]) COLLATE "C"
      UNION SELECT i."claimId" FROM "ComputationInput" i
        WHERE i."checkId" = ANY(${[...traces.computations]}) OR i."derivationId" = ANY(${[...traces.computations]})
      UNION SELECT i."claimId" FROM behind b JOIN "Derivation" d ON d."claimId" = b.id
        JOIN "ComputationInput" i ON i."derivationId" = d."id")
    SELECT id FROM behind ORDER BY id`
  return rows.map((row) => row.id)
}

/** How an answer used a source: for what is preferred, for what was compared with it, or for a description. */
export type SourceUse = 'PREFERRED' | 'COMPARED' | 'DESCRIBES'

export interface SourceBehind {
  title: string
  titleZh: string | null
  url: string | null
  attribution: string
  licence: { code: string; name: string; url: string | null } | null
  /** Whether its licence lets its values be passed on. */
  mayGoOut: boolean
  use: SourceUse
}

const USES: readonly SourceUse[] = ['PREFERRED', 'COMPARED', 'DESCRIBES']

/**
 * The sources of claims and of described entities as the revision had them, preferred ones first.
 * @param entities spelled as in `Traces`.
 */
export async function sourcesBehind(
  db: Db,
  revision: number,
  claimIds: readonly string[],
  entities: readonly string[],
): Promise<SourceBehind[]> {
  const asOf = await findRevision(db, { revision }, new Date(0))
  const read = createReader(db, asOf)
  const [cited, described, preferred] = await Promise.all([
    Promise.all(claimIds.map((id) => read.citationsOfClaim(id))),
    Promise.all(entities.map((entity) => read.citationsOfEntity.load(entity))),
    db.$queryRaw<{ claimId: string }[]>`
      SELECT DISTINCT r."claimId" FROM "Resolution" r
      WHERE r."claimId" = ANY(${[...claimIds]}) AND ${recordedIn('r', asOf)}`,
  ])
  const best = new Set(preferred.map((row) => row.claimId))
  const uses = new Map<string, SourceUse>()
  const note = (slug: string, use: SourceUse) => {
    const before = uses.get(slug)
    if (!before || USES.indexOf(use) < USES.indexOf(before)) uses.set(slug, use)
  }
  for (const { sourceSlug, owner } of cited.flat())
    note(sourceSlug, best.has(owner) ? 'PREFERRED' : 'COMPARED')
  for (const { sourceSlug } of described.flat()) note(sourceSlug, 'DESCRIBES')
  const sources = await Promise.all([...uses].map(([slug, use]) => sourceBehind(read, slug, use)))
  return sources.sort(
    (a, b) =>
      USES.indexOf(a.use) - USES.indexOf(b.use) || (a.title < b.title ? -1 : Number(a.title > b.title)),
  )
}

async function sourceBehind(read: Reader, slug: string, use: SourceUse): Promise<SourceBehind> {
  const source = (await read.source.load(slug))!
  const [attribution, licence] = await Promise.all([attributionOf(read, source), licenceOf(read, slug)])
  return {
    title: source.title,
    titleZh: source.titleZh,
    url: source.url,
    attribution,
    licence: licence && { code: licence.code, name: licence.name, url: licence.url },
    mayGoOut: mayGoOut(licence),
    use,
  }
}
