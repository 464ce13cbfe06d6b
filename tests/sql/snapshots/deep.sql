SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

(SELECT ?::int AS branch,0 AS place,x.position::int,x.key,x.o0 AS o0
  FROM (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT e."code" AS key,(e."code")::text AS o0
  FROM "Country" e
  WHERE e."fromRevision" <= ? AND e."code" IN (?::text,?::text)
  ORDER BY e."code" ASC
  LIMIT ?) AS y) AS x );

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn", "Country"."memberTerms"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

(SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,x.o0 AS o0,NULL::text AS c0,NULL::text AS c1,NULL::text AS c2,NULL::text AS c3,NULL::text AS c4,NULL::text AS c5,NULL::text AS c6,NULL::text AS c7,NULL::text AS c8,NULL::text AS c9,NULL::text AS c10
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT e."slug" AS key,(e."slug")::text AS o0
  FROM "Provider" e
  WHERE (CASE WHEN e."changedIn" <= ? THEN e."countryCode" ELSE ( SELECT (d."row" ->> 'countryCode')::text COLLATE "C"
  FROM "EntityVersion" d
  WHERE d."entity" = ? AND d."key" = e."slug" AND d."toRevision" > ?
  ORDER BY d."toRevision"
  LIMIT 1) END) = p.key COLLATE "C" AND e."fromRevision" <= ?
  ORDER BY e."slug" ASC
  LIMIT ?) AS y) AS x )
  UNION ALL (SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,NULL::text AS o0,x.f0::text AS c0,x.f1::text AS c1,x.f2::text AS c2,x.f3::text AS c3,v."id"::text AS c4,v."form"::text AS c5,trim_scale(v."low")::text AS c6,trim_scale(v."point")::text AS c7,trim_scale(v."high")::text AS c8,v."qualifier"::text AS c9,v."unitCode"::text AS c10
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."countryCode" AS f0, f."area" AS f1, f."sector" AS f2, f."band" AS f3
  FROM "EnergyRate" f
  WHERE f."countryCode" = p.key COLLATE "C" AND f."fromRevision" <= ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x
  LEFT JOIN LATERAL ( SELECT r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE x.shown AND r."factId" = x.key AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= ?) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1 ) AS r ON true
  LEFT JOIN "Claim" v ON v."id" = r."claimId")
  UNION ALL (SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,NULL::text AS o0,x.f0::text AS c0,x.f1::text AS c1,x.f2::text AS c2,x.f3::text AS c3,x.f4::text AS c4,x.f5::text AS c5,NULL::text AS c6,NULL::text AS c7,NULL::text AS c8,NULL::text AS c9,NULL::text AS c10
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."countryCode" AS f0, f."providerSlug" AS f1, f."modelSlug" AS f2, f."groupSlug" AS f3, f."period" AS f4, f."coverageCode" AS f5
  FROM "TokenUsage" f
  WHERE f."countryCode" = p.key COLLATE "C" AND f."fromRevision" <= ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x );

(SELECT ?::int AS branch, p.key AS parent, (SELECT count(*)::int
  FROM "TokenUsage" f
  WHERE f."countryCode" = p.key COLLATE "C" AND f."fromRevision" <= ?) AS count
  FROM unnest((SELECT ?::text[])::text[]) AS p(key));

SELECT "Unit"."code", "Unit"."name", "Unit"."nameZh", "Unit"."dimension", "Unit"."fromRevision", "Unit"."changedIn"
  FROM "Unit"
  WHERE "Unit"."fromRevision" <= ? OFFSET ?;

SELECT k.place::int, c."id" AS "id", c."form" AS "form", trim_scale(c."low")::text AS "low", trim_scale(c."point")::text AS "point", trim_scale(c."high")::text AS "high", c."qualifier" AS "qualifier", c."unitCode" AS "unitCode"
  FROM unnest((SELECT ?::text[])::text[], ?::timestamptz[], ?::boolean[]) WITH ORDINALITY AS k(fact, instant, dated, place)
  CROSS JOIN LATERAL (SELECT r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE r."factId" = k.fact COLLATE "C" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= k.instant) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1) AS r JOIN "Claim" c ON c."id" = r."claimId"
  WHERE NOT k.dated OR ((r."validFrom" IS NOT NULL OR r."validTo" IS NOT NULL) AND (r."validTo" IS NULL OR r."validTo" > k.instant));

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

SELECT r.*
  FROM unnest((SELECT ?::text[])::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT r."factId", r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE r."factId" = f.id COLLATE "C" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ?
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT ?) AS r;

SELECT "Provider"."slug", "Provider"."name", "Provider"."nameZh", "Provider"."kinds", "Provider"."countryCode", "Provider"."city", "Provider"."website", "Provider"."note", "Provider"."fromRevision", "Provider"."changedIn", "Provider"."unreconciled", "Provider"."mergedInto"
  FROM "Provider"
  WHERE ("Provider"."slug" IN (?…) AND "Provider"."fromRevision" <= ?) OFFSET ?;

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

(SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,x.o0 AS o0
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT e."slug" AS key,(e."slug")::text AS o0
  FROM "Model" e
  WHERE e."makerSlug" = p.key COLLATE "C" AND e."fromRevision" <= ?
  ORDER BY e."slug" ASC
  LIMIT ?) AS y) AS x );

SELECT "Publisher"."slug", "Publisher"."name", "Publisher"."nameZh", "Publisher"."kind", "Publisher"."countryCode", "Publisher"."city", "Publisher"."website", "Publisher"."providerSlug", "Publisher"."ownerSlug", "Publisher"."note", "Publisher"."fromRevision", "Publisher"."changedIn"
  FROM "Publisher"
  WHERE ("Publisher"."slug" IN (?…) AND "Publisher"."fromRevision" <= ?) OFFSET ?;

SELECT "Model"."slug", "Model"."name", "Model"."nameZh", "Model"."makerSlug", "Model"."familySlug", "Model"."releasedOn", "Model"."releasedPrecision", "Model"."openWeights", "Model"."licence", "Model"."note", "Model"."fromRevision", "Model"."changedIn", "Model"."unreconciled", "Model"."mergedInto"
  FROM "Model"
  WHERE ("Model"."slug" IN (?…) AND "Model"."fromRevision" <= ?) OFFSET ?;

(SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,x.f0::text AS c0,v."form"::text AS c1,trim_scale(v."low")::text AS c2,trim_scale(v."point")::text AS c3,trim_scale(v."high")::text AS c4,v."qualifier"::text AS c5,v."unitCode"::text AS c6,NULL::text AS c7,NULL::text AS c8,NULL::text AS c9,NULL::text AS c10
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."offerSlug" AS f0
  FROM "Price" f
  WHERE f."modelSlug" = p.key COLLATE "C" AND f."fromRevision" <= ? AND f."meterCode" IN (?::text)
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x
  LEFT JOIN LATERAL ( SELECT r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE x.shown AND r."factId" = x.key AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= ?) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1 ) AS r ON (r."validFrom" IS NOT NULL OR r."validTo" IS NOT NULL) AND (r."validTo" IS NULL OR r."validTo" > ?)
  LEFT JOIN "Claim" v ON v."id" = r."claimId")
  UNION ALL (SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,x.f0::text AS c0,x.f1::text AS c1,x.f2::text AS c2,trim_scale(x.f3)::text AS c3,x.f4::text AS c4,x.f5::text AS c5,x.f6::text AS c6,x.f7::text AS c7,x.f8::text AS c8,x.f9::text AS c9,x.f10::text AS c10
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."offerSlug" AS f0, f."meterCode" AS f1, f."tier" AS f2, f."promptAbove" AS f3, f."thresholdCounts" AS f4, f."thresholdScope" AS f5, f."windowFrom" AS f6, f."windowTo" AS f7, f."cacheLifetime" AS f8, f."modelSlug" AS f9, f."sellerSlug" AS f10
  FROM "Price" f
  WHERE f."modelSlug" = p.key COLLATE "C" AND f."fromRevision" <= ? AND f."meterCode" IN (?::text)
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x );

SELECT k.place::int, c."id" AS "id", c."form" AS "form", trim_scale(c."low")::text AS "low", trim_scale(c."point")::text AS "point", trim_scale(c."high")::text AS "high", c."qualifier" AS "qualifier", c."unitCode" AS "unitCode"
  FROM unnest((SELECT ?::text[])::text[], ?::timestamptz[], ?::boolean[]) WITH ORDINALITY AS k(fact, instant, dated, place)
  CROSS JOIN LATERAL (SELECT r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE r."factId" = k.fact COLLATE "C" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= k.instant) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1) AS r JOIN "Claim" c ON c."id" = r."claimId"
  WHERE NOT k.dated OR ((r."validFrom" IS NOT NULL OR r."validTo" IS NOT NULL) AND (r."validTo" IS NULL OR r."validTo" > k.instant));

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

SELECT r.*
  FROM unnest((SELECT ?::text[])::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT r."factId", r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE r."factId" = f.id COLLATE "C" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ?
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT ?) AS r;

SELECT "Offer"."slug", "Offer"."modelSlug", "Offer"."sellerSlug", "Offer"."endpoint", "Offer"."region", "Offer"."plan", "Offer"."isMakersOwn", "Offer"."fromRevision"
  FROM "Offer"
  WHERE ("Offer"."slug" IN (?…) AND "Offer"."fromRevision" <= ?) OFFSET ?;

SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."id" = ANY((SELECT ?::text[])::text[]) AND c."fromRevision" <= ?;

SELECT "Source"."slug", "Source"."title", "Source"."titleZh", "Source"."url", "Source"."kind", "Source"."publisherSlug", "Source"."publishedOn", "Source"."publishedPrecision", "Source"."licenceCode", "Source"."attribution", "Source"."accessedOn", "Source"."seenAs", "Source"."note", "Source"."fromRevision", "Source"."changedIn"
  FROM "Source"
  WHERE ("Source"."slug" IN (?…) AND "Source"."fromRevision" <= ?) OFFSET ?;

SELECT "Meter"."code", "Meter"."name", "Meter"."nameZh", "Meter"."unitCode", "Meter"."definition", "Meter"."fromRevision", "Meter"."changedIn"
  FROM "Meter"
  WHERE ("Meter"."code" IN (?…) AND "Meter"."fromRevision" <= ?) OFFSET ?;

SELECT "Provider"."slug", "Provider"."name", "Provider"."nameZh", "Provider"."kinds", "Provider"."countryCode", "Provider"."city", "Provider"."website", "Provider"."note", "Provider"."fromRevision", "Provider"."changedIn", "Provider"."unreconciled", "Provider"."mergedInto"
  FROM "Provider"
  WHERE ("Provider"."slug" IN (?…) AND "Provider"."fromRevision" <= ?) OFFSET ?;

SELECT "Publisher"."slug", "Publisher"."name", "Publisher"."nameZh", "Publisher"."kind", "Publisher"."countryCode", "Publisher"."city", "Publisher"."website", "Publisher"."providerSlug", "Publisher"."ownerSlug", "Publisher"."note", "Publisher"."fromRevision", "Publisher"."changedIn"
  FROM "Publisher"
  WHERE ("Publisher"."slug" IN (?…) AND "Publisher"."fromRevision" <= ?) OFFSET ?;

SELECT "Licence"."code", "Licence"."name", "Licence"."url", "Licence"."redistributable", "Licence"."note", "Licence"."fromRevision", "Licence"."changedIn"
  FROM "Licence"
  WHERE ("Licence"."code" IN (?…) AND "Licence"."fromRevision" <= ?) OFFSET ?;
