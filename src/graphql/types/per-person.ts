/** Tokens of countries for each inhabitant and for each dollar of their economy. */
import { tokensPerGdp, tokensPerPerson } from '../../domain/derived/usage.ts'
import { atArg, checkFilter } from '../arguments.ts'
import { builder } from '../builder.ts'
import { atOf } from '../context.ts'
import { COMPUTED_COST } from '../limits.ts'
import { ComputationRef } from '../refs.ts'

const usageArgs = builder.args((t) => ({
  country: t.string({ required: true, description: 'The code of a country or aggregate: "CN".' }),
  coverage: t.string({
    defaultValue: 'national',
    description:
      'What the count of tokens covers: "national". Numbers of different coverages cannot be compared.',
  }),
}))

const cost = { field: COMPUTED_COST.few, multiplier: 1 }

builder.queryFields((t) => ({
  tokensPerPerson: t.field({
    type: ComputationRef,
    description:
      'How many tokens a country uses for each inhabitant, in tokens per person and day: token usage ÷ population. NOT_FOUND for a country or coverage that there is not; without a number of either, the value is null and says why.',
    args: {
      ...usageArgs,
      perYear: t.arg.boolean({
        defaultValue: false,
        description: 'In tokens per person and year instead of day; a mean year has 365.2425 days.',
      }),
      ...atArg,
    },
    complexity: cost,
    resolve: (_root, args, ctx, info) => {
      checkFilter(args)
      const { country, coverage, perYear } = args
      const of = { country, coverage: coverage ?? 'national', at: atOf(ctx, info, args) }
      return tokensPerPerson(ctx.read, of, perYear ? 'YEAR' : 'DAY')
    },
  }),
  tokensPerGdp: t.field({
    type: ComputationRef,
    description:
      'How many tokens a country uses for each US dollar of its gross domestic product, in tokens per US dollar: token usage of a mean year ÷ product of a year. NOT_FOUND and null as for `tokensPerPerson`.',
    args: { ...usageArgs, ...atArg },
    complexity: cost,
    resolve: (_root, args, ctx, info) => {
      checkFilter(args)
      const { country, coverage } = args
      const of = { country, coverage: coverage ?? 'national', at: atOf(ctx, info, args) }
      return tokensPerGdp(ctx.read, of)
    },
  }),
}))
