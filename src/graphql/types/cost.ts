/** What requests cost: at one offer of a model, blended into one number, and at many offers. */
import { type BlendedPrice, blendedPrice } from '../../domain/cost/blended.ts'
import { compareCosts, costOf, MOST_QUOTES } from '../../domain/cost/read.ts'
import { usageOf } from '../../domain/cost/usage.ts'
import { atArg, checkFilter } from '../arguments.ts'
import { builder } from '../builder.ts'
import { pageSize } from '../connection.ts'
import { BasisEnum } from '../enums.ts'
import { QUOTE_COST } from '../limits.ts'
import * as refs from '../refs.ts'
import { momentIn, offerArgs, UsageInput } from '../usage.ts'

const Blended = builder.objectRef<BlendedPrice>('BlendedPrice').implement({
  description: 'A mean price over input and output, computed by us: no source states it.',
  fields: (t) => ({
    value: t.field({
      type: refs.QuantityRef,
      nullable: true,
      description:
        'What a million tokens cost on average: 5.625 US dollars per million tokens. Null where a part could not be priced.',
      resolve: (b) => b.value,
    }),
    basis: t.field({ type: BasisEnum, description: 'Always DERIVED.', resolve: () => 'DERIVED' as const }),
    arithmetic: t.exposeString('arithmetic', {
      nullable: true,
      description: 'The computation in numbers: "(7.5 + 15) ÷ 4"; null like the value.',
    }),
    quote: t.field({
      type: refs.QuoteRef,
      description: 'What it was computed from: the cost of as many million tokens as there are parts.',
      resolve: (b) => b.quote,
    }),
  }),
})

builder.objectFields(refs.ModelRef, (t) => ({
  cost: t.field({
    type: refs.QuoteRef,
    nullable: true,
    description:
      "What a request costs at one offer: at the maker's own without region and plan, unless another is named. Null when there is no such offer; another seller's never stands in for it.",
    args: {
      usage: t.arg({ type: UsageInput, required: true, description: 'What the request used.' }),
      ...atArg,
      ...offerArgs,
    },
    complexity: { field: QUOTE_COST.offer, multiplier: 1 },
    resolve: (m, args, ctx, info) => {
      checkFilter(args)
      const usage = usageOf(args.usage)
      return costOf(ctx.read, m, usage, momentIn(ctx, info, args, usage), args)
    },
  }),
  blendedPrice: t.field({
    type: Blended,
    nullable: true,
    description:
      'One number to compare models by: the mean price of a million tokens at a ratio of input to output, for short prompts. Null when there is no such offer.',
    args: {
      inputParts: t.arg({ type: 'Decimal', defaultValue: '3', description: 'Parts of input: "3".' }),
      outputParts: t.arg({ type: 'Decimal', defaultValue: '1', description: 'Parts of output: "1".' }),
      cacheShare: t.arg({
        type: 'Decimal',
        defaultValue: '0',
        description: 'The share of the input that is read from a cache, 0 to 1: "0.8".',
      }),
      tier: t.arg.string({ defaultValue: 'standard', description: 'The service tier: "standard", "batch".' }),
      ...atArg,
      ...offerArgs,
    },
    complexity: { field: QUOTE_COST.offer, multiplier: 1 },
    resolve: (m, { inputParts, outputParts, cacheShare, tier, ...args }, ctx, info) => {
      checkFilter([tier, args])
      const blend = {
        inputParts: inputParts ?? '3',
        outputParts: outputParts ?? '1',
        cacheShare: cacheShare ?? '0',
      }
      const moment = momentIn(ctx, info, args, { time: null, day: null })
      return blendedPrice(ctx.read, m, blend, tier ?? 'standard', moment, args)
    },
  }),
}))

builder.queryField('compareCosts', (t) =>
  t.field({
    type: [refs.QuoteRef],
    description: `What the same request costs at all offers that are bound to no region or plan: the cheapest that is priced in full first, then those of which a part could not be priced; US dollars before other currencies, for nothing is converted. At most ${MOST_QUOTES}.`,
    args: {
      usage: t.arg({ type: UsageInput, required: true, description: 'What the request used.' }),
      models: t.arg.stringList({
        description:
          'Slugs or aliases of models: "gpt-5.4". The whole market when left out, without offers that price nothing of the request.',
      }),
      ...atArg,
      first: t.arg.int({
        description: `How many quotes, 1 to ${MOST_QUOTES}; ${MOST_QUOTES} when left out.`,
      }),
    },
    complexity: ({ models, first }) => {
      const most = Math.min(Math.max(first ?? MOST_QUOTES, 1), MOST_QUOTES)
      return models
        ? {
            field: QUOTE_COST.offer * models.length,
            multiplier: Math.min(most, models.length * QUOTE_COST.sellersOfModel),
          }
        : { field: QUOTE_COST.market, multiplier: most }
    },
    resolve: (_root, args, ctx, info) => {
      checkFilter(args)
      const usage = usageOf(args.usage)
      const first = pageSize(args.first, MOST_QUOTES, MOST_QUOTES)
      return compareCosts(ctx.read, args.models ?? null, usage, momentIn(ctx, info, args, usage), first)
    },
  }),
)
