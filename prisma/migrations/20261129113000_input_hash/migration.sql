-- A digest of the very bytes that were read, so that a start knows without reading them that nothing is new. Null for
-- what was read before, and where nothing asks for it.
ALTER TABLE "ImportRun" ADD COLUMN     "inputHash" TEXT COLLATE "C";
