/**
 * The `facts` format: YAML files of licences, publishers, sources, entities and claims. All scalars are read
 * as text, so numbers keep their digits and the country code NO stays a code. Shapes only; whether a name
 * exists is checked in `link.ts`.
 */
import { z } from 'zod'
import * as words from '../../kinds/vocabulary.ts'
import { canonical, parseDecimal } from '../../lib/decimal.ts'
import { PRECISIONS, parseCalendar, parsePeriod } from '../../lib/period.ts'

const text = z.string().trim().min(1)
const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'must be lower-case letters, digits, dots and hyphens')
const code = z.string().regex(/^[A-Z]{2,8}$/, 'must be ISO alpha-2, or an aggregate such as WORLD')
const url = z.url({ protocol: /^https?$/ })
const flag = z.enum(['true', 'false']).transform((v) => v === 'true')
const calendar = z
  .string()
  .refine((v) => parseCalendar(v) !== null, 'must be a date: 2026, 2026-Q1, 2026-03, 2026-03-23')
const decimal = z.string().transform((v, ctx) => {
  const number = parseDecimal(v)
  if (number) return canonical(number)
  ctx.addIssue({ code: 'custom', message: 'must be a decimal number of at most 50 digits' })
  return z.NEVER
})
const oneOf = <T extends Record<string, string>>(vocabulary: T) => z.enum(words.words(vocabulary))
const names = { name: text, nameZh: text.optional(), aliases: z.array(text).default([]) }

const citation = z.strictObject({
  source: slug,
  role: oneOf(words.CITATION_ROLES).default('REPEATS'),
  locator: text.optional(),
  note: text.optional(),
})
const cites = z.array(citation).default([])

const subject = z
  .string()
  .regex(
    /^(country|provider|model|group|hub|cluster|publisher|source)\/\S+$/,
    'must be like country/CN or model/gpt-5.4',
  )
const user = subject.regex(/^(country|provider|model|group)\//, 'must be a country, provider, model or group')

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

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a UTC time such as 16:30')
const offer = {
  model: slug,
  seller: slug,
  endpoint: text.optional(),
  region: text.optional(),
  plan: text.optional(),
  tier: slug.default('standard'),
  promptAbove: decimal.refine((v) => v !== '0' && !v.startsWith('-'), 'must be more than 0').optional(),
  windowFrom: clock.optional(),
  windowTo: clock.optional(),
}

const claim = z
  .strictObject({
    key: text,
    source: slug,
    role: oneOf(words.CITATION_ROLES).default('ORIGINAL'),
    locator: text.optional(),
    citationNote: text.optional(),
    via: cites,
    price: z.strictObject(offer).optional(),
    energyRate: z
      .strictObject({
        country: code,
        area: text.optional(),
        sector: oneOf(words.SECTORS),
        band: text.optional(),
      })
      .optional(),
    tokenUsage: z
      .strictObject({ subject: user, period: oneOf(words.USAGE_PERIODS), coverage: slug })
      .optional(),
    indicator: z.strictObject({ subject, metric: slug, coverage: slug.optional() }).optional(),
    assertion: z.strictObject({ subject, topic: slug }).optional(),
    value: value.optional(),
    prices: z.record(slug, z.union([NOT_OFFERED, value])).optional(),
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
    if (!c.price && !c.assertion && !c.value) fail('needs a value')
  })

const list = <T extends z.ZodType>(item: T) => z.array(item).default([])

/** One file. Every section may be left out; unknown sections and fields are refused. */
export const FactsFile = z.strictObject({
  licences: list(
    z.strictObject({
      code: text,
      name: text,
      url: url.optional(),
      redistributable: flag,
      note: text.optional(),
    }),
  ),
  publishers: list(
    z.strictObject({
      slug,
      ...names,
      kind: oneOf(words.PUBLISHER_KINDS),
      country: code.optional(),
      city: text.optional(),
      website: url.optional(),
      provider: slug.optional(),
      owner: slug.optional(),
      note: text.optional(),
    }),
  ),
  sources: list(
    z.strictObject({
      slug,
      title: text,
      titleZh: text.optional(),
      url: url.optional(),
      kind: oneOf(words.SOURCE_KINDS),
      publisher: slug,
      publishedOn: calendar.optional(),
      licence: text.optional(),
      attribution: text.optional(),
      accessedOn: calendar.optional(),
      seenAs: text.optional(),
      ranks: z
        .partialRecord(
          oneOf(words.FACT_KINDS),
          z
            .string()
            .regex(/^\d{1,3}$/)
            .transform(Number),
        )
        .default({}),
      note: text.optional(),
    }),
  ),
  countries: list(
    z.strictObject({
      code,
      ...names,
      isAggregate: flag.default(true),
      members: z.array(code).default([]),
      note: text.optional(),
    }),
  ),
  providers: list(
    z.strictObject({
      slug,
      ...names,
      kinds: z.array(oneOf(words.PROVIDER_KINDS)).min(1),
      country: code.optional(),
      city: text.optional(),
      website: url.optional(),
      note: text.optional(),
      cites,
    }),
  ),
  groups: list(
    z.strictObject({
      slug,
      ...names,
      kind: oneOf(words.GROUP_KINDS),
      definition: text,
      country: code.optional(),
      maker: slug.optional(),
    }),
  ),
  models: list(
    z.strictObject({
      slug,
      ...names,
      maker: slug,
      family: slug.optional(),
      releasedOn: calendar.optional(),
      openWeights: flag.optional(),
      licence: text.optional(),
      note: text.optional(),
      cites,
    }),
  ),
  units: list(z.strictObject({ code: text, name: text, nameZh: text.optional(), dimension: slug })),
  meters: list(
    z.strictObject({ code: slug, name: text, nameZh: text.optional(), unit: text, definition: text }),
  ),
  metrics: list(
    z.strictObject({ code: slug, name: text, nameZh: text.optional(), unit: text, definition: text }),
  ),
  coverages: list(z.strictObject({ code: slug, name: text, definition: text })),
  topics: list(
    z.strictObject({ code: slug, name: text, question: text, category: oneOf(words.TOPIC_CATEGORIES) }),
  ),
  hubs: list(
    z.strictObject({
      slug,
      ...names,
      kind: oneOf(words.HUB_KINDS),
      country: code,
      role: oneOf(words.HUB_ROLES).optional(),
      subdivisions: z.array(z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/)).min(1),
      note: text.optional(),
      cites,
    }),
  ),
  clusters: list(
    z.strictObject({
      slug,
      ...names,
      hub: slug,
      startArea: text.optional(),
      subdivisions: z.array(z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/)).min(1),
      latitude: decimal.refine((v) => Math.abs(Number(v)) <= 90, 'must be from -90 to 90').optional(),
      longitude: decimal.refine((v) => Math.abs(Number(v)) <= 180, 'must be from -180 to 180').optional(),
      note: text.optional(),
      cites,
    }),
  ),
  flows: list(
    z.strictObject({
      slug,
      from: slug.optional(),
      fromArea: text.optional(),
      to: slug.optional(),
      toArea: text.optional(),
      strength: oneOf(words.FLOW_STRENGTHS),
      statement: text,
      note: text.optional(),
      cites,
    }),
  ),
  claims: list(claim),
})

export type FactsFile = z.output<typeof FactsFile>
export type SeedClaim = FactsFile['claims'][number]
