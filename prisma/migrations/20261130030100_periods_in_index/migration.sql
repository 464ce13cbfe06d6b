-- When a claim of a data file held is read from this index alone, in its order.
DROP INDEX "ClaimPeriod_held";
CREATE INDEX "ClaimPeriod_held" ON "ClaimPeriod" ("claimId", "validFrom" NULLS FIRST)
  INCLUDE ("validTo", "fromRevision", "toRevision");

-- It serves whatever this one did.
DROP INDEX "ClaimPeriod_claimId_idx";

-- As for periods of facts: only what was vacuumed is read from an index alone.
ALTER TABLE "ClaimPeriod" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
