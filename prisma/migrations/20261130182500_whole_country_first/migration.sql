-- Rates of a whole country were promised before those of its areas, and came after them: a letter sorts before the
-- separator. A space, which no area begins with, sorts before both. The place in lists is no part of what a fact is.
ALTER TABLE "EnergyRate" DISABLE TRIGGER only_close;
UPDATE "EnergyRate" SET "sortKey" = concat_ws('|', "countryCode", ' ', "sector", COALESCE("band", '')) WHERE "area" IS NULL;
ALTER TABLE "EnergyRate" ENABLE TRIGGER only_close;
