/** Many claims that differ in nothing but their keys. */
import type { Db } from '../../src/db/client.ts'

/**
 * Adds claims as one revision, by SQL because an import of so many takes long.
 * @param noteChars of the note of each.
 */
export async function addClaims(db: Db, claims: number, noteChars: number): Promise<void> {
  const copies = (table: string, where: string, changes: string) => `
    INSERT INTO "${table}" SELECT r.* FROM "${table}" t, generate_series(1, ${claims}) AS i,
      LATERAL jsonb_populate_record(t, jsonb_build_object('fromRevision', 2, ${changes})) AS r
    WHERE t."id" = (SELECT "id" FROM "${table}" WHERE ${where} ORDER BY "id" LIMIT 1)`
  await db.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe('SET CONSTRAINTS ALL DEFERRED')
      const id = `'clm_' || lpad(i::text, 26, '0')`
      await tx.$executeRawUnsafe(
        copies(
          'Claim',
          `"form" = 'NUMBER' AND "supersedesId" IS NULL`,
          `'id', ${id}, 'key', 'bulk-' || i, 'note', repeat('x', ${noteChars})`,
        ),
      )
      await tx.$executeRawUnsafe(
        copies('Citation', `"claimId" IS NOT NULL`, `'id', 'bulk-' || i, 'claimId', ${id}`),
      )
      await tx.$executeRawUnsafe(`INSERT INTO "Revision" VALUES (2, now(), 'bulk')`)
    },
    { timeout: 60_000 },
  )
}
