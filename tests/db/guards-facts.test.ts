/** What no client of the database can record: facts, offers and resolutions that break the rules. */
import { describe, expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { copy, NEXT, outcome, revision } from '../helpers/sql.ts'

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

/** A new fact, identified as another of its kind is except for the changes. */
function fact(table: KindTable, changes: Values, where = 'true'): string[] {
  const id = `${PREFIX[table]}_${NEW}`
  return [
    `INSERT INTO "Fact" VALUES ('${id}', '${KINDS[table]}', ${NEXT})`,
    copy(table, where, { id, sortKey: 'new', ...changes }),
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
    const whole = ['SET CONSTRAINTS ALL DEFERRED', alone!, revision(NEXT)]
    await expect(db.$transaction(whole.map((sql) => db.$executeRawUnsafe(sql)))).rejects.toThrow(
      'fact without a row of its kind',
    )
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
    expect(await outcome(db, fact(table, changes)[1]!, foreign!)).toBe(`23503 ${table}_id_kind_fkey`)
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
      expect(await outcome(db, `INSERT INTO "Fact" VALUES ('${id}', '${KINDS[table]}', ${NEXT})`), id).toBe(
        '23514 Fact_id_check',
      )
    }
  })

  const PLAIN: Record<KindTable, string> = {
    Price: '"promptAbove" IS NULL AND "windowFrom" IS NULL',
    EnergyRate: '"area" IS NULL AND "band" IS NULL',
    TokenUsage: '"providerSlug" IS NULL',
    Indicator: '"coverageCode" IS NULL',
    Assertion: '"countryCode" IS NULL',
  }
  test.for(tables)(
    '%s: one question has one fact, whatever it leaves out',
    async (table, { seeded: { db } }) => {
      expect(await outcome(db, ...fact(table, {}, PLAIN[table]))).toBe(`23505 ${table}_identity`)
    },
  )

  test('a seller offers a model once under the same terms, or under none', async ({ seeded: { db } }) => {
    const plain = '"endpoint" IS NULL AND "region" IS NULL AND "plan" IS NULL'
    expect(await outcome(db, copy('Offer', plain, { slug: 'new' }))).toBe('23505 Offer_identity')
    expect(await outcome(db, copy('Offer', plain, { slug: 'new', plan: 'new' }))).toBe('passes')
  })

  const SUBJECT_KINDS = ['TokenUsage', 'Indicator', 'Assertion'] as const
  test.for(SUBJECT_KINDS)('%s: about exactly one subject', async (table, { seeded: { db } }) => {
    const broken = `23514 ${table}_subject_check`
    expect(await outcome(db, ...fact(table, { countryCode: 'CN', modelSlug: 'deepseek-v3.2' }))).toBe(broken)
    expect(await outcome(db, ...fact(table, { countryCode: null, ...subjects() }))).toBe(broken)
  })

  const words: [string, KindTable, Values][] = [
    ['a price above a prompt of nothing', 'Price', { promptAbove: 0 }],
    ['a price above a negative prompt', 'Price', { promptAbove: -1 }],
    ['a price above a prompt of NaN', 'Price', { promptAbove: 'NaN' }],
    ['a price above an endless prompt', 'Price', { promptAbove: 'Infinity' }],
    ['a price from a time on', 'Price', { windowFrom: '16:30', windowTo: null }],
    ['a price until a time', 'Price', { windowFrom: null, windowTo: '16:30' }],
    ['a price from no time of day', 'Price', { windowFrom: '24:00', windowTo: '16:30' }],
    ['a price until no time of day', 'Price', { windowFrom: '16:30', windowTo: '4pm' }],
    ['an unknown sector', 'EnergyRate', { sector: 'HOUSEHOLD' }],
    ['an unknown period', 'TokenUsage', { period: 'CENTURY' }],
  ]
  test.for(words)('none with %s', async ([, table, changes], { seeded: { db } }) => {
    const broken = new RegExp(`^23514 ${table}_(conditions|sector|period)_check$`)
    expect(await outcome(db, ...fact(table, changes))).toMatch(broken)
  })

  test('a price repeats the model and the seller of its offer', async ({ seeded: { db } }) => {
    for (const [column, table] of [
      ['modelSlug', 'Model'],
      ['sellerSlug', 'Provider'],
    ] as const) {
      const [price] = await db.$queryRawUnsafe<
        { id: string; other: string }[]
      >(`SELECT p."id", o."slug" AS other
        FROM "Price" p JOIN "${table}" o ON o."slug" <> p."${column}" LIMIT 1`)
      const changes = { tier: 'other', [column]: price!.other }
      expect(await outcome(db, ...fact('Price', changes, `"id" = '${price!.id}'`))).toBe(
        '23503 Price_offer_parts_fkey',
      )
    }
  })
})

describe('resolutions', () => {
  const row = (changes: Values) =>
    copy('Resolution', '"validFrom" IS NOT NULL AND "validTo" IS NOT NULL', { id: 'res_new', ...changes })
  const TAKEN = '23P01 Resolution_one_answer'

  test('a fact has one answer for a time in a revision', async ({ seeded: { db } }) => {
    expect(await outcome(db, row({}))).toBe(TAKEN)
    expect(await outcome(db, row({ validFrom: null, validTo: null }))).toBe(TAKEN)
    // Once the earlier answer is closed in the revision, the next may take its place.
    const close = `UPDATE "Resolution" SET "toRevision" = 2 WHERE "toRevision" IS NULL`
    expect(await outcome(db, close, row({ toRevision: null }))).toBe('passes')
  })

  test('what does not overlap stands side by side, to the millisecond', async ({ seeded: { db } }) => {
    const first = row({ validFrom: '1900-01-01', validTo: '1900-02-01' })
    const second = (validFrom: string) => row({ id: 'res_two', validFrom, validTo: '1900-03-01' })
    expect(await outcome(db, first, second('1900-02-01'))).toBe('passes')
    expect(await outcome(db, first, second('1900-01-31T23:59:59.999'))).toBe(TAKEN)
  })

  test('no period is empty or turned round', async ({ seeded: { db } }) => {
    for (const validTo of ['1900-02-01', '1900-01-01']) {
      expect(await outcome(db, row({ validFrom: '1900-02-01', validTo }))).toBe(
        '23514 Resolution_period_check',
      )
    }
  })

  test('a fact is answered by one of its own claims', async ({ seeded: { db } }) => {
    const [two] = await db.$queryRaw<{ mine: string; theirs: string }[]>`
      SELECT a."id" AS mine, b."id" AS theirs FROM "Claim" a JOIN "Claim" b ON b."factId" <> a."factId"
      WHERE a."factId" = (SELECT "factId" FROM "Resolution" WHERE "validFrom" IS NOT NULL AND "validTo" IS NOT NULL
        ORDER BY "id" LIMIT 1) LIMIT 1`
    const answered = (claimId: string) =>
      copy('Resolution', `"factId" = (SELECT "factId" FROM "Claim" WHERE "id" = '${two!.mine}')`, {
        ...{ id: 'res_new', validFrom: '1900-01-01', validTo: '1900-02-01', claimId },
      })
    expect(await outcome(db, answered(two!.mine))).toBe('passes')
    expect(await outcome(db, answered(two!.theirs))).toBe('23503 Resolution_own_claim_fkey')
  })
})
