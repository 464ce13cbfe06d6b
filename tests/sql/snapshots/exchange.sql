SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

(SELECT ?::int AS branch,0 AS place,x.position::int,x.key,p_history.claims AS c0
  FROM (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key
  FROM "EnergyRate" f
  WHERE f."fromRevision" <= ? AND f."countryCode" IN (?::text) AND f."sector" IN (?::text) AND (f."area" IS NULL) = ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x
  LEFT JOIN LATERAL (SELECT (SELECT string_agg(concat_ws(?, COALESCE(c."id", ''),COALESCE(c."form", ''),COALESCE(trim_scale(c."low")::text, ''),COALESCE(trim_scale(c."point")::text, ''),COALESCE(trim_scale(c."high")::text, ''),COALESCE(c."qualifier", ''),COALESCE(c."unitCode", '')), ?
  ORDER BY r."validFrom" NULLS FIRST)
  FROM ( SELECT r."claimId", r."validFrom"
  FROM "Resolution" r
  WHERE x.shown AND r."factId" = x.key AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ?
  LIMIT ?) AS r JOIN "Claim" c ON c."id" = r."claimId" AND c."fromRevision" <= ?) AS claims OFFSET 0) AS p_history ON true);

SELECT "Unit"."code", "Unit"."name", "Unit"."nameZh", "Unit"."dimension", "Unit"."fromRevision", "Unit"."changedIn"
  FROM "Unit"
  WHERE "Unit"."fromRevision" <= ? OFFSET ?;

SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."id" = ANY((SELECT ?::text[])::text[]) AND c."fromRevision" <= ?;

SELECT k.asked, c.*
  FROM (SELECT s.asked, split_part(s.asked, ' ', 1)::timestamptz AS start, split_part(s.asked, ' ', 2)::timestamptz AS stop
  FROM unnest(?::text[]) AS s(asked)) AS k
  CROSS JOIN LATERAL ( SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Metric" m JOIN "Indicator" i ON i."metricCode" = m."code" AND i."fromRevision" <= ? JOIN "Claim" c ON c."factId" = i."id" AND c."form" = 'NUMBER' AND c."fromRevision" <= ? AND COALESCE(c."toRevision", 2147483647) > ?
  WHERE m."unitCode" ~ '^[A-Z]{3}/[A-Z]{3}$' AND c."validFrom" <= k.start AND c."validTo" >= k.stop AND c."validFrom" >= k.start - ?::interval AND EXISTS (SELECT 1
  FROM "Resolution" r
  WHERE r."factId" = i."id" AND r."claimId" = c."id" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" < k.stop) IS NOT FALSE AND (r."validTo" > k.start) IS NOT FALSE)
  ORDER BY c."validTo" - c."validFrom", c."id"
  LIMIT ?) AS c;
