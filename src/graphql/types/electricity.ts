/** What electricity has to do with tokens: its share in their price, and a workload at each hub. */
import { shareOfElectricity } from '../../domain/derived/electricity.ts'
import { workloadAt, workloadOf } from '../../domain/derived/workload.ts'
import { hubList } from '../../domain/read/lists/hubs.ts'
import { atArg, checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import { HubWorkloadConnection } from '../connections.ts'
import { atOf } from '../context.ts'
import { SectorEnum } from '../enums.ts'
import { HubFilterInput } from '../filters.ts'
import { COMPUTED_COST } from '../limits.ts'
import { ComputationRef, HubRef, HubWorkloadRef } from '../refs.ts'
import { momentIn, offerArgs } from '../usage.ts'
import { IntensityRef, RateRef } from './hub-found.ts'
import { checkPlace } from './hub-places.ts'

const EnergyRangeInput = builder.inputType('EnergyRangeInput', {
  description:
    'How much electricity a million tokens take, as the lowest and the highest number that may be true.',
  fields: (t) => ({
    low: t.field({
      type: 'Decimal',
      required: true,
      description: 'Kilowatt-hours per million tokens, above 0: "0.1".',
    }),
    high: t.field({
      type: 'Decimal',
      required: true,
      description: 'Kilowatt-hours per million tokens, at least `low`: "2.5".',
    }),
  }),
})

const energyArg = builder.args((t) => ({
  energyPerMillionTokens: t.field({
    type: EnergyRangeInput,
    description:
      'Electricity for a million tokens. When left out, from the lowest to the highest of all published numbers that the ledger holds (metric "energy-per-million-output-tokens"), which the answer lists.',
  }),
}))

builder.queryField('electricityShare', (t) =>
  t.field({
    type: ComputationRef,
    description:
      'Which share of the price of an output token its electricity is, in per cent, under assumptions that the answer names: electricity for a million tokens × rate ÷ price. NOT_FOUND for a model, country or hub that there is not; without a rate or price, the value is null and says why.',
    args: {
      model: t.arg.string({ required: true, description: 'Slug or alias of the model: "deepseek-v3.2".' }),
      ...offerArgs,
      country: t.arg.string({
        description: 'Where the electricity is bought: the code of a country, whose rate is taken: "CN".',
      }),
      hub: t.arg.string({
        description: 'Or the slug of a hub, whose nearest known rate is taken: "guizhou".',
      }),
      sector: t.arg({
        type: SectorEnum,
        defaultValue: 'INDUSTRIAL',
        description: 'Whose rate of the country; at a hub, that of data centres comes first, then industry.',
      }),
      ...energyArg,
      ...atArg,
    },
    complexity: { field: COMPUTED_COST.few, multiplier: 1 },
    resolve: (_root, args, ctx, info) => {
      checkFilter(args)
      const at = atOf(ctx, info, args)
      const moment = momentIn(ctx, info, args, { time: null, day: null })
      const of = { ...args, sector: args.sector ?? 'INDUSTRIAL' }
      return shareOfElectricity(ctx.read, of, moment, at)
    },
  }),
)

HubWorkloadRef.implement({
  description: 'What a workload costs in electricity at a hub, and how much CO2 it causes.',
  fields: (t) => ({
    hub: t.field({ type: HubRef, description: 'Where it runs.', resolve: (w) => w.hub }),
    cost: t.field({
      type: ComputationRef,
      description:
        'Electricity × rate: 46 US dollars. In the currency of the rate where no rate of exchange covers its period.',
      resolve: (w) => w.cost,
    }),
    carbon: t.field({
      type: ComputationRef,
      description: 'Electricity × carbon intensity, in kilograms of CO2 equivalent: 530.',
      resolve: (w) => w.carbon,
    }),
    rate: t.field({
      type: RateRef,
      nullable: true,
      description:
        'The electricity rate that was taken, that of data centres or industry; null where none is known.',
      resolve: (w) => w.rate && { ...w.rate, at: w.at },
    }),
    carbonIntensity: t.field({
      type: IntensityRef,
      nullable: true,
      description:
        'The carbon intensity that was taken; null where none is known. Its coverage may differ from hub to hub: the assumptions of `carbon` name it.',
      resolve: (w) => w.carbonIntensity && { ...w.carbonIntensity, at: w.at },
    }),
  }),
})

builder.queryField('workloadAtHubs', (t) =>
  t.field({
    type: HubWorkloadConnection,
    description:
      'What the electricity of one workload costs at each hub, and how much CO2 it causes, national hubs first. By the rate and the carbon intensity of the hub, else of its state or province, else of its country, and the answer says which. Where the ledger holds none, the value is null and says why.',
    args: {
      energy: t.arg({
        type: 'Decimal',
        description: 'The electricity of the workload in kilowatt-hours, above 0: "1000".',
      }),
      tokens: t.arg({
        type: 'Decimal',
        description: 'Or how many tokens it generates: "1000000000".',
      }),
      ...energyArg,
      filter: t.arg({ type: HubFilterInput, description: 'At which hubs.' }),
      ...pageArgs,
      ...atArg,
    },
    complexity: (args) => {
      const { field, multiplier } = pageCost(args)
      return { field: field + COMPUTED_COST.hub * multiplier, multiplier }
    },
    resolve: async (_root, { filter, ...args }, ctx, info) => {
      checkFilter(filter)
      if (filter?.near) checkPlace(filter.near)
      const at = atOf(ctx, info, args)
      const workload = await workloadOf(ctx.read, args, at)
      return new Connection(
        ctx.read,
        hubList(ctx.read.asOf, filter ?? {}),
        async (slug) => workloadAt(ctx.read, (await ctx.read.hub.load(slug))!, workload, at),
        args,
      )
    },
  }),
)
