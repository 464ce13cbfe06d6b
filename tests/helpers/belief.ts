/** What a ledger of tests believes, named by `<source>/<key>`: ids depend on how many imports it took. */
import type { Db } from '../../src/db/client.ts'

export const file = (claims: readonly string[], checks: readonly string[] = []) =>
  [
    claims.length > 0 ? `claims:\n${claims.join('')}` : '',
    checks.length > 0 ? `checks:\n${checks.join('')}` : '',
  ].join('') || 'claims: []'

/** A share that is computed, of model 1 unless told otherwise. */
export function derived(key: string, formula: string, inputs: string, more = ''): string {
  const question = `indicator: { subject: ${more.includes('subject:') ? more.split('subject: ')[1] : 'model/model-1'}, metric: share }`
  const rest = more.split('subject: ')[0]
  return `  - { key: ${key}, source: article, ${question}, basis: DERIVED, derive: { formula: ${formula}, inputs: { ${inputs} } }${rest} }\n`
}

export const check = (slug: string, claim: string, more: string) =>
  `  - { slug: ${slug}, claim: ${claim}, question: "Does it add up?", ${more} }\n`

/** Live claims with their values. */
export async function claimsOf(db: Db): Promise<string[]> {
  const rows = await db.claim.findMany({
    where: { toRevision: null },
    orderBy: [{ sourceSlug: 'asc' }, { key: 'asc' }],
  })
  return rows.map(
    (c) =>
      `${c.sourceSlug}/${c.key} ${[c.qualifier, c.low, c.point, c.high].filter((v) => v !== null).join(' ')}`,
  )
}

/** Live outcomes of checks: `growth CONSISTENT`. */
export async function verdictsOf(db: Db): Promise<string[]> {
  const rows = await db.check.findMany({
    where: { toRevision: null, method: { not: 'ANOMALY' } },
    orderBy: { slug: 'asc' },
  })
  return rows.map((c) => `${c.slug} ${c.verdict}`)
}

/** What ended in a revision, why, and what took its place. */
export async function correctionsIn(db: Db, revision: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ line: string }[]>`
    SELECT c."sourceSlug" || '/' || c."key" || ' ' || k."reason" || CASE WHEN k."successorId" IS NULL THEN ' gone'
      WHEN s."supersedesId" = c."id" THEN '' ELSE ' astray' END AS line
    FROM "Correction" k JOIN "Claim" c ON c."id" = k."claimId" LEFT JOIN "Claim" s ON s."id" = k."successorId"
    WHERE k."fromRevision" = ${revision} AND c."toRevision" = ${revision} ORDER BY 1`
  return rows.map((r) => r.line)
}

/** Everything that is believed, without ids and numbers of revisions. */
export async function beliefOf(db: Db) {
  const name = (column: string) =>
    `(SELECT x."sourceSlug" || '/' || x."key" FROM "Claim" x WHERE x."id" = ${column})`
  const [resolutions, checks, inputs] = await Promise.all([
    db.$queryRawUnsafe(`SELECT to_jsonb(r) - ARRAY['id', 'claimId', 'rivalIds', 'fromRevision'] AS row, ${name('r."claimId"')} AS claim,
      (SELECT array_agg(${name('i.id')} ORDER BY i.n) FROM unnest(r."rivalIds") WITH ORDINALITY AS i(id, n)) AS rivals
      FROM "Resolution" r WHERE r."toRevision" IS NULL ORDER BY r."factId", r."validFrom"`),
    db.$queryRawUnsafe(`SELECT to_jsonb(c) - ARRAY['id', 'slug', 'claimId', 'fromRevision'] AS row, ${name('c."claimId"')} AS claim
      FROM "Check" c WHERE c."toRevision" IS NULL ORDER BY 2, c."method", c."question", c."explanation"`),
    db.$queryRawUnsafe(`SELECT i."name", i."ordinal", ${name('i."claimId"')} AS claim, ${name('COALESCE(c."claimId", d."claimId")')} AS owner
      FROM "ComputationInput" i LEFT JOIN "Check" c ON c."id" = i."checkId" LEFT JOIN "Derivation" d ON d."id" = i."derivationId"
      LEFT JOIN "Claim" k ON k."id" = d."claimId" WHERE c."toRevision" IS NULL AND k."toRevision" IS NULL
      ORDER BY 4, c."slug", i."ordinal"`),
  ])
  return { claims: await claimsOf(db), resolutions, checks, inputs }
}
