-- What the wholesale market pays is a sector of its own, so that no list of retail rates holds it by mistake.
ALTER TABLE "EnergyRate" DROP CONSTRAINT "EnergyRate_sector_check";
ALTER TABLE "EnergyRate" ADD CONSTRAINT "EnergyRate_sector_check"
  CHECK ("sector" IN ('INDUSTRIAL', 'COMMERCIAL', 'BUSINESS', 'DATA_CENTRE', 'WHOLESALE'));
