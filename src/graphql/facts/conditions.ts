/** Under which conditions a price applies. */
import { preferredClaim } from '../../domain/read/belief.ts'
import { conditionsText } from '../../domain/read/describe.ts'
import type { PriceRow } from '../../domain/read/rows.ts'
import { builder } from '../builder.ts'
import { atOf, type Context } from '../context.ts'
import { ThresholdComparisonEnum, ThresholdCountsEnum, ThresholdScopeEnum } from '../enums.ts'
import { ConditionsRef } from '../refs.ts'

interface ThresholdRow {
  price: PriceRow
  amount: string
  isInclusive: boolean
}

const PriceThreshold = builder.objectRef<ThresholdRow>('PriceThreshold').implement({
  description: 'The amount from which a price applies, and what it looks at.',
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      description: 'How many tokens, or seconds where `counts` says so: "272000".',
      resolve: ({ amount }) => amount,
    }),
    comparison: t.field({
      type: ThresholdComparisonEnum,
      description: 'Whether exactly this amount passes it, as the preferred claim says.',
      resolve: ({ isInclusive }) => (isInclusive ? 'AT_LEAST' : 'ABOVE'),
    }),
    counts: t.field({
      type: ThresholdCountsEnum,
      description: 'What is counted.',
      resolve: ({ price }) => price.thresholdCounts ?? 'PROMPT',
    }),
    scope: t.field({
      type: ThresholdScopeEnum,
      description: 'What is repriced.',
      resolve: ({ price }) => price.thresholdScope ?? 'REQUEST',
    }),
  }),
})

/** Of what answers on the day; where nothing does, of the newest. */
async function isInclusive(price: PriceRow, ctx: Context, at: string | null): Promise<boolean> {
  if (price.promptAbove === null) return false
  const claim =
    (await preferredClaim(ctx.read, price.id, at)) ?? (await preferredClaim(ctx.read, price.id, null))
  return claim?.comparison === 'AT_LEAST'
}

ConditionsRef.implement({
  description: 'Under which conditions a price applies; for the plain price the text is empty.',
  fields: (t) => ({
    text: t.string({
      description:
        'In words: "prompt above 272,000 tokens", "batch tier, region us"; empty for the plain price.',
      resolve: async (p, _args, ctx, info) => {
        const [offer, inclusive] = await Promise.all([
          ctx.read.offer.load(p.offerSlug),
          isInclusive(p, ctx, atOf(ctx, info)),
        ])
        return conditionsText(p, { region: offer!.region, plan: offer!.plan, isInclusive: inclusive })
      },
    }),
    tier: t.exposeString('tier', {
      description: 'Service tier: "standard", "batch", "flex", "priority", "fast".',
    }),
    promptAbove: t.field({
      type: 'Decimal',
      nullable: true,
      description:
        'Applies to requests whose prompt has more than this many tokens: "272000". Null also where a threshold looks at something else than the prompt; `threshold` tells all.',
      resolve: (p) => (p.thresholdCounts === null ? p.promptAbove : null),
    }),
    threshold: t.field({
      type: PriceThreshold,
      nullable: true,
      description: 'The amount from which it applies; null where it applies to requests of any size.',
      resolve: async (p, _args, ctx, info) =>
        p.promptAbove === null
          ? null
          : { price: p, amount: p.promptAbove, isInclusive: await isInclusive(p, ctx, atOf(ctx, info)) },
    }),
    windowFrom: t.exposeString('windowFrom', {
      nullable: true,
      description: 'Start of a daily window, UTC: "16:30".',
    }),
    windowTo: t.exposeString('windowTo', {
      nullable: true,
      description: 'End of the daily window, UTC; may be on the next day: "00:30".',
    }),
    cacheLifetime: t.exposeString('cacheLifetime', {
      nullable: true,
      description:
        'How long what is written to the cache is kept: "5m", "1h"; null where the price names none.',
    }),
    region: t.string({
      nullable: true,
      description: 'The region to which the offer is bound, as the seller names it: "us"; null for none.',
      resolve: async (p, _args, { read }) => (await read.offer.load(p.offerSlug))!.region,
    }),
  }),
})
