-- What Prisma's schema cannot say. The database itself keeps the invariants, so that no client of it can break
-- them: append-only tables, a citation for every claim, one identity per fact, one answer per fact and time.
-- Own SQLSTATEs: AF001 append-only, AF002 claim without citation, AF003 fact without its kind's row, AF004 the past.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- ---------------------------------------------------------------- foreign keys
DO $$
DECLARE ref record;
BEGIN
  FOR ref IN SELECT * FROM (VALUES
    ('Provider', 'countryCode', 'Country', 'code'),
    ('ModelGroup', 'countryCode', 'Country', 'code'),
    ('ModelGroup', 'makerSlug', 'Provider', 'slug'),
    ('Model', 'makerSlug', 'Provider', 'slug'),
    ('Model', 'familySlug', 'ModelGroup', 'slug'),
    ('Hub', 'countryCode', 'Country', 'code'),
    ('Cluster', 'hubSlug', 'Hub', 'slug'),
    ('Flow', 'fromHubSlug', 'Hub', 'slug'),
    ('Flow', 'toHubSlug', 'Hub', 'slug'),
    ('Offer', 'modelSlug', 'Model', 'slug'),
    ('Offer', 'sellerSlug', 'Provider', 'slug'),
    ('Meter', 'unitCode', 'Unit', 'code'),
    ('Metric', 'unitCode', 'Unit', 'code'),
    ('Publisher', 'countryCode', 'Country', 'code'),
    ('Publisher', 'providerSlug', 'Provider', 'slug'),
    ('Publisher', 'ownerSlug', 'Provider', 'slug'),
    ('Source', 'publisherSlug', 'Publisher', 'slug'),
    ('Source', 'licenceCode', 'Licence', 'code'),
    ('SourceRank', 'sourceSlug', 'Source', 'slug'),
    ('Edition', 'sourceSlug', 'Source', 'slug'),
    ('Sighting', 'claimId', 'Claim', 'id'),
    ('Sighting', 'editionId', 'Edition', 'id'),
    ('Citation', 'claimId', 'Claim', 'id'),
    ('Citation', 'modelSlug', 'Model', 'slug'),
    ('Citation', 'providerSlug', 'Provider', 'slug'),
    ('Citation', 'hubSlug', 'Hub', 'slug'),
    ('Citation', 'clusterSlug', 'Cluster', 'slug'),
    ('Citation', 'flowSlug', 'Flow', 'slug'),
    ('Citation', 'sourceSlug', 'Source', 'slug'),
    ('Price', 'offerSlug', 'Offer', 'slug'),
    ('Price', 'meterCode', 'Meter', 'code'),
    ('Price', 'modelSlug', 'Model', 'slug'),
    ('Price', 'sellerSlug', 'Provider', 'slug'),
    ('EnergyRate', 'countryCode', 'Country', 'code'),
    ('TokenUsage', 'coverageCode', 'Coverage', 'code'),
    ('Indicator', 'metricCode', 'Metric', 'code'),
    ('Indicator', 'coverageCode', 'Coverage', 'code'),
    ('Assertion', 'topicCode', 'Topic', 'code'),
    ('Claim', 'factId', 'Fact', 'id'),
    ('Claim', 'sourceSlug', 'Source', 'slug'),
    ('Claim', 'unitCode', 'Unit', 'code'),
    ('Claim', 'repeatOfId', 'Claim', 'id'),
    ('Claim', 'supersedesId', 'Claim', 'id'),
    ('Resolution', 'factId', 'Fact', 'id'),
    ('Resolution', 'claimId', 'Claim', 'id')
  ) AS refs(child, col, parent, key)
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (%I) REFERENCES %I (%I) DEFERRABLE INITIALLY IMMEDIATE',
      ref.child, ref.child || '_' || ref.col || '_fkey', ref.col, ref.parent, ref.key);
  END LOOP;
  FOR ref IN SELECT t AS child, c AS col, p AS parent FROM
    unnest(ARRAY['TokenUsage', 'Indicator', 'Assertion']) AS t,
    (VALUES ('countryCode', 'Country'), ('providerSlug', 'Provider'), ('modelSlug', 'Model'), ('groupSlug', 'ModelGroup'),
            ('hubSlug', 'Hub'), ('clusterSlug', 'Cluster'), ('publisherSlug', 'Publisher'), ('sourceSlug', 'Source')) AS s(c, p)
    WHERE t <> 'TokenUsage' OR p IN ('Country', 'Provider', 'Model', 'ModelGroup')
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (%I) REFERENCES %I (%I) DEFERRABLE INITIALLY IMMEDIATE',
      ref.child, ref.child || '_' || ref.col || '_fkey', ref.col, ref.parent,
      CASE WHEN ref.parent = 'Country' THEN 'code' ELSE 'slug' END);
  END LOOP;
END $$;

-- ---------------------------------------------------------------- recorded time
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Country', 'Provider', 'ModelGroup', 'Model', 'Alias', 'Hub', 'Cluster', 'Flow', 'Offer',
    'Unit', 'Meter', 'Metric', 'Coverage', 'Topic', 'Licence', 'Publisher', 'Source', 'SourceRank', 'Edition', 'Sighting',
    'Citation', 'Fact', 'Price', 'EnergyRate', 'TokenUsage', 'Indicator', 'Assertion', 'Claim', 'Resolution']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY ("fromRevision") REFERENCES "Revision" ("number")'
      ' DEFERRABLE INITIALLY IMMEDIATE', name, name || '_fromRevision_fkey');
  END LOOP;
  FOREACH name IN ARRAY ARRAY['SourceRank', 'Citation', 'Claim', 'Resolution']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY ("toRevision") REFERENCES "Revision" ("number")'
      ' DEFERRABLE INITIALLY IMMEDIATE', name, name || '_toRevision_fkey');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK ("toRevision" > "fromRevision")', name, name || '_recorded_check');
  END LOOP;
END $$;
ALTER TABLE "Revision" ADD CONSTRAINT "Revision_number_check" CHECK ("number" >= 1);

-- ---------------------------------------------------------------- append-only
-- A row of a versioned table may be closed once; nothing else about it may change, and nothing is removed.
-- A revision is inserted last in its transaction, so whatever is written belongs to one that is not there yet:
-- nobody can add to a revision that readers have seen, or take from it.
-- Writers stand in line, those that are not our importer too: else one could prepare a row for the next revision and
-- commit it after somebody else made that revision.
CREATE FUNCTION newest_revision() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(4021964);
  RETURN (SELECT COALESCE(max("number"), 0) FROM "Revision");
END $$;

CREATE FUNCTION only_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ? 'toRevision'
     AND to_jsonb(OLD) -> 'toRevision' = 'null'::jsonb AND to_jsonb(NEW) -> 'toRevision' <> 'null'::jsonb
     AND to_jsonb(NEW) - 'toRevision' = to_jsonb(OLD) - 'toRevision' THEN
    IF (to_jsonb(NEW) ->> 'toRevision')::int <= newest_revision() THEN
      RAISE EXCEPTION '% cannot be closed in a past revision', TG_TABLE_NAME USING ERRCODE = 'AF004';
    END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'AF001';
END $$;

CREATE FUNCTION only_new() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE newest integer := newest_revision();
BEGIN
  IF EXISTS (SELECT 1 FROM added WHERE "fromRevision" <= newest) THEN
    RAISE EXCEPTION '% cannot be added to a past revision', TG_TABLE_NAME USING ERRCODE = 'AF004';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION next_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."number" <> newest_revision() + 1 THEN
    RAISE EXCEPTION 'the next revision is %', newest_revision() + 1 USING ERRCODE = 'AF004';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER next_revision BEFORE INSERT ON "Revision" FOR EACH ROW EXECUTE FUNCTION next_revision();

-- How an entity is described may improve, and how it was described before is kept; its key, the revision in which it
-- appeared and what other rows rely on (the columns given as arguments) never change, and it never goes.
CREATE FUNCTION only_describe() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fixed text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '% keeps its rows: DELETE refused', TG_TABLE_NAME USING ERRCODE = 'AF001';
  END IF;
  FOREACH fixed IN ARRAY TG_ARGV || 'fromRevision'::text LOOP
    IF to_jsonb(NEW) -> fixed IS DISTINCT FROM to_jsonb(OLD) -> fixed THEN
      RAISE EXCEPTION '% keeps its %: UPDATE refused', TG_TABLE_NAME, fixed USING ERRCODE = 'AF001';
    END IF;
  END LOOP;
  IF NEW."changedIn" <= OLD."changedIn" OR NEW."changedIn" <= newest_revision() THEN
    RAISE EXCEPTION '% cannot be described anew in a past revision', TG_TABLE_NAME USING ERRCODE = 'AF004';
  END IF;
  INSERT INTO "EntityVersion" ("entity", "key", "toRevision", "row")
    VALUES (TG_TABLE_NAME, to_jsonb(OLD) ->> TG_ARGV[0], NEW."changedIn", to_jsonb(OLD));
  RETURN NEW;
END $$;

-- What something was called before is written by the trigger above and by nobody else.
CREATE FUNCTION only_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION '% is written by the database: INSERT refused', TG_TABLE_NAME USING ERRCODE = 'AF001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_kept BEFORE INSERT ON "EntityVersion" FOR EACH ROW EXECUTE FUNCTION only_kept();

DO $$
DECLARE name text;
DECLARE entity record;
BEGIN
  FOREACH name IN ARRAY ARRAY['Revision', 'ImportRun', 'EntityVersion', 'Alias', 'Offer', 'SourceRank', 'Edition', 'Sighting',
    'Citation', 'Fact', 'Price', 'EnergyRate', 'TokenUsage', 'Indicator', 'Assertion', 'Claim', 'Resolution']
  LOOP
    EXECUTE format('CREATE TRIGGER only_close BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION only_close()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION only_close()', name);
    IF name NOT IN ('Revision', 'ImportRun', 'EntityVersion') THEN
      EXECUTE format('CREATE TRIGGER only_new AFTER INSERT ON %I REFERENCING NEW TABLE AS added '
        'FOR EACH STATEMENT EXECUTE FUNCTION only_new()', name);
    END IF;
  END LOOP;
  -- The key first, then the columns that never change: facts, filters and the rule of preference rely on them.
  FOR entity IN SELECT * FROM (VALUES
    ('Country', 'code', '{isAggregate}'::text[]), ('Provider', 'slug', '{}'), ('ModelGroup', 'slug', '{kind,countryCode,makerSlug}'),
    ('Model', 'slug', '{makerSlug}'), ('Hub', 'slug', '{kind,countryCode,sortKey}'), ('Cluster', 'slug', '{hubSlug}'),
    ('Flow', 'slug', '{fromHubSlug,fromArea,toHubSlug,toArea}'), ('Unit', 'code', '{dimension}'), ('Meter', 'code', '{unitCode}'),
    ('Metric', 'code', '{unitCode}'), ('Coverage', 'code', '{}'), ('Topic', 'code', '{category}'), ('Licence', 'code', '{}'),
    ('Publisher', 'slug', '{}'), ('Source', 'slug', '{publisherSlug}')
  ) AS entities(tab, key, fixed)
  LOOP
    EXECUTE format('CREATE TRIGGER only_describe BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION only_describe(%s)',
      entity.tab, (SELECT string_agg(quote_literal(c), ', ') FROM unnest(ARRAY[entity.key] || entity.fixed) AS c));
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION only_close()', entity.tab);
    EXECUTE format('CREATE TRIGGER only_new AFTER INSERT ON %I REFERENCING NEW TABLE AS added '
      'FOR EACH STATEMENT EXECUTE FUNCTION only_new()', entity.tab);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY ("changedIn") REFERENCES "Revision" ("number") '
      'DEFERRABLE INITIALLY IMMEDIATE', entity.tab, entity.tab || '_changedIn_fkey');
  END LOOP;
END $$;

-- ---------------------------------------------------------------- facts: each kind in its own table
ALTER TABLE "Fact" ADD CONSTRAINT "Fact_id_check" CHECK (("id" COLLATE "C") ~ (CASE "kind"
  WHEN 'PRICE' THEN '^pri_' WHEN 'ENERGY_RATE' THEN '^ene_' WHEN 'TOKEN_USAGE' THEN '^use_'
  WHEN 'INDICATOR' THEN '^ind_' WHEN 'ASSERTION' THEN '^ass_' END || '[0-9a-z]{26}$'));
ALTER TABLE "Price" ADD CONSTRAINT "Price_kind_check" CHECK ("kind" = 'PRICE');
ALTER TABLE "EnergyRate" ADD CONSTRAINT "EnergyRate_kind_check" CHECK ("kind" = 'ENERGY_RATE');
ALTER TABLE "TokenUsage" ADD CONSTRAINT "TokenUsage_kind_check" CHECK ("kind" = 'TOKEN_USAGE');
ALTER TABLE "Indicator" ADD CONSTRAINT "Indicator_kind_check" CHECK ("kind" = 'INDICATOR');
ALTER TABLE "Assertion" ADD CONSTRAINT "Assertion_kind_check" CHECK ("kind" = 'ASSERTION');

CREATE FUNCTION fact_has_kind() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE there boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE "id" = $1)', CASE NEW."kind"
    WHEN 'PRICE' THEN 'Price' WHEN 'ENERGY_RATE' THEN 'EnergyRate' WHEN 'TOKEN_USAGE' THEN 'TokenUsage'
    WHEN 'INDICATOR' THEN 'Indicator' ELSE 'Assertion' END) INTO there USING NEW."id";
  IF NOT there THEN
    RAISE EXCEPTION 'fact without a row of its kind' USING ERRCODE = 'AF003';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fact_has_kind AFTER INSERT ON "Fact"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fact_has_kind();

-- ---------------------------------------------------------------- facts: unique identities
-- NULLS NOT DISTINCT: "no region" is one value, not many.
CREATE UNIQUE INDEX "Offer_identity" ON "Offer" ("modelSlug", "sellerSlug", "endpoint", "region", "plan") NULLS NOT DISTINCT;
CREATE UNIQUE INDEX "Price_identity" ON "Price" ("offerSlug", "meterCode", "tier", "promptAbove", "windowFrom", "windowTo")
  NULLS NOT DISTINCT;
CREATE UNIQUE INDEX "EnergyRate_identity" ON "EnergyRate" ("countryCode", "sector", "area", "band") NULLS NOT DISTINCT;
CREATE UNIQUE INDEX "TokenUsage_identity" ON "TokenUsage"
  ("period", "coverageCode", "countryCode", "providerSlug", "modelSlug", "groupSlug") NULLS NOT DISTINCT;
CREATE UNIQUE INDEX "Indicator_identity" ON "Indicator" ("metricCode", "coverageCode", "countryCode", "providerSlug",
  "modelSlug", "groupSlug", "hubSlug", "clusterSlug", "publisherSlug", "sourceSlug") NULLS NOT DISTINCT;
CREATE UNIQUE INDEX "Assertion_identity" ON "Assertion" ("topicCode", "countryCode", "providerSlug", "modelSlug", "groupSlug",
  "hubSlug", "clusterSlug", "publisherSlug", "sourceSlug") NULLS NOT DISTINCT;

ALTER TABLE "TokenUsage" ADD CONSTRAINT "TokenUsage_subject_check"
  CHECK (num_nonnulls("countryCode", "providerSlug", "modelSlug", "groupSlug") = 1);
ALTER TABLE "Indicator" ADD CONSTRAINT "Indicator_subject_check" CHECK (num_nonnulls("countryCode", "providerSlug",
  "modelSlug", "groupSlug", "hubSlug", "clusterSlug", "publisherSlug", "sourceSlug") = 1);
ALTER TABLE "Assertion" ADD CONSTRAINT "Assertion_subject_check" CHECK (num_nonnulls("countryCode", "providerSlug",
  "modelSlug", "groupSlug", "hubSlug", "clusterSlug", "publisherSlug", "sourceSlug") = 1);

ALTER TABLE "Price" ADD CONSTRAINT "Price_conditions_check" CHECK ("promptAbove" > 0 AND "promptAbove" < 'Infinity'
  AND num_nonnulls("windowFrom", "windowTo") IN (0, 2)
  AND "windowFrom" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' AND "windowTo" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$');
ALTER TABLE "EnergyRate" ADD CONSTRAINT "EnergyRate_sector_check"
  CHECK ("sector" IN ('INDUSTRIAL', 'COMMERCIAL', 'BUSINESS', 'DATA_CENTRE'));
ALTER TABLE "TokenUsage" ADD CONSTRAINT "TokenUsage_period_check" CHECK ("period" IN ('DAY', 'WEEK', 'MONTH', 'YEAR'));

-- What a price repeats of its offer is what the offer says.
CREATE UNIQUE INDEX "Offer_parts" ON "Offer" ("slug", "modelSlug", "sellerSlug");
ALTER TABLE "Price" ADD CONSTRAINT "Price_offer_parts_fkey" FOREIGN KEY ("offerSlug", "modelSlug", "sellerSlug")
  REFERENCES "Offer" ("slug", "modelSlug", "sellerSlug") DEFERRABLE INITIALLY IMMEDIATE;

-- ---------------------------------------------------------------- entities
ALTER TABLE "Country" ADD CONSTRAINT "Country_code_check" CHECK ("code" ~ '^[A-Z]{2,8}$');
ALTER TABLE "Cluster" ADD CONSTRAINT "Cluster_place_check" CHECK (num_nonnulls("latitude", "longitude") IN (0, 2)
  AND "latitude" BETWEEN -90 AND 90 AND "longitude" BETWEEN -180 AND 180);
ALTER TABLE "Flow" ADD CONSTRAINT "Flow_ends_check"
  CHECK (num_nonnulls("fromHubSlug", "fromArea") = 1 AND num_nonnulls("toHubSlug", "toArea") = 1);
ALTER TABLE "SourceRank" ADD CONSTRAINT "SourceRank_rank_check" CHECK ("rank" BETWEEN 0 AND 999);
CREATE UNIQUE INDEX "SourceRank_live" ON "SourceRank" ("sourceSlug", "kind") WHERE "toRevision" IS NULL;
CREATE INDEX "Alias_folded_trgm" ON "Alias" USING gin ("folded" gin_trgm_ops);

-- ---------------------------------------------------------------- claims
-- A value or a text, each qualifier with the bounds that it means.
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_value_check" CHECK (
  ("form" = 'NUMBER' AND "unitCode" IS NOT NULL AND "qualifier" IS NOT NULL AND CASE "qualifier"
      WHEN 'EXACT' THEN "point" IS NOT NULL AND num_nonnulls("low", "high") = 0
      WHEN 'ABOUT' THEN "point" IS NOT NULL AND num_nonnulls("low", "high") = 0
      WHEN 'AT_LEAST' THEN "low" IS NOT NULL AND num_nonnulls("point", "high") = 0
      WHEN 'MORE_THAN' THEN "low" IS NOT NULL AND num_nonnulls("point", "high") = 0
      WHEN 'AT_MOST' THEN "high" IS NOT NULL AND num_nonnulls("point", "low") = 0
      WHEN 'LESS_THAN' THEN "high" IS NOT NULL AND num_nonnulls("point", "low") = 0
      WHEN 'RANGE' THEN COALESCE("low" <= "high", false) AND ("point" IS NULL OR "point" BETWEEN "low" AND "high")
      ELSE false END)
  OR ("form" = 'TEXT' AND "text" IS NOT NULL AND num_nonnulls("low", "point", "high", "qualifier", "unitCode") = 0)
  OR ("form" = 'NOT_OFFERED' AND num_nonnulls("low", "point", "high", "qualifier", "unitCode") = 0));
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_form_check" CHECK ("form" IN ('NUMBER', 'TEXT', 'NOT_OFFERED')
  AND ("form" = 'TEXT') = starts_with("factId", 'ass_') AND ("form" <> 'NOT_OFFERED' OR starts_with("factId", 'pri_')));
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_price_check"
  CHECK (NOT starts_with("factId", 'pri_') OR COALESCE("low", "point", "high", 0) >= 0);
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_range_check" CHECK (
  ("low" IS NULL OR "low" NOT IN ('NaN', 'Infinity', '-Infinity'))
  AND ("point" IS NULL OR "point" NOT IN ('NaN', 'Infinity', '-Infinity'))
  AND ("high" IS NULL OR "high" NOT IN ('NaN', 'Infinity', '-Infinity')));
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_period_check" CHECK ("validFrom" < "validTo"
  AND ("precision" = 'UNDATED') = (num_nonnulls("validFrom", "validTo") = 0)
  AND "precision" IN ('INSTANT', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR', 'UNDATED'));
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_words_check" CHECK ("basis" IN ('STATED', 'DERIVED', 'ESTIMATED', 'PROJECTED')
  AND "corroboration" IN ('CONFIRMED', 'REPEATED', 'UNCONFIRMED', 'CONTRADICTED', 'MIS_SCOPED', 'ROUNDED', 'OPINION'));
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_links_check" CHECK ("repeatOfId" <> "id" AND "supersedesId" <> "id");
CREATE UNIQUE INDEX "Claim_one_correction" ON "Claim" ("supersedesId");
CREATE UNIQUE INDEX "Claim_live_key" ON "Claim" ("sourceSlug", "key") WHERE "toRevision" IS NULL;

ALTER TABLE "Citation" ADD CONSTRAINT "Citation_subject_check"
  CHECK (num_nonnulls("claimId", "modelSlug", "providerSlug", "hubSlug", "clusterSlug", "flowSlug") = 1);
ALTER TABLE "Citation" ADD CONSTRAINT "Citation_role_check"
  CHECK ("role" IN ('ORIGINAL', 'REPEATS', 'DISPUTES', 'DERIVES', 'EDITORIAL'));
CREATE INDEX "Citation_entity" ON "Citation" (COALESCE("modelSlug", "providerSlug", "hubSlug", "clusterSlug", "flowSlug"))
  WHERE "claimId" IS NULL;

-- No value without a citation: checked at commit, after the whole import is in, and again when a citation is closed.
CREATE FUNCTION claim_has_citation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE claim text := CASE WHEN TG_TABLE_NAME = 'Claim' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'claimId' END;
BEGIN
  IF EXISTS (SELECT 1 FROM "Claim" WHERE "id" = claim AND "toRevision" IS NULL)
     AND NOT EXISTS (SELECT 1 FROM "Citation" WHERE "claimId" = claim AND "toRevision" IS NULL) THEN
    RAISE EXCEPTION 'claim without a citation' USING ERRCODE = 'AF002';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER claim_has_citation AFTER INSERT ON "Claim"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION claim_has_citation();
CREATE CONSTRAINT TRIGGER claim_keeps_citation AFTER UPDATE ON "Citation"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION claim_has_citation();

-- ---------------------------------------------------------------- resolution: one answer per fact, time and revision
ALTER TABLE "Resolution" ADD CONSTRAINT "Resolution_period_check" CHECK ("validFrom" < "validTo");
ALTER TABLE "Resolution" ADD CONSTRAINT "Resolution_one_answer" EXCLUDE USING gist (
  "factId" WITH =, tstzrange("validFrom", "validTo") WITH &&, int4range("fromRevision", "toRevision") WITH &&);
-- A fact is answered by one of its own claims.
CREATE UNIQUE INDEX "Claim_of_fact" ON "Claim" ("id", "factId");
ALTER TABLE "Resolution" ADD CONSTRAINT "Resolution_own_claim_fkey" FOREIGN KEY ("claimId", "factId")
  REFERENCES "Claim" ("id", "factId") DEFERRABLE INITIALLY IMMEDIATE;
CREATE INDEX "Resolution_live" ON "Resolution" ("factId", "validFrom" DESC) WHERE "toRevision" IS NULL;
