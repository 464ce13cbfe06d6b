SELECT "Revision"."number", "Revision"."time", "Revision"."summary"
  FROM "Revision"
  WHERE 1=1
  ORDER BY "Revision"."number" DESC
  LIMIT ? OFFSET ?;

SELECT "Model"."slug", "Model"."name", "Model"."nameZh", "Model"."makerSlug", "Model"."familySlug", "Model"."releasedOn", "Model"."releasedPrecision", "Model"."openWeights", "Model"."licence", "Model"."note", "Model"."fromRevision", "Model"."changedIn", "Model"."unreconciled", "Model"."mergedInto"
  FROM "Model"
  WHERE ("Model"."slug" IN (?…) AND "Model"."fromRevision" <= ?) OFFSET ?;

SELECT "Provider"."slug", "Provider"."name", "Provider"."nameZh", "Provider"."kinds", "Provider"."countryCode", "Provider"."city", "Provider"."website", "Provider"."note", "Provider"."fromRevision", "Provider"."changedIn", "Provider"."unreconciled", "Provider"."mergedInto"
  FROM "Provider"
  WHERE ("Provider"."slug" IN (?…) AND "Provider"."fromRevision" <= ?) OFFSET ?;

SELECT k.place::int, 'PRICE' AS kind, f."id", f."sortKey", f."offerSlug", f."meterCode", f."tier", trim_scale(f."promptAbove")::text AS "promptAbove", f."thresholdCounts", f."thresholdScope", f."windowFrom", f."windowTo", f."cacheLifetime", f."modelSlug", f."sellerSlug", o."endpoint", o."region", o."plan", o."isMakersOwn", v."id" AS "claimId", v."form", trim_scale(v."low")::text AS low, trim_scale(v."point")::text AS point, trim_scale(v."high")::text AS high, v."qualifier", v."unitCode", v."comparison"
  FROM unnest(?::text[], ?::text[], ?::timestamptz[]) WITH ORDINALITY AS k(model, seller, instant, place)
  CROSS JOIN LATERAL (SELECT f.*
  FROM "Price" f
  WHERE f."modelSlug" = k.model COLLATE "C" AND (k.seller = '' OR f."sellerSlug" = k.seller COLLATE "C") AND f."fromRevision" <= ?
  ORDER BY f."sortKey"
  LIMIT ?) AS f JOIN "Offer" o ON o."slug" = f."offerSlug"
  LEFT JOIN LATERAL (SELECT r."claimId", r."validFrom", r."validTo"
  FROM "Resolution" r
  WHERE r."factId" = f."id" AND r."fromRevision" <= ? AND COALESCE(r."toRevision", 2147483647) > ? AND (r."validFrom" <= k.instant) IS NOT FALSE
  ORDER BY r."validFrom" DESC NULLS LAST
  LIMIT 1) AS r ON true AND (r."validFrom" IS NOT NULL OR r."validTo" IS NOT NULL) AND (r."validTo" IS NULL OR r."validTo" > k.instant)
  LEFT JOIN "Claim" v ON v."id" = r."claimId"
  ORDER BY k.place, f."sortKey";

SELECT "Meter"."code", "Meter"."name", "Meter"."nameZh", "Meter"."unitCode", "Meter"."definition", "Meter"."fromRevision", "Meter"."changedIn"
  FROM "Meter"
  WHERE ("Meter"."code" IN (?…) AND "Meter"."fromRevision" <= ?) OFFSET ?;

SELECT "Unit"."code", "Unit"."name", "Unit"."nameZh", "Unit"."dimension", "Unit"."fromRevision", "Unit"."changedIn"
  FROM "Unit"
  WHERE "Unit"."fromRevision" <= ? OFFSET ?;

SELECT c."id", c."factId", c."sourceSlug", c."key", c."form", trim_scale(c."low")::text AS low, trim_scale(c."point")::text AS point, trim_scale(c."high")::text AS high, c."qualifier", c."unitCode", c."text", c."validFrom", c."validTo", c."precision", c."periodText", c."basis", c."corroboration", c."note", c."repeatOfId", c."supersedesId", c."fromRevision", c."toRevision", c."plausible", c."digest", c."redactedWhy", c."series", c."comparison", c."promotional", c."doubt", CASE WHEN c."series" IS NOT NULL THEN COALESCE((SELECT json_agg(json_build_array( (date_part('epoch', p."validFrom") * 1000)::bigint, (date_part('epoch', p."validTo") * 1000)::bigint)
  ORDER BY p."validFrom" NULLS FIRST)
  FROM "ClaimPeriod" p
  WHERE p."claimId" = c."id" AND p."fromRevision" <= LEAST(?, c."toRevision" - 1) AND COALESCE(p."toRevision", 2147483647) > LEAST(?, c."toRevision" - 1)), '[]') END AS seen
  FROM "Claim" c
  WHERE c."id" = ANY((SELECT ?::text[])::text[]) AND c."fromRevision" <= ?;
