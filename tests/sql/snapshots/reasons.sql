SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

SELECT string_agg(concat_ws(?, x.branch, x.place, x.position, x.key, COALESCE(x.c0, ''), COALESCE(x.c1, ''), COALESCE(x.c2, ''), COALESCE(x.c3, ''), COALESCE(x.c4, ''), COALESCE(x.c5, ''), COALESCE(x.c6, ''), COALESCE(x.c7, ''), COALESCE(x.c8, ''), COALESCE(x.c9, ''), COALESCE(x.c10, ''), COALESCE(x.c11, ''), COALESCE(x.c12, ''), COALESCE(x.c13, ''), COALESCE(x.c14, ''), COALESCE(x.c15, ''), COALESCE(x.c16, ''), COALESCE(x.c17, ''), COALESCE(x.c18, ''), COALESCE(x.c19, '')), ?) AS rows
  FROM ((SELECT ?::int AS branch,0 AS place,x.position::int,x.key,x.f0::text AS c0,x.f1::text AS c1,x.f2::text AS c2,x.f3::text AS c3,x.f4::text AS c4,x.f5::text AS c5,x.f6::text AS c6,x.f7::text AS c7,x.f8::text AS c8,x.f9::text AS c9,v."id"::text AS c10,v."form"::text AS c11,trim_scale(v."low")::text AS c12,trim_scale(v."point")::text AS c13,trim_scale(v."high")::text AS c14,v."qualifier"::text AS c15,v."unitCode"::text AS c16,t."ordinal"::text AS c17,t."sourceSlug" AS c18,t."role" AS c19
  FROM (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."countryCode" AS f0, f."providerSlug" AS f1, f."modelSlug" AS f2, f."groupSlug" AS f3, f."hubSlug" AS f4, f."clusterSlug" AS f5, f."publisherSlug" AS f6, f."sourceSlug" AS f7, f."metricCode" AS f8, f."coverageCode" AS f9
  FROM "Indicator" f
  WHERE f."fromRevision" <= ? AND f."countryCode" = ANY(?::text[])
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x
  LEFT JOIN LATERAL ( SELECT r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE x.shown AND r."factId" = x.key AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= ?) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1 ) AS r ON true
  LEFT JOIN "Claim" v ON v."id" = r."claimId"
  LEFT JOIN "Citation" t ON x.shown AND t."claimId" = v."id" AND t."fromRevision" <= ? AND (COALESCE(t."toRevision", 2147483647) > ? OR t."toRevision" = v."toRevision"))) AS x;

SELECT "Unit"."code", "Unit"."name", "Unit"."nameZh", "Unit"."dimension", "Unit"."fromRevision", "Unit"."changedIn"
  FROM "Unit"
  WHERE "Unit"."fromRevision" <= ? OFFSET ?;

SELECT r.*
  FROM unnest((SELECT ?::text[])::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT r."factId", r."claimId", r."validFrom", r."validTo", r."ruleId", r."decidedBy", r."reason", r."rivalIds", trim_scale(r."spreadLow")::text AS "spreadLow", trim_scale(r."spreadHigh")::text AS "spreadHigh", trim_scale(r."spreadRatio")::text AS "spreadRatio", r."spreadUnit"
  FROM "Resolution" r
  WHERE r."factId" = f.id COLLATE "C" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ?
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT ?) AS r;

SELECT c.*
  FROM unnest(?::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT c."id", c."slug", c."method", c."claimId", c."factId", c."question", c."explanation", c."verdict", c."formula", trim_scale(c."expectedLow")::text AS low, trim_scale(c."expectedPoint")::text AS point, trim_scale(c."expectedHigh")::text AS high, c."expectedQualifier" AS qualifier, c."expectedUnit" AS "unitCode", c."ruleId", c."fromRevision", c."redactedIn"
  FROM "Check" c
  WHERE c."factId" = f.id COLLATE "C" AND c."fromRevision" <= ? AND COALESCE(c."toRevision", 2147483647) > ?
  ORDER BY c."slug"
  LIMIT ?) AS c;

SELECT c.*
  FROM unnest((SELECT ?::text[])::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."factId" = f.id COLLATE "C" AND c."fromRevision" <= ? AND COALESCE(c."toRevision", 2147483647) > ?
  ORDER BY c."validFrom" DESC NULLS LAST, c."id"
  LIMIT ?) AS c;

SELECT "Source"."slug", "Source"."title", "Source"."titleZh", "Source"."url", "Source"."kind", "Source"."publisherSlug", "Source"."publishedOn", "Source"."publishedPrecision", "Source"."licenceCode", "Source"."attribution", "Source"."accessedOn", "Source"."seenAs", "Source"."note", "Source"."fromRevision", "Source"."changedIn"
  FROM "Source"
  WHERE ("Source"."slug" IN (?…) AND "Source"."fromRevision" <= ?) OFFSET ?;

SELECT "Rule"."id", "Rule"."subject", "Rule"."version", "Rule"."text", "Rule"."fromRevision"
  FROM "Rule"
  WHERE ("Rule"."id" IN (?…) AND "Rule"."fromRevision" <= ?) OFFSET ?;

SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."id" = ANY((SELECT ?::text[])::text[]) AND c."fromRevision" <= ?;

SELECT i."checkId" AS owner, i."name", i."claimId"
  FROM "ComputationInput" i
  WHERE i."checkId" = ANY(?)
  ORDER BY 1, i."ordinal";

SELECT "Rule"."id", "Rule"."subject", "Rule"."version", "Rule"."text", "Rule"."fromRevision"
  FROM "Rule"
  WHERE ("Rule"."id" IN (?…) AND "Rule"."fromRevision" <= ?) OFFSET ?;

SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE ("Revision"."number" IN (?…) AND "Revision"."number" <= ?) OFFSET ?;

SELECT c.*
  FROM unnest(?::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT c."id", c."slug", c."method", c."claimId", c."factId", c."question", c."explanation", c."verdict", c."formula", trim_scale(c."expectedLow")::text AS low, trim_scale(c."expectedPoint")::text AS point, trim_scale(c."expectedHigh")::text AS high, c."expectedQualifier" AS qualifier, c."expectedUnit" AS "unitCode", c."ruleId", c."fromRevision", c."redactedIn"
  FROM "Check" c
  WHERE c."claimId" = f.id COLLATE "C" AND c."fromRevision" <= ? AND COALESCE(c."toRevision", 2147483647) > ?
  ORDER BY c."slug"
  LIMIT ?) AS c;

SELECT d."id", d."claimId", d."formula", d."ruleId", d."arithmetic", d."redactedIn"
  FROM "Derivation" d
  WHERE d."claimId" = ANY(?) AND d."fromRevision" <= ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn", "Country"."memberTerms"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

SELECT "Metric"."code", "Metric"."name", "Metric"."nameZh", "Metric"."unitCode", "Metric"."definition", "Metric"."fromRevision", "Metric"."changedIn"
  FROM "Metric"
  WHERE ("Metric"."code" IN (?…) AND "Metric"."fromRevision" <= ?) OFFSET ?;

SELECT "Coverage"."code", "Coverage"."name", "Coverage"."definition", "Coverage"."fromRevision", "Coverage"."changedIn", "Coverage"."platform", "Coverage"."models", "Coverage"."tokenizer"
  FROM "Coverage"
  WHERE ("Coverage"."code" IN (?…) AND "Coverage"."fromRevision" <= ?) OFFSET ?;

SELECT "Publisher"."slug", "Publisher"."name", "Publisher"."nameZh", "Publisher"."kind", "Publisher"."countryCode", "Publisher"."city", "Publisher"."website", "Publisher"."providerSlug", "Publisher"."ownerSlug", "Publisher"."note", "Publisher"."fromRevision", "Publisher"."changedIn"
  FROM "Publisher"
  WHERE ("Publisher"."slug" IN (?…) AND "Publisher"."fromRevision" <= ?) OFFSET ?;

SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."id" = ANY((SELECT ?::text[])::text[]) AND c."fromRevision" <= ?;

SELECT i."derivationId" AS owner, i."name", i."claimId"
  FROM "ComputationInput" i
  WHERE i."derivationId" = ANY(?)
  ORDER BY 1, i."ordinal";

SELECT t."id", t."claimId" AS owner, t."sourceSlug", t."role", t."locator", t."accessedOn", t."contentHash", t."note", c."series" IS NOT NULL AS "isOfFile"
  FROM "Citation" t JOIN "Claim" c ON c."id" = t."claimId"
  WHERE t."claimId" = ANY((SELECT ?::text[])::text[]) AND t."fromRevision" <= ? AND (COALESCE(t."toRevision", 2147483647) > ? OR t."toRevision" = c."toRevision")
  ORDER BY t."claimId", t."ordinal";

SELECT ?::text AS kind, f."id" AS "id", f."countryCode" AS "countryCode", f."providerSlug" AS "providerSlug", f."modelSlug" AS "modelSlug", f."groupSlug" AS "groupSlug", f."period" AS "period", f."coverageCode" AS "coverageCode"
  FROM "TokenUsage" f
  WHERE f."id" = ANY((SELECT ?::text[])::text[]) AND f."fromRevision" <= ?;

SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."id" = ANY((SELECT ?::text[])::text[]) AND c."fromRevision" <= ?;

SELECT "Source"."slug", "Source"."title", "Source"."titleZh", "Source"."url", "Source"."kind", "Source"."publisherSlug", "Source"."publishedOn", "Source"."publishedPrecision", "Source"."licenceCode", "Source"."attribution", "Source"."accessedOn", "Source"."seenAs", "Source"."note", "Source"."fromRevision", "Source"."changedIn"
  FROM "Source"
  WHERE ("Source"."slug" IN (?…) AND "Source"."fromRevision" <= ?) OFFSET ?;

SELECT "Coverage"."code", "Coverage"."name", "Coverage"."definition", "Coverage"."fromRevision", "Coverage"."changedIn", "Coverage"."platform", "Coverage"."models", "Coverage"."tokenizer"
  FROM "Coverage"
  WHERE ("Coverage"."code" IN (?…) AND "Coverage"."fromRevision" <= ?) OFFSET ?;

SELECT ?::text AS kind, f."id" AS "id", f."countryCode" AS "countryCode", f."providerSlug" AS "providerSlug", f."modelSlug" AS "modelSlug", f."groupSlug" AS "groupSlug", f."period" AS "period", f."coverageCode" AS "coverageCode"
  FROM "TokenUsage" f
  WHERE f."id" = ANY((SELECT ?::text[])::text[]) AND f."fromRevision" <= ?;

SELECT ?::text AS kind, f."id" AS "id", f."countryCode" AS "countryCode", f."area" AS "area", f."sector" AS "sector", f."band" AS "band"
  FROM "EnergyRate" f
  WHERE f."id" = ANY((SELECT ?::text[])::text[]) AND f."fromRevision" <= ?;

SELECT ?::text AS kind, f."id" AS "id", f."countryCode" AS "countryCode", f."providerSlug" AS "providerSlug", f."modelSlug" AS "modelSlug", f."groupSlug" AS "groupSlug", f."hubSlug" AS "hubSlug", f."clusterSlug" AS "clusterSlug", f."publisherSlug" AS "publisherSlug", f."sourceSlug" AS "sourceSlug", f."metricCode" AS "metricCode", f."coverageCode" AS "coverageCode"
  FROM "Indicator" f
  WHERE f."id" = ANY((SELECT ?::text[])::text[]) AND f."fromRevision" <= ?;

SELECT "ModelGroup"."slug", "ModelGroup"."name", "ModelGroup"."nameZh", "ModelGroup"."kind", "ModelGroup"."definition", "ModelGroup"."countryCode", "ModelGroup"."makerSlug", "ModelGroup"."fromRevision", "ModelGroup"."changedIn"
  FROM "ModelGroup"
  WHERE ("ModelGroup"."slug" IN (?…) AND "ModelGroup"."fromRevision" <= ?) OFFSET ?;

SELECT "Coverage"."code", "Coverage"."name", "Coverage"."definition", "Coverage"."fromRevision", "Coverage"."changedIn", "Coverage"."platform", "Coverage"."models", "Coverage"."tokenizer"
  FROM "Coverage"
  WHERE ("Coverage"."code" IN (?…) AND "Coverage"."fromRevision" <= ?) OFFSET ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn", "Country"."memberTerms"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;
