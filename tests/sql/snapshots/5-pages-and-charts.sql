SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

(SELECT ?::int AS branch, p.key AS parent, x.key, x.at, x.position, json_build_array(json_build_array(f."id", f."sortKey", f."countryCode", f."providerSlug", f."modelSlug", f."groupSlug", f."period", f."coverageCode")) AS item
  FROM unnest(?::text[]) AS p(key)
  CROSS JOIN LATERAL ( SELECT f."id" AS key, ARRAY[(f."sortKey")::text] AS at, (row_number() OVER (ORDER BY f."sortKey" ASC))::int AS position
  FROM "TokenUsage" f
  WHERE f."countryCode" = p.key COLLATE "C" AND f."fromRevision" <= ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS x JOIN "TokenUsage" f ON f."id" = x.key);

SELECT r.*
  FROM unnest(?::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT r."factId", r."claimId", r."validFrom", r."validTo", r."ruleId", r."decidedBy", r."reason", r."rivalIds", trim_scale(r."spreadLow")::text AS "spreadLow", trim_scale(r."spreadHigh")::text AS "spreadHigh", trim_scale(r."spreadRatio")::text AS "spreadRatio", r."spreadUnit"
  FROM "Resolution" r
  WHERE r."factId" = f.id COLLATE "C" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ?
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT ?) AS r;

SELECT c.*
  FROM unnest(?::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT jsonb_agg(jsonb_build_array( (extract(epoch
  FROM p."validFrom") * 1000)::bigint, (extract(epoch
  FROM p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."factId" = f.id COLLATE "C" AND c."fromRevision" <= ? AND COALESCE(c."toRevision", 2147483647) > ?
  ORDER BY c."validFrom" DESC NULLS LAST, c."id"
  LIMIT ?) AS c;
