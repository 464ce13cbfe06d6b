/** Names that sellers use for models, offers that ended, and what answers for what was merged. */

import { SHORT_LIST_LIMIT } from '../../domain/read/entity-loaders.ts'
import { mergedModel, mergedPrice, mergedProvider } from '../../domain/read/model.ts'
import type { ModelAlias } from '../../domain/read/rows.ts'
import { builder } from '../builder.ts'
import { ModelAliasKindEnum } from '../enums.ts'
import { SHORT_LIST_COST } from '../limits.ts'
import { ModelRef, OfferRef, PriceRef, ProviderRef } from '../refs.ts'

const UNRECONCILED =
  'Known from one price file only, under a name that our curated names do not hold: whether it is another one that we know already is open.'
const MERGED = 'What answers for it since it turned out to be the same; null while it stands for itself.'

const ModelAliasRef = builder.objectRef<ModelAlias>('ModelAlias').implement({
  description: 'A name by which a seller sells a model; one that moves from model to model has its times.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'The name as the seller writes it: "deepseek-chat".' }),
    kind: t.field({
      type: ModelAliasKindEnum,
      description: 'What kind of name it is.',
      resolve: (a) => a.kind as 'MOVING',
    }),
    seller: t.field({
      type: ProviderRef,
      nullable: true,
      description: 'Whose name it is; null where it means the same everywhere.',
      resolve: (a, _args, { read }) => (a.sellerSlug ? read.provider.load(a.sellerSlug) : null),
    }),
    validFrom: t.field({
      type: 'Date',
      nullable: true,
      description: 'The first day on which it meant this model, where known.',
      resolve: (a) => a.validFrom,
    }),
    validTo: t.field({
      type: 'Date',
      nullable: true,
      description: 'The first day on which it no longer did; null while it does.',
      resolve: (a) => a.validTo,
    }),
  }),
})

builder.objectFields(ModelRef, (t) => ({
  sellerNames: t.field({
    type: [ModelAliasRef],
    description: `Names by which sellers sell it that are not simply its own, at most ${SHORT_LIST_LIMIT}.`,
    complexity: SHORT_LIST_COST,
    resolve: (m, _args, { read }) => read.datedAliases.load(m.slug),
  }),
  unreconciled: t.boolean({ description: UNRECONCILED, resolve: (m) => m.unreconciled ?? false }),
  mergedInto: t.field({
    type: ModelRef,
    nullable: true,
    description: MERGED,
    resolve: (m, _args, { read }) => mergedModel(read, m),
  }),
}))

builder.objectFields(ProviderRef, (t) => ({
  unreconciled: t.boolean({ description: UNRECONCILED, resolve: (p) => p.unreconciled ?? false }),
  mergedInto: t.field({
    type: ProviderRef,
    nullable: true,
    description: MERGED,
    resolve: (p, _args, { read }) => mergedProvider(read, p),
  }),
}))

builder.objectField(OfferRef, 'endedOn', (t) =>
  t.field({
    type: 'Date',
    nullable: true,
    description:
      'The first day on which none of its prices held any more, because the files that listed it ceased to; null while it is sold.',
    resolve: async (o, _args, { read }) => (await read.offerEnd.load(o.slug))?.endedOn ?? null,
  }),
)

builder.objectField(PriceRef, 'mergedInto', (t) =>
  t.field({
    type: PriceRef,
    nullable: true,
    description: `${MERGED} Its claims moved there.`,
    resolve: (p, _args, { read }) => mergedPrice(read, p),
  }),
)
