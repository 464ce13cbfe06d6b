/** How fast a series grows. */
import { type Doubling, doublingOf } from '../../domain/derived/doubling.ts'
import { FEWEST_POINTS } from '../../domain/derived/formulas.ts'
import { AppError } from '../../errors.ts'
import { builder } from '../builder.ts'
import { factById } from '../facts/by-id.ts'
import { COMPUTED_COST } from '../limits.ts'
import { ComputationRef } from '../refs.ts'

const DoublingRef = builder.objectRef<Doubling>('DoublingTime').implement({
  description: 'After how many months a series doubles, over all of it and step by step.',
  fields: (t) => ({
    overall: t.field({
      type: ComputationRef,
      description:
        'Months to double at the constant rate that leads from the first value to the last: about 2.6 months. Low and high follow from the bounds of both values and of their periods.',
      resolve: (d) => d.overall,
    }),
    steps: t.field({
      type: ComputationRef,
      description: `The shortest and the longest time to double of all steps from a value to the next, in months: 1.2 to 6.2. Null, with the reason, of fewer than ${FEWEST_POINTS} values, or when one is not above the one before.`,
      resolve: (d) => d.steps,
    }),
  }),
})

builder.queryField('doublingTime', (t) =>
  t.field({
    type: DoublingRef,
    description:
      'How many months a series took to double: the claims that answer a fact, one for each period, without projections. NOT_FOUND when there is no such fact.',
    args: {
      fact: t.arg.id({
        required: true,
        description: 'The global id of a TokenUsage or another fact with numbers.',
      }),
      from: t.arg({
        type: 'Date',
        description: 'Only values whose period begins on this day or later: "2024-01-01".',
      }),
      to: t.arg({
        type: 'Date',
        description: 'Only values whose period begins on this day or before: "2026-03-31".',
      }),
    },
    complexity: { field: COMPUTED_COST.series, multiplier: 1 },
    resolve: async (_root, { fact, from, to }, { read }) => {
      const row = await factById(String(fact), (id) => read.fact(id))
      if (!row) throw new AppError('NOT_FOUND', 'There is no fact of this id.')
      return doublingOf(read, row.id, from ?? null, to ?? null)
    },
  }),
)
