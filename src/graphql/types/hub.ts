/** Hubs, their clusters and the flows between them. */

import { SHORT_LIST_LIMIT } from '../../domain/read/entity-loaders.ts'
import { energyRateList } from '../../domain/read/lists/facts.ts'
import { hubList } from '../../domain/read/lists/hubs.ts'
import type { FlowStrength, HubKind, HubRole } from '../../kinds/vocabulary.ts'
import { canonicalOf } from '../../lib/decimal.ts'
import { atArg, checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import * as connections from '../connections.ts'
import { atOf } from '../context.ts'
import { FlowStrengthEnum, HubKindEnum, HubRoleEnum } from '../enums.ts'
import { factConnection } from '../fact-connection.ts'
import { aliasesOf, entityProvenance } from '../fields.ts'
import { HubFilterInput, HubOrderInput } from '../filters.ts'
import { SHORT_LIST_COST } from '../limits.ts'
import { ClusterRef, CountryRef, FlowRef, HubRef } from '../refs.ts'
import { checkPlace } from './hub-places.ts'

builder.node(HubRef, {
  description:
    'A place of computing: a national hub, a data centre, a region of a cloud provider or a cluster of accelerators.',
  id: { resolve: (h) => h.slug, description: 'Globally unique id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Lasting name in addresses and filters: "inner-mongolia".' }),
    name: t.exposeString('name', { description: 'English name.' }),
    nameZh: t.exposeString('nameZh', { nullable: true, description: 'Chinese name, where known: "贵州".' }),
    aliases: t.stringList(aliasesOf('HUB', (h: { slug: string }) => h.slug)),
    kind: t.field({
      type: HubKindEnum,
      description: 'What kind of place.',
      resolve: (h) => h.kind as HubKind,
    }),
    role: t.field({
      type: HubRoleEnum,
      nullable: true,
      description: 'Its part in East Data, West Computation.',
      resolve: (h) => h.role as HubRole | null,
    }),
    country: t.field({
      type: CountryRef,
      description: 'Where it is.',
      resolve: async (h, _args, { read }) => (await read.country.load(h.countryCode))!,
    }),
    subdivisions: t.exposeStringList('subdivisions', {
      description:
        'ISO 3166-2 codes of the provinces or states in which it is: "CN-GZ"; empty where no source names one.',
    }),
    note: t.exposeString('note', { nullable: true, description: 'What our editors remark on it.' }),
    provenance: t.field(entityProvenance('Hub')),
    clusters: t.field({
      type: [ClusterRef],
      description: `Its clusters of data centres, at most ${SHORT_LIST_LIMIT}.`,
      complexity: SHORT_LIST_COST,
      resolve: (h, _args, { read }) => read.clustersOfHub.load(h.slug),
    }),
    flowsOut: t.field({
      type: [FlowRef],
      description: `Stated flows of data or work from here, at most ${SHORT_LIST_LIMIT}.`,
      complexity: SHORT_LIST_COST,
      resolve: (h, _args, { read }) => read.flowsOut.load(h.slug),
    }),
    flowsIn: t.field({
      type: [FlowRef],
      description: `Stated flows of data or work to here, at most ${SHORT_LIST_LIMIT}.`,
      complexity: SHORT_LIST_COST,
      resolve: (h, _args, { read }) => read.flowsIn.load(h.slug),
    }),
    energyRates: t.field({
      type: connections.EnergyRateConnection,
      description:
        'Electricity rates that may apply here: those of the whole country, then those of its own areas.',
      args: { ...pageArgs, ...atArg },
      complexity: pageCost,
      resolve: async (h, args, ctx, info) => {
        const at = atOf(ctx, info, args)
        const clusters = await ctx.read.clustersOfHub.load(h.slug)
        const appliesIn = [h.name, ...h.subdivisions, ...clusters.map((c) => c.name)]
        const list = energyRateList(ctx.read.asOf, { appliesIn }, { at, parent: 'countryCode' })
        return factConnection(ctx, info, 'ENERGY_RATE', list, args, h.countryCode)
      },
    }),
  }),
})

builder.node(ClusterRef, {
  description: 'A cluster of data centres that belongs to a hub.',
  id: { resolve: (c) => c.slug, description: 'Globally unique id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Lasting name: "horinger".' }),
    name: t.exposeString('name', { description: 'English name.' }),
    nameZh: t.exposeString('nameZh', { nullable: true, description: 'Chinese name, where known.' }),
    aliases: t.stringList(aliasesOf('CLUSTER', (c: { slug: string }) => c.slug)),
    hub: t.field({
      type: HubRef,
      description: 'The hub that it belongs to.',
      resolve: async (c, _args, { read }) => (await read.hub.load(c.hubSlug))!,
    }),
    startArea: t.exposeString('startArea', {
      nullable: true,
      description: 'Where building began, as the plan names it.',
    }),
    subdivisions: t.exposeStringList('subdivisions', { description: 'ISO 3166-2 codes of its provinces.' }),
    latitude: t.field({
      type: 'Decimal',
      nullable: true,
      description:
        'Degrees north, WGS 84. Provenance tells how exact: an EDITORIAL one is good to 0.1 degrees.',
      resolve: (c) => canonicalOf(c.latitude),
    }),
    longitude: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Degrees east, WGS 84, as exact as the latitude.',
      resolve: (c) => canonicalOf(c.longitude),
    }),
    note: t.exposeString('note', { nullable: true, description: 'What our editors remark on it.' }),
    provenance: t.field(entityProvenance('Cluster')),
  }),
})

builder.node(FlowRef, {
  description: 'A stated flow of data or work; an end that is no hub is named as an area.',
  id: { resolve: (f) => f.slug, description: 'Globally unique id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Lasting name.' }),
    from: t.field({
      type: HubRef,
      nullable: true,
      description: 'The hub that it comes from; null when the source names an area.',
      resolve: (f, _args, { read }) => (f.fromHubSlug ? read.hub.load(f.fromHubSlug) : null),
    }),
    fromArea: t.exposeString('fromArea', {
      nullable: true,
      description: 'The area that it comes from, when that is no hub: "Xinjiang".',
    }),
    to: t.field({
      type: HubRef,
      nullable: true,
      description: 'The hub that it goes to; null when the source names an area.',
      resolve: (f, _args, { read }) => (f.toHubSlug ? read.hub.load(f.toHubSlug) : null),
    }),
    toArea: t.exposeString('toArea', {
      nullable: true,
      description: 'The area that it goes to, when that is no hub.',
    }),
    strength: t.field({
      type: FlowStrengthEnum,
      description: 'How firmly it is stated.',
      resolve: (f) => f.strength as FlowStrength,
    }),
    statement: t.exposeString('statement', { description: 'What the source states, in our words.' }),
    note: t.exposeString('note', { nullable: true, description: 'What our editors remark on it.' }),
    provenance: t.field(entityProvenance('Flow')),
  }),
})

builder.queryFields((t) => ({
  hub: t.field({
    type: HubRef,
    nullable: true,
    description: 'A hub; null when there is none of this slug.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug: "guizhou".' }) },
    resolve: (_root, { slug }, { read }) => {
      checkFilter(slug)
      return read.hub.load(slug)
    },
  }),
  hubs: t.field({
    type: connections.HubConnection,
    description: 'Hubs of any country, national ones first.',
    args: {
      filter: t.arg({ type: HubFilterInput, description: 'Which to list.' }),
      orderBy: t.arg({ type: HubOrderInput, description: 'In which order.' }),
      ...pageArgs,
    },
    complexity: pageCost,
    resolve: (_root, { filter, orderBy, ...args }, { read }) => {
      checkFilter(filter)
      if (filter?.near) checkPlace(filter.near)
      const order = orderBy && { field: orderBy.field, descending: orderBy.direction === 'DESC' }
      return new Connection(
        read,
        hubList(read.asOf, filter ?? {}, order ?? null),
        (slug) => read.hub.load(slug),
        args,
      )
    },
  }),
}))
