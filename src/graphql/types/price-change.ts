/** Changes of prices, of one price and across the market. */
import { encodeGlobalID } from '@pothos/plugin-relay'
import { quantityOf } from '../../domain/read/belief.ts'
import {
  CHANGE_RULE,
  changeStatus,
  PRICE_CHANGE_STATUSES,
  PRICE_DIRECTIONS,
  type PriceChangeRow,
  percentChange,
  priceChangeList,
} from '../../domain/read/price-changes.ts'
import { checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import { PriceChangeConnection } from '../connections.ts'
import type { Context } from '../context.ts'
import { enumOf } from '../enums.ts'
import { ClaimRef, PriceChangeRef, PriceRef, QuantityRef } from '../refs.ts'

const PriceDirectionEnum = enumOf('PriceDirection', 'Which way a price went.', PRICE_DIRECTIONS)
const PriceChangeStatusEnum = enumOf(
  'PriceChangeStatus',
  'Whether a change has come or is announced.',
  PRICE_CHANGE_STATUSES,
)

const from = async (c: PriceChangeRow, { read }: Context) => (await read.claim.load(c.fromId))!
const to = async (c: PriceChangeRow, { read }: Context) => (await read.claim.load(c.toId))!

PriceChangeRef.implement({
  description: `A change of a price over valid time. ${CHANGE_RULE}`,
  fields: (t) => ({
    id: t.id({
      description: 'Unique among changes, of this price on this day; for caches of clients.',
      resolve: (c) => encodeGlobalID('PriceChange', c.key),
    }),
    price: t.field({
      type: PriceRef,
      description: 'The price that changed.',
      resolve: async (c, _args, { read }) => (await read.factOfKind('PRICE', c.factId))!,
    }),
    on: t.field({
      type: 'Date',
      description:
        'The first day of the later value, UTC: "2026-07-30". Of a price file that states no dates, the day of the first edition that holds it: the price may have changed at any time since the edition before.',
      resolve: (c) => c.on,
    }),
    status: t.field({
      type: PriceChangeStatusEnum,
      description: 'Whether its day had come when the revision that is read was made.',
      resolve: (c, _args, { read }) => changeStatus(c, read.asOf.time),
    }),
    direction: t.field({
      type: PriceDirectionEnum,
      description: 'Which way it went.',
      resolve: (c) => c.direction,
    }),
    change: t.field({
      type: 'Decimal',
      nullable: true,
      description:
        'By how many per cent, with its sign, to 6 significant digits: "-80", "33.3333". Null where there was no number before, or where it was zero.',
      resolve: async (c, _args, ctx) =>
        percentChange(quantityOf(await from(c, ctx)), quantityOf(await to(c, ctx))),
    }),
    before: t.field({
      type: QuantityRef,
      nullable: true,
      description: 'The number before; null when it was not offered.',
      resolve: async (c, _args, ctx) => quantityOf(await from(c, ctx)),
    }),
    after: t.field({
      type: QuantityRef,
      nullable: true,
      description: 'The number since; null when it is no longer offered.',
      resolve: async (c, _args, ctx) => quantityOf(await to(c, ctx)),
    }),
    from: t.field({
      type: ClaimRef,
      description: 'The claim that answered before, with its sources.',
      resolve: (c, _args, ctx) => from(c, ctx),
    }),
    to: t.field({
      type: ClaimRef,
      description: 'The claim that answers since, with its sources.',
      resolve: (c, _args, ctx) => to(c, ctx),
    }),
  }),
})

const PriceChangeFilterInput = builder.inputType('PriceChangeFilter', {
  description: 'Which changes to list. A list means "one of"; all given conditions must hold.',
  fields: (t) => ({
    seller: t.stringList({ description: 'Slugs of sellers, one value or several: "openai".' }),
    maker: t.stringList({ description: 'Slugs of the models\' makers, one value or several: "deepseek".' }),
    model: t.stringList({ description: 'Slugs of models, one value or several: "gpt-5.4".' }),
    meter: t.stringList({ description: 'Meter codes, one value or several: "output".' }),
    direction: t.field({ type: [PriceDirectionEnum], description: 'Which way they went: CUT.' }),
    plainOnly: t.boolean({
      defaultValue: true,
      description:
        'Only prices without conditions (true, the default), or also those of tiers, thresholds, times of day, regions and plans (false).',
    }),
    status: t.field({
      type: PriceChangeStatusEnum,
      description: 'Only changes that have come, or only announced ones.',
    }),
  }),
})

builder.queryField('priceChanges', (t) =>
  t.field({
    type: PriceChangeConnection,
    description:
      'Changes of prices across the market, the newest first; announced ones come before all others and are marked. What counts as a change is told at `PriceChange`.',
    args: {
      since: t.arg({ type: 'Date', required: true, description: 'The first day: "2026-07-01".' }),
      until: t.arg({
        type: 'Date',
        description:
          'The last day, which still belongs to it; without it, all that is announced is listed too.',
      }),
      filter: t.arg({ type: PriceChangeFilterInput, description: 'Which to list.' }),
      ...pageArgs,
    },
    complexity: pageCost,
    resolve: async (_root, { since, until, filter, ...args }, { read }) => {
      checkFilter(filter)
      const units = await read.unitColumns()
      const list = priceChangeList(read.asOf, units, since, until ?? null, filter ?? {})
      return new Connection(read, list, (key) => read.priceChange.load(key), args)
    },
  }),
)
