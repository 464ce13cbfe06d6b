/** The shape of a claim in the `facts` format. */
import { z } from 'zod'
import * as words from '../../kinds/vocabulary.ts'
import { PRECISIONS, parsePeriod } from '../../lib/period.ts'
import { derive } from './schema-check.ts'
import { offer, statistics, subject } from './schema-identity.ts'
import { calendar, cites, decimal, flag, oneOf, slug, text } from './schema-words.ts'

const value = z
  .union([
    decimal.transform((exact) => ({ exact })),
    z.strictObject({
      exact: decimal.optional(),
      about: decimal.optional(),
      atLeast: decimal.optional(),
      atMost: decimal.optional(),
      moreThan: decimal.optional(),
      lessThan: decimal.optional(),
      low: decimal.optional(),
      point: decimal.optional(),
      high: decimal.optional(),
      unit: text.optional(),
    }),
  ])
  .transform((v) => v as ValueSpelling)
export interface ValueSpelling {
  exact?: string
  about?: string
  atLeast?: string
  atMost?: string
  moreThan?: string
  lessThan?: string
  low?: string
  point?: string
  high?: string
  unit?: string
}
const NOT_OFFERED = z.literal('not-offered')

/** One claim: exactly one kind of fact, and a value, prices or a text. */
export const claim = z
  .strictObject({
    key: text,
    source: slug,
    role: oneOf(words.CITATION_ROLES).default('ORIGINAL'),
    locator: text.optional(),
    citationNote: text.optional(),
    via: cites,
    price: z.strictObject(offer).optional(),
    ...statistics,
    assertion: z.strictObject({ subject, topic: slug }).optional(),
    value: value.optional(),
    prices: z.record(slug, z.union([NOT_OFFERED, value])).optional(),
    derive: derive.optional(),
    unit: text.optional(),
    text: text.optional(),
    valid: z
      .union([
        z.string(),
        z.strictObject({
          from: calendar.optional(),
          to: calendar.optional(),
          precision: z.enum(PRECISIONS).optional(),
        }),
      ])
      .optional()
      .refine(
        (v) => parsePeriod(v) !== null,
        'must be a date, or { from, to } with an exclusive `to` after `from`',
      ),
    periodText: text.optional(),
    seen: z.array(calendar).default([]),
    basis: oneOf(words.BASES).default('STATED'),
    corroboration: oneOf(words.CORROBORATIONS).default('UNCONFIRMED'),
    repeatOf: z
      .string()
      .regex(/^[^/]+\/.+$/, 'must be <source>/<key>')
      .optional(),
    plausible: text.optional(),
    promotional: flag.optional(),
    correction: z.strictObject({ reason: oneOf(words.CORRECTION_REASONS), note: text }).optional(),
    note: text.optional(),
  })
  .superRefine((c, ctx) => {
    const kinds = [c.price, c.energyRate, c.tokenUsage, c.indicator, c.assertion].filter(Boolean).length
    const fail = (message: string) => ctx.addIssue({ code: 'custom', message })
    if (kinds !== 1) fail('needs exactly one of price, energyRate, tokenUsage, indicator, assertion')
    if (c.assertion && (!c.text || c.value || c.prices)) fail('an assertion has a text and no value')
    if (c.price && (!c.prices || c.value)) fail('a price has `prices: { <meter>: <number> }`')
    if (!c.price?.windowFrom !== !c.price?.windowTo)
      fail('a price has both of windowFrom and windowTo, or neither')
    if (!c.price && c.prices) fail('only a price has `prices`')
    if (!c.price && c.promotional !== undefined) fail('only a price is promotional')
    if (c.derive && (c.value || c.price || c.assertion))
      fail('what is derived has no value of its own, and is no price')
    if (!c.price && !c.assertion && !c.value && !c.derive) fail('needs a value')
  })
