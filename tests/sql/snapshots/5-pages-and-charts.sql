SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

(SELECT ?::int AS branch,p.place::int AS place,x.position::int,x.key,x.f0::text AS c0
  FROM unnest((SELECT ?::text[])::text[]) WITH ORDINALITY AS p(key, place)
  CROSS JOIN LATERAL (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT f."id" AS key, f."period" AS f0
  FROM "TokenUsage" f
  WHERE f."countryCode" = p.key COLLATE "C" AND f."fromRevision" <= ?
  ORDER BY f."sortKey" ASC
  LIMIT ?) AS y) AS x );

SELECT c."id", c."factId", c."key", c."form", c."qualifier", c."unitCode", c."basis", c."corroboration", c."note", c."repeatOfId", trim_scale(c."low")::text AS "low", trim_scale(c."point")::text AS "point", trim_scale(c."high")::text AS "high", date_part('epoch', r."validFrom") AS begun
  FROM unnest((SELECT ?::text[])::text[]) AS f(id)
  CROSS JOIN LATERAL ( SELECT r."claimId", r."validFrom"
  FROM "Resolution" r
  WHERE r."factId" = f.id COLLATE "C" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ?
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 5000) AS r JOIN "Claim" c ON c."id" = r."claimId" AND c."fromRevision" <= ?;
