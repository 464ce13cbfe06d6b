SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

(SELECT ?::int AS branch, NULL::text AS parent, count(*)::int AS count
  FROM "Hub" e
  WHERE e."fromRevision" <= ? AND e."kind" IN (?::text) AND e."countryCode" IN (?::text));

(SELECT ?::int AS branch,0 AS place,x.position::int,x.key,x.o0 AS o0
  FROM (SELECT y.*, row_number() OVER () AS position, row_number() OVER () <= ? AS shown
  FROM ( SELECT e."slug" AS key,(e."sortKey")::text AS o0
  FROM "Hub" e
  WHERE e."fromRevision" <= ? AND e."kind" IN (?::text) AND e."countryCode" IN (?::text)
  ORDER BY e."sortKey" ASC
  LIMIT ?) AS y) AS x );

SELECT "Hub"."slug", "Hub"."name", "Hub"."nameZh", "Hub"."kind", "Hub"."countryCode", "Hub"."role", "Hub"."subdivisions", "Hub"."note", "Hub"."sortKey", "Hub"."fromRevision", "Hub"."changedIn", "Hub"."address", "Hub"."latitude", "Hub"."longitude", "Hub"."status"
  FROM "Hub"
  WHERE ("Hub"."slug" IN (?…) AND "Hub"."fromRevision" <= ?) OFFSET ?;

SELECT t."id", CASE WHEN t."modelSlug" IS NOT NULL THEN 'modelSlug/' WHEN t."providerSlug" IS NOT NULL THEN 'providerSlug/' WHEN t."hubSlug" IS NOT NULL THEN 'hubSlug/' WHEN t."clusterSlug" IS NOT NULL THEN 'clusterSlug/' ELSE 'flowSlug/' END || COALESCE(t."modelSlug", t."providerSlug", t."hubSlug", t."clusterSlug", t."flowSlug") AS owner, t."sourceSlug", t."role", t."locator", t."accessedOn", t."contentHash", t."note", false AS "isOfFile"
  FROM "Citation" t
  WHERE t."claimId" IS NULL AND t."fromRevision" <= ? AND COALESCE(t."toRevision", 2147483647) > ? AND COALESCE(t."modelSlug", t."providerSlug", t."hubSlug", t."clusterSlug", t."flowSlug") = ANY(?)
  ORDER BY t."ordinal";

SELECT "Country"."code", "Country"."name", "Country"."nameZh", "Country"."iso3", "Country"."numeric", "Country"."continent", "Country"."currency", "Country"."isAggregate", "Country"."members", "Country"."note", "Country"."fromRevision", "Country"."changedIn", "Country"."memberTerms"
  FROM "Country"
  WHERE ("Country"."code" IN (?…) AND "Country"."fromRevision" <= ?) OFFSET ?;

SELECT "Cluster"."slug", "Cluster"."hubSlug", "Cluster"."name", "Cluster"."nameZh", "Cluster"."startArea", "Cluster"."subdivisions", "Cluster"."latitude", "Cluster"."longitude", "Cluster"."note", "Cluster"."fromRevision", "Cluster"."changedIn"
  FROM "Cluster"
  WHERE ("Cluster"."hubSlug" IN (?…) AND "Cluster"."fromRevision" <= ?)
  ORDER BY "Cluster"."slug" ASC
  LIMIT ? OFFSET ?;

SELECT "Flow"."slug", "Flow"."fromHubSlug", "Flow"."fromArea", "Flow"."toHubSlug", "Flow"."toArea", "Flow"."strength", "Flow"."statement", "Flow"."note", "Flow"."fromRevision", "Flow"."changedIn"
  FROM "Flow"
  WHERE ("Flow"."fromHubSlug" IN (?…) AND "Flow"."fromRevision" <= ?)
  ORDER BY "Flow"."slug" ASC
  LIMIT ? OFFSET ?;

SELECT "Source"."slug", "Source"."title", "Source"."titleZh", "Source"."url", "Source"."kind", "Source"."publisherSlug", "Source"."publishedOn", "Source"."publishedPrecision", "Source"."licenceCode", "Source"."attribution", "Source"."accessedOn", "Source"."seenAs", "Source"."note", "Source"."fromRevision", "Source"."changedIn"
  FROM "Source"
  WHERE ("Source"."slug" IN (?…) AND "Source"."fromRevision" <= ?) OFFSET ?;

SELECT t."id", CASE WHEN t."modelSlug" IS NOT NULL THEN 'modelSlug/' WHEN t."providerSlug" IS NOT NULL THEN 'providerSlug/' WHEN t."hubSlug" IS NOT NULL THEN 'hubSlug/' WHEN t."clusterSlug" IS NOT NULL THEN 'clusterSlug/' ELSE 'flowSlug/' END || COALESCE(t."modelSlug", t."providerSlug", t."hubSlug", t."clusterSlug", t."flowSlug") AS owner, t."sourceSlug", t."role", t."locator", t."accessedOn", t."contentHash", t."note", false AS "isOfFile"
  FROM "Citation" t
  WHERE t."claimId" IS NULL AND t."fromRevision" <= ? AND COALESCE(t."toRevision", 2147483647) > ? AND COALESCE(t."modelSlug", t."providerSlug", t."hubSlug", t."clusterSlug", t."flowSlug") = ANY(?)
  ORDER BY t."ordinal";

SELECT t."id", CASE WHEN t."modelSlug" IS NOT NULL THEN 'modelSlug/' WHEN t."providerSlug" IS NOT NULL THEN 'providerSlug/' WHEN t."hubSlug" IS NOT NULL THEN 'hubSlug/' WHEN t."clusterSlug" IS NOT NULL THEN 'clusterSlug/' ELSE 'flowSlug/' END || COALESCE(t."modelSlug", t."providerSlug", t."hubSlug", t."clusterSlug", t."flowSlug") AS owner, t."sourceSlug", t."role", t."locator", t."accessedOn", t."contentHash", t."note", false AS "isOfFile"
  FROM "Citation" t
  WHERE t."claimId" IS NULL AND t."fromRevision" <= ? AND COALESCE(t."toRevision", 2147483647) > ? AND COALESCE(t."modelSlug", t."providerSlug", t."hubSlug", t."clusterSlug", t."flowSlug") = ANY(?)
  ORDER BY t."ordinal";

SELECT "Source"."slug", "Source"."title", "Source"."titleZh", "Source"."url", "Source"."kind", "Source"."publisherSlug", "Source"."publishedOn", "Source"."publishedPrecision", "Source"."licenceCode", "Source"."attribution", "Source"."accessedOn", "Source"."seenAs", "Source"."note", "Source"."fromRevision", "Source"."changedIn"
  FROM "Source"
  WHERE ("Source"."slug" IN (?…) AND "Source"."fromRevision" <= ?) OFFSET ?;
