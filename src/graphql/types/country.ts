/** Countries and aggregates. */
import { countryList, hubList, providerList } from '../../domain/read/lists/entities.ts'
import { energyRateList } from '../../domain/read/lists/facts.ts'
import { atArg, checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import * as connections from '../connections.ts'
import { atOf } from '../context.ts'
import { SectorEnum } from '../enums.ts'
import { factConnection } from '../fact-connection.ts'
import { aliasesOf } from '../fields.ts'
import { CountryFilterInput } from '../filters.ts'
import { CountryRef } from '../refs.ts'

builder.node(CountryRef, {
  description: 'An ISO 3166-1 country, or an aggregate such as the World or the European Union.',
  id: { resolve: (c) => c.code, description: 'Globally unique id.' },
  fields: (t) => ({
    code: t.exposeString('code', {
      description: 'ISO alpha-2 code, or that of an aggregate: "CN", "WORLD", "EU".',
    }),
    name: t.exposeString('name', { description: 'English name.' }),
    nameZh: t.exposeString('nameZh', { nullable: true, description: 'Chinese name, where known.' }),
    aliases: t.stringList(aliasesOf('COUNTRY', (c: { code: string }) => c.code)),
    iso3: t.exposeString('iso3', {
      nullable: true,
      description: 'ISO alpha-3 code: "CHN". Aggregates have none.',
    }),
    numeric: t.exposeString('numeric', {
      nullable: true,
      description: 'ISO numeric code of three digits: "156".',
    }),
    continent: t.exposeString('continent', { nullable: true, description: 'Continent code: "AS".' }),
    currency: t.exposeString('currency', {
      nullable: true,
      description: 'ISO 4217 code of its first currency: "CNY".',
    }),
    isAggregate: t.exposeBoolean('isAggregate', {
      description: 'True for the World, the EU, Europe and the like.',
    }),
    members: t.field({
      type: [CountryRef],
      description: 'The countries of an aggregate, where they are listed; empty for a country.',
      complexity: { field: 1, multiplier: 30 },
      resolve: async (c, _args, { read }) =>
        (await Promise.all(c.members.map((code) => read.country.load(code)))).filter((m) => m !== null),
    }),
    note: t.exposeString('note', { nullable: true, description: 'What our editors remark on it.' }),
    energyRates: t.field({
      type: connections.EnergyRateConnection,
      description: 'What electricity costs here, rates of the whole country first.',
      args: { ...pageArgs, ...atArg, sector: t.arg({ type: [SectorEnum], description: 'Who pays.' }) },
      complexity: pageCost,
      resolve: (c, args, ctx, info) => {
        const at = atOf(ctx, info, args)
        const list = () =>
          energyRateList(ctx.read.asOf, { sector: args.sector }, { at, parent: 'countryCode' })
        return factConnection(ctx, info, 'ENERGY_RATE', list, args, c.code)
      },
    }),
    providers: t.field({
      type: connections.ProviderConnection,
      description: 'Providers with their headquarters here.',
      args: pageArgs,
      complexity: pageCost,
      resolve: (c, args, { read }) =>
        new Connection(read, providerList(read.asOf), (slug) => read.provider.load(slug), args, c.code),
    }),
    hubs: t.field({
      type: connections.HubConnection,
      description: 'Computing hubs here, national hubs first.',
      args: pageArgs,
      complexity: pageCost,
      resolve: (c, args, { read }) =>
        new Connection(read, hubList(read.asOf), (slug) => read.hub.load(slug), args, c.code),
    }),
  }),
})

builder.queryFields((t) => ({
  country: t.field({
    type: CountryRef,
    nullable: true,
    description: 'A country or aggregate; null when there is none of this code.',
    args: {
      code: t.arg.string({ required: true, description: 'ISO alpha-2, or WORLD, EU, EUROPE and the like.' }),
    },
    resolve: (_root, { code }, { read }) => {
      checkFilter(code)
      return read.country.load(code.toUpperCase())
    },
  }),
  countries: t.field({
    type: connections.CountryConnection,
    description: 'Countries and aggregates, by code.',
    args: { filter: t.arg({ type: CountryFilterInput, description: 'Which to list.' }), ...pageArgs },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, { read }) => {
      checkFilter(filter)
      return new Connection(
        read,
        countryList(read.asOf, filter ?? {}),
        (code) => read.country.load(code),
        args,
      )
    },
  }),
}))
