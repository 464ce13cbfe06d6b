-- Writing over the API: keys of one line of rotations share what they may spend, and answers are kept for whoever asks
-- the same again.
ALTER TABLE "ApiKey" ADD COLUMN     "account" TEXT COLLATE "C";

-- CreateTable
CREATE TABLE "KeptAnswer" (
    "account" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "request" TEXT COLLATE "C" NOT NULL,
    "answer" TEXT COLLATE "C" NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KeptAnswer_pkey" PRIMARY KEY ("account","key")
);

-- CreateIndex
CREATE INDEX "KeptAnswer_madeAt_idx" ON "KeptAnswer"("madeAt");

-- Keys that were rotated before have one first key too.
WITH RECURSIVE line ("first", "id", "rotatedTo") AS (
  SELECT k."id", k."id", k."rotatedTo" FROM "ApiKey" k
  WHERE k."rotatedTo" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "ApiKey" o WHERE o."rotatedTo" = k."id")
  UNION ALL
  SELECT l."first", k."id", k."rotatedTo" FROM line l JOIN "ApiKey" k ON k."id" = l."rotatedTo"
)
UPDATE "ApiKey" k SET "account" = l."first" FROM line l WHERE l."id" = k."id" AND l."first" <> k."id";
