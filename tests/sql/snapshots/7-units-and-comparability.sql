SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

(SELECT ?::int AS branch,0 AS place,x.position::int,x.key,x.f0::text AS c0,v."form"::text AS c1,trim_scale(v."point")::text AS c2,trim_scale(v."low")::text AS c3,trim_scale(v."high")::text AS c4,v."qualifier"::text AS c5,v."unitCode"::text AS c6,v."id"::text AS c7
  FROM (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."area" AS f0
  FROM "EnergyRate" f
  WHERE f."fromRevision" <= ? AND f."countryCode" IN (?::text) AND f."sector" IN (?::text)
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x
  LEFT JOIN LATERAL ( SELECT r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE x.shown AND r."factId" = x.key AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= ?) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1 ) AS r ON true
  LEFT JOIN "Claim" v ON v."id" = r."claimId");

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn", "Country"."memberTerms"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

SELECT "Unit"."code", "Unit"."name", "Unit"."nameZh", "Unit"."dimension", "Unit"."fromRevision", "Unit"."changedIn"
  FROM "Unit"
  WHERE "Unit"."fromRevision" <= ? OFFSET ?;

SELECT string_agg(concat_ws(?, x.branch, x.place, x.position, x.key, COALESCE(x.c0, ''), COALESCE(x.c1, ''), COALESCE(x.c2, ''), COALESCE(x.c3, ''), COALESCE(x.c4, ''), COALESCE(x.c5, ''), COALESCE(x.c6, ''), COALESCE(x.c7, ''), COALESCE(x.c8, ''), COALESCE(x.c9, '')), ?) AS rows
  FROM ((SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,x.f0::text AS c0,x.f1::text AS c1,x.f2::text AS c2,x.f3::text AS c3,x.f4::text AS c4,x.f5::text AS c5,x.f6::text AS c6,x.f7::text AS c7,x.f8::text AS c8,x.f9::text AS c9
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."countryCode" AS f0, f."providerSlug" AS f1, f."modelSlug" AS f2, f."groupSlug" AS f3, f."hubSlug" AS f4, f."clusterSlug" AS f5, f."publisherSlug" AS f6, f."sourceSlug" AS f7, f."metricCode" AS f8, f."coverageCode" AS f9
  FROM "Indicator" f
  WHERE f."countryCode" = p.key COLLATE "C" AND f."fromRevision" <= ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x )) AS x;

SELECT "Metric"."code", "Metric"."name", "Metric"."nameZh", "Metric"."unitCode", "Metric"."definition", "Metric"."fromRevision", "Metric"."changedIn"
  FROM "Metric"
  WHERE ("Metric"."code" IN (?…) AND "Metric"."fromRevision" <= ?) OFFSET ?;

SELECT "Coverage"."code", "Coverage"."name", "Coverage"."definition", "Coverage"."fromRevision", "Coverage"."changedIn", "Coverage"."platform", "Coverage"."models", "Coverage"."tokenizer"
  FROM "Coverage"
  WHERE ("Coverage"."code" IN (?…) AND "Coverage"."fromRevision" <= ?) OFFSET ?;
