/** How callers tell what a request used, when, and at which offer. */
import type { GraphQLResolveInfo } from 'graphql'
import { type Moment, momentOf, type Usage } from '../domain/cost/usage.ts'
import { builder } from './builder.ts'
import { atOf, type Context } from './context.ts'

const MeterUsageInput = builder.inputType('MeterUsage', {
  description: 'A meter and how much of it was used.',
  fields: (t) => ({
    meter: t.string({ required: true, description: 'The code of a meter: "web-search".' }),
    quantity: t.field({
      type: 'Decimal',
      required: true,
      description:
        'How much, not negative and at most 10^18, in what the unit of the meter is divided by, without prefix: tokens, seconds, characters, pieces; token-hours for "cache-storage". "1000" for a thousand tokens.',
    }),
  }),
})

export const UsageInput = builder.inputType('UsageInput', {
  description:
    'What a request used. The four shorthands and `meters` add up; a meter of which nothing is said was not used.',
  fields: (t) => ({
    meters: t.field({
      type: [MeterUsageInput],
      description: 'Any meters; one that is named twice counts the sum.',
    }),
    inputTokens: t.field({
      type: 'Decimal',
      description:
        'Prompt tokens that were neither read from a cache nor written to one, meter "input": "300000".',
    }),
    outputTokens: t.field({ type: 'Decimal', description: 'Generated tokens, meter "output": "1000".' }),
    cacheReadTokens: t.field({
      type: 'Decimal',
      description: 'Prompt tokens that were read from a cache, meter "cache-read": "100000".',
    }),
    cacheWriteTokens: t.field({
      type: 'Decimal',
      description: 'Prompt tokens that were written to a cache, meter "cache-write": "5000".',
    }),
    promptTokens: t.field({
      type: 'Decimal',
      description:
        'The length of one prompt, which thresholds look at: "400000". When left out, all input and cache tokens together; give it where the usage is that of many requests.',
    }),
    tier: t.string({
      defaultValue: 'standard',
      description: 'The service tier: "standard", "batch", "flex", "priority", "fast".',
    }),
    time: t.string({
      description:
        'When the request was made, for prices that differ by the time of day: a UTC time such as "16:30", or an instant such as "2026-06-01T16:30:00Z", whose day then stands for a missing `at`. Prices are those of this minute, else those of the end of the day.',
    }),
    cacheLifetime: t.string({
      description: 'How long what is written to the cache is kept, for prices that differ by it: "5m", "1h".',
    }),
  }),
})

/** Which of a model's offers. */
export const offerArgs = builder.args((t) => ({
  seller: t.string({
    description: 'The slug of the seller: "openai"; the maker of the model when left out.',
  }),
  endpoint: t.string({ description: 'The service of the seller, for an offer that names one: "bedrock".' }),
  region: t.string({ description: 'The region, for an offer that is bound to one: "us".' }),
  plan: t.string({ description: 'The plan, for an offer that is bound to one.' }),
}))

/** When a request was made: its own `at`, its own time, the nearest `at` above, or the time of the revision. */
export function momentIn(
  ctx: Context,
  info: GraphQLResolveInfo,
  args: { at?: string | null | undefined },
  usage: Pick<Usage, 'time' | 'day'>,
): Moment {
  const at = args.at ?? usage.day ?? atOf(ctx, info, args)
  const moment = momentOf(usage, at, ctx.read.asOf.time)
  // For the fields below, so that a price's value is that of the quote.
  atOf(ctx, info, { at: moment.day })
  return moment
}
