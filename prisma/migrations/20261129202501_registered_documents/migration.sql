-- Documents that may be asked by their hash, and keys that may ask no other. The first part was written by
-- `npm run migration`, the rest by hand.
-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN     "documentsOf" TEXT COLLATE "C";

-- CreateTable
CREATE TABLE "RegisteredDocument" (
    "hash" TEXT COLLATE "C" NOT NULL,
    "registeredBy" TEXT COLLATE "C" NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C",
    "registeredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RegisteredDocument_pkey" PRIMARY KEY ("hash","registeredBy")
);

-- CreateIndex
CREATE INDEX "RegisteredDocument_registeredBy_idx" ON "RegisteredDocument"("registeredBy");

-- Such a key stands openly in a frontend.
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_documents_check" CHECK ("documentsOf" IS NULL OR "scopes" = '{read}');

-- Whoever may ask a hash may ask this text and no other: the database computes it too.
ALTER TABLE "RegisteredDocument" ADD CONSTRAINT "RegisteredDocument_hash_check"
  CHECK ("hash" = encode(sha256(convert_to("text", 'UTF8')), 'hex'));
CREATE TRIGGER only_close BEFORE UPDATE ON "RegisteredDocument" FOR EACH ROW EXECUTE FUNCTION only_close();
