SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

SELECT "Source"."slug", "Source"."title", "Source"."titleZh", "Source"."url", "Source"."kind", "Source"."publisherSlug", "Source"."publishedOn", "Source"."publishedPrecision", "Source"."licenceCode", "Source"."attribution", "Source"."accessedOn", "Source"."seenAs", "Source"."note", "Source"."fromRevision", "Source"."changedIn"
  FROM "Source"
  WHERE ("Source"."slug" IN (?…) AND "Source"."fromRevision" <= ?) OFFSET ?;

(SELECT ?::int AS branch, p.key AS parent, (SELECT count(*)::int
  FROM "Claim" c
  WHERE c."sourceSlug" = p.key COLLATE "C" AND c."fromRevision" <= ? AND COALESCE(c."toRevision", 2147483647) > ?) AS count
  FROM unnest((SELECT ?::text[])::text[]) AS p(key));

(SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,x.o0 AS o0,x.o1 AS o1
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT c."id" AS key,(c."key")::text AS o0,(c."id")::text AS o1
  FROM "Claim" c
  WHERE c."sourceSlug" = p.key COLLATE "C" AND c."fromRevision" <= ? AND COALESCE(c."toRevision", 2147483647) > ?
  ORDER BY c."key" ASC,c."id" ASC
  LIMIT ?) AS y) AS x );

SELECT "Publisher"."slug", "Publisher"."name", "Publisher"."nameZh", "Publisher"."kind", "Publisher"."countryCode", "Publisher"."city", "Publisher"."website", "Publisher"."providerSlug", "Publisher"."ownerSlug", "Publisher"."note", "Publisher"."fromRevision", "Publisher"."changedIn"
  FROM "Publisher"
  WHERE ("Publisher"."slug" IN (?…) AND "Publisher"."fromRevision" <= ?) OFFSET ?;

SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."id" = ANY((SELECT ?::text[])::text[]) AND c."fromRevision" <= ?;

SELECT "Unit"."code", "Unit"."name", "Unit"."nameZh", "Unit"."dimension", "Unit"."fromRevision", "Unit"."changedIn"
  FROM "Unit"
  WHERE "Unit"."fromRevision" <= ? OFFSET ?;

SELECT ?::text AS kind, f."id" AS "id", f."countryCode" AS "countryCode", f."providerSlug" AS "providerSlug", f."modelSlug" AS "modelSlug", f."groupSlug" AS "groupSlug", f."period" AS "period", f."coverageCode" AS "coverageCode"
  FROM "TokenUsage" f
  WHERE f."id" = ANY((SELECT ?::text[])::text[]) AND f."fromRevision" <= ?;

SELECT t."id", t."claimId" AS owner, t."sourceSlug", t."role", t."locator", t."accessedOn", t."contentHash", t."note", c."series" IS NOT NULL AS "isOfFile"
  FROM "Citation" t JOIN "Claim" c ON c."id" = t."claimId"
  WHERE t."claimId" = ANY((SELECT ?::text[])::text[]) AND t."fromRevision" <= ? AND (COALESCE(t."toRevision", 2147483647) > ? OR t."toRevision" = c."toRevision")
  ORDER BY t."claimId", t."ordinal";

SELECT ?::text AS kind, f."id" AS "id", f."countryCode" AS "countryCode", f."providerSlug" AS "providerSlug", f."modelSlug" AS "modelSlug", f."groupSlug" AS "groupSlug", f."hubSlug" AS "hubSlug", f."clusterSlug" AS "clusterSlug", f."publisherSlug" AS "publisherSlug", f."sourceSlug" AS "sourceSlug", f."metricCode" AS "metricCode", f."coverageCode" AS "coverageCode"
  FROM "Indicator" f
  WHERE f."id" = ANY((SELECT ?::text[])::text[]) AND f."fromRevision" <= ?;

SELECT ?::text AS kind, f."id" AS "id", f."countryCode" AS "countryCode", f."providerSlug" AS "providerSlug", f."modelSlug" AS "modelSlug", f."groupSlug" AS "groupSlug", f."hubSlug" AS "hubSlug", f."clusterSlug" AS "clusterSlug", f."publisherSlug" AS "publisherSlug", f."sourceSlug" AS "sourceSlug", f."topicCode" AS "topicCode"
  FROM "Assertion" f
  WHERE f."id" = ANY((SELECT ?::text[])::text[]) AND f."fromRevision" <= ?;

SELECT ?::text AS kind, f."id" AS "id", f."countryCode" AS "countryCode", f."area" AS "area", f."sector" AS "sector", f."band" AS "band"
  FROM "EnergyRate" f
  WHERE f."id" = ANY((SELECT ?::text[])::text[]) AND f."fromRevision" <= ?;

SELECT ?::text AS kind, f."id" AS "id", f."offerSlug" AS "offerSlug", f."meterCode" AS "meterCode", f."tier" AS "tier", trim_scale(f."promptAbove")::text AS "promptAbove", f."thresholdCounts" AS "thresholdCounts", f."thresholdScope" AS "thresholdScope", f."windowFrom" AS "windowFrom", f."windowTo" AS "windowTo", f."cacheLifetime" AS "cacheLifetime", f."modelSlug" AS "modelSlug", f."sellerSlug" AS "sellerSlug"
  FROM "Price" f
  WHERE f."id" = ANY((SELECT ?::text[])::text[]) AND f."fromRevision" <= ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn", "Country"."memberTerms"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

SELECT "Coverage"."code", "Coverage"."name", "Coverage"."definition", "Coverage"."fromRevision", "Coverage"."changedIn", "Coverage"."platform", "Coverage"."models", "Coverage"."tokenizer"
  FROM "Coverage"
  WHERE ("Coverage"."code" IN (?…) AND "Coverage"."fromRevision" <= ?) OFFSET ?;

SELECT "ModelGroup"."slug", "ModelGroup"."name", "ModelGroup"."nameZh", "ModelGroup"."kind", "ModelGroup"."definition", "ModelGroup"."countryCode", "ModelGroup"."makerSlug", "ModelGroup"."fromRevision", "ModelGroup"."changedIn"
  FROM "ModelGroup"
  WHERE ("ModelGroup"."slug" IN (?…) AND "ModelGroup"."fromRevision" <= ?) OFFSET ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn", "Country"."memberTerms"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

SELECT "Metric"."code", "Metric"."name", "Metric"."nameZh", "Metric"."unitCode", "Metric"."definition", "Metric"."fromRevision", "Metric"."changedIn"
  FROM "Metric"
  WHERE ("Metric"."code" IN (?…) AND "Metric"."fromRevision" <= ?) OFFSET ?;

SELECT "Coverage"."code", "Coverage"."name", "Coverage"."definition", "Coverage"."fromRevision", "Coverage"."changedIn", "Coverage"."platform", "Coverage"."models", "Coverage"."tokenizer"
  FROM "Coverage"
  WHERE ("Coverage"."code" IN (?…) AND "Coverage"."fromRevision" <= ?) OFFSET ?;

SELECT "ModelGroup"."slug", "ModelGroup"."name", "ModelGroup"."nameZh", "ModelGroup"."kind", "ModelGroup"."definition", "ModelGroup"."countryCode", "ModelGroup"."makerSlug", "ModelGroup"."fromRevision", "ModelGroup"."changedIn"
  FROM "ModelGroup"
  WHERE ("ModelGroup"."slug" IN (?…) AND "ModelGroup"."fromRevision" <= ?) OFFSET ?;

SELECT "Model"."slug", "Model"."name", "Model"."nameZh", "Model"."makerSlug", "Model"."familySlug", "Model"."releasedOn", "Model"."releasedPrecision", "Model"."openWeights", "Model"."licence", "Model"."note", "Model"."fromRevision", "Model"."changedIn", "Model"."unreconciled", "Model"."mergedInto"
  FROM "Model"
  WHERE ("Model"."slug" IN (?…) AND "Model"."fromRevision" <= ?) OFFSET ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn", "Country"."memberTerms"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

SELECT "Meter"."code", "Meter"."name", "Meter"."nameZh", "Meter"."unitCode", "Meter"."definition", "Meter"."fromRevision", "Meter"."changedIn"
  FROM "Meter"
  WHERE ("Meter"."code" IN (?…) AND "Meter"."fromRevision" <= ?) OFFSET ?;

SELECT "Offer"."slug", "Offer"."modelSlug", "Offer"."sellerSlug", "Offer"."endpoint", "Offer"."region", "Offer"."plan", "Offer"."isMakersOwn", "Offer"."fromRevision"
  FROM "Offer"
  WHERE ("Offer"."slug" IN (?…) AND "Offer"."fromRevision" <= ?) OFFSET ?;

SELECT "Provider"."slug", "Provider"."name", "Provider"."nameZh", "Provider"."kinds", "Provider"."countryCode", "Provider"."city", "Provider"."website", "Provider"."note", "Provider"."fromRevision", "Provider"."changedIn", "Provider"."unreconciled", "Provider"."mergedInto"
  FROM "Provider"
  WHERE ("Provider"."slug" IN (?…) AND "Provider"."fromRevision" <= ?) OFFSET ?;
