-- What a revision touched is looked for by each revision, and must not take a look at all that ever was.
CREATE INDEX "Citation_withheld" ON "Citation" ("redactedIn") WHERE "redactedIn" IS NOT NULL;
CREATE INDEX "Resolution_withheld" ON "Resolution" ("redactedIn") WHERE "redactedIn" IS NOT NULL;
CREATE INDEX "Offer_from" ON "Offer" ("fromRevision");
CREATE INDEX "Alias_from" ON "Alias" ("fromRevision");

-- What an earlier rule decided, and what began since the last revision.
CREATE INDEX "Resolution_rule" ON "Resolution" ("ruleId") WHERE "toRevision" IS NULL;
CREATE INDEX "Resolution_begins" ON "Resolution" ("validFrom") WHERE "toRevision" IS NULL;
