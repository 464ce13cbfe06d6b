/** How much the ledger holds, for start-up texts. */
import type { Db } from '../../db/client.ts'

export async function ledgerSize(db: Db) {
  const [size] = await db.$queryRaw<
    Record<
      | 'claims'
      | 'checks'
      | 'facts'
      | 'sources'
      | 'prices'
      | 'energyRates'
      | 'tokenUsage'
      | 'indicators'
      | 'assertions',
      number
    >[]
  >`SELECT (SELECT count(*)::int FROM "Claim" WHERE "toRevision" IS NULL) AS claims,
      (SELECT count(*)::int FROM "Check" WHERE "toRevision" IS NULL) AS checks,
      (SELECT count(*)::int FROM "Fact") AS facts, (SELECT count(*)::int FROM "Source") AS sources,
      (SELECT count(*)::int FROM "Price") AS prices, (SELECT count(*)::int FROM "EnergyRate") AS "energyRates",
      (SELECT count(*)::int FROM "TokenUsage") AS "tokenUsage", (SELECT count(*)::int FROM "Indicator") AS indicators,
      (SELECT count(*)::int FROM "Assertion") AS assertions`
  return size!
}
