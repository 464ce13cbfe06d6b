/** How the `facts` format names the fact that a claim or a check is about. */
import { z } from 'zod'
import * as words from '../../kinds/vocabulary.ts'
import { code, decimal, oneOf, slug, text } from './schema-words.ts'

export const subject = z
  .string()
  .regex(
    /^(country|provider|model|group|hub|cluster|publisher|source)\/\S+$/,
    'must be like country/CN or model/gpt-5.4',
  )
const user = subject.regex(/^(country|provider|model|group)\//, 'must be a country, provider, model or group')

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a UTC time such as 16:30')
/** Parts of an identity that is spelled with separators of its own. */
const part = text.regex(/^[^@+#|]+$/, 'must not contain @, +, # or |')
export const offer = {
  model: slug,
  seller: slug,
  endpoint: part.optional(),
  region: part.optional(),
  plan: part.optional(),
  tier: slug.default('standard'),
  promptAbove: decimal.refine((v) => v !== '0' && !v.startsWith('-'), 'must be more than 0').optional(),
  thresholdCounts: z.enum(['OUTPUT', 'TOTAL', 'SECONDS']).optional(),
  thresholdScope: z.literal('EXCESS').optional(),
  /** What a claim says of the threshold; no part of the fact's identity. */
  comparison: z.literal('AT_LEAST').optional(),
  windowFrom: clock.optional(),
  windowTo: clock.optional(),
  cacheLifetime: z
    .string()
    .regex(/^[1-9]\d*[mhd]$/, 'must be like 5m or 1h')
    .optional(),
}

/** The kinds whose claims have one number. */
export const statistics = {
  energyRate: z
    .strictObject({
      country: code,
      area: part.optional(),
      sector: oneOf(words.SECTORS),
      band: part.optional(),
    })
    .optional(),
  tokenUsage: z
    .strictObject({ subject: user, period: oneOf(words.USAGE_PERIODS), coverage: slug })
    .optional(),
  indicator: z.strictObject({ subject, metric: slug, coverage: slug.optional() }).optional(),
}
