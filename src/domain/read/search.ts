/** Search over the English and Chinese names, aliases and titles of everything that has a name. */
import DataLoader from 'dataloader'
import { type AsOf, appearedBy } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { fold } from '../../lib/text.ts'

/** Characters of a folded text that are looked for; names longer than this are found by their beginning. */
const MAX_CHARS = 100
/** Trigrams of a text up to which `alias_gram_sets` tells what names like it hold; with more, its index is no quicker. */
const FEW_GRAMS = 10

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
 * Parts are found by LIKE, which needs no trigrams, so two Chinese characters work on any locale. Similar spellings are
 * looked for only where things with the part are too few, for none is as good.
 * All searches of a request that are asked for together are one statement.
 */
export function searchLoader(db: Db, asOf: AsOf): DataLoader<Search, Hit[], string> {
  return new DataLoader<Search, Hit[], string>(
    async (searches) => {
      const texts = searches.map((s) => fold(s.text).slice(0, MAX_CHARS))
      const likes = texts.map((text) => text.replaceAll(/[\\%_]/g, (c) => `\\${c}`))
      // As an expression: the planner takes an index of revisions to find few, and by that all names would be compared.
      const appeared = Prisma.sql`(${appearedBy('a', asOf)}) IS TRUE`
      // The outer LIMIT tells what an array hides from a kept plan, or each search would be planned anew. The best name of a
      // thing is the least of rank and name, so that not all names with the part are sorted by both; keys come before
      // entities there because these are mostly the same. What is like a text is found by one of a thing's names and then
      // compared by all of them; OFFSET keeps the planner from comparing every name that there is.
      const rows = await db.$queryRaw<(Hit & { position: number })[]>`
        SELECT q.i::int AS position, h.entity, h.key, h.matched, h.score
        FROM (
          SELECT * FROM unnest(${texts}::text[], ${likes}::text[], ${searches.map((s) => s.first)}::int[])
            WITH ORDINALITY AS q(text, literal, first, i) LIMIT ${searches.length}
        ) AS q
        CROSS JOIN LATERAL (
          WITH parts AS MATERIALIZED (
            SELECT entity, key, substr(best, 2) AS matched,
              CASE left(best, 1) WHEN '0' THEN 1.0 WHEN '1' THEN 0.9 ELSE 0.8 END::float8 AS score
            FROM (
              SELECT a."entity", a."key", min(CASE WHEN a."folded" = q.text THEN '0'
                WHEN a."folded" LIKE q.literal || '%' THEN '1' ELSE '2' END || a."text") AS best
              FROM "Alias" a WHERE q.text <> '' AND a."folded" LIKE '%' || q.literal || '%' AND ${appeared}
              GROUP BY a."key", a."entity"
            ) AS things ORDER BY score DESC, entity, key LIMIT q.first
          )
          SELECT * FROM parts
          UNION ALL
          SELECT * FROM (
            SELECT DISTINCT ON (a."entity", a."key") a."entity", a."key", a."text" AS matched,
              similarity(a."folded", q.text) * 0.7 AS score
            FROM (
              SELECT a.* FROM (
                SELECT DISTINCT a."entity", a."key" FROM alias_gram_sets(q.text) AS s(grams)
                JOIN "Alias" a ON alias_grams(a."kind", a."key", a."folded") @> s.grams
                WHERE similarity(a."folded", q.text) >= 0.3
              ) AS things
              CROSS JOIN LATERAL (
                SELECT * FROM "Alias" a WHERE a."entity" = things."entity" AND a."key" = things."key" OFFSET 0
              ) AS a
              WHERE similarity(a."folded", q.text) >= 0.3
              UNION ALL
              SELECT a.* FROM "Alias" a WHERE cardinality(show_trgm(q.text)) > ${FEW_GRAMS} AND a."folded" % q.text
            ) AS a
            WHERE (SELECT count(*) FROM parts) < q.first AND ${appeared}
              AND NOT EXISTS (SELECT FROM parts p WHERE p.entity = a."entity" AND p.key = a."key")
            ORDER BY a."entity", a."key", score DESC, a."text"
          ) AS alike ORDER BY score DESC, entity, key LIMIT q.first
        ) AS h ORDER BY q.i, h.score DESC, h.entity, h.key`
      const found = Map.groupBy(rows, (r) => r.position)
      return searches.map((_, i) => (found.get(i + 1) ?? []).map(({ position, ...hit }) => hit))
    },
    { cacheKeyFn: ({ text, first }) => `${first} ${text}` },
  )
}
