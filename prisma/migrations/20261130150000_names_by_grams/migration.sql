-- Names spelt like a short text. The index that there is reads all that has three tenths of the text's trigrams, of which
-- nearly nothing is alike: a name of n trigrams is like a text of a only if c of these are the same and
-- c / (a + n - c) >= 0.3, hence c >= 3 (a + n) / 13; and texts are mostly shorter than names. So trigrams are indexed
-- together with how many the name has, by classes, and looked for in sets of which each such name has at least one.
-- What these two functions say must fit together, and the classes must reach to 10 / 3 of the longest text.

-- A letter for the class, and the trigram. Longer names are like no text that is looked for by these. Most things are
-- named as their key is, but for hyphens and capitals, and have the same trigrams: such a name is found by the key, which
-- everything has for a name as well.
CREATE FUNCTION alias_grams(kind text, key text, folded text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500
BEGIN ATOMIC
  SELECT array_agg(chr(64 + width_bucket(cardinality(g), '{1,6,10,14,19,26}'::int[])) || gram)
  FROM show_trgm(folded) AS g, unnest(g) AS gram WHERE cardinality(g) <= 33 AND (kind = 'KEY' OR g <> show_trgm(key));
END;

-- In each class at least c of the a trigrams are needed. Where few may be missing, one of a - c + 1 sets is whole. Else
-- they are dealt into c - 1 sets, so that two that are there are in the same, and all pairs within sets are looked for:
-- single ones are in too many names. Not STRICT, or it would not become part of the statement that calls it.
CREATE FUNCTION alias_gram_sets(folded text) RETURNS SETOF text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 20
BEGIN ATOMIC
  WITH lengths AS (
    SELECT class, g, cardinality(g) AS a, (3 * (cardinality(g) + GREATEST(fewest, (3 * cardinality(g) + 9) / 10)) + 12) / 13 AS c
    FROM show_trgm(folded) AS g,
      (VALUES ('A', 1, 5), ('B', 6, 9), ('C', 10, 13), ('D', 14, 18), ('E', 19, 25), ('F', 26, 33)) AS v(class, fewest, most)
    WHERE cardinality(g) <= 10 AND 10 * most >= 3 * cardinality(g) AND 3 * fewest <= 10 * cardinality(g)
  )
  SELECT array_agg(class || gram) FROM lengths, unnest(g) WITH ORDINALITY AS t(gram, place)
  WHERE c <= a AND (2 * (a - c + 1) <= a OR c = 1)
  GROUP BY class, place % (a - c + 1)
  UNION ALL
  SELECT ARRAY[class || x.gram, class || y.gram]
  FROM lengths, unnest(g) WITH ORDINALITY AS x(gram, place), unnest(g) WITH ORDINALITY AS y(gram, place)
  WHERE c > 1 AND 2 * (a - c + 1) > a AND x.place < y.place AND (y.place - x.place) % (c - 1) = 0;
END;

-- Searches look into it many times each, and would read all that waits to be sorted in as often.
CREATE INDEX "Alias_grams" ON "Alias" USING gin (alias_grams("kind", "key", "folded")) WITH (fastupdate = off);
-- What ANALYZE would find out about it no plan asks for.
ALTER INDEX "Alias_grams" ALTER COLUMN 1 SET STATISTICS 0;
