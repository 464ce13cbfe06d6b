SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn", "Country"."memberTerms"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

(SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,x.f0::text AS c0,x.f1::text AS c1,x.f2::text AS c2,x.f3::text AS c3,x.f4::text AS c4,x.f5::text AS c5,v."id"::text AS c6,v."form"::text AS c7,trim_scale(v."low")::text AS c8,trim_scale(v."point")::text AS c9,trim_scale(v."high")::text AS c10,v."qualifier"::text AS c11,v."unitCode"::text AS c12,t."ordinal"::text AS c13,(v."series" IS NOT NULL)::text AS c14,t."id"::text AS c15,t."sourceSlug"::text AS c16,t."role"::text AS c17,t."locator"::text AS c18,t."accessedOn"::text AS c19,t."contentHash"::text AS c20,t."note"::text AS c21
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."countryCode" AS f0, f."providerSlug" AS f1, f."modelSlug" AS f2, f."groupSlug" AS f3, f."period" AS f4, f."coverageCode" AS f5
  FROM "TokenUsage" f
  WHERE f."countryCode" = p.key COLLATE "C" AND f."fromRevision" <= ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x
  LEFT JOIN LATERAL ( SELECT r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE x.shown AND r."factId" = x.key AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= ?) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1 ) AS r ON true
  LEFT JOIN "Claim" v ON v."id" = r."claimId"
  LEFT JOIN "Citation" t ON x.shown AND t."claimId" = v."id" AND t."fromRevision" <= ? AND (COALESCE(t."toRevision", 2147483647) > ? OR t."toRevision" = v."toRevision"));

SELECT "Unit"."code", "Unit"."name", "Unit"."nameZh", "Unit"."dimension", "Unit"."fromRevision", "Unit"."changedIn"
  FROM "Unit"
  WHERE "Unit"."fromRevision" <= ? OFFSET ?;

SELECT r.*
  FROM unnest((SELECT ?::text[])::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT r."factId", r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE r."factId" = f.id COLLATE "C" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ?
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT ?) AS r;

SELECT c.*, t."id" AS "t_id", t."ordinal" AS "t_ordinal", t."sourceSlug" AS "t_sourceSlug", t."role" AS "t_role", t."locator" AS "t_locator", t."accessedOn" AS "t_accessedOn", t."contentHash" AS "t_contentHash", t."note" AS "t_note"
  FROM unnest((SELECT ?::text[])::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."factId" = f.id COLLATE "C" AND c."fromRevision" <= ? AND COALESCE(c."toRevision", 2147483647) > ?
  ORDER BY c."validFrom" DESC NULLS LAST, c."id"
  LIMIT ?) AS c
  LEFT JOIN "Citation" t ON t."claimId" = c."id" AND t."fromRevision" <= ? AND (COALESCE(t."toRevision", 2147483647) > ? OR t."toRevision" = c."toRevision");

SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."id" = ANY((SELECT ?::text[])::text[]) AND c."fromRevision" <= ?;

SELECT "Coverage"."code", "Coverage"."name", "Coverage"."definition", "Coverage"."fromRevision", "Coverage"."changedIn", "Coverage"."platform", "Coverage"."models", "Coverage"."tokenizer"
  FROM "Coverage"
  WHERE ("Coverage"."code" IN (?…) AND "Coverage"."fromRevision" <= ?) OFFSET ?;

SELECT "Source"."slug", "Source"."title", "Source"."titleZh", "Source"."url", "Source"."kind", "Source"."publisherSlug", "Source"."publishedOn", "Source"."publishedPrecision", "Source"."licenceCode", "Source"."attribution", "Source"."accessedOn", "Source"."seenAs", "Source"."note", "Source"."fromRevision", "Source"."changedIn"
  FROM "Source"
  WHERE ("Source"."slug" IN (?…) AND "Source"."fromRevision" <= ?) OFFSET ?;

SELECT "Source"."slug", "Source"."title", "Source"."titleZh", "Source"."url", "Source"."kind", "Source"."publisherSlug", "Source"."publishedOn", "Source"."publishedPrecision", "Source"."licenceCode", "Source"."attribution", "Source"."accessedOn", "Source"."seenAs", "Source"."note", "Source"."fromRevision", "Source"."changedIn"
  FROM "Source"
  WHERE ("Source"."slug" IN (?…) AND "Source"."fromRevision" <= ?) OFFSET ?;

SELECT "Publisher"."slug", "Publisher"."name", "Publisher"."nameZh", "Publisher"."kind", "Publisher"."countryCode", "Publisher"."city", "Publisher"."website", "Publisher"."providerSlug", "Publisher"."ownerSlug", "Publisher"."note", "Publisher"."fromRevision", "Publisher"."changedIn"
  FROM "Publisher"
  WHERE ("Publisher"."slug" IN (?…) AND "Publisher"."fromRevision" <= ?) OFFSET ?;

SELECT "Licence"."code", "Licence"."name", "Licence"."url", "Licence"."redistributable", "Licence"."note", "Licence"."fromRevision", "Licence"."changedIn"
  FROM "Licence"
  WHERE ("Licence"."code" IN (?…) AND "Licence"."fromRevision" <= ?) OFFSET ?;
