/** The building blocks of the `facts` format: texts, slugs, dates, decimals, citations. */
import { z } from 'zod'
import * as words from '../../kinds/vocabulary.ts'
import { canonical, parseDecimal } from '../../lib/decimal.ts'
import { parseCalendar } from '../../lib/period.ts'

/** Text that Postgres and JSON can hold: no U+0000, no half of a surrogate pair. */
const isStorable = (v: string) => v.isWellFormed() && !v.includes('\0')
const STORABLE = 'must be well-formed Unicode without U+0000'
export const text = z.string().trim().min(1).refine(isStorable, STORABLE)
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'must be lower-case letters, digits, dots and hyphens')
export const code = z.string().regex(/^[A-Z]{2,8}$/, 'must be ISO alpha-2, or an aggregate such as WORLD')
export const url = z.url({ protocol: /^https?$/ }).refine(isStorable, STORABLE)
export const flag = z.enum(['true', 'false']).transform((v) => v === 'true')
export const calendar = z
  .string()
  .refine((v) => parseCalendar(v) !== null, 'must be a date: 2026, 2026-Q1, 2026-03, 2026-03-23')
export const decimal = z.string().transform((v, ctx) => {
  const number = parseDecimal(v)
  if (number) return canonical(number)
  ctx.addIssue({ code: 'custom', message: 'must be a decimal number of at most 50 digits' })
  return z.NEVER
})
export const oneOf = <T extends Record<string, string>>(vocabulary: T) => z.enum(words.words(vocabulary))
export const names = { name: text, nameZh: text.optional(), aliases: z.array(text).default([]) }

const citation = z.strictObject({
  source: slug,
  role: oneOf(words.CITATION_ROLES).default('REPEATS'),
  locator: text.optional(),
  note: text.optional(),
})
export const cites = z.array(citation).default([])
