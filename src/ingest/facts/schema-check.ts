/** The shape of checks and of derived values in the `facts` format. */
import { z } from 'zod'
import { FORMULAS } from '../../domain/belief/formula.ts'
import { offer, statistics } from './schema-identity.ts'
import { calendar, flag, oneOf, slug, text } from './schema-words.ts'

const claimName = z.string().regex(/^[^/]+\/.+$/, 'must be <source>/<key>')

/** A claim by its name, or a fact, whose preferred claim is taken. */
const ref = z.union([
  claimName,
  z
    .strictObject({
      price: z.strictObject({ ...offer, meter: slug }).optional(),
      ...statistics,
      at: calendar.optional(),
    })
    .refine(
      (r) => [r.price, r.energyRate, r.tokenUsage, r.indicator].filter(Boolean).length === 1,
      'names exactly one of price, energyRate, tokenUsage, indicator',
    ),
])
export type SeedRef = z.output<typeof ref>

const formula = oneOf(Object.fromEntries(Object.entries(FORMULAS).map(([name, f]) => [name, f.text])))
const digits = z
  .string()
  .regex(/^[1-9]\d?$/, 'must be a number of significant digits')
  .transform(Number)

export const derive = z.strictObject({
  formula,
  inputs: z.record(slug, ref),
  digits: digits.optional(),
})
export type SeedDerive = z.output<typeof derive>

export const check = z
  .strictObject({
    slug,
    claim: claimName.optional(),
    question: text.optional(),
    formula: formula.optional(),
    inputs: z.record(slug, ref).default({}),
    unit: text.optional(),
    digits: digits.optional(),
    compare: flag.default(true),
    dates: z.strictObject({ first: ref, second: ref }).optional(),
    verdict: z.enum(['MIS_SCOPED', 'UNCONFIRMED', 'CONTRADICTED']).optional(),
    beside: z.record(slug, ref).default({}),
    reason: text.optional(),
    retired: flag.default(false),
  })
  .superRefine((c, ctx) => {
    const fail = (message: string) => ctx.addIssue({ code: 'custom', message })
    if (c.retired) return
    if (!c.claim || !c.question) fail('needs a claim and a question')
    if (c.formula && Object.keys(c.inputs).length === 0) fail('a formula has inputs')
    if (!c.formula && Object.keys(c.inputs).length > 0) fail('inputs belong to a formula')
    if (c.dates && (c.formula || c.verdict)) fail('a comparison of dates has neither formula nor verdict')
    if (!c.dates && !c.formula && !c.verdict) fail('needs a formula, dates or a verdict')
    if ((c.verdict || c.dates) && !c.reason) fail("the editors' judgement needs a reason")
    if (!c.compare && (!c.formula || !c.unit)) fail('what is not compared has a formula and a unit')
  })
export type SeedCheck = z.output<typeof check>
