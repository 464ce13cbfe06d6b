/** The one way in which content leaves the ledger, on legal demand: once, in the revision being made, and never altered. */
import { describe, expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { filled, NEXT, outcome, revision } from '../helpers/sql.ts'

/** The columns that may be emptied, with what takes their place. */
const BLANKS: Record<string, Record<string, string>> = {
  Claim: {
    form: `'REDACTED'`,
    ...{ low: 'NULL', point: 'NULL', high: 'NULL', qualifier: 'NULL', unitCode: 'NULL' },
    ...{ text: 'NULL', note: 'NULL', plausible: 'NULL', digest: `'sha256'`, redactedWhy: `'x'` },
  },
  Citation: { locator: 'NULL', note: 'NULL', contentHash: 'NULL' },
  Check: {
    question: `''`,
    explanation: `''`,
    expectedLow: 'NULL',
    expectedPoint: 'NULL',
    expectedHigh: 'NULL',
    expectedQualifier: 'NULL',
    expectedUnit: 'NULL',
  },
  Derivation: { arithmetic: `'REDACTED'` },
  Correction: { note: `''` },
  Resolution: { spreadLow: 'NULL', spreadHigh: 'NULL', spreadRatio: 'NULL', spreadUnit: 'NULL' },
  Receipt: { body: 'NULL' },
}
/** Columns with a value that stay whatever is demanded. */
const KEPT: Record<string, string[]> = {
  Claim: ['id', 'factId', 'sourceSlug', 'key', 'precision', 'periodText', 'basis', 'fromRevision'],
  Citation: ['id', 'claimId', 'sourceSlug', 'role', 'ordinal', 'fromRevision'],
  Check: ['id', 'slug', 'method', 'claimId', 'factId', 'verdict', 'ruleId', 'fromRevision'],
  Correction: ['id', 'claimId', 'reason', 'fromRevision'],
  Derivation: ['id', 'claimId', 'formula', 'ruleId', 'spec', 'fromRevision'],
  Resolution: ['id', 'factId', 'claimId', 'ruleId', 'decidedBy', 'reason', 'rivalIds', 'fromRevision'],
  Receipt: ['id', 'revision', 'query', 'variables', 'claimIds', 'madeAt'],
}
const TABLES = Object.keys(BLANKS)

describe.each(TABLES)('%s', (table) => {
  const row = (t: string) =>
    `"id" = (SELECT min("id") FROM "${t}" WHERE ${t === 'Citation' ? '"claimId" IS NOT NULL' : 'true'})`
  const set = (values: Record<string, string>, where = row(table)) =>
    `UPDATE "${table}" SET ${Object.entries(values)
      .map(([column, value]) => `"${column}" = ${value}`)
      .join(', ')} WHERE ${where}`
  const redaction = (values = BLANKS[table]!, redactedIn: number | string = NEXT) =>
    set({ ...values, redactedIn: `${redactedIn}` })
  // What no longer stands loses its value only once it has ended.
  const setup = [
    ...filled(table),
    ...(table === 'Claim' ? [set({ toRevision: `${NEXT}` })] : []),
    ...(table === 'Claim'
      ? [`UPDATE "Citation" SET "toRevision" = ${NEXT} WHERE "claimId" = (SELECT min("id") FROM "Claim")`]
      : []),
  ]
  const refused = `AF001 ${table} is append-only: UPDATE refused`

  test('its content may be blanked in the revision that is being made', async ({ seeded: { db } }) => {
    expect(await outcome(db, ...setup, redaction())).toBe('passes')
  })

  test('it is blanked once', async ({ seeded: { db } }) => {
    const again = redaction({}, NEXT + 1)
    expect(await outcome(db, ...setup, redaction(), redaction())).toBe(refused)
    expect(await outcome(db, ...setup, redaction(), revision(NEXT), again)).toBe(refused)
    expect(await outcome(db, ...setup, redaction(), set({ redactedIn: 'NULL' }))).toBe(refused)
  })

  test('it is blanked neither in a past revision nor in one to come', async ({ seeded: { db } }) => {
    for (const revision of [1, NEXT + 1, 'NULL'])
      expect(await outcome(db, ...setup, redaction(BLANKS[table]!, revision))).toBe(refused)
    expect(await outcome(db, ...setup, revision(NEXT), redaction())).toBe(refused)
  })

  test('content that is blanked without saying so is refused', async ({ seeded: { db } }) => {
    expect(await outcome(db, ...setup, set(BLANKS[table]!))).toBe(refused)
  })

  test('no other column changes with it', async ({ seeded: { db } }) => {
    for (const column of KEPT[table]!) {
      const gone = redaction({ ...BLANKS[table], [column]: 'NULL' })
      expect(await outcome(db, ...setup, gone), column).toBe(refused)
    }
  })

  test('its content cannot be changed under the name of redaction', async ({ seeded: { db } }) => {
    const texts = {
      Claim: 'note',
      Correction: 'note',
      Citation: 'locator',
      Check: 'explanation',
      Derivation: 'arithmetic',
    }
    const others: Record<string, string> = { Resolution: 'spreadLow', Receipt: 'body' }
    const column = texts[table as keyof typeof texts] ?? others[table]!
    const value = column === 'spreadLow' ? '7' : `'7'`
    expect(await outcome(db, ...setup, redaction({ ...BLANKS[table], [column]: value }))).toBe(refused)
  })
})

test('a claim loses its value only once it has ended, and leaves a digest of what it said', async ({
  seeded: { db },
}) => {
  const one = `"id" = (SELECT min("id") FROM "Claim")`
  const { digest, ...blank } = BLANKS.Claim!
  const sql = (values: Record<string, string>) =>
    `UPDATE "Claim" SET "redactedIn" = ${NEXT}, ${Object.entries(values).map(([c, v]) => `"${c}" = ${v}`)} WHERE ${one}`
  const end = `UPDATE "Claim" SET "toRevision" = ${NEXT} WHERE ${one}`
  expect(await outcome(db, sql({ ...blank, digest: digest! }))).toBe('23514 Claim_value_check')
  expect(await outcome(db, end, sql(blank))).toBe('23514 Claim_value_check')
  expect(await outcome(db, end, sql({ ...blank, form: `''`, digest: digest! }))).toMatch(
    /^23514 Claim_(form|value)_check$/,
  )
})

test('rules, definitions, inputs and corrections have nothing that could be blanked', async ({
  seeded: { db },
}) => {
  const texts = { Rule: 'text', CheckDefinition: 'spec', ComputationInput: 'name', Correction: 'note' }
  for (const [table, column] of Object.entries(texts)) {
    const sql = `UPDATE "${table}" SET "${column}" = ${column === 'spec' ? `'""'` : `'REDACTED'`}`
    expect(await outcome(db, ...filled(table), sql)).toBe(`AF001 ${table} is append-only: UPDATE refused`)
  }
})
