SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

(SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,x.o0 AS o0,x.f0::text AS c0,x.f1::text AS c1,x.f2::text AS c2,x.f3::text AS c3,x.f4::text AS c4,x.f5::text AS c5,x.f6::text AS c6
  FROM unnest(?::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key,(f."sortKey")::text AS o0, f."sortKey" AS f0, f."countryCode" AS f1, f."providerSlug" AS f2, f."modelSlug" AS f3, f."groupSlug" AS f4, f."period" AS f5, f."coverageCode" AS f6
  FROM "TokenUsage" f
  WHERE f."countryCode" = p.key COLLATE "C" AND f."fromRevision" <= ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x );

SELECT r.*
  FROM unnest(?::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT r."factId", r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE r."factId" = f.id COLLATE "C" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ?
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT ?) AS r;

SELECT c.*
  FROM unnest(?::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."factId" = f.id COLLATE "C" AND c."fromRevision" <= ? AND COALESCE(c."toRevision", 2147483647) > ?
  ORDER BY c."validFrom" DESC NULLS LAST, c."id"
  LIMIT ?) AS c;
