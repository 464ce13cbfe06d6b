/** What no client of the database can record: claims that break the rules. */
import { describe, expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { copy, outcome, revision } from '../helpers/sql.ts'

type Values = Record<string, string | number | null>

const NUMBER = `"form" = 'NUMBER' AND "factId" LIKE 'use_%' AND "toRevision" IS NULL`
const value = (v: Values): Values => ({ low: null, point: null, high: null, ...v })

/** A new claim with a citation, as the first one of the condition but for the changes. */
function claim(changes: Values, where = NUMBER): string[] {
  return [
    copy('Claim', where, { id: 'clm_new', key: 'new', repeatOfId: null, supersedesId: null, ...changes }),
    CITE,
  ]
}
const CITE = copy('Citation', '"claimId" IS NOT NULL AND "toRevision" IS NULL', {
  id: 'cit_new',
  claimId: 'clm_new',
})
const PRICE = `"form" = 'NUMBER' AND "factId" LIKE 'pri_%' AND "toRevision" IS NULL`
const TEXT = `"form" = 'TEXT' AND "toRevision" IS NULL`

describe('claims', () => {
  test('one with a citation is recorded, so that what follows fails for its own reason', async ({
    seeded: { db },
  }) => {
    for (const where of [NUMBER, PRICE, TEXT])
      expect(await outcome(db, ...claim({}, where)), where).toBe('passes')
  })

  test('none without a citation, found at the commit at the latest', async ({ seeded: { db } }) => {
    const [alone] = claim({})
    expect(await outcome(db, alone!)).toBe('AF002 claim without a citation')
    const whole = ['SET CONSTRAINTS ALL DEFERRED', alone!, revision(2)]
    await expect(db.$transaction(whole.map((sql) => db.$executeRawUnsafe(sql)))).rejects.toThrow(
      'claim without a citation',
    )
    expect(await db.claim.count({ where: { id: 'clm_new' } })).toBe(0)
    // A citation that has ended is none.
    const ended = copy('Citation', '"claimId" IS NOT NULL', {
      id: 'cit_new',
      claimId: 'clm_new',
      toRevision: 3,
    })
    expect(await outcome(db, alone!, ended, revision(2), revision(3))).toBe('AF002 claim without a citation')
  })

  const bad: [string, Values, string?, string?][] = [
    ['a number without a value', value({ qualifier: 'EXACT' })],
    ['a number without a qualifier', { qualifier: null }],
    ['a number without a unit', { unitCode: null }],
    ['an unknown qualifier', value({ point: 1, qualifier: 'ROUGHLY' })],
    ...(['EXACT', 'ABOUT'] as const).flatMap((qualifier): [string, Values][] => [
      [`${qualifier} without a point`, value({ qualifier, low: 1 })],
      [`${qualifier} with a bound`, value({ qualifier, point: 1, low: 1 })],
      [`${qualifier} with both bounds`, value({ qualifier, point: 1, low: 1, high: 1 })],
    ]),
    ...(['AT_LEAST', 'MORE_THAN'] as const).flatMap((qualifier): [string, Values][] => [
      [`${qualifier} without a lower bound`, value({ qualifier, high: 1 })],
      [`${qualifier} with a point`, value({ qualifier, low: 1, point: 1 })],
      [`${qualifier} with an upper bound`, value({ qualifier, low: 1, high: 2 })],
    ]),
    ...(['AT_MOST', 'LESS_THAN'] as const).flatMap((qualifier): [string, Values][] => [
      [`${qualifier} without an upper bound`, value({ qualifier, low: 1 })],
      [`${qualifier} with a point`, value({ qualifier, high: 1, point: 1 })],
      [`${qualifier} with a lower bound`, value({ qualifier, low: 1, high: 2 })],
    ]),
    ['a range without a lower bound', value({ qualifier: 'RANGE', high: 1 })],
    ['a range without an upper bound', value({ qualifier: 'RANGE', low: 1 })],
    ['a range of nothing but its middle', value({ qualifier: 'RANGE', point: 1 })],
    ['a range of nothing', value({ qualifier: 'RANGE' })],
    ['a range that is upside down', value({ qualifier: 'RANGE', low: 2, high: 1 })],
    ['a range whose middle lies outside', value({ qualifier: 'RANGE', low: 1, point: 3, high: 2 })],
    ...['NaN', 'Infinity', '-Infinity'].flatMap((n): [string, Values, string][] => [
      [`a point that is ${n}`, value({ qualifier: 'EXACT', point: n }), 'Claim_range_check'],
      [`a lower bound that is ${n}`, value({ qualifier: 'AT_LEAST', low: n }), 'Claim_range_check'],
      [`an upper bound that is ${n}`, value({ qualifier: 'AT_MOST', high: n }), 'Claim_range_check'],
    ]),
    ['a text with a value', { point: 1, qualifier: 'EXACT', unitCode: 'x' }, 'Claim_value_check', TEXT],
    ['a text with a unit', { unitCode: 'x' }, 'Claim_value_check', TEXT],
    ['a text without text', { text: null }, 'Claim_value_check', TEXT],
    ['"not offered" with a value', { form: 'NOT_OFFERED' }, 'Claim_value_check', PRICE],
    [
      'a text about a number',
      value({ form: 'TEXT', text: 'x', qualifier: null, unitCode: null }),
      'Claim_form_check',
    ],
    [
      '"not offered" of what is not sold',
      value({ form: 'NOT_OFFERED', qualifier: null, unitCode: null }),
      'Claim_form_check',
    ],
    [
      'a number about an assertion',
      { form: 'NUMBER', point: 1, qualifier: 'EXACT', unitCode: 'x' },
      'Claim_form_check',
      TEXT,
    ],
    ['an unknown form', { form: 'GUESS' }, 'Claim_(form|value)_check'],
    ['a negative price', value({ qualifier: 'EXACT', point: '-0.01' }), 'Claim_price_check', PRICE],
    [
      'a price range that begins below nothing',
      value({ qualifier: 'RANGE', low: -1, high: 1 }),
      'Claim_price_check',
      PRICE,
    ],
    ['a price below a negative one', value({ qualifier: 'LESS_THAN', high: -1 }), 'Claim_price_check', PRICE],
    [
      'an empty period',
      { validFrom: '2026-01-01', validTo: '2026-01-01', precision: 'DAY' },
      'Claim_period_check',
    ],
    [
      'a period that ends before it begins',
      { validFrom: '2026-01-02', validTo: '2026-01-01', precision: 'DAY' },
      'Claim_period_check',
    ],
    [
      'undated, with a date',
      { validFrom: '2026-01-01', validTo: null, precision: 'UNDATED' },
      'Claim_period_check',
    ],
    ['dated, without a date', { validFrom: null, validTo: null, precision: 'DAY' }, 'Claim_period_check'],
    ['an unknown precision', { precision: 'DECADE' }, 'Claim_period_check'],
    ['an unknown basis', { basis: 'GUESSED' }, 'Claim_words_check'],
    ['an unknown corroboration', { corroboration: 'MAYBE' }, 'Claim_words_check'],
    ['one that repeats itself', { repeatOfId: 'clm_new' }, 'Claim_links_check'],
    ['one that corrects itself', { supersedesId: 'clm_new' }, 'Claim_links_check'],
    ['one that ends when it begins', { toRevision: 2 }, 'Claim_recorded_check'],
  ]
  test.for(bad)(
    'none with %s',
    async ([, changes, constraint = 'Claim_value_check', where], { seeded: { db } }) => {
      expect(await outcome(db, ...claim(changes, where))).toMatch(new RegExp(`^23514 ${constraint}$`))
    },
  )

  const good: [string, Values, string?][] = [
    ...['EXACT', 'ABOUT'].map((qualifier): [string, Values] => [qualifier, value({ qualifier, point: -1 })]),
    ...['AT_LEAST', 'MORE_THAN'].map((qualifier): [string, Values] => [
      qualifier,
      value({ qualifier, low: 1 }),
    ]),
    ...['AT_MOST', 'LESS_THAN'].map((qualifier): [string, Values] => [
      qualifier,
      value({ qualifier, high: 1 }),
    ]),
    ['RANGE', value({ qualifier: 'RANGE', low: 1, high: 1 })],
    ['RANGE with its middle', value({ qualifier: 'RANGE', low: 1, point: '1.5', high: 2 })],
    ['free', value({ qualifier: 'EXACT', point: 0 }), PRICE],
    ['not offered', value({ form: 'NOT_OFFERED', qualifier: null, unitCode: null, text: null }), PRICE],
    ['a period without an end', { validFrom: '2026-01-01', validTo: null, precision: 'DAY' }],
    ['a period without a start', { validFrom: null, validTo: '2026-01-01', precision: 'DAY' }],
    ['no date', { validFrom: null, validTo: null, precision: 'UNDATED' }],
  ]
  test.for(good)('what a claim may be: %s', async ([, changes, where], { seeded: { db } }) => {
    expect(await outcome(db, ...claim(changes, where))).toBe('passes')
  })

  test('a source has one live claim under each key', async ({ seeded: { db } }) => {
    const [{ key }] = (await db.$queryRawUnsafe<{ key: string }[]>(
      `SELECT "key" FROM "Claim" WHERE ${NUMBER} LIMIT 1`,
    )) as [{ key: string }]
    expect(await outcome(db, ...claim({ key }))).toBe('23505 Claim_live_key')
    // Once the live one is closed, the next may take its place.
    const close = `UPDATE "Claim" SET "toRevision" = 2 WHERE "key" = '${key}' AND ${NUMBER}`
    const next = claim({ key, toRevision: null }, '"toRevision" = 2')
    expect(await outcome(db, close, ...next)).toBe('passes')
  })
  test('a claim is corrected once; what corrects it again corrects the correction', async ({
    seeded: { db },
  }) => {
    const [{ id }] = (await db.$queryRawUnsafe<{ id: string }[]>(
      `SELECT "id" FROM "Claim" WHERE ${NUMBER} LIMIT 1`,
    )) as [{ id: string }]
    const first = claim({ supersedesId: id })
    const second = (supersedesId: string) => [
      copy('Claim', NUMBER, { id: 'clm_two', key: 'two', repeatOfId: null, supersedesId }),
      copy('Citation', `"claimId" = 'clm_new'`, { id: 'cit_two', claimId: 'clm_two' }),
    ]
    expect(await outcome(db, ...first, ...second(id))).toBe('23505 Claim_one_correction')
    expect(await outcome(db, ...first, ...second('clm_new'))).toBe('passes')
  })
})
