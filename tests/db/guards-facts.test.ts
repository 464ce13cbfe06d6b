/** What no client of the database can record: facts, offers and resolutions that break the rules. */
import { describe, expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { test } from '../helpers/db.ts'
import { copy, outcome } from '../helpers/sql.ts'

const NEW = '0'.repeat(26)
const PREFIX = { Price: 'pri', EnergyRate: 'ene', TokenUsage: 'use', Indicator: 'ind', Assertion: 'ass' }
type KindTable = keyof typeof PREFIX
const KINDS = {
  Price: 'PRICE',
  EnergyRate: 'ENERGY_RATE',
  TokenUsage: 'TOKEN_USAGE',
  Indicator: 'INDICATOR',
  Assertion: 'ASSERTION',
}

type Values = Record<string, string | number | null>

/** A new fact, identified as the first of its kind is except for the changes. */
function fact(table: KindTable, changes: Values): string[] {
  const id = `${PREFIX[table]}_${NEW}`
  return [
    `INSERT INTO "Fact" VALUES ('${id}', '${KINDS[table]}', 1)`,
    copy(table, 'true', { id, sortKey: 'new', ...changes }),
  ]
}

describe('facts', () => {
  const DIFFERENT: Record<KindTable, Values> = {
    Price: { tier: 'other' },
    EnergyRate: { band: 'other' },
    TokenUsage: { period: 'YEAR', coverageCode: 'openrouter-providers' },
    Indicator: { metricCode: 'national-hubs', coverageCode: 'openrouter-providers' },
    Assertion: { topicCode: 'origin-of-listed-price', countryCode: 'AQ', ...subjects() },
  }
  function subjects(): Values {
    const columns = [
      'providerSlug',
      'modelSlug',
      'groupSlug',
      'hubSlug',
      'clusterSlug',
      'publisherSlug',
      'sourceSlug',
    ]
    return Object.fromEntries(columns.map((c) => [c, null]))
  }
  const tables = Object.keys(PREFIX) as KindTable[]

  test.for(tables)('%s: one of its own identity is recorded', async (table, { seeded: { db } }) => {
    expect(await outcome(db, ...fact(table, DIFFERENT[table]))).toBe('passes')
  })

  test.for(tables)('%s: a fact has a row of its kind', async (table, { seeded: { db } }) => {
    const [alone] = fact(table, {})
    expect(await outcome(db, alone!)).toBe('AF003 fact without a row of its kind')
    await expect(db.$transaction([db.$executeRawUnsafe(alone!)])).rejects.toThrow(/AF003/)
  })

  test.for(tables)('%s: a row of a kind has its fact', async (table, { seeded: { db } }) => {
    expect(await outcome(db, fact(table, DIFFERENT[table])[1]!)).toBe(`23503 ${table}_id_kind_fkey`)
  })

  test.for(tables)('%s: only facts of its kind stand in the table', async (table, { seeded: { db } }) => {
    const other = table === 'Price' ? 'EnergyRate' : 'Price'
    const [foreign] = fact(other, {})
    const changes = { ...DIFFERENT[table], id: `${PREFIX[other]}_${NEW}` }
    expect(await outcome(db, foreign!, fact(table, { ...changes, kind: KINDS[other] })[1]!)).toBe(
      `23514 ${table}_kind_check`,
    )
    expect(await outcome(db, foreign!, fact(table, changes)[1]!)).toBe(`23503 ${table}_id_kind_fkey`)
  })

  test.for(tables)('%s: an id names its kind and has 26 characters', async (table, { seeded: { db } }) => {
    const other = table === 'Price' ? 'ene' : 'pri'
    for (const id of [
      `${other}_${NEW}`,
      `${PREFIX[table]}_1`,
      `${PREFIX[table]}_${NEW}0`,
      `${PREFIX[table]}_${'A'.repeat(26)}`,
      NEW,
    ]) {
      expect(await outcome(db, `INSERT INTO "Fact" VALUES ('${id}', '${KINDS[table]}', 1)`), id).toBe(
        '23514 Fact_id_check',
      )
    }
  })

  test.for(tables)(
    '%s: one question has one fact, columns without a value included',
    async (table, { seeded: { db } }) => {
      expect(await outcome(db, ...fact(table, {}))).toBe(`23505 ${table}_identity`)
      expect(await optional(db, table)).toBeGreaterThan(0)
    },
  )

  async function optional(db: Db, table: string): Promise<number> {
    const [row] = await db.$queryRawUnsafe<{ row: Values }[]>(
      `SELECT to_jsonb(t) AS row FROM "${table}" t LIMIT 1`,
    )
    return Object.values(row!.row).filter((v) => v === null).length
  }
})
