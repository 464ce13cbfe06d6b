SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

(SELECT ?::int AS branch, NULL::text AS parent, e."slug" AS key, ARRAY[(e."slug")::text] AS at, (row_number() OVER (ORDER BY e."slug" ASC))::int AS position
  FROM "Model" e
  WHERE e."fromRevision" <= ?
  ORDER BY e."slug" ASC
  LIMIT ?);

SELECT "Model"."slug", "Model"."name", "Model"."nameZh", "Model"."makerSlug", "Model"."familySlug", "Model"."releasedOn", "Model"."releasedPrecision", "Model"."openWeights", "Model"."licence", "Model"."note", "Model"."fromRevision", "Model"."changedIn", "Model"."unreconciled", "Model"."mergedInto"
  FROM "Model"
  WHERE ("Model"."slug" IN (?…) AND "Model"."fromRevision" <= ?) OFFSET ?;
