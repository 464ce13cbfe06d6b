/** Countries and aggregates. */
import { countryList, providerList } from '../../domain/read/lists/entities.ts'
import { energyRateList } from '../../domain/read/lists/facts.ts'
import { hubList } from '../../domain/read/lists/hubs.ts'
import { isMemberOn, membershipsOf } from '../../kinds/membership.ts'
import { isoDay } from '../../lib/period.ts'
import { atArg, checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import * as connections from '../connections.ts'
import { atOf, type Context } from '../context.ts'
import { SectorEnum } from '../enums.ts'
import { factConnection } from '../fact-connection.ts'
import { aliasesOf } from '../fields.ts'
import { CountryFilterInput } from '../filters.ts'
import { SHORT_LIST_COST } from '../limits.ts'
import { CountryRef, MembershipRef } from '../refs.ts'

/** A large aggregate has a hundred; what an answer really holds is counted when it is there. */
const MEMBER_COST = { field: 1, multiplier: 30 }
const today = ({ read }: Context) => isoDay(read.asOf.time)

MembershipRef.implement({
  description: 'A member of an aggregate, and when it came and went where that matters.',
  fields: (t) => ({
    aggregate: t.field({
      type: CountryRef,
      description: 'What it is a member of: the EU.',
      resolve: async (m, _args, { read }) => (await read.country.load(m.aggregate))!,
    }),
    member: t.field({
      type: CountryRef,
      description: 'Who is a member: Croatia. Some aggregates have aggregates as members.',
      resolve: async (m, _args, { read }) => (await read.country.load(m.member))!,
    }),
    from: t.field({
      type: 'Date',
      nullable: true,
      description:
        'The first day of its membership: "2013-07-01"; null where it was a member from the beginning, or the day is not recorded.',
      resolve: (m) => m.from,
    }),
    to: t.field({
      type: 'Date',
      nullable: true,
      description: 'The first day without it: "2020-02-01"; null while it is a member.',
      resolve: (m) => m.to,
    }),
  }),
})

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
      description:
        'The members of an aggregate, where they are listed, as of a day: the 28 of the EU on "2020-01-31", its 27 on the day after. Without `at`, those of the day of the revision. Empty for a country.',
      args: atArg,
      complexity: MEMBER_COST,
      resolve: async (c, args, ctx, info) => {
        const day = atOf(ctx, info, args) ?? today(ctx)
        const codes = membershipsOf(c).flatMap((m) => (isMemberOn(m, day) ? m.member : []))
        return (await Promise.all(codes.map((code) => ctx.read.country.load(code)))).filter((m) => m !== null)
      },
    }),
    memberships: t.field({
      type: [MembershipRef],
      description:
        'All members of an aggregate with the days on which they came and went, former and future ones too. Empty for a country.',
      complexity: MEMBER_COST,
      resolve: (c) => membershipsOf(c),
    }),
    memberOf: t.field({
      type: [MembershipRef],
      description:
        'The aggregates to which it belongs, as of a day, by code: the EU, a group by income, a region. Without `at`, those of the day of the revision.',
      args: atArg,
      complexity: SHORT_LIST_COST,
      resolve: async (c, args, ctx, info) => {
        const day = atOf(ctx, info, args) ?? today(ctx)
        return (await ctx.read.membershipsOf.load(c.code)).filter((m) => isMemberOn(m, day))
      },
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
      code: t.arg.string({
        required: true,
        description:
          'ISO alpha-2, or that of an aggregate: "NA" is Namibia, "WORLD", "EU", "HIC". ISO alpha-3 is understood as well: "NAM".',
      }),
    },
    resolve: async (_root, { code }, { read }) => {
      checkFilter(code)
      const given = code.toUpperCase()
      const found = await read.country.load(given)
      if (found || !/^[A-Z]{3}$/.test(given)) return found
      const other = await read.codeByIso3.load(given)
      return other && read.country.load(other.code)
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
