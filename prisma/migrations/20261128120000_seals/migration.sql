-- Digests of revisions, by which partners prove that their copy is whole, and those of the claims that they are made of.
CREATE TABLE "Seal" (
    "revision" INTEGER NOT NULL,
    "digest" TEXT COLLATE "C" NOT NULL,
    "claims" INTEGER NOT NULL,
    "pages" BYTEA NOT NULL,

    CONSTRAINT "Seal_pkey" PRIMARY KEY ("revision")
);

CREATE TABLE "Leaf" (
    "claimId" TEXT COLLATE "C" NOT NULL,
    "page" SMALLINT NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "Leaf_pkey" PRIMARY KEY ("claimId")
);

CREATE INDEX "Leaf_page_claimId_idx" ON "Leaf"("page", "claimId");

ALTER TABLE "Seal" ADD CONSTRAINT "Seal_check" CHECK ("digest" ~ '^[0-9a-f]{64}$' AND octet_length("pages") = 8192 AND "claims" >= 0);
ALTER TABLE "Leaf" ADD CONSTRAINT "Leaf_check" CHECK ("page" BETWEEN 0 AND 255 AND octet_length("digest") = 32);
ALTER TABLE "Seal" ADD CONSTRAINT "Seal_revision_fkey" FOREIGN KEY ("revision") REFERENCES "Revision" ("number");
ALTER TABLE "Leaf" ADD CONSTRAINT "Leaf_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "Claim" ("id");

-- What was published of a revision is never taken back. Seals are made after their revision, so unlike all else they may
-- be added to a past one.
CREATE TRIGGER only_close BEFORE UPDATE OR DELETE ON "Seal" FOR EACH ROW EXECUTE FUNCTION only_close();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "Seal" FOR EACH STATEMENT EXECUTE FUNCTION only_close();
