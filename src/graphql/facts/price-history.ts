/** How a price changed. */
import { CHANGE_RULE } from '../../domain/read/price-changes.ts'
import { builder } from '../builder.ts'
import { pageSize } from '../connection.ts'
import { EXPECTED, LIMITS } from '../limits.ts'
import { PriceChangeRef, PriceRef } from '../refs.ts'

builder.objectField(PriceRef, 'changes', (t) =>
  t.field({
    type: [PriceChangeRef],
    description: `How the price changed over valid time, oldest first. ${CHANGE_RULE}`,
    args: {
      first: t.arg.int({ defaultValue: 100, description: `How many, 1 to ${LIMITS.beliefMax}.` }),
    },
    complexity: ({ first }) => ({
      field: 1,
      multiplier: Math.ceil(Math.min(Math.max(first ?? 100, 1), LIMITS.beliefMax) * EXPECTED.claimsShare),
    }),
    resolve: async (price, { first }, { read }) =>
      (await read.changesOfPrice.load(price.id)).slice(0, pageSize(first, LIMITS.beliefMax, 100)),
  }),
)
