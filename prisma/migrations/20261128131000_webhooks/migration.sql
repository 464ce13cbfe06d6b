-- Webhooks: addresses of partners to which changes are told. The first part was written by `npm run migration`, the rest
-- by hand.
-- CreateTable
CREATE TABLE "Webhook" (
    "id" TEXT COLLATE "C" NOT NULL,
    "keyId" TEXT COLLATE "C" NOT NULL,
    "url" TEXT COLLATE "C" NOT NULL,
    "events" TEXT[] COLLATE "C",
    "threshold" DECIMAL NOT NULL,
    "models" TEXT[] COLLATE "C",
    "sellers" TEXT[] COLLATE "C",
    "meters" TEXT[] COLLATE "C",
    "factIds" TEXT[] COLLATE "C",
    "secret" BYTEA NOT NULL,
    "previousSecret" BYTEA,
    "previousUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "sinceRevision" INTEGER,
    "disabledAt" TIMESTAMPTZ(3),
    "disabledWhy" TEXT COLLATE "C",
    "failingSince" TIMESTAMPTZ(3),
    "replayAfter" INTEGER,

    CONSTRAINT "Webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT COLLATE "C" NOT NULL,
    "webhookId" TEXT COLLATE "C" NOT NULL,
    "event" TEXT COLLATE "C" NOT NULL,
    "revision" INTEGER,
    "payload" TEXT COLLATE "C",
    "claimIds" TEXT[] COLLATE "C",
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "queuedAt" TIMESTAMPTZ(3),
    "log" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookPosition" (
    "id" TEXT COLLATE "C" NOT NULL,
    "revision" INTEGER,

    CONSTRAINT "WebhookPosition_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Webhook_keyId_idx" ON "Webhook"("keyId");

-- CreateIndex
CREATE INDEX "Delivery_webhookId_createdAt_id_idx" ON "Delivery"("webhookId", "createdAt", "id");

ALTER TABLE "Webhook" ADD CONSTRAINT "Webhook_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "ApiKey" ("id");
ALTER TABLE "Webhook" ADD CONSTRAINT "Webhook_sinceRevision_fkey" FOREIGN KEY ("sinceRevision") REFERENCES "Revision" ("number");
ALTER TABLE "Webhook" ADD CONSTRAINT "Webhook_threshold_check" CHECK ("threshold" >= 0);
ALTER TABLE "Webhook" ADD CONSTRAINT "Webhook_disabled_check" CHECK (("disabledAt" IS NULL) = ("disabledWhy" IS NULL)
  AND "disabledWhy" IN ('BY_OWNER', 'GONE', 'FAILING'));
ALTER TABLE "Webhook" ADD CONSTRAINT "Webhook_previous_check" CHECK (("previousSecret" IS NULL) = ("previousUntil" IS NULL));

-- What was sent to a webhook goes with it.
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_webhookId_fkey" FOREIGN KEY ("webhookId") REFERENCES "Webhook" ("id")
  ON DELETE CASCADE;
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_revision_fkey" FOREIGN KEY ("revision") REFERENCES "Revision" ("number");
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_state_check" CHECK ("state" IN ('PENDING', 'DELIVERED', 'FAILED')
  AND ("state" = 'PENDING') = ("nextAttemptAt" IS NOT NULL));
CREATE INDEX "Delivery_pending" ON "Delivery" ("nextAttemptAt") WHERE "state" = 'PENDING';
-- To find what tells of a claim that is redacted.
CREATE INDEX "Delivery_claims" ON "Delivery" USING gin ("claimIds");

-- Webhooks are told of revisions from now on.
ALTER TABLE "WebhookPosition" ADD CONSTRAINT "WebhookPosition_revision_fkey" FOREIGN KEY ("revision")
  REFERENCES "Revision" ("number");
INSERT INTO "WebhookPosition" VALUES ('messages', (SELECT max("number") FROM "Revision"));
