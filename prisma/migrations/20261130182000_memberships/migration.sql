-- When members of an aggregate came and went, where that matters: `GB/1973-01-01/2020-02-01`, the end excluded, `..` for
-- an open one. Null, and not in any copy or digest, where nothing is said of it.
ALTER TABLE "Country" ADD COLUMN "memberTerms" TEXT[] COLLATE "C";

-- A small word of three letters in a question about one country.
CREATE INDEX "Country_iso3_idx" ON "Country"("iso3");
