-- Why a number is believed: rules as rows, checks and their inputs, derived values, corrections, redaction; receipts
-- and keys. The first part was written by `npm run migration`, the guards below it by hand.
-- AlterTable
ALTER TABLE "Claim" ADD COLUMN     "plausible" TEXT COLLATE "C",
ADD COLUMN     "digest" TEXT COLLATE "C",
ADD COLUMN     "redactedWhy" TEXT COLLATE "C",
ADD COLUMN     "redactedIn" INTEGER;

-- AlterTable
ALTER TABLE "Resolution" ADD COLUMN     "rivalIds" TEXT[] COLLATE "C",
ADD COLUMN     "spreadLow" DECIMAL,
ADD COLUMN     "spreadHigh" DECIMAL,
ADD COLUMN     "spreadRatio" DECIMAL,
ADD COLUMN     "spreadUnit" TEXT COLLATE "C",
ADD COLUMN     "redactedIn" INTEGER;

-- AlterTable
ALTER TABLE "Citation" ADD COLUMN     "redactedIn" INTEGER;

-- CreateTable
CREATE TABLE "Receipt" (
    "id" TEXT COLLATE "C" NOT NULL,
    "revision" INTEGER NOT NULL,
    "query" TEXT COLLATE "C" NOT NULL,
    "operationName" TEXT COLLATE "C",
    "variables" JSONB,
    "body" BYTEA,
    "claimIds" TEXT[] COLLATE "C",
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "redactedIn" INTEGER,

    CONSTRAINT "Receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Secret" (
    "name" TEXT COLLATE "C" NOT NULL,
    "value" BYTEA NOT NULL,

    CONSTRAINT "Secret_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "scopes" TEXT[] COLLATE "C",
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Rule" (
    "id" TEXT COLLATE "C" NOT NULL,
    "subject" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "Rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CheckDefinition" (
    "id" TEXT COLLATE "C" NOT NULL,
    "slug" TEXT COLLATE "C" NOT NULL,
    "spec" JSONB NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "toRevision" INTEGER,

    CONSTRAINT "CheckDefinition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Check" (
    "id" TEXT COLLATE "C" NOT NULL,
    "slug" TEXT COLLATE "C" NOT NULL,
    "method" TEXT COLLATE "C" NOT NULL,
    "claimId" TEXT COLLATE "C" NOT NULL,
    "factId" TEXT COLLATE "C" NOT NULL,
    "question" TEXT COLLATE "C" NOT NULL,
    "explanation" TEXT COLLATE "C" NOT NULL,
    "verdict" TEXT COLLATE "C" NOT NULL,
    "formula" TEXT COLLATE "C",
    "expectedLow" DECIMAL,
    "expectedPoint" DECIMAL,
    "expectedHigh" DECIMAL,
    "expectedQualifier" TEXT COLLATE "C",
    "expectedUnit" TEXT COLLATE "C",
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "toRevision" INTEGER,
    "redactedIn" INTEGER,

    CONSTRAINT "Check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Derivation" (
    "id" TEXT COLLATE "C" NOT NULL,
    "claimId" TEXT COLLATE "C" NOT NULL,
    "formula" TEXT COLLATE "C" NOT NULL,
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "spec" JSONB NOT NULL,
    "arithmetic" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "redactedIn" INTEGER,

    CONSTRAINT "Derivation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ComputationInput" (
    "id" TEXT COLLATE "C" NOT NULL,
    "checkId" TEXT COLLATE "C",
    "derivationId" TEXT COLLATE "C",
    "ordinal" INTEGER NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "claimId" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "ComputationInput_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Correction" (
    "id" TEXT COLLATE "C" NOT NULL,
    "claimId" TEXT COLLATE "C" NOT NULL,
    "successorId" TEXT COLLATE "C",
    "reason" TEXT COLLATE "C" NOT NULL,
    "note" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "redactedIn" INTEGER,

    CONSTRAINT "Correction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Rule_subject_version_key" ON "Rule"("subject", "version");

-- CreateIndex
CREATE INDEX "Check_factId_idx" ON "Check"("factId");

-- CreateIndex
CREATE INDEX "Check_claimId_idx" ON "Check"("claimId");

-- CreateIndex
CREATE UNIQUE INDEX "Derivation_claimId_key" ON "Derivation"("claimId");

-- CreateIndex
CREATE INDEX "ComputationInput_checkId_ordinal_idx" ON "ComputationInput"("checkId", "ordinal");

-- CreateIndex
CREATE INDEX "ComputationInput_derivationId_ordinal_idx" ON "ComputationInput"("derivationId", "ordinal");

-- CreateIndex
CREATE INDEX "ComputationInput_claimId_idx" ON "ComputationInput"("claimId");

-- CreateIndex
CREATE UNIQUE INDEX "Correction_claimId_key" ON "Correction"("claimId");

-- CreateIndex
CREATE INDEX "Correction_fromRevision_idx" ON "Correction"("fromRevision");

-- ---------------------------------------------------------------- the rule so far becomes a row
INSERT INTO "Rule" ("id", "subject", "version", "text", "fromRevision")
SELECT 'preference-1', 'preference', 1, 'For each period, claims that only repeat another claim stand aside. Among the '
  'rest: the source with the lower rank that our editors gave it for this kind of fact (100 where they gave none) comes '
  'first; then an original statement before one passed on or derived; then an official or first-party source before any '
  'other; then the newest statement; and as the last resort the smaller id. An undated claim is a rival only, unless no '
  'claim is dated.', min("fromRevision") FROM "Resolution" HAVING count(*) > 0;

-- ---------------------------------------------------------------- foreign keys
DO $$
DECLARE ref record;
BEGIN
  FOR ref IN SELECT * FROM (VALUES
    ('Resolution', 'ruleId', 'Rule'), ('Check', 'ruleId', 'Rule'), ('Derivation', 'ruleId', 'Rule'),
    ('Check', 'claimId', 'Claim'), ('Check', 'factId', 'Fact'), ('Derivation', 'claimId', 'Claim'),
    ('ComputationInput', 'checkId', 'Check'), ('ComputationInput', 'derivationId', 'Derivation'),
    ('ComputationInput', 'claimId', 'Claim'), ('Correction', 'claimId', 'Claim'), ('Correction', 'successorId', 'Claim')
  ) AS refs(child, col, parent)
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (%I) REFERENCES %I ("id") DEFERRABLE INITIALLY IMMEDIATE',
      ref.child, ref.child || '_' || ref.col || '_fkey', ref.col, ref.parent);
  END LOOP;
  FOR ref IN SELECT * FROM (VALUES
    ('Rule', 'fromRevision'), ('CheckDefinition', 'fromRevision'), ('CheckDefinition', 'toRevision'),
    ('Check', 'fromRevision'), ('Check', 'toRevision'), ('Check', 'redactedIn'), ('Derivation', 'fromRevision'),
    ('Derivation', 'redactedIn'), ('ComputationInput', 'fromRevision'), ('Correction', 'fromRevision'), ('Correction', 'redactedIn'),
    ('Claim', 'redactedIn'), ('Citation', 'redactedIn'), ('Resolution', 'redactedIn'), ('Receipt', 'redactedIn'),
    ('Receipt', 'revision')
  ) AS refs(child, col)
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (%I) REFERENCES "Revision" ("number") DEFERRABLE INITIALLY IMMEDIATE',
      ref.child, ref.child || '_' || ref.col || '_fkey', ref.col);
  END LOOP;
END $$;

-- ---------------------------------------------------------------- append-only, but for redaction
-- Legal demand is the one reason to take content away: the named columns become null, empty or REDACTED, once and for
-- all revisions; ids, periods, links and a digest of what stood there stay. It belongs to the revision being made.
CREATE OR REPLACE FUNCTION only_close() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE blankable text[] := CASE TG_TABLE_NAME
  WHEN 'Claim' THEN '{form,low,point,high,qualifier,unitCode,text,note,plausible}'::text[]
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

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Rule', 'CheckDefinition', 'Check', 'Derivation', 'ComputationInput', 'Correction', 'Receipt']
  LOOP
    EXECUTE format('CREATE TRIGGER only_close BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION only_close()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION only_close()', name);
    IF name <> 'Receipt' THEN
      EXECUTE format('CREATE TRIGGER only_new AFTER INSERT ON %I REFERENCING NEW TABLE AS added '
        'FOR EACH STATEMENT EXECUTE FUNCTION only_new()', name);
    END IF;
  END LOOP;
  FOREACH name IN ARRAY ARRAY['CheckDefinition', 'Check']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK ("toRevision" > "fromRevision")', name, name || '_recorded_check');
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I ("slug") WHERE "toRevision" IS NULL', name || '_live_slug', name);
  END LOOP;
END $$;

-- ---------------------------------------------------------------- words
ALTER TABLE "Claim" DROP CONSTRAINT "Claim_value_check";
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_value_check" CHECK (
  ("form" = 'NUMBER' AND "unitCode" IS NOT NULL AND "qualifier" IS NOT NULL AND CASE "qualifier"
      WHEN 'EXACT' THEN "point" IS NOT NULL AND num_nonnulls("low", "high") = 0
      WHEN 'ABOUT' THEN "point" IS NOT NULL AND num_nonnulls("low", "high") = 0
      WHEN 'AT_LEAST' THEN "low" IS NOT NULL AND num_nonnulls("point", "high") = 0
      WHEN 'MORE_THAN' THEN "low" IS NOT NULL AND num_nonnulls("point", "high") = 0
      WHEN 'AT_MOST' THEN "high" IS NOT NULL AND num_nonnulls("point", "low") = 0
      WHEN 'LESS_THAN' THEN "high" IS NOT NULL AND num_nonnulls("point", "low") = 0
      WHEN 'RANGE' THEN COALESCE("low" <= "high", false) AND ("point" IS NULL OR "point" BETWEEN "low" AND "high")
      ELSE false END)
  OR ("form" = 'TEXT' AND "text" IS NOT NULL AND num_nonnulls("low", "point", "high", "qualifier", "unitCode") = 0)
  OR ("form" = 'NOT_OFFERED' AND num_nonnulls("low", "point", "high", "qualifier", "unitCode") = 0)
  OR ("form" = 'REDACTED' AND num_nonnulls("low", "point", "high", "qualifier", "unitCode", "text", "note", "plausible") = 0
    AND "redactedIn" IS NOT NULL AND "digest" IS NOT NULL AND "toRevision" IS NOT NULL));
ALTER TABLE "Claim" DROP CONSTRAINT "Claim_form_check";
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_form_check" CHECK ("form" IN ('NUMBER', 'TEXT', 'NOT_OFFERED', 'REDACTED')
  AND ("form" = 'REDACTED' OR ("form" = 'TEXT') = starts_with("factId", 'ass_'))
  AND ("form" <> 'NOT_OFFERED' OR starts_with("factId", 'pri_')));
ALTER TABLE "Check" ADD CONSTRAINT "Check_words_check" CHECK (
  "method" IN ('COMPUTED', 'DATES', 'SCOPE', 'ANOMALY')
  AND "verdict" IN ('CONSISTENT', 'ROUNDED', 'CONTRADICTED', 'MIS_SCOPED', 'SUSPECT', 'UNCONFIRMED', 'CONFIRMED')
  AND ("method" = 'ANOMALY') = ("verdict" = 'SUSPECT'));
ALTER TABLE "Check" ADD CONSTRAINT "Check_of_fact_fkey" FOREIGN KEY ("claimId", "factId")
  REFERENCES "Claim" ("id", "factId") DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE "ComputationInput" ADD CONSTRAINT "ComputationInput_owner_check" CHECK (num_nonnulls("checkId", "derivationId") = 1);
ALTER TABLE "Correction" ADD CONSTRAINT "Correction_words_check" CHECK ("reason" IN ('SOURCE_REVISED', 'OUR_ERROR',
  'UNIT_ERROR', 'WRONG_SUBJECT', 'SOURCE_WITHDRAWN', 'RECOMPUTED', 'LEGAL_DEMAND') AND "successorId" <> "claimId");
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_scopes_check"
  CHECK (cardinality("scopes") > 0 AND "scopes" <@ ARRAY['read', 'sync', 'write', 'admin']::text[]);
CREATE INDEX "Resolution_disagreement" ON "Resolution" ("spreadRatio" DESC) WHERE "spreadRatio" > 1;
CREATE INDEX "Receipt_claims" ON "Receipt" USING gin ("claimIds");
