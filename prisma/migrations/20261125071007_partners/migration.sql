-- Partners: limits of keys, what was done to them, leaky buckets, and notices of new revisions. The first part was
-- written by `npm run migration`, the rest by hand.
-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN     "perMinute" INTEGER,
ADD COLUMN     "daily" INTEGER,
ADD COLUMN     "rotatedTo" TEXT COLLATE "C";

-- CreateTable
CREATE TABLE "KeyEvent" (
    "id" TEXT COLLATE "C" NOT NULL,
    "keyId" TEXT COLLATE "C" NOT NULL,
    "action" TEXT COLLATE "C" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "KeyEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Bucket" (
    "caller" TEXT COLLATE "C" NOT NULL,
    "level" DECIMAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "day" DATE NOT NULL,
    "spent" DECIMAL NOT NULL,

    CONSTRAINT "Bucket_pkey" PRIMARY KEY ("caller")
);

-- CreateIndex
CREATE INDEX "KeyEvent_keyId_at_idx" ON "KeyEvent"("keyId", "at");

-- CreateIndex
CREATE INDEX "Bucket_at_idx" ON "Bucket"("at");

-- What was done to keys stays: the table is append-only.
CREATE TRIGGER only_close BEFORE UPDATE OR DELETE ON "KeyEvent" FOR EACH ROW EXECUTE FUNCTION only_close();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "KeyEvent" FOR EACH STATEMENT EXECUTE FUNCTION only_close();
ALTER TABLE "KeyEvent" ADD CONSTRAINT "KeyEvent_action_check" CHECK ("action" IN ('CREATED', 'ROTATED', 'REVOKED'));
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_limits_check" CHECK ("perMinute" > 0 AND "daily" > 0);

-- The leaky bucket: drains all the time, and takes a cost only where that still fits, and the day's quota does too. One
-- call is one statement, and the row's lock makes callers of one key stand in line.
CREATE FUNCTION take_cost(who text, cost numeric, capacity numeric, drain numeric, daily numeric, moment timestamptz)
RETURNS TABLE (passed boolean, filled numeric, used numeric) LANGUAGE plpgsql AS $$
DECLARE
  b "Bucket";
  today date := (moment AT TIME ZONE 'UTC')::date;
BEGIN
  LOOP
    INSERT INTO "Bucket" VALUES (who, 0, moment, today, 0) ON CONFLICT DO NOTHING;
    SELECT * INTO b FROM "Bucket" WHERE "caller" = who FOR UPDATE;
    -- It may have been cleared away in between.
    EXIT WHEN FOUND;
  END LOOP;
  -- Clocks of several machines differ a little, and time must not run back.
  filled := GREATEST(0, b."level" - drain * GREATEST(0, extract(epoch FROM moment - b."at")));
  used := CASE WHEN b."day" >= today THEN b."spent" ELSE 0 END;
  passed := filled + cost <= capacity AND (daily IS NULL OR used + cost <= daily);
  IF passed THEN
    -- What is handed back has a negative cost.
    filled := GREATEST(0, filled + cost);
    used := GREATEST(0, used + cost);
  END IF;
  UPDATE "Bucket" SET "level" = filled, "at" = GREATEST(b."at", moment), "day" = GREATEST(b."day", today), "spent" = used
    WHERE "caller" = who;
  RETURN NEXT;
END $$;

-- Every process that listens learns of a revision when it is committed, whoever made it.
CREATE FUNCTION tell_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('revision', NEW."number"::text);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_revision AFTER INSERT ON "Revision" FOR EACH ROW EXECUTE FUNCTION tell_revision();
