SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

(SELECT ?::int AS branch, NULL::text AS parent, count(*)::int AS count
  FROM "Revision" e
  WHERE e."number" <= ?);

(SELECT ?::int AS branch,0 AS place,x.position::int,x.key,x.o0 AS o0
  FROM (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT e."number"::text AS key,(e."number")::text AS o0
  FROM "Revision" e
  WHERE e."number" <= ?
  ORDER BY e."number" DESC
  LIMIT ?) AS y) AS x );

SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE ("Revision"."number" IN (?…) AND "Revision"."number" <= ?) OFFSET ?;
