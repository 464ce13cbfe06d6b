/** Models and sellers that came with a price file under a name that no file of names knows. */
import type { Db } from '../../db/client.ts'

export interface Unreconciled {
  type: 'model' | 'provider'
  slug: string
  /** Slugs of those who sell it; of a provider, none. */
  sellers: string[]
  /** How many prices hang on it. */
  prices: number
}

/** Those that are not merged yet, those with most prices first. */
export async function unreconciledEntries(db: Db): Promise<Unreconciled[]> {
  return db.$queryRaw<Unreconciled[]>`
    SELECT 'model' AS type, m."slug", COALESCE(array_agg(DISTINCT p."sellerSlug") FILTER (WHERE p."id" IS NOT NULL), '{}') AS sellers,
      count(p."id")::int AS prices
    FROM "Model" m LEFT JOIN "Price" p ON p."modelSlug" = m."slug"
    WHERE m."unreconciled" AND m."mergedInto" IS NULL GROUP BY m."slug"
    UNION ALL
    SELECT 'provider', s."slug", '{}', count(p."id")::int
    FROM "Provider" s LEFT JOIN "Price" p ON p."sellerSlug" = s."slug"
    WHERE s."unreconciled" AND s."mergedInto" IS NULL GROUP BY s."slug"
    ORDER BY prices DESC, type, slug`
}
