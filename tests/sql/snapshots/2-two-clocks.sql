SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

(SELECT ?::int AS branch, NULL::text AS parent, count(*)::int AS count
  FROM "Revision" e
  WHERE e."number" <= ?);

(SELECT ?::int AS branch, NULL::text AS parent, e."number"::text AS key, ARRAY[(e."number")::text] AS at, (row_number() OVER (ORDER BY e."number" DESC))::int AS position
  FROM "Revision" e
  WHERE e."number" <= ?
  ORDER BY e."number" DESC
  LIMIT ?);

SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE ("Revision"."number" IN (?…) AND "Revision"."number" <= ?) OFFSET ?;
