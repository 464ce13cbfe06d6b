-- Written by `npm run migration` from schema/. Text is COLLATE "C", so that every Postgres sorts alike and
-- keyset cursors mean the same everywhere.
-- CreateEnum
CREATE TYPE "FactKind" AS ENUM ('PRICE', 'ENERGY_RATE', 'TOKEN_USAGE', 'INDICATOR', 'ASSERTION');

-- CreateTable
CREATE TABLE "Country" (
    "code" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nameZh" TEXT COLLATE "C",
    "iso3" TEXT COLLATE "C",
    "numeric" TEXT COLLATE "C",
    "continent" TEXT COLLATE "C",
    "currency" TEXT COLLATE "C",
    "isAggregate" BOOLEAN NOT NULL DEFAULT false,
    "members" TEXT[] COLLATE "C",
    "note" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Country_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "Provider" (
    "slug" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nameZh" TEXT COLLATE "C",
    "kinds" TEXT[] COLLATE "C",
    "countryCode" TEXT COLLATE "C",
    "city" TEXT COLLATE "C",
    "website" TEXT COLLATE "C",
    "note" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Provider_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "ModelGroup" (
    "slug" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nameZh" TEXT COLLATE "C",
    "kind" TEXT COLLATE "C" NOT NULL,
    "definition" TEXT COLLATE "C" NOT NULL,
    "countryCode" TEXT COLLATE "C",
    "makerSlug" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "ModelGroup_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "Model" (
    "slug" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nameZh" TEXT COLLATE "C",
    "makerSlug" TEXT COLLATE "C" NOT NULL,
    "familySlug" TEXT COLLATE "C",
    "releasedOn" DATE,
    "releasedPrecision" TEXT COLLATE "C",
    "openWeights" BOOLEAN,
    "licence" TEXT COLLATE "C",
    "note" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Model_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "Alias" (
    "entity" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,
    "folded" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "Alias_pkey" PRIMARY KEY ("entity","key","kind","text")
);

-- CreateTable
CREATE TABLE "Hub" (
    "slug" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nameZh" TEXT COLLATE "C",
    "kind" TEXT COLLATE "C" NOT NULL,
    "countryCode" TEXT COLLATE "C" NOT NULL,
    "role" TEXT COLLATE "C",
    "subdivisions" TEXT[] COLLATE "C",
    "note" TEXT COLLATE "C",
    "sortKey" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Hub_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "Cluster" (
    "slug" TEXT COLLATE "C" NOT NULL,
    "hubSlug" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nameZh" TEXT COLLATE "C",
    "startArea" TEXT COLLATE "C",
    "subdivisions" TEXT[] COLLATE "C",
    "latitude" DECIMAL,
    "longitude" DECIMAL,
    "note" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Cluster_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "Flow" (
    "slug" TEXT COLLATE "C" NOT NULL,
    "fromHubSlug" TEXT COLLATE "C",
    "fromArea" TEXT COLLATE "C",
    "toHubSlug" TEXT COLLATE "C",
    "toArea" TEXT COLLATE "C",
    "strength" TEXT COLLATE "C" NOT NULL,
    "statement" TEXT COLLATE "C" NOT NULL,
    "note" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Flow_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "Offer" (
    "slug" TEXT COLLATE "C" NOT NULL,
    "modelSlug" TEXT COLLATE "C" NOT NULL,
    "sellerSlug" TEXT COLLATE "C" NOT NULL,
    "endpoint" TEXT COLLATE "C",
    "region" TEXT COLLATE "C",
    "plan" TEXT COLLATE "C",
    "isMakersOwn" BOOLEAN NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "Offer_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "Unit" (
    "code" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nameZh" TEXT COLLATE "C",
    "dimension" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Unit_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "Meter" (
    "code" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nameZh" TEXT COLLATE "C",
    "unitCode" TEXT COLLATE "C" NOT NULL,
    "definition" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Meter_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "Metric" (
    "code" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nameZh" TEXT COLLATE "C",
    "unitCode" TEXT COLLATE "C" NOT NULL,
    "definition" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Metric_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "Coverage" (
    "code" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "definition" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Coverage_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "Topic" (
    "code" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "question" TEXT COLLATE "C" NOT NULL,
    "category" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Topic_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "Fact" (
    "id" TEXT COLLATE "C" NOT NULL,
    "kind" "FactKind" NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "Fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Price" (
    "id" TEXT COLLATE "C" NOT NULL,
    "kind" "FactKind" NOT NULL DEFAULT 'PRICE',
    "offerSlug" TEXT COLLATE "C" NOT NULL,
    "meterCode" TEXT COLLATE "C" NOT NULL,
    "tier" TEXT COLLATE "C" NOT NULL DEFAULT 'standard',
    "promptAbove" DECIMAL,
    "windowFrom" TEXT COLLATE "C",
    "windowTo" TEXT COLLATE "C",
    "modelSlug" TEXT COLLATE "C" NOT NULL,
    "sellerSlug" TEXT COLLATE "C" NOT NULL,
    "sortKey" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "Price_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EnergyRate" (
    "id" TEXT COLLATE "C" NOT NULL,
    "kind" "FactKind" NOT NULL DEFAULT 'ENERGY_RATE',
    "countryCode" TEXT COLLATE "C" NOT NULL,
    "area" TEXT COLLATE "C",
    "sector" TEXT COLLATE "C" NOT NULL,
    "band" TEXT COLLATE "C",
    "sortKey" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "EnergyRate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TokenUsage" (
    "id" TEXT COLLATE "C" NOT NULL,
    "kind" "FactKind" NOT NULL DEFAULT 'TOKEN_USAGE',
    "countryCode" TEXT COLLATE "C",
    "providerSlug" TEXT COLLATE "C",
    "modelSlug" TEXT COLLATE "C",
    "groupSlug" TEXT COLLATE "C",
    "period" TEXT COLLATE "C" NOT NULL,
    "coverageCode" TEXT COLLATE "C" NOT NULL,
    "sortKey" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "TokenUsage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Indicator" (
    "id" TEXT COLLATE "C" NOT NULL,
    "kind" "FactKind" NOT NULL DEFAULT 'INDICATOR',
    "countryCode" TEXT COLLATE "C",
    "providerSlug" TEXT COLLATE "C",
    "modelSlug" TEXT COLLATE "C",
    "groupSlug" TEXT COLLATE "C",
    "hubSlug" TEXT COLLATE "C",
    "clusterSlug" TEXT COLLATE "C",
    "publisherSlug" TEXT COLLATE "C",
    "sourceSlug" TEXT COLLATE "C",
    "metricCode" TEXT COLLATE "C" NOT NULL,
    "coverageCode" TEXT COLLATE "C",
    "sortKey" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "Indicator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Assertion" (
    "id" TEXT COLLATE "C" NOT NULL,
    "kind" "FactKind" NOT NULL DEFAULT 'ASSERTION',
    "countryCode" TEXT COLLATE "C",
    "providerSlug" TEXT COLLATE "C",
    "modelSlug" TEXT COLLATE "C",
    "groupSlug" TEXT COLLATE "C",
    "hubSlug" TEXT COLLATE "C",
    "clusterSlug" TEXT COLLATE "C",
    "publisherSlug" TEXT COLLATE "C",
    "sourceSlug" TEXT COLLATE "C",
    "topicCode" TEXT COLLATE "C" NOT NULL,
    "sortKey" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "Assertion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Claim" (
    "id" TEXT COLLATE "C" NOT NULL,
    "factId" TEXT COLLATE "C" NOT NULL,
    "sourceSlug" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "form" TEXT COLLATE "C" NOT NULL,
    "low" DECIMAL,
    "point" DECIMAL,
    "high" DECIMAL,
    "qualifier" TEXT COLLATE "C",
    "unitCode" TEXT COLLATE "C",
    "text" TEXT COLLATE "C",
    "validFrom" TIMESTAMPTZ(3),
    "validTo" TIMESTAMPTZ(3),
    "precision" TEXT COLLATE "C" NOT NULL,
    "periodText" TEXT COLLATE "C" NOT NULL,
    "basis" TEXT COLLATE "C" NOT NULL,
    "corroboration" TEXT COLLATE "C" NOT NULL,
    "note" TEXT COLLATE "C",
    "repeatOfId" TEXT COLLATE "C",
    "supersedesId" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "toRevision" INTEGER,

    CONSTRAINT "Claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Resolution" (
    "id" TEXT COLLATE "C" NOT NULL,
    "factId" TEXT COLLATE "C" NOT NULL,
    "claimId" TEXT COLLATE "C" NOT NULL,
    "validFrom" TIMESTAMPTZ(3),
    "validTo" TIMESTAMPTZ(3),
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "decidedBy" TEXT COLLATE "C" NOT NULL,
    "reason" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "toRevision" INTEGER,

    CONSTRAINT "Resolution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Revision" (
    "number" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "summary" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Revision_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "ImportRun" (
    "revision" INTEGER NOT NULL,
    "format" TEXT COLLATE "C" NOT NULL,
    "origin" TEXT COLLATE "C" NOT NULL,
    "contentHash" TEXT COLLATE "C" NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3) NOT NULL,
    "counts" JSONB NOT NULL,

    CONSTRAINT "ImportRun_pkey" PRIMARY KEY ("revision")
);

-- CreateTable
CREATE TABLE "EntityVersion" (
    "entity" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "toRevision" INTEGER NOT NULL,
    "row" JSONB NOT NULL,

    CONSTRAINT "EntityVersion_pkey" PRIMARY KEY ("entity","key","toRevision")
);

-- CreateTable
CREATE TABLE "Licence" (
    "code" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "url" TEXT COLLATE "C",
    "redistributable" BOOLEAN NOT NULL,
    "note" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Licence_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "Publisher" (
    "slug" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nameZh" TEXT COLLATE "C",
    "kind" TEXT COLLATE "C" NOT NULL,
    "countryCode" TEXT COLLATE "C",
    "city" TEXT COLLATE "C",
    "website" TEXT COLLATE "C",
    "providerSlug" TEXT COLLATE "C",
    "ownerSlug" TEXT COLLATE "C",
    "note" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Publisher_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "Source" (
    "slug" TEXT COLLATE "C" NOT NULL,
    "title" TEXT COLLATE "C" NOT NULL,
    "titleZh" TEXT COLLATE "C",
    "url" TEXT COLLATE "C",
    "kind" TEXT COLLATE "C" NOT NULL,
    "publisherSlug" TEXT COLLATE "C" NOT NULL,
    "publishedOn" DATE,
    "publishedPrecision" TEXT COLLATE "C",
    "licenceCode" TEXT COLLATE "C",
    "attribution" TEXT COLLATE "C",
    "accessedOn" DATE,
    "seenAs" TEXT COLLATE "C",
    "note" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "changedIn" INTEGER NOT NULL,

    CONSTRAINT "Source_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "SourceRank" (
    "sourceSlug" TEXT COLLATE "C" NOT NULL,
    "kind" "FactKind" NOT NULL,
    "rank" INTEGER NOT NULL,
    "fromRevision" INTEGER NOT NULL,
    "toRevision" INTEGER,

    CONSTRAINT "SourceRank_pkey" PRIMARY KEY ("sourceSlug","kind","fromRevision")
);

-- CreateTable
CREATE TABLE "Edition" (
    "id" TEXT COLLATE "C" NOT NULL,
    "sourceSlug" TEXT COLLATE "C" NOT NULL,
    "date" DATE NOT NULL,
    "precision" TEXT COLLATE "C" NOT NULL,
    "contentHash" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "Edition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Sighting" (
    "claimId" TEXT COLLATE "C" NOT NULL,
    "editionId" TEXT COLLATE "C" NOT NULL,
    "fromRevision" INTEGER NOT NULL,

    CONSTRAINT "Sighting_pkey" PRIMARY KEY ("claimId","editionId")
);

-- CreateTable
CREATE TABLE "Citation" (
    "id" TEXT COLLATE "C" NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "claimId" TEXT COLLATE "C",
    "modelSlug" TEXT COLLATE "C",
    "providerSlug" TEXT COLLATE "C",
    "hubSlug" TEXT COLLATE "C",
    "clusterSlug" TEXT COLLATE "C",
    "flowSlug" TEXT COLLATE "C",
    "sourceSlug" TEXT COLLATE "C" NOT NULL,
    "role" TEXT COLLATE "C" NOT NULL,
    "locator" TEXT COLLATE "C",
    "accessedOn" DATE,
    "contentHash" TEXT COLLATE "C",
    "note" TEXT COLLATE "C",
    "fromRevision" INTEGER NOT NULL,
    "toRevision" INTEGER,

    CONSTRAINT "Citation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Country_isAggregate_code_idx" ON "Country"("isAggregate", "code");

-- CreateIndex
CREATE INDEX "Provider_countryCode_slug_idx" ON "Provider"("countryCode", "slug");

-- CreateIndex
CREATE INDEX "Model_makerSlug_slug_idx" ON "Model"("makerSlug", "slug");

-- CreateIndex
CREATE INDEX "Model_familySlug_slug_idx" ON "Model"("familySlug", "slug");

-- CreateIndex
CREATE INDEX "Alias_entity_folded_idx" ON "Alias"("entity", "folded");

-- CreateIndex
CREATE UNIQUE INDEX "Hub_sortKey_key" ON "Hub"("sortKey");

-- CreateIndex
CREATE INDEX "Hub_countryCode_sortKey_idx" ON "Hub"("countryCode", "sortKey");

-- CreateIndex
CREATE INDEX "Cluster_hubSlug_slug_idx" ON "Cluster"("hubSlug", "slug");

-- CreateIndex
CREATE INDEX "Flow_fromHubSlug_slug_idx" ON "Flow"("fromHubSlug", "slug");

-- CreateIndex
CREATE INDEX "Flow_toHubSlug_slug_idx" ON "Flow"("toHubSlug", "slug");

-- CreateIndex
CREATE INDEX "Offer_modelSlug_slug_idx" ON "Offer"("modelSlug", "slug");

-- CreateIndex
CREATE INDEX "Offer_sellerSlug_slug_idx" ON "Offer"("sellerSlug", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "Fact_id_kind_key" ON "Fact"("id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "Price_sortKey_key" ON "Price"("sortKey");

-- CreateIndex
CREATE INDEX "Price_modelSlug_meterCode_sortKey_idx" ON "Price"("modelSlug", "meterCode", "sortKey");

-- CreateIndex
CREATE INDEX "Price_sellerSlug_sortKey_idx" ON "Price"("sellerSlug", "sortKey");

-- CreateIndex
CREATE INDEX "Price_meterCode_sortKey_idx" ON "Price"("meterCode", "sortKey");

-- CreateIndex
CREATE INDEX "Price_offerSlug_idx" ON "Price"("offerSlug");

-- CreateIndex
CREATE UNIQUE INDEX "Price_id_kind_key" ON "Price"("id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "EnergyRate_sortKey_key" ON "EnergyRate"("sortKey");

-- CreateIndex
CREATE INDEX "EnergyRate_countryCode_sortKey_idx" ON "EnergyRate"("countryCode", "sortKey");

-- CreateIndex
CREATE INDEX "EnergyRate_sector_sortKey_idx" ON "EnergyRate"("sector", "sortKey");

-- CreateIndex
CREATE UNIQUE INDEX "EnergyRate_id_kind_key" ON "EnergyRate"("id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "TokenUsage_sortKey_key" ON "TokenUsage"("sortKey");

-- CreateIndex
CREATE INDEX "TokenUsage_countryCode_sortKey_idx" ON "TokenUsage"("countryCode", "sortKey");

-- CreateIndex
CREATE INDEX "TokenUsage_providerSlug_sortKey_idx" ON "TokenUsage"("providerSlug", "sortKey");

-- CreateIndex
CREATE INDEX "TokenUsage_modelSlug_sortKey_idx" ON "TokenUsage"("modelSlug", "sortKey");

-- CreateIndex
CREATE INDEX "TokenUsage_groupSlug_sortKey_idx" ON "TokenUsage"("groupSlug", "sortKey");

-- CreateIndex
CREATE UNIQUE INDEX "TokenUsage_id_kind_key" ON "TokenUsage"("id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "Indicator_sortKey_key" ON "Indicator"("sortKey");

-- CreateIndex
CREATE INDEX "Indicator_countryCode_sortKey_idx" ON "Indicator"("countryCode", "sortKey");

-- CreateIndex
CREATE INDEX "Indicator_hubSlug_sortKey_idx" ON "Indicator"("hubSlug", "sortKey");

-- CreateIndex
CREATE INDEX "Indicator_clusterSlug_sortKey_idx" ON "Indicator"("clusterSlug", "sortKey");

-- CreateIndex
CREATE INDEX "Indicator_modelSlug_sortKey_idx" ON "Indicator"("modelSlug", "sortKey");

-- CreateIndex
CREATE INDEX "Indicator_providerSlug_sortKey_idx" ON "Indicator"("providerSlug", "sortKey");

-- CreateIndex
CREATE INDEX "Indicator_groupSlug_sortKey_idx" ON "Indicator"("groupSlug", "sortKey");

-- CreateIndex
CREATE INDEX "Indicator_metricCode_sortKey_idx" ON "Indicator"("metricCode", "sortKey");

-- CreateIndex
CREATE UNIQUE INDEX "Indicator_id_kind_key" ON "Indicator"("id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "Assertion_sortKey_key" ON "Assertion"("sortKey");

-- CreateIndex
CREATE INDEX "Assertion_countryCode_sortKey_idx" ON "Assertion"("countryCode", "sortKey");

-- CreateIndex
CREATE INDEX "Assertion_topicCode_sortKey_idx" ON "Assertion"("topicCode", "sortKey");

-- CreateIndex
CREATE UNIQUE INDEX "Assertion_id_kind_key" ON "Assertion"("id", "kind");

-- CreateIndex
CREATE INDEX "Claim_factId_validFrom_idx" ON "Claim"("factId", "validFrom");

-- CreateIndex
CREATE INDEX "Claim_sourceSlug_id_idx" ON "Claim"("sourceSlug", "id");

-- CreateIndex
CREATE INDEX "Claim_repeatOfId_idx" ON "Claim"("repeatOfId");

-- CreateIndex
CREATE INDEX "Claim_supersedesId_idx" ON "Claim"("supersedesId");

-- CreateIndex
CREATE INDEX "Resolution_factId_validFrom_idx" ON "Resolution"("factId", "validFrom");

-- CreateIndex
CREATE INDEX "Resolution_claimId_idx" ON "Resolution"("claimId");

-- CreateIndex
CREATE INDEX "ImportRun_format_origin_idx" ON "ImportRun"("format", "origin");

-- CreateIndex
CREATE INDEX "Source_publisherSlug_slug_idx" ON "Source"("publisherSlug", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "Edition_sourceSlug_date_precision_key" ON "Edition"("sourceSlug", "date", "precision");

-- CreateIndex
CREATE INDEX "Sighting_editionId_idx" ON "Sighting"("editionId");

-- CreateIndex
CREATE INDEX "Citation_claimId_ordinal_idx" ON "Citation"("claimId", "ordinal");

-- CreateIndex
CREATE INDEX "Citation_sourceSlug_idx" ON "Citation"("sourceSlug");

-- AddForeignKey
ALTER TABLE "Price" ADD CONSTRAINT "Price_id_kind_fkey" FOREIGN KEY ("id", "kind") REFERENCES "Fact"("id", "kind") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnergyRate" ADD CONSTRAINT "EnergyRate_id_kind_fkey" FOREIGN KEY ("id", "kind") REFERENCES "Fact"("id", "kind") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TokenUsage" ADD CONSTRAINT "TokenUsage_id_kind_fkey" FOREIGN KEY ("id", "kind") REFERENCES "Fact"("id", "kind") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Indicator" ADD CONSTRAINT "Indicator_id_kind_fkey" FOREIGN KEY ("id", "kind") REFERENCES "Fact"("id", "kind") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assertion" ADD CONSTRAINT "Assertion_id_kind_fkey" FOREIGN KEY ("id", "kind") REFERENCES "Fact"("id", "kind") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportRun" ADD CONSTRAINT "ImportRun_revision_fkey" FOREIGN KEY ("revision") REFERENCES "Revision"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

