/** Prices: what one meter of an offer costs under given conditions. */

import { answerOf, priceState } from '../../domain/read/belief.ts'
import { priceList } from '../../domain/read/lists/facts.ts'
import { atArg, checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { pageCost } from '../connection.ts'
import { PriceConnection } from '../connections.ts'
import { atOf } from '../context.ts'
import { PriceStateEnum } from '../enums.ts'
import { factConnection } from '../fact-connection.ts'
import { known, whenKnown } from '../fields.ts'
import { PriceFilterInput, PriceOrderInput } from '../filters.ts'
import { ConditionsRef, FactRef, MeterRef, ModelRef, OfferRef, PriceRef, ProviderRef } from '../refs.ts'

builder.node(PriceRef, {
  description: 'What one meter of an offer costs under given conditions.',
  interfaces: [FactRef],
  id: { resolve: (p) => p.id, description: 'Globally unique id.' },
  fields: (t) => ({
    offer: t.field({
      type: OfferRef,
      description: 'The offer that it belongs to.',
      resolve: (p, _args, { read }) => known(read.offer.load(p.offerSlug)),
    }),
    model: t.field({
      type: ModelRef,
      description: 'The model that is sold.',
      resolve: (p, _args, { read }) => known(read.model.load(p.modelSlug)),
    }),
    seller: t.field({
      type: ProviderRef,
      description: 'Who sells it.',
      resolve: (p, _args, { read }) => known(read.provider.load(p.sellerSlug)),
    }),
    meter: t.field({
      type: MeterRef,
      description: 'What is counted.',
      resolve: (p, _args, { read }) => known(read.meter.load(p.meterCode)),
    }),
    conditions: t.field({ type: ConditionsRef, description: 'When it applies.', resolve: (p) => p }),
    state: t.field({
      type: PriceStateEnum,
      description: 'Whether it is priced, free, not offered or unknown.',
      args: atArg,
      resolve: (p, args, ctx, info) => whenKnown(answerOf(ctx.read, p, atOf(ctx, info, args)), priceState),
    }),
  }),
})

builder.queryField('prices', (t) =>
  t.field({
    type: PriceConnection,
    description: "Prices, by model, the maker's own offer first, plain conditions first.",
    args: {
      filter: t.arg({ type: PriceFilterInput, description: 'Which to list.' }),
      ...atArg,
      orderBy: t.arg({ type: PriceOrderInput, description: 'In which order.' }),
      ...pageArgs,
    },
    complexity: pageCost,
    resolve: (_root, { filter, orderBy, ...args }, ctx, info) => {
      checkFilter([filter, orderBy])
      const order = orderBy
        ? { field: orderBy.field, descending: orderBy.direction === 'DESC', unit: orderBy.unit }
        : null
      const list = priceList(ctx.read.asOf, filter ?? {}, { at: atOf(ctx, info, args), order })
      return factConnection(ctx, info, 'PRICE', list, args)
    },
  }),
)
