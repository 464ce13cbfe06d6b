/** The other kinds of fact: energy rates, token usage, indicators and assertions. */
import {
  assertionList,
  energyRateList,
  indicatorList,
  tokenUsageList,
} from '../../domain/read/lists/facts.ts'
import type { Sector, UsagePeriod } from '../../kinds/vocabulary.ts'
import { atArg, checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { pageCost } from '../connection.ts'
import * as connections from '../connections.ts'
import { atOf } from '../context.ts'
import { SectorEnum, UsagePeriodEnum } from '../enums.ts'
import { factConnection } from '../fact-connection.ts'
import * as filters from '../filters.ts'
import * as refs from '../refs.ts'
import { FactSubject, resolveSubject, TokenUsageSubject } from './subject.ts'

builder.node(refs.EnergyRateRef, {
  description: 'What electricity costs a sector in a country or area.',
  interfaces: [refs.FactRef],
  id: { resolve: (e) => e.id, description: 'Globally unique id.' },
  fields: (t) => ({
    country: t.field({
      type: refs.CountryRef,
      description: 'The country or aggregate.',
      resolve: async (e, _args, { read }) => (await read.country.load(e.countryCode))!,
    }),
    area: t.exposeString('area', {
      nullable: true,
      description:
        'A subdivision by its ISO 3166-2 code, "US-VA", or a region or city by its name, "New England"; null for the whole country.',
    }),
    sector: t.field({ type: SectorEnum, description: 'Who pays.', resolve: (e) => e.sector as Sector }),
    band: t.exposeString('band', {
      nullable: true,
      description: 'The class of consumption or customer, where the rate is only for one.',
    }),
  }),
})

builder.node(refs.TokenUsageRef, {
  description: 'How many tokens a country, provider, model or group of models uses or makes per period.',
  interfaces: [refs.FactRef],
  id: { resolve: (u) => u.id, description: 'Globally unique id.' },
  fields: (t) => ({
    subject: t.field({
      type: TokenUsageSubject,
      description: 'Whose tokens.',
      resolve: (u, _args, ctx) => resolveSubject(u, ctx) as never,
    }),
    period: t.field({
      type: UsagePeriodEnum,
      description: 'The span that is counted over.',
      resolve: (u) => u.period as UsagePeriod,
    }),
    coverage: t.string({
      description: 'What is counted, in words; values with different coverage are not comparable.',
      resolve: async (u, _args, { read }) => (await read.coverage.load(u.coverageCode))!.name,
    }),
    coverageDetail: t.field({
      type: refs.CoverageRef,
      description: 'The coverage with its definition.',
      resolve: async (u, _args, { read }) => (await read.coverage.load(u.coverageCode))!,
    }),
  }),
})

builder.node(refs.IndicatorRef, {
  description: 'Any other measured quantity: shares, downloads, capacities, growth rates.',
  interfaces: [refs.FactRef],
  id: { resolve: (i) => i.id, description: 'Globally unique id.' },
  fields: (t) => ({
    subject: t.field({
      type: FactSubject,
      description: 'What it is about.',
      resolve: (i, _args, ctx) => resolveSubject(i, ctx) as never,
    }),
    metric: t.field({
      type: refs.MetricRef,
      description: 'What is measured.',
      resolve: async (i, _args, { read }) => (await read.metric.load(i.metricCode))!,
    }),
    coverage: t.string({
      nullable: true,
      description:
        'What is counted, in words, where the metric needs a base; values with different coverage are not comparable.',
      resolve: async (i, _args, { read }) =>
        i.coverageCode ? (await read.coverage.load(i.coverageCode))!.name : null,
    }),
    coverageDetail: t.field({
      type: refs.CoverageRef,
      nullable: true,
      description: 'The coverage with its definition.',
      resolve: (i, _args, { read }) => (i.coverageCode ? read.coverage.load(i.coverageCode) : null),
    }),
  }),
})

builder.node(refs.AssertionRef, {
  description:
    'A statement without a number: an opinion, a cause, a policy. Its claims have a text and no value.',
  interfaces: [refs.FactRef],
  id: { resolve: (a) => a.id, description: 'Globally unique id.' },
  fields: (t) => ({
    subject: t.field({
      type: FactSubject,
      description: 'What it is about.',
      resolve: (a, _args, ctx) => resolveSubject(a, ctx) as never,
    }),
    topic: t.field({
      type: refs.TopicRef,
      description: 'The question that it answers.',
      resolve: async (a, _args, { read }) => (await read.topic.load(a.topicCode))!,
    }),
  }),
})

builder.queryFields((t) => ({
  energyRates: t.field({
    type: connections.EnergyRateConnection,
    description: 'Electricity rates, by country, those of whole countries first.',
    args: {
      filter: t.arg({ type: filters.EnergyRateFilterInput, description: 'Which to list.' }),
      ...atArg,
      ...pageArgs,
    },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, ctx, info) => {
      checkFilter(filter)
      const list = energyRateList(ctx.read.asOf, filter ?? {}, { at: atOf(ctx, info, args) })
      return factConnection(ctx, info, 'ENERGY_RATE', list, args)
    },
  }),
  tokenUsage: t.field({
    type: connections.TokenUsageConnection,
    description: 'Token usage, by subject.',
    args: {
      filter: t.arg({ type: filters.TokenUsageFilterInput, description: 'Which to list.' }),
      ...atArg,
      ...pageArgs,
    },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, ctx, info) => {
      checkFilter(filter)
      const list = tokenUsageList(ctx.read.asOf, filter ?? {}, { at: atOf(ctx, info, args) })
      return factConnection(ctx, info, 'TOKEN_USAGE', list, args)
    },
  }),
  indicators: t.field({
    type: connections.IndicatorConnection,
    description: 'Indicators, by subject.',
    args: {
      filter: t.arg({ type: filters.IndicatorFilterInput, description: 'Which to list.' }),
      ...atArg,
      ...pageArgs,
    },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, ctx, info) => {
      checkFilter(filter)
      const list = indicatorList(ctx.read.asOf, filter ?? {}, { at: atOf(ctx, info, args) })
      return factConnection(ctx, info, 'INDICATOR', list, args)
    },
  }),
  assertions: t.field({
    type: connections.AssertionConnection,
    description: 'Assertions: statements without a number, by subject.',
    args: {
      filter: t.arg({ type: filters.AssertionFilterInput, description: 'Which to list.' }),
      ...atArg,
      ...pageArgs,
    },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, ctx, info) => {
      checkFilter(filter)
      const list = assertionList(ctx.read.asOf, filter ?? {}, { at: atOf(ctx, info, args) })
      return factConnection(ctx, info, 'ASSERTION', list, args)
    },
  }),
}))
