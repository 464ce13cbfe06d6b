/** How many times dearer the models of one country's makers are than those of another's. */

import { INPUTS_MAX, shown } from '../../domain/derived/computation.ts'
import { PAIRS_MAX, type PricePair, pricePair } from '../../domain/derived/plain-price.ts'
import { type PriceGap, type PriceSide, priceGap, type StatedGap } from '../../domain/derived/price-gap.ts'
import type { Summary } from '../../domain/derived/statistics.ts'
import { AppError } from '../../errors.ts'
import { atArg, checkFilter } from '../arguments.ts'
import { builder } from '../builder.ts'
import { PriceSetEnum, VerdictEnum } from '../enums.ts'
import { COMPUTED_COST, REASONS_COST, SHORT_LIST_COST } from '../limits.ts'
import { ClaimRef, ComputationRef, CountryRef, ModelRef, ProviderRef, QuantityRef } from '../refs.ts'
import { momentIn } from '../usage.ts'

const STATISTICS: Record<Exclude<keyof Summary, 'count'>, string> = {
  lowest: 'The lowest of the prices.',
  lowerQuartile: 'A quarter of the prices are at most this.',
  median: 'Half of the prices are at most this: 10 US dollars per million tokens.',
  upperQuartile: 'Three quarters of the prices are at most this.',
  highest: 'The highest of the prices.',
}

const PriceSideRef = builder.objectRef<PriceSide>('PriceGapSide').implement({
  description: "The list prices of one country's makers.",
  fields: (t) => ({
    country: t.field({
      type: CountryRef,
      description: 'Where the makers have their headquarters.',
      resolve: (s) => s.country,
    }),
    makers: t.field({
      type: [ProviderRef],
      description: `Whose prices these are, by slug, at most ${INPUTS_MAX}.`,
      complexity: SHORT_LIST_COST,
      resolve: async (s, _args, { read }) =>
        Promise.all(s.makers.slice(0, INPUTS_MAX).map(async (slug) => (await read.provider.load(slug))!)),
    }),
    makerCount: t.int({ description: 'How many makers they are.', resolve: (s) => s.makers.length }),
    models: t.stringList({
      description: `Slugs of the models whose prices these are: "gpt-5.5"; at most ${INPUTS_MAX}, and \`priceCount\` counts all.`,
      resolve: (s) => s.prices.slice(0, INPUTS_MAX).map((p) => p.model),
    }),
    priceCount: t.int({
      description: 'How many prices went in, one for each model.',
      resolve: (s) => s.prices.length,
    }),
    ...Object.fromEntries(
      Object.entries(STATISTICS).map(([name, text]) => [
        name,
        t.field({
          type: QuantityRef,
          nullable: true,
          description: `${text} Null where there is no price.`,
          resolve: (s) => s.summary && shown(s.summary[name as keyof typeof STATISTICS], s.unit),
        }),
      ]),
    ),
  }),
})

const StatedGapRef = builder.objectRef<StatedGap>('StatedPriceGap').implement({
  description: 'What a source states of the gap, beside what list prices give.',
  fields: (t) => ({
    claim: t.field({
      type: ClaimRef,
      description: 'The claim, with its sources and the checks that are kept of it.',
      resolve: (s) => s.claim,
    }),
    verdict: t.field({
      type: VerdictEnum,
      description: 'Whether it fits the ratio that was computed here, by the rule of checks.',
      resolve: (s) => s.verdict,
    }),
    explanation: t.exposeString('explanation', { description: 'Both numbers, and why the verdict follows.' }),
  }),
})

const PricePairRef = builder.objectRef<PricePair>('PricePair').implement({
  description: "Two models, each at its maker's own offer.",
  fields: (t) => ({
    numerator: t.field({
      type: ModelRef,
      description: 'The model whose price is divided.',
      resolve: (p) => p.numerator,
    }),
    denominator: t.field({
      type: ModelRef,
      description: 'The model by whose price it is divided.',
      resolve: (p) => p.denominator,
    }),
    ratio: t.field({
      type: ComputationRef,
      description: 'How many times dearer the one is: 35.7 times.',
      resolve: (p) => p.ratio,
    }),
  }),
})

const PriceGapRef = builder.objectRef<PriceGap & { pairs: PricePair[] }>('PriceGap').implement({
  description: "The gap between the list prices of two countries' makers, computed anew at each revision.",
  fields: (t) => ({
    ratio: t.field({
      type: ComputationRef,
      description:
        'The median of the one side by that of the other: 12 times; low is lower quartile by upper quartile, high the upper by the lower.',
      resolve: (g) => g.ratio,
    }),
    extremes: t.field({
      type: QuantityRef,
      nullable: true,
      description:
        'From the cheapest price of the one side by the dearest of the other to the dearest by the cheapest; null where there is no ratio.',
      resolve: (g) => g.extremes,
    }),
    numerator: t.field({
      type: PriceSideRef,
      description: 'The side that is divided: the makers of `of`.',
      resolve: (g) => g.numerator,
    }),
    denominator: t.field({
      type: PriceSideRef,
      description: 'The side by which it is divided: the makers of `by`.',
      resolve: (g) => g.denominator,
    }),
    stated: t.field({
      type: [StatedGapRef],
      description:
        'What sources state of the same gap: "10 to 20 times". Sources state it of output tokens and beside American models, so it is empty for other meters and where `of` is not US.',
      complexity: REASONS_COST,
      resolve: (g) => g.stated,
    }),
    pairs: t.field({
      type: [PricePairRef],
      description: 'The pairs of models that were asked for, in their order.',
      complexity: SHORT_LIST_COST,
      resolve: (g) => g.pairs,
    }),
  }),
})

const PricePairInput = builder.inputType('PricePairInput', {
  description: 'Two models whose prices are divided.',
  fields: (t) => ({
    numerator: t.string({ required: true, description: 'Slug or alias of the one: "gpt-5.4".' }),
    denominator: t.string({ required: true, description: 'Slug or alias of the other: "deepseek-v3.2".' }),
  }),
})

builder.queryField('priceGap', (t) =>
  t.field({
    type: PriceGapRef,
    description:
      "How many times dearer the models of one country's makers are than those of another's, by the list prices of a day. NOT_FOUND for a country, meter or model that there is not; without a price on either side, the ratio is null and says why.",
    args: {
      of: t.arg.string({ required: true, description: 'The country whose prices are divided: "US".' }),
      by: t.arg.string({ required: true, description: 'The country by whose prices: "CN".' }),
      meter: t.arg.string({ defaultValue: 'output', description: 'The meter that is priced: "output".' }),
      set: t.arg({
        type: PriceSetEnum,
        defaultValue: 'NEWEST_OF_FAMILIES',
        description: 'Which models are compared.',
      }),
      pairs: t.arg({
        type: [PricePairInput],
        description: `Pairs of models to compare one by one as well, at most ${PAIRS_MAX}.`,
      }),
      ...atArg,
    },
    complexity: ({ pairs }) => ({
      field: COMPUTED_COST.prices + COMPUTED_COST.pair * (pairs?.length ?? 0),
      multiplier: 1,
    }),
    resolve: async (_root, args, ctx, info) => {
      checkFilter(args)
      const { of, by } = args
      const pairs = args.pairs ?? []
      if (pairs.length > PAIRS_MAX)
        throw new AppError('BAD_ARGUMENT', `\`pairs\` has at most ${PAIRS_MAX} items.`)
      const moment = momentIn(ctx, info, args, { time: null, day: null })
      const meter = args.meter ?? 'output'
      const set = args.set ?? 'NEWEST_OF_FAMILIES'
      const [gap, ratios] = await Promise.all([
        priceGap(ctx.read, { of, by, meter, set }, moment),
        Promise.all(pairs.map((pair) => pricePair(ctx.read, pair, meter, moment))),
      ])
      return { ...gap, pairs: ratios }
    },
  }),
)
