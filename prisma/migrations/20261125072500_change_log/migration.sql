-- What each revision changed, so that a partner's copy can follow. Written with the revision itself; revisions before this
-- migration have no lines, and who asks for them takes a full copy.
CREATE TABLE "Change" (
    "fromRevision" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "op" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Change_pkey" PRIMARY KEY ("fromRevision", "ordinal")
);

ALTER TABLE "Change" ADD CONSTRAINT "Change_op_check" CHECK ("op" IN ('UPSERT', 'WITHDRAWAL') AND "ordinal" > 0);
CREATE UNIQUE INDEX "Change_once" ON "Change" ("fromRevision", "kind", "key");
ALTER TABLE "Change" ADD CONSTRAINT "Change_fromRevision_fkey" FOREIGN KEY ("fromRevision") REFERENCES "Revision" ("number")
  DEFERRABLE INITIALLY IMMEDIATE;
CREATE TRIGGER only_close BEFORE UPDATE OR DELETE ON "Change" FOR EACH ROW EXECUTE FUNCTION only_close();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "Change" FOR EACH STATEMENT EXECUTE FUNCTION only_close();
CREATE TRIGGER only_new AFTER INSERT ON "Change" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION only_new();

-- To find what a revision touched without reading whole tables.
CREATE INDEX "Claim_from" ON "Claim" ("fromRevision");
CREATE INDEX "Claim_to" ON "Claim" ("toRevision") WHERE "toRevision" IS NOT NULL;
CREATE INDEX "Sighting_from" ON "Sighting" ("fromRevision");
CREATE INDEX "ClaimPeriod_from" ON "ClaimPeriod" ("fromRevision");
CREATE INDEX "ClaimPeriod_to" ON "ClaimPeriod" ("toRevision") WHERE "toRevision" IS NOT NULL;
CREATE INDEX "Resolution_from" ON "Resolution" ("fromRevision");
CREATE INDEX "Resolution_to" ON "Resolution" ("toRevision") WHERE "toRevision" IS NOT NULL;
CREATE INDEX "Citation_from" ON "Citation" ("fromRevision");
CREATE INDEX "Citation_to" ON "Citation" ("toRevision") WHERE "toRevision" IS NOT NULL;
CREATE INDEX "Fact_from" ON "Fact" ("fromRevision");

-- Keys are never removed, so what was done to one can always be looked up.
ALTER TABLE "KeyEvent" ADD CONSTRAINT "KeyEvent_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "ApiKey" ("id");
