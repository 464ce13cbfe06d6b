/** Models and the offers under which they are sold. */

import { modelList, offerList } from '../../domain/read/lists/entities.ts'
import { priceList } from '../../domain/read/lists/facts.ts'
import { modelOf } from '../../domain/read/model.ts'
import { atArg, checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import * as connections from '../connections.ts'
import { atOf } from '../context.ts'
import { DatePrecisionEnum } from '../enums.ts'
import { factConnection } from '../fact-connection.ts'
import { aliasesOf, entityProvenance } from '../fields.ts'
import { ModelFilterInput } from '../filters.ts'
import { ModelGroupRef, ModelRef, OfferRef, ProviderRef } from '../refs.ts'

builder.node(ModelRef, {
  description: 'A version of an AI model. Prices belong to its offers.',
  id: { resolve: (m) => m.slug, description: 'Globally unique id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Lasting name in addresses and filters: "deepseek-v3.2".' }),
    name: t.exposeString('name', { description: 'English name.' }),
    nameZh: t.exposeString('nameZh', { nullable: true, description: 'Chinese name, where known.' }),
    aliases: t.stringList(aliasesOf('MODEL', (m: { slug: string }) => m.slug)),
    maker: t.field({
      type: ProviderRef,
      description: 'Who makes it.',
      resolve: async (m, _args, { read }) => (await read.provider.load(m.makerSlug))!,
    }),
    family: t.field({
      type: ModelGroupRef,
      nullable: true,
      description: 'The line of models that it belongs to.',
      resolve: (m, _args, { read }) => (m.familySlug ? read.group.load(m.familySlug) : null),
    }),
    releasedOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'When it was released; the first day of a longer unit.',
      resolve: (m) => m.releasedOn,
    }),
    releasedPrecision: t.field({
      type: DatePrecisionEnum,
      nullable: true,
      description: 'How precisely the release is known.',
      resolve: (m) => m.releasedPrecision as never,
    }),
    openWeights: t.exposeBoolean('openWeights', {
      nullable: true,
      description: 'Whether its weights may be downloaded; null when unknown.',
    }),
    licence: t.exposeString('licence', {
      nullable: true,
      description: 'The licence of its weights: "MIT", "Apache-2.0".',
    }),
    note: t.exposeString('note', { nullable: true, description: 'What our editors remark on it.' }),
    provenance: t.field(entityProvenance('Model')),
    offers: t.field({
      type: connections.OfferConnection,
      description: "Who sells it, the maker's own offers first.",
      args: pageArgs,
      complexity: pageCost,
      resolve: (m, args, { read }) =>
        new Connection(
          read,
          offerList(read.asOf, 'modelSlug'),
          (slug) => read.offer.load(slug),
          args,
          m.slug,
        ),
    }),
    prices: t.field({
      type: connections.PriceConnection,
      description: "What it costs: the maker's own offer first, plain conditions first.",
      args: {
        ...pageArgs,
        ...atArg,
        meter: t.arg.stringList({ description: 'Meter codes, one or several: "output".' }),
        seller: t.arg.stringList({ description: 'Slugs of sellers, one or several: "openai".' }),
      },
      complexity: pageCost,
      resolve: (m, { meter, seller, ...args }, ctx, info) => {
        checkFilter([meter, seller])
        const at = atOf(ctx, info, args)
        const list = () => priceList(ctx.read.asOf, { meter, seller }, { at, parent: 'modelSlug' })
        return factConnection(ctx, info, 'PRICE', list, args, m.slug)
      },
    }),
  }),
})

builder.node(OfferRef, {
  description:
    'A model as sold by one seller: model, seller, endpoint, region and plan. Prices belong to an offer.',
  id: { resolve: (o) => o.slug, description: 'Globally unique id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Lasting name: "deepseek/deepseek-v3.2".' }),
    model: t.field({
      type: ModelRef,
      description: 'What is sold.',
      resolve: async (o, _args, { read }) => (await read.model.load(o.modelSlug))!,
    }),
    seller: t.field({
      type: ProviderRef,
      description: 'Who sells it.',
      resolve: async (o, _args, { read }) => (await read.provider.load(o.sellerSlug))!,
    }),
    isMakersOwn: t.exposeBoolean('isMakersOwn', {
      description: 'True when the seller is the maker of the model.',
    }),
    endpoint: t.exposeString('endpoint', {
      nullable: true,
      description: 'The service of the seller: "bedrock".',
    }),
    region: t.exposeString('region', {
      nullable: true,
      description: 'Where requests run or who may buy, as the seller names it.',
    }),
    plan: t.exposeString('plan', {
      nullable: true,
      description: 'The plan of the seller, where prices differ by plan.',
    }),
    prices: t.field({
      type: connections.PriceConnection,
      description: 'Its prices, plain conditions first.',
      args: { ...pageArgs, ...atArg },
      complexity: pageCost,
      resolve: (o, args, ctx, info) => {
        const at = atOf(ctx, info, args)
        const list = () => priceList(ctx.read.asOf, {}, { at, parent: 'offerSlug' })
        return factConnection(ctx, info, 'PRICE', list, args, o.slug)
      },
    }),
  }),
})

builder.queryFields((t) => ({
  model: t.field({
    type: ModelRef,
    nullable: true,
    description: 'A model by its slug, or by an alias that only one model has; null when there is none.',
    args: { slug: t.arg.string({ required: true, description: 'Slug or alias: "gpt-5.4".' }) },
    resolve: (_root, { slug }, { read }) => {
      checkFilter(slug)
      return modelOf(read, slug)
    },
  }),
  models: t.field({
    type: connections.ModelConnection,
    description: 'Models, by slug.',
    args: { filter: t.arg({ type: ModelFilterInput, description: 'Which to list.' }), ...pageArgs },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, { read }) => {
      checkFilter(filter)
      return new Connection(read, modelList(read.asOf, filter ?? {}), (slug) => read.model.load(slug), args)
    },
  }),
}))
