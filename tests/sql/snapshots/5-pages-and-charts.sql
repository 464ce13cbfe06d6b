SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn", "Country"."memberTerms"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

(SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,x.f0::text AS c0,p_history.claims AS c1
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."period" AS f0
  FROM "TokenUsage" f
  WHERE f."countryCode" = p.key COLLATE "C" AND f."fromRevision" <= ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x
  LEFT JOIN LATERAL (SELECT (SELECT string_agg(concat_ws(?, COALESCE(c."id", ''),COALESCE(c."form", ''),COALESCE(trim_scale(c."point")::text, ''),COALESCE(trim_scale(c."low")::text, '')), ?
  ORDER BY r."validFrom" NULLS FIRST)
  FROM ( SELECT r."claimId", r."validFrom"
  FROM "Resolution" r
  WHERE x.shown AND r."factId" = x.key AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ?
  LIMIT ?) AS r JOIN "Claim" c ON c."id" = r."claimId" AND c."fromRevision" <= ?) AS claims OFFSET 0) AS p_history ON true);
