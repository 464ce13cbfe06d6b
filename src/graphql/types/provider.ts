/** Providers and groups of models. */
import { groupList, modelList, offerList, providerList } from '../../domain/read/lists/entities.ts'
import type { GroupKind, ProviderKind } from '../../kinds/vocabulary.ts'
import { checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import * as connections from '../connections.ts'
import { GroupKindEnum, ProviderKindEnum } from '../enums.ts'
import { aliasesOf, entityProvenance } from '../fields.ts'
import { ProviderFilterInput } from '../filters.ts'
import { CountryRef, ModelGroupRef, ProviderRef } from '../refs.ts'

builder.node(ProviderRef, {
  description: 'An organisation that makes or sells models or computing.',
  id: { resolve: (p) => p.slug, description: 'Globally unique id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Lasting name in addresses and filters: "deepseek".' }),
    name: t.exposeString('name', { description: 'English name.' }),
    nameZh: t.exposeString('nameZh', { nullable: true, description: 'Chinese name, where known.' }),
    aliases: t.stringList(aliasesOf('PROVIDER', (p: { slug: string }) => p.slug)),
    kinds: t.field({
      type: [ProviderKindEnum],
      description: 'What it does; it may do several things.',
      resolve: (p) => p.kinds as ProviderKind[],
    }),
    country: t.field({
      type: CountryRef,
      nullable: true,
      description: 'The country of its headquarters.',
      resolve: (p, _args, { read }) => (p.countryCode ? read.country.load(p.countryCode) : null),
    }),
    city: t.exposeString('city', { nullable: true, description: 'The city of its headquarters.' }),
    website: t.field({ type: 'URL', nullable: true, description: 'Its website.', resolve: (p) => p.website }),
    note: t.exposeString('note', { nullable: true, description: 'What our editors remark on it.' }),
    provenance: t.field(entityProvenance('Provider')),
    models: t.field({
      type: connections.ModelConnection,
      description: 'The models that it makes.',
      args: pageArgs,
      complexity: pageCost,
      resolve: (p, args, { read }) =>
        new Connection(read, modelList(read.asOf), (slug) => read.model.load(slug), args, p.slug),
    }),
    offers: t.field({
      type: connections.OfferConnection,
      description: 'What it sells, its own models first.',
      args: pageArgs,
      complexity: pageCost,
      resolve: (p, args, { read }) =>
        new Connection(
          read,
          offerList(read.asOf, 'sellerSlug'),
          (slug) => read.offer.load(slug),
          args,
          p.slug,
        ),
    }),
  }),
})

builder.node(ModelGroupRef, {
  description:
    'A set of models that statistics speak of: a family, all models of one origin, or a selection.',
  id: { resolve: (g) => g.slug, description: 'Globally unique id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Lasting name in filters: "origin-cn", "qwen".' }),
    name: t.exposeString('name', { description: 'English name.' }),
    nameZh: t.exposeString('nameZh', { nullable: true, description: 'Chinese name, where known.' }),
    kind: t.field({
      type: GroupKindEnum,
      description: 'By what the models are grouped.',
      resolve: (g) => g.kind as GroupKind,
    }),
    definition: t.exposeString('definition', { description: 'Which models belong to it.' }),
    country: t.field({
      type: CountryRef,
      nullable: true,
      description: 'The country of the makers, where the group has one.',
      resolve: (g, _args, { read }) => (g.countryCode ? read.country.load(g.countryCode) : null),
    }),
    maker: t.field({
      type: ProviderRef,
      nullable: true,
      description: 'The maker, where all models have one.',
      resolve: (g, _args, { read }) => (g.makerSlug ? read.provider.load(g.makerSlug) : null),
    }),
    models: t.field({
      type: connections.ModelConnection,
      description: 'The models of a family.',
      args: pageArgs,
      complexity: pageCost,
      resolve: (g, args, { read }) =>
        new Connection(
          read,
          modelList(read.asOf, {}, 'familySlug'),
          (slug) => read.model.load(slug),
          args,
          g.slug,
        ),
    }),
  }),
})

builder.queryFields((t) => ({
  modelGroup: t.field({
    type: ModelGroupRef,
    nullable: true,
    description: 'A group of models; null when there is none of this slug.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug: "origin-cn", "qwen".' }) },
    resolve: (_root, { slug }, { read }) => {
      checkFilter(slug)
      return read.group.load(slug)
    },
  }),
  modelGroups: t.field({
    type: connections.ModelGroupConnection,
    description: 'All groups of models, by slug.',
    args: pageArgs,
    complexity: pageCost,
    resolve: (_root, args, { read }) =>
      new Connection(read, groupList(read.asOf), (slug) => read.group.load(slug), args),
  }),
  provider: t.field({
    type: ProviderRef,
    nullable: true,
    description: 'A provider; null when there is none of this slug.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug: "deepseek".' }) },
    resolve: (_root, { slug }, { read }) => {
      checkFilter(slug)
      return read.provider.load(slug)
    },
  }),
  providers: t.field({
    type: connections.ProviderConnection,
    description: 'Providers, by slug.',
    args: { filter: t.arg({ type: ProviderFilterInput, description: 'Which to list.' }), ...pageArgs },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, { read }) => {
      checkFilter(filter)
      return new Connection(
        read,
        providerList(read.asOf, filter ?? {}),
        (slug) => read.provider.load(slug),
        args,
      )
    },
  }),
}))
