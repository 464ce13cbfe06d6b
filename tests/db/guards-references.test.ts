/** What refers to something refers to what exists: every foreign key, read from the database itself. */
import { expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { copy, filled, NEXT, outcome } from '../helpers/sql.ts'

type Values = Record<string, string | number | null>

const FACTS: Record<string, [kind: string, id: string]> = {
  Fact: ['PRICE', 'pri'],
  Price: ['PRICE', 'pri'],
  EnergyRate: ['ENERGY_RATE', 'ene'],
  TokenUsage: ['TOKEN_USAGE', 'use'],
  Indicator: ['INDICATOR', 'ind'],
  Assertion: ['ASSERTION', 'ass'],
}

/** What makes a copy of a row another row; columns that a table does not have are passed over. */
const ANOTHER = { slug: 'new', code: 'NEW', sortKey: 'new', key: 'new', date: '1900-01-01' }
const OTHERWISE: Record<string, Values> = {
  Fact: { kind: 'PRICE' },
  Price: { tier: 'new' },
  EnergyRate: { band: 'new' },
  Offer: { plan: 'new' },
  Flow: { fromArea: null, toArea: null, fromHubSlug: 'guizhou', toHubSlug: 'gansu' },
  Sighting: { editionId: 'edi_new' },
  SourceRank: { kind: 'ASSERTION' },
  Rule: { version: 99 },
  Resolution: { validFrom: '1900-01-01', validTo: '1900-02-01' },
  ClaimPeriod: { validFrom: '1900-01-01', validTo: '1900-02-01' },
}
const BEFORE: Record<string, string[]> = {
  Sighting: [copy('Edition', 'true', { id: 'edi_new', date: '1900-01-01' })],
}

const SUBJECTS = [
  ...['countryCode', 'providerSlug', 'modelSlug', 'groupSlug', 'hubSlug', 'clusterSlug'],
  ...['publisherSlug', 'sourceSlug'],
]
/** Columns of which a row fills exactly one. */
const ONE_OF: Record<string, string[]> = {
  TokenUsage: SUBJECTS,
  Indicator: SUBJECTS,
  Assertion: SUBJECTS,
  ComputationInput: ['checkId', 'derivationId'],
  Citation: ['claimId', 'modelSlug', 'providerSlug', 'hubSlug', 'clusterSlug', 'flowSlug'],
}

/** Statements of which the last one records a row whose column refers to nothing. */
function dangling(table: string, column: string, anotherClaim: string): string[] {
  const [kind, prefix] = FACTS[table] ?? []
  const id = prefix ? `${prefix}_${'0'.repeat(26)}` : 'new'
  const choice = ONE_OF[table] ?? []
  const none = Object.fromEntries(choice.map((c) => [c, null]))
  const only: Values = choice.includes(column)
    ? none
    : choice === SUBJECTS
      ? { ...none, countryCode: 'AQ' }
      : {}
  const row: Values = {
    id,
    ...ANOTHER,
    ...OTHERWISE[table],
    // One derivation and one correction for each claim.
    ...(table === 'Derivation' || table === 'Correction' ? { claimId: anotherClaim } : {}),
    ...only,
    [column]: /revision$|^changedIn$|^redactedIn$/i.test(column) ? 1_000_000 : 'nowhere',
  }
  const fact = `INSERT INTO "Fact" VALUES ('${id}', '${kind}', ${NEXT})`
  return [
    ...(kind && table !== 'Fact' ? [fact] : []),
    ...(BEFORE[table] ?? []),
    ...filled(table),
    copy(table, 'true', row),
  ]
}

test('no row refers to what does not exist', async ({ seeded: { db } }) => {
  const keys = await db.$queryRaw<{ table: string; column: string; name: string }[]>`
    SELECT r.relname AS table, a.attname AS column, c.conname AS name FROM pg_constraint c
    JOIN pg_class r ON r.oid = c.conrelid JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND cardinality(c.conkey) = 1
    ORDER BY 1, 2`
  expect(keys.length).toBeGreaterThan(80)
  const wide = await db.$queryRaw<{ table: string; columns: string[]; name: string }[]>`
    SELECT r.relname AS table, c.conname AS name, (SELECT array_agg(a.attname::text) FROM pg_attribute a
      WHERE a.attrelid = r.oid AND a.attnum = ANY (c.conkey)) AS columns
    FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND cardinality(c.conkey) > 1`
  const [other] = await db.$queryRaw<
    [{ id: string }]
  >`SELECT max("id") AS id FROM "Claim" WHERE "form" = 'TEXT'`
  for (const { table, column, name } of keys) {
    // What two keys hold, such as the claim of a resolution, either may refuse.
    const either = wide.filter((w) => w.table === table && w.columns.includes(column)).map((w) => w.name)
    expect(
      [name, ...either].map((key) => `23503 ${key}`),
      `${table}.${column}`,
    ).toContain(await outcome(db, ...dangling(table, column, other.id)))
  }
})

test('every column that is named like a reference is one', async ({ seeded: { db } }) => {
  const loose = await db.$queryRaw<{ column: string }[]>`
    SELECT r.relname || '.' || a.attname AS column FROM pg_attribute a
    JOIN pg_class r ON r.oid = a.attrelid AND r.relkind = 'r' AND r.relnamespace = 'public'::regnamespace
    WHERE a.attname ~ '(Slug|Code|Id|[rR]evision|changedIn)$' AND r.relname <> '_prisma_migrations'
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c
        WHERE c.contype = 'f' AND c.conrelid = r.oid AND a.attnum = ANY (c.conkey))
    ORDER BY 1`
  // The database writes versions from what is a reference.
  expect(loose.map((l) => l.column)).toEqual(['EntityVersion.toRevision'])
})
