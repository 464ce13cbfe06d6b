-- What answers a fact is the newest period that has begun: one entry of this index, read and no more. The one that
-- Prisma's schema declares runs the other way round for facts without a start, so that all periods were sorted, and the
-- planner preferred the GiST index that keeps periods apart.
CREATE INDEX "Resolution_answer" ON "Resolution" ("factId", "validFrom" DESC NULLS LAST);

-- When a claim of a data file held, oldest first.
CREATE INDEX "ClaimPeriod_held" ON "ClaimPeriod" ("claimId", "validFrom" NULLS FIRST);
