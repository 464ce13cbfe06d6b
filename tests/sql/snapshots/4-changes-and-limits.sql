SELECT "ApiKey"."id", "ApiKey"."name", "ApiKey"."hash", "ApiKey"."scopes", "ApiKey"."createdAt", "ApiKey"."expiresAt", "ApiKey"."revokedAt", "ApiKey"."perMinute", "ApiKey"."daily", "ApiKey"."rotatedTo", "ApiKey"."account", "ApiKey"."documentsOf"
  FROM "ApiKey"
  WHERE ("ApiKey"."id" = ? AND 1=1)
  LIMIT ? OFFSET ?;

SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

SELECT "Change"."fromRevision", "Change"."ordinal"
  FROM "Change"
  WHERE 1=1
  ORDER BY "Change"."fromRevision" ASC, "Change"."ordinal" ASC
  LIMIT ? OFFSET ?;

SELECT c.*, r."time", (SELECT max(l."ordinal")
  FROM "Change" l
  WHERE l."fromRevision" = c."fromRevision") AS last, n."number" AS today, n."time" AS "todayTime"
  FROM "Change" c JOIN "Revision" r ON r."number" = c."fromRevision"
  CROSS JOIN (SELECT "number", "time"
  FROM "Revision"
  ORDER BY "number" DESC
  LIMIT 1) n
  WHERE (c."fromRevision", c."ordinal") > (?, ?) AND c."fromRevision" <= ?
  ORDER BY c."fromRevision", c."ordinal"
  LIMIT ?;

SELECT t.*
  FROM "Licence" t
  WHERE t."code" > ? AND t."code" = ANY(?::text[]) AND t."fromRevision" <= ?
  ORDER BY t."code"
  LIMIT ?;

SELECT t.*
  FROM "Country" t
  WHERE t."code" > ? AND t."code" = ANY(?::text[]) AND t."fromRevision" <= ?
  ORDER BY t."code"
  LIMIT ?;

SELECT a."entity", a."key", a."text"
  FROM "Alias" a
  WHERE (a."entity" || '/' || a."key") = ANY(?) AND a."kind" = 'ALIAS' AND a."fromRevision" <= ?
  ORDER BY a."text"
  LIMIT ?;

SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE ("Revision"."number" IN (?…) AND "Revision"."number" <= ?) OFFSET ?;
