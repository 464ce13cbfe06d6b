/** The quote: what a request costs at one offer, with its trace and with what could not be priced. */
import { CONDITIONS_RULE } from '../../domain/belief/conditions.ts'
import type { QuoteLine, UnpricedUsage } from '../../domain/cost/read.ts'
import { builder } from '../builder.ts'
import { UnpricedKindEnum } from '../enums.ts'
import { SHORT_LIST_COST } from '../limits.ts'
import * as refs from '../refs.ts'

const CostLine = builder.objectRef<QuoteLine>('CostLine').implement({
  description: 'A part of a request with the price that it pays and what that comes to.',
  fields: (t) => ({
    meter: t.field({
      type: refs.MeterRef,
      description: 'What is counted: "input".',
      resolve: async (l, _args, { read }) => (await read.meter.load(l.meter))!,
    }),
    quantity: t.field({
      type: 'Decimal',
      description:
        'How much of it, in what the unit of the meter is divided by, without prefix: tokens for USD/Mtok, seconds for USD/s, pieces for USD/1, token-hours for USD/Mtok/h. "300000" are 300,000 tokens.',
      resolve: (l) => l.quantity,
    }),
    price: t.field({
      type: refs.QuantityRef,
      description: 'What it costs, as the source gives it: 5 US dollars per million tokens.',
      resolve: (l) => l.price,
    }),
    amount: t.field({
      type: refs.QuantityRef,
      description: 'Quantity times price, exact: 1.5 US dollars. Bounds where the price has some.',
      resolve: (l) => l.amount,
    }),
    rule: t.exposeString('rule', {
      description:
        'Why this price was taken: "prompt above 272,000 tokens: the whole request is repriced"; "the plain price" where no condition holds.',
    }),
    claim: t.field({
      type: refs.ClaimRef,
      description: 'The claim whose value the price is, with its sources.',
      resolve: (l) => l.claim,
    }),
    fact: t.field({
      type: refs.PriceRef,
      description: 'The price as a fact, with all its claims.',
      resolve: (l) => l.fact,
    }),
    conditions: t.field({
      type: refs.ConditionsRef,
      description: 'The conditions of the price.',
      resolve: (l) => l.fact,
    }),
  }),
})

const UnpricedMeter = builder.objectRef<{ code: string }>('UnpricedMeter').implement({
  description: 'A meter as a request named it, whether or not there is one of this code.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'The code as it was given: "cache-read".' }),
    meter: t.field({
      type: refs.MeterRef,
      nullable: true,
      description: 'The meter; null when there is none of this code.',
      resolve: (m, _args, { read }) => read.meter.load(m.code),
    }),
  }),
})

const Unpriced = builder.objectRef<UnpricedUsage>('UnpricedUsage').implement({
  description: 'A part of a request that could not be priced. It is in no sum, also not as zero.',
  fields: (t) => ({
    meter: t.field({
      type: UnpricedMeter,
      description: 'What was counted.',
      resolve: (u) => ({ code: u.meter }),
    }),
    quantity: t.field({
      type: 'Decimal',
      description: 'How much of it: "1000".',
      resolve: (u) => u.quantity,
    }),
    kind: t.field({ type: UnpricedKindEnum, description: 'Why, for programs.', resolve: (u) => u.kind }),
    reason: t.exposeString('reason', {
      description: 'Why, in a sentence: "A source states that it is not offered."',
    }),
    fact: t.field({
      type: refs.PriceRef,
      nullable: true,
      description: 'The price that says so, where one does.',
      resolve: (u) => u.fact,
    }),
    claim: t.field({
      type: refs.ClaimRef,
      nullable: true,
      description: 'The claim that says so, where one does.',
      resolve: (u) => u.claim,
    }),
  }),
})

refs.QuoteRef.implement({
  description:
    'What a request costs at one offer, by the prices of a day as the revision knew them. Computed for this answer, exactly, and not kept.',
  fields: (t) => ({
    model: t.field({
      type: refs.ModelRef,
      description: 'The model that is sold.',
      resolve: async (q, _args, { read }) => (await read.model.load(q.model))!,
    }),
    seller: t.field({
      type: refs.ProviderRef,
      description: 'Who sells it.',
      resolve: async (q, _args, { read }) => (await read.provider.load(q.seller))!,
    }),
    offer: t.field({
      type: refs.OfferRef,
      description: 'The offer whose prices these are.',
      resolve: async (q, _args, { read }) => (await read.offer.load(q.offer))!,
    }),
    at: t.field({
      type: 'Date',
      description: 'The day whose prices were taken: "2026-06-01".',
      resolve: (q) => q.day,
    }),
    tier: t.exposeString('tier', { description: 'The service tier that was asked for: "standard".' }),
    promptTokens: t.field({
      type: 'Decimal',
      description: 'The length of the prompt that thresholds looked at, in tokens: "400000".',
      resolve: (q) => q.promptTokens,
    }),
    total: t.field({
      type: refs.QuantityRef,
      nullable: true,
      description:
        'The sum of `lines`, in one currency: 1.5725 US dollars. Null where nothing could be priced; the whole cost only where `unpriced` is empty.',
      resolve: (q) => q.total,
    }),
    isComplete: t.boolean({
      description: 'Whether all of the request could be priced, so that the total is the whole cost.',
      resolve: (q) => q.total !== null && q.unpriced.length === 0,
    }),
    lines: t.field({
      type: [CostLine],
      description:
        'What could be priced, meter by meter; of a price for the part above a threshold, each part.',
      complexity: SHORT_LIST_COST,
      resolve: (q) => q.lines,
    }),
    unpriced: t.field({
      type: [Unpriced],
      description: 'What could not be priced, each with the reason.',
      complexity: SHORT_LIST_COST,
      resolve: (q) => q.unpriced,
    }),
    rule: t.field({
      type: refs.RuleRef,
      description: 'The written rule by which each meter found its price.',
      resolve: () => CONDITIONS_RULE,
    }),
  }),
})
