-- What answers a fact is the newest period that has begun: one entry of this index, read and no more. The one that
-- Prisma's schema declares runs the other way round for facts without a start, so that all periods were sorted, and the
-- planner preferred the GiST index that keeps periods apart.
CREATE INDEX "Resolution_answer" ON "Resolution" ("factId", "validFrom" DESC NULLS LAST);

-- When a claim of a data file held, oldest first.
CREATE INDEX "ClaimPeriod_held" ON "ClaimPeriod" ("claimId", "validFrom" NULLS FIRST);

-- What keeps periods apart looks up by an expression, so that the planner takes its index for nothing else: it believes
-- a look-up in a GiST index of texts to be cheap, and it takes ten times as long as in a btree.
ALTER TABLE "Resolution" DROP CONSTRAINT "Resolution_one_answer", ADD CONSTRAINT "Resolution_one_answer" EXCLUDE USING gist (
  ("factId" || '') WITH =, tstzrange("validFrom", "validTo") WITH &&, int4range("fromRevision", "toRevision") WITH &&);
ALTER TABLE "ClaimPeriod" DROP CONSTRAINT "ClaimPeriod_once", ADD CONSTRAINT "ClaimPeriod_once" EXCLUDE USING gist (
  ("claimId" || '') WITH =, tstzrange("validFrom", "validTo") WITH &&, int4range("fromRevision", "toRevision") WITH &&);
