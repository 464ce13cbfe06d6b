/** Where a hub stands, what it holds, and what is found for it by where it stands. */
import type { Place } from '../../domain/read/distance.ts'
import { INTENSITY_COVERAGES, type NearHub } from '../../domain/read/hub-loaders.ts'
import { PARTY_TOPICS, partiesOf } from '../../domain/read/hub-parties.ts'
import { carbonIntensityOf, electricityRateOf } from '../../domain/read/hub-rates.ts'
import type { Reader } from '../../domain/read/reader.ts'
import type { IndicatorRow } from '../../domain/read/rows.ts'
import { AppError } from '../../errors.ts'
import { factOf } from '../../kinds/facts.ts'
import type { HubKind, HubStatus, Sector } from '../../kinds/vocabulary.ts'
import { canonicalOf, Decimal } from '../../lib/decimal.ts'
import { atArg } from '../arguments.ts'
import { builder } from '../builder.ts'
import { type PageArgs, pageCost, pageSize } from '../connection.ts'
import { atOf } from '../context.ts'
import { HubKindEnum, HubStatusEnum, SectorEnum } from '../enums.ts'
import { broughtFact } from '../fact-connection.ts'
import { COMPUTED_COST, LIMITS, SHORT_LIST_COST } from '../limits.ts'
import { HubRef, IndicatorRef } from '../refs.ts'
import { IntensityRef, NearHubRef, PartyRef, RateRef } from './hub-found.ts'

const nearArgs = builder.args((t) => ({
  kind: t.field({
    type: [HubKindEnum],
    description: 'Only hubs of these kinds; none for an empty list.',
  }),
  first: t.int({
    description: `How many, 1 to ${LIMITS.pageMax}; ${LIMITS.pageDefault} when left out.`,
  }),
}))

/** Beside the page, the search: each hub is asked how far away all others are. */
function nearCost(args: PageArgs) {
  const { field, multiplier } = pageCost(args)
  return { field: field + COMPUTED_COST.hub, multiplier }
}

interface NearArgs {
  kind?: readonly HubKind[] | null | undefined
  first?: number | null | undefined
}

/** @throws AppError BAD_ARGUMENT for a `first` that is out of bounds. */
function hubsNear(
  read: Reader,
  place: Place | null,
  { kind, first }: NearArgs,
  except: string,
): Promise<NearHub[]> | NearHub[] {
  const count = pageSize(first)
  if (!place || kind?.length === 0) return []
  return read.hubsNear.load({ ...place, kinds: [...new Set(kind)].sort(), first: count, except })
}

/** @throws AppError BAD_ARGUMENT for what is no place on Earth. */
export function checkPlace({ latitude, longitude }: { latitude: string; longitude: string }): void {
  const isWithin = (degrees: string, most: number) => new Decimal(degrees).abs().lte(most)
  if (!isWithin(latitude, 90)) throw new AppError('BAD_ARGUMENT', 'A latitude is from -90 to 90 degrees.')
  if (!isWithin(longitude, 180))
    throw new AppError('BAD_ARGUMENT', 'A longitude is from -180 to 180 degrees.')
}

/** A measured quantity of the hub, by its metric. */
const MEASURED = {
  power: [
    'hub-power',
    'What the whole site takes at most, cooling included, in MW. Its `history` is the timeline of the site, with what is planned.',
  ],
  itPower: ['hub-it-power', 'What its computers alone take at most, in MW.'],
  h100Equivalents: [
    'hub-h100-equivalents',
    'How many H100 accelerators compute as much as the accelerators here, in H100e.',
  ],
  capitalCost: ['hub-capital-cost', 'What the site with its computers cost to build, in USD.'],
} as const

for (const [name, [metric, description]] of Object.entries(MEASURED))
  builder.objectField(HubRef, name, (t) =>
    t.field({
      type: IndicatorRef,
      nullable: true,
      description: `${description} Null where no source says; the indicator \`${metric}\`.`,
      resolve: (h, _args, ctx, info) =>
        broughtFact(
          ctx,
          info,
          factOf({ kind: 'INDICATOR', subject: `hub/${h.slug}`, metric }).id,
        ) as Promise<IndicatorRow | null>,
    }),
  )

builder.objectFields(HubRef, (t) => ({
  status: t.field({
    type: HubStatusEnum,
    nullable: true,
    description: 'Whether it computes; null where no source says.',
    resolve: (h) => h.status as HubStatus | null,
  }),
  address: t.exposeString('address', {
    nullable: true,
    description: 'Where it stands, as the source writes it: "5420 Tulane Rd, Memphis, TN 38109".',
  }),
  latitude: t.field({
    type: 'Decimal',
    nullable: true,
    description: 'Degrees north, WGS 84: "34.998145".',
    resolve: (h) => canonicalOf(h.latitude),
  }),
  longitude: t.field({
    type: 'Decimal',
    nullable: true,
    description: 'Degrees east, WGS 84: "-90.035".',
    resolve: (h) => canonicalOf(h.longitude),
  }),
  owners: t.field({
    type: [PartyRef],
    description: `Who owns it, as the claim says that answers \`${PARTY_TOPICS.owners}\`; empty where none does.`,
    args: atArg,
    complexity: SHORT_LIST_COST,
    resolve: (h, args, ctx, info) => partiesOf(ctx.read, h.slug, 'owners', atOf(ctx, info, args)),
  }),
  users: t.field({
    type: [PartyRef],
    description: `Whose models are trained or served there, as the claim says that answers \`${PARTY_TOPICS.users}\`; empty where none does.`,
    args: atArg,
    complexity: SHORT_LIST_COST,
    resolve: (h, args, ctx, info) => partiesOf(ctx.read, h.slug, 'users', atOf(ctx, info, args)),
  }),
  electricityRate: t.field({
    type: RateRef,
    nullable: true,
    description:
      'What electricity costs here: the rate of an area with its own name, else of its state or province, else of its country, whichever has an answer first. Null where there is none of the sector; other sectors do not stand in.',
    args: {
      sector: t.arg({
        type: SectorEnum,
        required: true,
        defaultValue: 'INDUSTRIAL',
        description: 'Who pays.',
      }),
      ...atArg,
    },
    resolve: async (h, { sector, ...args }, ctx, info) => {
      const at = atOf(ctx, info, args)
      const found = await electricityRateOf(ctx.read, h, sector as Sector, at)
      return found && { ...found, at }
    },
  }),
  carbonIntensity: t.field({
    type: IntensityRef,
    nullable: true,
    description: `How much CO2 its electricity causes: its own indicator, else that of a cloud region in its state or province, else its country's, whichever has an answer first. Of one place, an indicator without coverage goes first, then ${INTENSITY_COVERAGES.map((code) => `"${code}"`).join(', then ')}, then other coverages by code: hubs may differ in it.`,
    args: atArg,
    resolve: async (h, args, ctx, info) => {
      const at = atOf(ctx, info, args)
      const found = await carbonIntensityOf(ctx.read, h, at)
      return found && { ...found, at }
    },
  }),
  nearest: t.field({
    type: [NearHubRef],
    description:
      'Other hubs, the nearest first, equally near ones by slug; empty where it is not known where this one stands.',
    args: nearArgs,
    complexity: nearCost,
    resolve: (h, args, { read }) => {
      const [latitude, longitude] = [canonicalOf(h.latitude), canonicalOf(h.longitude)]
      const place = latitude === null || longitude === null ? null : { latitude, longitude }
      return hubsNear(read, place, args, h.slug)
    },
  }),
}))

builder.queryField('nearestHubs', (t) =>
  t.field({
    type: [NearHubRef],
    description:
      'Hubs around a place, the nearest first, equally near ones by slug. Hubs of which it is not known where they stand are left out.',
    args: {
      latitude: t.arg({ type: 'Decimal', required: true, description: 'Degrees north, WGS 84: "39.04".' }),
      longitude: t.arg({ type: 'Decimal', required: true, description: 'Degrees east, WGS 84: "-77.49".' }),
      ...nearArgs,
    },
    complexity: nearCost,
    resolve: (_root, { latitude, longitude, ...args }, { read }) => {
      checkPlace({ latitude, longitude })
      return hubsNear(read, { latitude, longitude }, args, '')
    },
  }),
)
