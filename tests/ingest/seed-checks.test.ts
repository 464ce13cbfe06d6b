/** The checks and derived values of the seeds: every part of the article is recomputed, and no result is typed. */
import { describe, expect } from 'vitest'
import { test } from '../helpers/db.ts'

const ARTICLE = 'china-made-tech-140-trillion-tokens'
/** The parts into which the article's numbers were sorted when they were first recomputed. */
const PARTS =
  'd1 d1b d2 d2b d3 d4 d4b d4c d4d d5 d6 d7 d7b d8 d9 d10 d11 d11b d11c d12 d13 d13b d14 d14b d15 d16 d17 d18 d19'

/** Derived by our editors, though no formula of ours gives them. */
const TYPED = [
  // Undoing a growth rate: no formula takes it back.
  'openrouter-all-2026-03-23',
  'openrouter-cn-2026-03-23',
  'openrouter-cn-2026-04-06',
  'openrouter-us-2026-03-23',
  'openrouter-us-2026-04-06',
  'zhangjiakou-electricity-2024-h1',
  // Means between points, and what rests on two of them.
  'usage-jpmorgan-below-official-2025',
  'usage-national-mean-2025-exponential',
  'usage-national-mean-2025-linear',
  // A bound divided by a bound may be anything.
  'usage-doubao-share-of-national',
  // Texts.
  'openrouter-second-run',
  'openrouter-user-base',
]

const live = { toRevision: null }

test('every part of the article has a check, and each check is about a claim of the article', async ({
  seeded: { db },
}) => {
  const checks = await db.check.findMany({ where: { ...live, method: { not: 'ANOMALY' } } })
  const parts = new Set(checks.map((c) => c.slug.slice(0, c.slug.indexOf('-'))))
  expect(PARTS.split(' ').filter((part) => !parts.has(part))).toEqual([])
  const claims = await db.claim.findMany({
    where: { id: { in: checks.map((c) => c.claimId) } },
    select: { id: true, sourceSlug: true },
  })
  const sources = new Map(claims.map((c) => [c.id, c.sourceSlug]))
  expect(checks.filter((c) => sources.get(c.claimId) !== ARTICLE).map((c) => c.slug)).toEqual([])
  // One page of the API holds them all.
  expect(checks.length).toBeLessThanOrEqual(100)
})

test('at least 20 checks judge a number by arithmetic, and all verdicts of a reader occur', async ({
  seeded: { db },
}) => {
  const checks = await db.check.findMany({ where: live })
  const computed = checks.filter((c) => c.method === 'COMPUTED' && c.formula !== null)
  const judged = computed.filter((c) => c.verdict !== 'UNCONFIRMED')
  expect(judged.length).toBeGreaterThanOrEqual(20)
  const isArithmetic = (text: string) =>
    /\d.* = .*\d|^According to/.test(text) && /According to .*: (it|the)/.test(text)
  expect(judged.filter((c) => !isArithmetic(c.explanation)).map((c) => c.explanation)).toEqual([])
  expect(new Set(checks.map((c) => c.verdict))).toEqual(
    new Set(['CONFIRMED', 'CONSISTENT', 'ROUNDED', 'CONTRADICTED', 'MIS_SCOPED', 'UNCONFIRMED']),
  )
})

test('every check names claims that it rests on, and a question', async ({ seeded: { db } }) => {
  const checks = await db.check.findMany({ where: live })
  const inputs = await db.computationInput.groupBy({
    by: ['checkId'],
    where: { checkId: { not: null } },
    _count: true,
  })
  const counts = new Map(inputs.map((i) => [i.checkId, i._count]))
  expect(checks.filter((c) => !counts.get(c.id)).map((c) => c.slug)).toEqual([])
  expect(checks.filter((c) => !c.question.endsWith('?')).map((c) => c.slug)).toEqual([])
})

test('no claim of the seeds is suspect', async ({ seeded: { db } }) => {
  const marks = await db.check.findMany({ where: { ...live, method: 'ANOMALY' } })
  expect(marks.map((m) => m.explanation)).toEqual([])
})

/** Verdict and computed value: a number, two ends, or none where dates decide. */
const VERDICTS: [slug: string, verdict: string, expected: string][] = [
  ['d1-thousandfold', 'ROUNDED', '1400'],
  ['d2-forty-per-cent', 'CONSISTENT', '40'],
  ['d2b-thousandfold-by-end-of-2025', 'CONSISTENT', '1000'],
  ['d4-share-of-platform', 'CONTRADICTED', '48'],
  ['d4-share-of-cn-plus-us', 'CONTRADICTED', '81.0507'],
  ['d4-top-ten-of-february', 'MIS_SCOPED', '60.9195'],
  ['d4b-growth-of-the-week', 'ROUNDED', '12959983600000'],
  ['d5-first-crossing', 'CONTRADICTED', ''],
  ['d6-deepseek-v4', 'CONTRADICTED', ''],
  ['d6-qwen-3.5', 'CONSISTENT', ''],
  ['d7-foreign-use', 'CONTRADICTED', '1.3'],
  ['d8-tokens-per-head', 'UNCONFIRMED', '99400'],
  ['d9-cost-at-the-stated-price', 'CONTRADICTED', '110'],
  ['d9-implied-price', 'CONTRADICTED', '0.42'],
  ['d9-cost-at-the-list-price', 'CONSISTENT', '42'],
  ['d9-older-model', 'MIS_SCOPED', '1.1'],
  ['d10-cost-at-the-list-price', 'CONTRADICTED', '1500'],
  ['d10-fifteen-dollars', 'CONFIRMED', '15'],
  ['d11-price-ranges', 'CONTRADICTED', '3.33333 to 10'],
  ['d11b-example', 'CONTRADICTED', '23.8095'],
  ['d11b-list-prices', 'CONTRADICTED', '35.7143'],
  ['d11b-implied-over-stated-price', 'CONTRADICTED', '9.09091'],
  ['d11b-fifteen-over-stated-price', 'CONSISTENT', '13.6364'],
  ['d11c-stated-price', 'CONTRADICTED', '1.1'],
  ['d11c-implied-price', 'CONTRADICTED', '0.42'],
  ['d12-average', 'MIS_SCOPED', '13'],
  ['d13-two-shares', 'CONTRADICTED', '30'],
  ['d13-nikkei', 'MIS_SCOPED', '15'],
  ['d13b-two-shares-of-one-platform', 'MIS_SCOPED', '2'],
  ['d14-projection', 'MIS_SCOPED', '3.4 to ∞'],
  ['d14-sixfold', 'CONFIRMED', '6'],
  ['d14b-forecasts-apart', 'UNCONFIRMED', '2.2 to ∞'],
  ['d15-china', 'CONFIRMED', '0.088'],
  ['d15-united-states', 'CONTRADICTED', '0.0813'],
  ['d15-europe', 'CONTRADICTED', '0.207318'],
  ['d16-2025', 'CONTRADICTED', '485.55'],
  ['d16-2030', 'CONTRADICTED', '950'],
  ['d16-older-range', 'MIS_SCOPED', '620 to 1050'],
  ['d17-doubao', 'UNCONFIRMED', '85.7 to ∞'],
  ['d18-jpmorgan', 'UNCONFIRMED', '27400000000000'],
  ['d19-at-the-implied-price', 'UNCONFIRMED', '59000000'],
]

describe.for(VERDICTS)('the check %s', ([slug, verdict, expected]) => {
  test(`is ${verdict}`, async ({ seeded: { db } }) => {
    const check = await db.check.findFirstOrThrow({ where: { ...live, slug } })
    const [low, point, high] = [check.expectedLow, check.expectedPoint, check.expectedHigh].map((n) =>
      n === null ? null : n.toFixed(),
    )
    const value = low ? `${low} to ${high ?? '∞'}` : (point ?? '')
    expect([check.verdict, value]).toEqual([verdict, expected])
  })
})

test('what our editors derived is computed, but for a few that no formula gives', async ({
  seeded: { db },
}) => {
  const claims = await db.claim.findMany({
    where: { ...live, basis: 'DERIVED', sourceSlug: { in: ['editorial', 'editorial-assumptions'] } },
    select: { id: true, key: true },
  })
  const derivations = await db.derivation.findMany({ where: { claimId: { in: claims.map((c) => c.id) } } })
  const computed = new Set(derivations.map((d) => d.claimId))
  const typed = claims.filter((c) => !computed.has(c.id)).map((c) => c.key)
  expect(typed.toSorted()).toEqual(TYPED.toSorted())
  expect(derivations.every((d) => d.arithmetic.includes(' = '))).toBe(true)
  expect(computed.size).toBeGreaterThan(70)
})
