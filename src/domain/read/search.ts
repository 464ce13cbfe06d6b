/** Search over the English and Chinese names, aliases and titles of everything that has a name. */
import { type AsOf, appearedBy } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { fold } from '../../lib/text.ts'

export const SEARCH_LIMIT = 50

export interface Hit {
  entity: string
  key: string
  /** The name that matched. */
  matched: string
  /** 1 for the whole name, down to the trigram similarity of a misspelt one. */
  score: number
}

/**
 * Whole names first, then beginnings, then parts, then similar spellings; ties by entity and key.
 * Parts are found by LIKE, which needs no trigrams, so two Chinese characters work on any locale.
 */
export async function searchNames(db: Db, asOf: AsOf, text: string, first: number): Promise<Hit[]> {
  const query = fold(text)
  if (query === '') return []
  const literal = query.replaceAll(/[\\%_]/g, (c) => `\\${c}`)
  return db.$queryRaw<Hit[]>`
    SELECT entity, key, matched, score FROM (
      SELECT DISTINCT ON (a."entity", a."key") a."entity", a."key", a."text" AS matched, CASE
        WHEN a."folded" = ${query} THEN 1.0 WHEN a."folded" LIKE ${`${literal}%`} THEN 0.9
        WHEN a."folded" LIKE ${`%${literal}%`} THEN 0.8 ELSE similarity(a."folded", ${query}) * 0.7 END::float8 AS score
      FROM "Alias" a
      WHERE (a."folded" LIKE ${`%${literal}%`} OR a."folded" % ${query}) AND ${appearedBy('a', asOf)}
      ORDER BY a."entity", a."key", score DESC, a."text"
    ) AS hits ORDER BY score DESC, entity, key LIMIT ${first}`
}
