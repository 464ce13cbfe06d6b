-- What answers a fact is read from this index alone: periods of one fact lie scattered over the table, and most of those
-- that are looked at have ended, which the index now tells as well.
DROP INDEX "Resolution_answer";
CREATE INDEX "Resolution_answer" ON "Resolution" ("factId", "validFrom" DESC NULLS LAST)
  INCLUDE ("fromRevision", "toRevision", "validTo", "claimId");

-- It serves whatever this one did, which the planner took to be cheaper.
DROP INDEX "Resolution_factId_validFrom_idx";

-- Of pages that were written since the last vacuum the table is read all the same. By default that is a fifth of all
-- periods, which one import after the other takes long to reach.
ALTER TABLE "Resolution" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
