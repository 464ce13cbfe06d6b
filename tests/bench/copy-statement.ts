/**
 * What a full copy of claims is measured against: one statement with which somebody who knows the tables would dump the
 * same content, a JSON object for each claim, by COPY. The whole tables are joined at once, which is faster here than
 * looking each claim up.
 */

const day = (date: string) => `to_char(${date} AT TIME ZONE 'UTC', 'FMDD FMMonth YYYY')`
const instant = (date: string) => `to_char(${date} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** A period of a data file in words. */
const periodWords = `CASE
  WHEN p."validFrom" IS NULL AND p."validTo" IS NULL THEN 'undated'
  WHEN p."validFrom" IS NULL THEN 'until ' || ${day('p."validTo"')}
  WHEN p."validTo" = p."validFrom" + interval '1 day' THEN ${day('p."validFrom"')}
  WHEN p."validTo" IS NULL THEN 'from ' || ${day('p."validFrom"')}
  ELSE 'from ' || ${day('p."validFrom"')} || ' until ' || ${day('p."validTo"')} END`

/** Of the newest revision; what it says of file claims that never held is not told from the rest. */
export const CLAIMS_AS_JSON = `
WITH source AS (
  SELECT s."slug", COALESCE(s."attribution", b."name" || ': ' || s."title" || CASE
      WHEN s."publishedOn" IS NULL THEN '' ELSE ' (' || CASE s."publishedPrecision"
        WHEN 'YEAR' THEN to_char(s."publishedOn", 'YYYY') WHEN 'MONTH' THEN to_char(s."publishedOn", 'FMMonth YYYY')
        WHEN 'QUARTER' THEN to_char(s."publishedOn", '"Q"Q YYYY') ELSE to_char(s."publishedOn", 'FMDD FMMonth YYYY') END || ')' END) AS line,
    CASE WHEN NOT l."redistributable" THEN json_build_object('code', 'LICENCE_WITHHELD', 'licence',
      json_build_object('code', l."code", 'name', l."name", 'url', l."url")) END AS withheld
  FROM "Source" s JOIN "Publisher" b ON b."slug" = s."publisherSlug" LEFT JOIN "Licence" l ON l."code" = s."licenceCode"),
sighted AS (
  SELECT s."claimId", min(e."date") AS first, max(e."date") AS last,
    (array_agg(e."contentHash" ORDER BY e."date" DESC, e."contentHash" DESC))[1] AS hash
  FROM "Sighting" s JOIN "Edition" e ON e."id" = s."editionId" GROUP BY 1),
held AS (
  SELECT p."claimId", json_agg(json_build_object('from', ${instant('p."validFrom"')}, 'to', ${instant('p."validTo"')})
      ORDER BY p."validFrom" NULLS FIRST) AS periods,
    string_agg(${periodWords}, ' and ' ORDER BY p."validFrom" NULLS FIRST) AS words,
    max(p."validFrom") AS "from", CASE WHEN bool_or(p."validTo" IS NULL) THEN NULL ELSE max(p."validTo") END AS "to"
  FROM "ClaimPeriod" p WHERE p."toRevision" IS NULL GROUP BY 1),
cited AS (
  SELECT t."claimId", json_agg(json_build_object(
      'accessedOn', COALESCE(t."accessedOn", CASE WHEN c."series" IS NOT NULL AND t."sourceSlug" = c."sourceSlug" THEN w.last END),
      'contentHash', COALESCE(t."contentHash", CASE WHEN c."series" IS NOT NULL AND t."sourceSlug" = c."sourceSlug" THEN w.hash END),
      'locator', CASE WHEN s.withheld IS NULL THEN t."locator" END, 'note', CASE WHEN s.withheld IS NULL THEN t."note" END,
      'role', t."role", 'source', t."sourceSlug") ORDER BY t."ordinal") AS provenance
  FROM "Citation" t JOIN "Claim" c ON c."id" = t."claimId" JOIN source s ON s."slug" = c."sourceSlug"
    LEFT JOIN sighted w ON w."claimId" = c."id"
  WHERE t."toRevision" IS NULL GROUP BY 1),
derived AS (
  SELECT d."claimId", json_build_object('arithmetic', d."arithmetic", 'formula', d."formula", 'inputs',
    (SELECT json_agg(json_build_object('claimId', i."claimId", 'name', i."name") ORDER BY i."ordinal")
     FROM "ComputationInput" i WHERE i."derivationId" = d."id"), 'ruleId', d."ruleId") AS how
  FROM "Derivation" d)
SELECT json_strip_nulls(json_build_object(
  'attribution', s.line, 'basis', c."basis", 'comparison', c."comparison", 'corroboration', c."corroboration",
  'derivation', d.how, 'digest', c."digest", 'doubt', c."doubt", 'factId', c."factId", 'form', c."form", 'id', c."id", 'key', c."key",
  'note', CASE WHEN s.withheld IS NULL THEN c."note" END,
  'period', json_build_object('from', ${instant('COALESCE(h."from", c."validFrom")')}, 'precision',
    CASE WHEN c."series" IS NULL THEN c."precision" ELSE 'DAY' END,
    'text', CASE WHEN c."series" IS NULL THEN c."periodText" WHEN c."validFrom" IS NOT NULL OR h."from" IS NULL THEN h.words
      ELSE 'seen ' || h.words END, 'to', CASE WHEN c."series" IS NULL THEN ${instant('c."validTo"')} ELSE ${instant('h."to"')} END),
  'periods', CASE WHEN c."series" IS NOT NULL THEN COALESCE(h.periods, '[]') END, 'plausible', c."plausible",
  'promotional', c."promotional", 'provenance', t.provenance, 'recordedIn', c."fromRevision", 'repeatOf', c."repeatOfId",
  'series', c."series", 'sightings', CASE WHEN w.first IS NOT NULL THEN json_build_object('first', w.first, 'last', w.last) END,
  'source', c."sourceSlug", 'supersedes', c."supersedesId", 'text', CASE WHEN s.withheld IS NULL THEN c."text" END,
  'value', CASE WHEN s.withheld IS NULL AND c."unitCode" IS NOT NULL THEN json_build_object('high', trim_scale(c."high")::text,
    'low', trim_scale(c."low")::text, 'point', trim_scale(c."point")::text, 'qualifier', c."qualifier", 'unit', c."unitCode") END,
  'withheld', s.withheld))
FROM "Claim" c JOIN source s ON s."slug" = c."sourceSlug" JOIN cited t ON t."claimId" = c."id"
  LEFT JOIN sighted w ON w."claimId" = c."id" LEFT JOIN held h ON h."claimId" = c."id" LEFT JOIN derived d ON d."claimId" = c."id"
WHERE c."toRevision" IS NULL ORDER BY c."id"`
