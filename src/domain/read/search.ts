/** Search over the English and Chinese names, aliases and titles of everything that has a name. */
import DataLoader from 'dataloader'
import { type AsOf, appearedBy } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { fold } from '../../lib/text.ts'

/** Characters of a folded text that are looked for; names longer than this are found by their beginning. */
const MAX_CHARS = 100

export interface Search {
  text: string
  first: number
}

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
 * All searches of a request that are asked for together are one statement.
 */
export function searchLoader(db: Db, asOf: AsOf): DataLoader<Search, Hit[], string> {
  return new DataLoader<Search, Hit[], string>(
    async (searches) => {
      const texts = searches.map((s) => fold(s.text).slice(0, MAX_CHARS))
      const likes = texts.map((text) => text.replaceAll(/[\\%_]/g, (c) => `\\${c}`))
      const rows = await db.$queryRaw<(Hit & { position: number })[]>`
        SELECT q.i::int AS position, h.entity, h.key, h.matched, h.score
        FROM unnest(${texts}::text[], ${likes}::text[], ${searches.map((s) => s.first)}::int[])
          WITH ORDINALITY AS q(text, literal, first, i)
        CROSS JOIN LATERAL (
          SELECT entity, key, matched, score FROM (
            SELECT DISTINCT ON (a."entity", a."key") a."entity", a."key", a."text" AS matched, CASE
              WHEN a."folded" = q.text THEN 1.0 WHEN a."folded" LIKE q.literal || '%' THEN 0.9
              WHEN a."folded" LIKE '%' || q.literal || '%' THEN 0.8
              ELSE similarity(a."folded", q.text) * 0.7 END::float8 AS score
            FROM "Alias" a
            WHERE q.text <> '' AND (a."folded" LIKE '%' || q.literal || '%' OR a."folded" % q.text) AND ${appearedBy('a', asOf)}
            ORDER BY a."entity", a."key", score DESC, a."text"
          ) AS hits ORDER BY score DESC, entity, key LIMIT q.first
        ) AS h ORDER BY q.i, h.score DESC, h.entity, h.key`
      const found = Map.groupBy(rows, (r) => r.position)
      return searches.map((_, i) => (found.get(i + 1) ?? []).map(({ position, ...hit }) => hit))
    },
    { cacheKeyFn: ({ text, first }) => `${first} ${text}` },
  )
}
