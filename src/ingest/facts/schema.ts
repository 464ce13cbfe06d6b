/**
 * The `facts` format: YAML files of licences, publishers, sources, entities and claims. All scalars are read
 * as text, so numbers keep their digits and the country code NO stays a code. Shapes only; whether a name
 * exists is checked in `link.ts`.
 */
import { z } from 'zod'
import * as words from '../../kinds/vocabulary.ts'
import { check } from './schema-check.ts'
import { claim } from './schema-claim.ts'
import { hub, latitude, longitude, subdivision } from './schema-hub.ts'
import { calendar, cites, code, flag, names, oneOf, slug, text, url } from './schema-words.ts'

const list = <T extends z.ZodType>(item: T) => z.array(item).default([])

/** A member of an aggregate, with the days on which it came and went where those matter; `to` is the first day without it. */
const member = z.union([
  code.transform((only) => ({ code: only, from: undefined, to: undefined })),
  z
    .strictObject({ code, from: z.iso.date().optional(), to: z.iso.date().optional() })
    .refine((m) => (m.from ?? m.to) !== undefined, 'needs a day, or is the code alone')
    .refine((m) => !m.from || !m.to || m.from < m.to, 'ends before it begins'),
])

/** A model or provider that turned out to be another one. */
const merge = z
  .strictObject({ model: slug.optional(), provider: slug.optional(), into: slug })
  .refine((m) => !m.model !== !m.provider, 'needs one of model and provider')

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
      members: list(member),
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
  coverages: list(
    z.strictObject({
      code: slug,
      name: text,
      definition: text,
      platform: text.optional(),
      models: text.optional(),
      tokenizer: text.optional(),
    }),
  ),
  topics: list(
    z.strictObject({ code: slug, name: text, question: text, category: oneOf(words.TOPIC_CATEGORIES) }),
  ),
  hubs: list(hub),
  clusters: list(
    z.strictObject({
      slug,
      ...names,
      hub: slug,
      startArea: text.optional(),
      subdivisions: z.array(subdivision).min(1),
      latitude: latitude.optional(),
      longitude: longitude.optional(),
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
  checks: list(check),
  merges: list(merge),
})

export type FactsFile = z.output<typeof FactsFile>
export type SeedClaim = FactsFile['claims'][number]
