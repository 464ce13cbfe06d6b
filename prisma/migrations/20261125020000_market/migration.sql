-- DropIndex
DROP INDEX "Edition_sourceSlug_date_precision_key";

-- AlterTable
ALTER TABLE "Provider" ADD COLUMN     "unreconciled" BOOLEAN,
ADD COLUMN     "mergedInto" TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "Model" ADD COLUMN     "unreconciled" BOOLEAN,
ADD COLUMN     "mergedInto" TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "Price" ADD COLUMN     "thresholdCounts" TEXT COLLATE "C",
ADD COLUMN     "thresholdScope" TEXT COLLATE "C",
ADD COLUMN     "cacheLifetime" TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "Claim" ADD COLUMN     "series" TEXT COLLATE "C",
ADD COLUMN     "comparison" TEXT COLLATE "C",
ADD COLUMN     "promotional" BOOLEAN,
ADD COLUMN     "doubt" TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "Edition" ADD COLUMN     "records" TEXT[] COLLATE "C";

-- AlterTable
ALTER TABLE "Sighting" ADD COLUMN     "statedTo" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ModelAlias" (
    "id" TEXT COLLATE "C" NOT NULL,
    "modelSlug" TEXT COLLATE "C" NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,
    "sellerSlug" TEXT COLLATE "C",
    "kind" TEXT COLLATE "C" NOT NULL,
    "validFrom" DATE,
    "validTo" DATE,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "ModelAlias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClaimPeriod" (
    "id" TEXT COLLATE "C" NOT NULL,
    "claimId" TEXT COLLATE "C" NOT NULL,
    "validFrom" TIMESTAMPTZ(3),
    "validTo" TIMESTAMPTZ(3),
    "fromRevision" INTEGER NOT NULL,
    "toRevision" INTEGER,

    CONSTRAINT "ClaimPeriod_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ModelAlias_modelSlug_idx" ON "ModelAlias"("modelSlug");

-- CreateIndex
CREATE INDEX "ClaimPeriod_claimId_idx" ON "ClaimPeriod"("claimId");

-- CreateIndex
CREATE INDEX "Claim_sourceSlug_series_idx" ON "Claim"("sourceSlug", "series");

-- ---------------------------------------------------------------- identities
-- A source may be read twice on a day, with other content.
CREATE UNIQUE INDEX "Edition_identity" ON "Edition" ("sourceSlug", "date", "precision", "contentHash") NULLS NOT DISTINCT;
DROP INDEX "Price_identity";
CREATE UNIQUE INDEX "Price_identity" ON "Price" ("offerSlug", "meterCode", "tier", "promptAbove", "thresholdCounts",
  "thresholdScope", "windowFrom", "windowTo", "cacheLifetime") NULLS NOT DISTINCT;

-- ---------------------------------------------------------------- words
ALTER TABLE "Price" ADD CONSTRAINT "Price_threshold_check" CHECK (
  ("thresholdCounts" IS NULL OR ("promptAbove" IS NOT NULL AND "thresholdCounts" IN ('OUTPUT', 'TOTAL', 'SECONDS')))
  AND ("thresholdScope" IS NULL OR ("promptAbove" IS NOT NULL AND "thresholdScope" = 'EXCESS'))
  AND "cacheLifetime" ~ '^[1-9][0-9]*[mhd]$');
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_comparison_check" CHECK ("comparison" IS NULL
  OR ("comparison" = 'AT_LEAST' AND starts_with("factId", 'pri_')));
-- What a file of a series states as an end belongs to its editions, for the next one may state another.
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_series_check" CHECK ("series" IS NULL OR "validTo" IS NULL);
ALTER TABLE "ModelAlias" ADD CONSTRAINT "ModelAlias_check" CHECK ("validFrom" < "validTo"
  AND "kind" IN ('MOVING', 'REDIRECT', 'SNAPSHOT', 'VARIANT', 'REGIONAL', 'RENAMED', 'THRESHOLD'));
ALTER TABLE "Model" ADD CONSTRAINT "Model_merged_check" CHECK ("mergedInto" <> "slug");
ALTER TABLE "Provider" ADD CONSTRAINT "Provider_merged_check" CHECK ("mergedInto" <> "slug");

-- ---------------------------------------------------------------- times found from editions
ALTER TABLE "ClaimPeriod" ADD CONSTRAINT "ClaimPeriod_period_check" CHECK ("validFrom" < "validTo");
ALTER TABLE "ClaimPeriod" ADD CONSTRAINT "ClaimPeriod_recorded_check" CHECK ("toRevision" > "fromRevision");
ALTER TABLE "ClaimPeriod" ADD CONSTRAINT "ClaimPeriod_once" EXCLUDE USING gist (
  "claimId" WITH =, tstzrange("validFrom", "validTo") WITH &&, int4range("fromRevision", "toRevision") WITH &&);

-- ---------------------------------------------------------------- references and append-only, as for all other tables
DO $$
DECLARE ref record;
DECLARE name text;
BEGIN
  FOR ref IN SELECT * FROM (VALUES
    ('ModelAlias', 'modelSlug', 'Model', 'slug'), ('ModelAlias', 'sellerSlug', 'Provider', 'slug'),
    ('Model', 'mergedInto', 'Model', 'slug'), ('Provider', 'mergedInto', 'Provider', 'slug'),
    ('ClaimPeriod', 'claimId', 'Claim', 'id'), ('ModelAlias', 'fromRevision', 'Revision', 'number'),
    ('ClaimPeriod', 'fromRevision', 'Revision', 'number'), ('ClaimPeriod', 'toRevision', 'Revision', 'number')
  ) AS refs(child, col, parent, key)
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (%I) REFERENCES %I (%I) DEFERRABLE INITIALLY IMMEDIATE',
      ref.child, ref.child || '_' || ref.col || '_fkey', ref.col, ref.parent, ref.key);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['ModelAlias', 'ClaimPeriod']
  LOOP
    EXECUTE format('CREATE TRIGGER only_close BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION only_close()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION only_close()', name);
    EXECUTE format('CREATE TRIGGER only_new AFTER INSERT ON %I REFERENCING NEW TABLE AS added '
      'FOR EACH STATEMENT EXECUTE FUNCTION only_new()', name);
  END LOOP;
END $$;

-- ---------------------------------------------------------------- redaction takes an importer's doubt away too
CREATE OR REPLACE FUNCTION only_close() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE blankable text[] := CASE TG_TABLE_NAME
  WHEN 'Claim' THEN '{form,low,point,high,qualifier,unitCode,text,note,plausible,doubt}'::text[]
  WHEN 'Citation' THEN '{locator,note,contentHash}'
  WHEN 'Check' THEN '{question,explanation,expectedLow,expectedPoint,expectedHigh,expectedQualifier,expectedUnit}'
  WHEN 'Derivation' THEN '{arithmetic}'
  WHEN 'Resolution' THEN '{spreadLow,spreadHigh,spreadRatio,spreadUnit}'
  WHEN 'Correction' THEN '{note}'
  WHEN 'Receipt' THEN '{body}'
  ELSE '{}' END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ? 'toRevision'
     AND to_jsonb(OLD) -> 'toRevision' = 'null'::jsonb AND to_jsonb(NEW) -> 'toRevision' <> 'null'::jsonb
     AND to_jsonb(NEW) - 'toRevision' = to_jsonb(OLD) - 'toRevision' THEN
    IF (to_jsonb(NEW) ->> 'toRevision')::int <= newest_revision() THEN
      RAISE EXCEPTION '% cannot be closed in a past revision', TG_TABLE_NAME USING ERRCODE = 'AF004';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) -> 'redactedIn' = 'null'::jsonb
     AND (to_jsonb(NEW) ->> 'redactedIn')::int = newest_revision() + 1
     AND NOT EXISTS (SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS n
       WHERE n.value IS DISTINCT FROM to_jsonb(OLD) -> n.key AND n.key <> 'redactedIn'
         AND NOT (n.key = ANY(blankable) AND n.value IN ('null', '""', '"REDACTED"'))
         AND NOT (n.key IN ('digest', 'redactedWhy') AND to_jsonb(OLD) -> n.key = 'null'::jsonb)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'AF001';
END $$;
