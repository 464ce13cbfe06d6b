-- Hubs of any country: where a site stands, and whether it computes yet. What sources dispute about it (power, owner) is
-- said in claims.
ALTER TABLE "Hub" ADD COLUMN     "address" TEXT COLLATE "C",
ADD COLUMN     "latitude" DECIMAL,
ADD COLUMN     "longitude" DECIMAL,
ADD COLUMN     "status" TEXT COLLATE "C";

ALTER TABLE "Hub" ADD CONSTRAINT "Hub_place_check" CHECK (num_nonnulls("latitude", "longitude") IN (0, 2)
  AND "latitude" BETWEEN -90 AND 90 AND "longitude" BETWEEN -180 AND 180);

-- CreateIndex
CREATE INDEX "Hub_kind_sortKey_idx" ON "Hub"("kind", "sortKey");
