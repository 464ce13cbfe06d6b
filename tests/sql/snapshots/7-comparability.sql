SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

(SELECT ?::int AS branch,0 AS place,x.position::int,x.key,NULL::text AS o0,x.f0::text AS c0,p_claims.claims AS c1,NULL::text AS c2,NULL::text AS c3,NULL::text AS c4,NULL::text AS c5,NULL::text AS c6,NULL::text AS c7,NULL::text AS c8,NULL::text AS c9,NULL::text AS c10,NULL::text AS c11,NULL::text AS c12
  FROM (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."coverageCode" AS f0
  FROM "Indicator" f
  WHERE f."fromRevision" <= ? AND f."metricCode" IN (?::text)
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x
  LEFT JOIN LATERAL (SELECT (SELECT string_agg(concat_ws(?, COALESCE(c."form", ''),COALESCE(trim_scale(c."point")::text, '')), ?
  ORDER BY COALESCE(c."id" = r."claimId", false) DESC, (c."repeatOfId" IS NOT NULL), c.start DESC NULLS LAST, c."id")
  FROM (SELECT x.key AS id) AS o
  LEFT JOIN LATERAL ( SELECT r."claimId"
  FROM "Resolution" r
  WHERE r."factId" = o.id AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= (SELECT ?::timestamptz)) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1) AS r ON true
  CROSS JOIN LATERAL ( SELECT c.*, CASE WHEN c."series" IS NULL THEN c."validFrom" ELSE ( SELECT p."validFrom"
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= ? AND COALESCE(p."toRevision", 2147483647) > ?
  ORDER BY p."validFrom" DESC NULLS LAST
  LIMIT 1) END AS start
  FROM "Claim" c
  WHERE x.shown AND c."factId" = o.id AND c."fromRevision" <= ? AND COALESCE(c."toRevision", 2147483647) > ?
  LIMIT ?) AS c) AS claims OFFSET 0) AS p_claims ON true)
  UNION ALL (SELECT ?::int AS branch,0 AS place,x.position::int,x.key,NULL::text AS o0,x.f0::text AS c0,x.f1::text AS c1,x.f2::text AS c2,x.f3::text AS c3,x.f4::text AS c4,x.f5::text AS c5,v."id"::text AS c6,v."form"::text AS c7,trim_scale(v."low")::text AS c8,trim_scale(v."point")::text AS c9,trim_scale(v."high")::text AS c10,v."qualifier"::text AS c11,v."unitCode"::text AS c12
  FROM (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."countryCode" AS f0, f."providerSlug" AS f1, f."modelSlug" AS f2, f."groupSlug" AS f3, f."period" AS f4, f."coverageCode" AS f5
  FROM "TokenUsage" f
  WHERE f."fromRevision" <= ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x
  LEFT JOIN LATERAL ( SELECT r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE x.shown AND r."factId" = x.key AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= ?) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1 ) AS r ON true
  LEFT JOIN "Claim" v ON v."id" = r."claimId")
  UNION ALL (SELECT ?::int AS branch,0 AS place,x.position::int,x.key,NULL::text AS o0,x.f0::text AS c0,x.f1::text AS c1,v."form"::text AS c2,trim_scale(v."point")::text AS c3,NULL::text AS c4,NULL::text AS c5,NULL::text AS c6,NULL::text AS c7,NULL::text AS c8,NULL::text AS c9,NULL::text AS c10,NULL::text AS c11,NULL::text AS c12
  FROM (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."countryCode" AS f0, f."sector" AS f1
  FROM "EnergyRate" f
  WHERE f."fromRevision" <= ? AND f."countryCode" IN (?::text,?::text) AND (f."area" IS NULL) = ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x
  LEFT JOIN LATERAL ( SELECT r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE x.shown AND r."factId" = x.key AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= ?) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1 ) AS r ON true
  LEFT JOIN "Claim" v ON v."id" = r."claimId")
  UNION ALL (SELECT ?::int AS branch,0 AS place,x.position::int,x.key,x.o0 AS o0,NULL::text AS c0,NULL::text AS c1,NULL::text AS c2,NULL::text AS c3,NULL::text AS c4,NULL::text AS c5,NULL::text AS c6,NULL::text AS c7,NULL::text AS c8,NULL::text AS c9,NULL::text AS c10,NULL::text AS c11,NULL::text AS c12
  FROM (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT e."code" AS key,(e."code")::text AS o0
  FROM "Coverage" e
  WHERE e."fromRevision" <= ?
  ORDER BY e."code" ASC
  LIMIT ?) AS y) AS x );

SELECT "Coverage"."code", "Coverage"."name", "Coverage"."definition", "Coverage"."fromRevision", "Coverage"."changedIn", "Coverage"."platform", "Coverage"."models", "Coverage"."tokenizer"
  FROM "Coverage"
  WHERE ("Coverage"."code" IN (?…) AND "Coverage"."fromRevision" <= ?) OFFSET ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

SELECT "ModelGroup"."slug", "ModelGroup"."name", "ModelGroup"."nameZh", "ModelGroup"."kind", "ModelGroup"."definition", "ModelGroup"."countryCode", "ModelGroup"."makerSlug", "ModelGroup"."fromRevision", "ModelGroup"."changedIn"
  FROM "ModelGroup"
  WHERE ("ModelGroup"."slug" IN (?…) AND "ModelGroup"."fromRevision" <= ?) OFFSET ?;

SELECT "Model"."slug", "Model"."name", "Model"."nameZh", "Model"."makerSlug", "Model"."familySlug", "Model"."releasedOn", "Model"."releasedPrecision", "Model"."openWeights", "Model"."licence", "Model"."note", "Model"."fromRevision", "Model"."changedIn", "Model"."unreconciled", "Model"."mergedInto"
  FROM "Model"
  WHERE ("Model"."slug" IN (?…) AND "Model"."fromRevision" <= ?) OFFSET ?;

SELECT "Provider"."slug", "Provider"."name", "Provider"."nameZh", "Provider"."kinds", "Provider"."countryCode", "Provider"."city", "Provider"."website", "Provider"."note", "Provider"."fromRevision", "Provider"."changedIn", "Provider"."unreconciled", "Provider"."mergedInto"
  FROM "Provider"
  WHERE ("Provider"."slug" IN (?…) AND "Provider"."fromRevision" <= ?) OFFSET ?;
