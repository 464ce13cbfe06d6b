/** Facts beside each other, or why they are not comparable. */
import { type ComparedRow, type ComparisonRow, compareFacts } from '../../domain/read/compare.ts'
import { unitOf } from '../../domain/read/convert.ts'
import { AppError } from '../../errors.ts'
import { atArg, checkFilter } from '../arguments.ts'
import { builder } from '../builder.ts'
import { atOf } from '../context.ts'
import { ComparisonReasonEnum, ComparisonVerdictEnum } from '../enums.ts'
import { COMPARE_COST, LIMITS, SHORT_LIST_COST } from '../limits.ts'
import { ClaimRef, FactRef, QuantityRef, UnitRef } from '../refs.ts'
import { factById } from './by-id.ts'

const ComparisonReason = builder.objectRef<ComparisonRow['reasons'][number]>('ComparisonReason').implement({
  description: 'What speaks against comparing the facts.',
  fields: (t) => ({
    code: t.field({
      type: ComparisonReasonEnum,
      description: 'A code that never changes its meaning: DIFFERENT_COVERAGE.',
      resolve: (r) => r.code,
    }),
    verdict: t.field({
      type: ComparisonVerdictEnum,
      description: 'Whether it warns or refuses.',
      resolve: (r) => r.verdict,
    }),
    text: t.exposeString('text', {
      description:
        'In a sentence, with what differs: "What is counted differs: “OpenRouter, top ten models” (…) and “global AI usage” (…); shares, factors and counts of different things are not comparable."',
    }),
    facts: t.field({
      type: [FactRef],
      description: 'The facts that are not as the first one.',
      complexity: SHORT_LIST_COST,
      resolve: (r) => r.facts,
    }),
  }),
})

const ComparedFact = builder.objectRef<ComparedRow>('ComparedFact').implement({
  description: 'One of the compared facts.',
  fields: (t) => ({
    fact: t.field({ type: FactRef, description: 'The fact.', resolve: (c) => c.fact }),
    claim: t.field({
      type: ClaimRef,
      nullable: true,
      description: 'The preferred claim, whose number is compared; null when none answers.',
      resolve: (c) => c.claim,
    }),
    value: t.field({
      type: QuantityRef,
      nullable: true,
      description:
        'Its number in the common unit, with `conversion` where the currency is another; null where the comparison is refused.',
      resolve: (c) => c.value,
    }),
    ratio: t.field({
      type: QuantityRef,
      nullable: true,
      description:
        'Its number divided by that of the first fact, to 12 digits: 1.5 times. Bounds where either has some; null where the comparison is refused, or where the first may be zero.',
      resolve: (c) => c.ratio,
    }),
  }),
})

const Comparison = builder.objectRef<ComparisonRow>('Comparison').implement({
  description: 'Facts beside each other in one unit, with what speaks against it.',
  fields: (t) => ({
    verdict: t.field({
      type: ComparisonVerdictEnum,
      description: 'Whether they are comparable: the gravest of the reasons.',
      resolve: (c) => c.verdict,
    }),
    reasons: t.field({
      type: [ComparisonReason],
      description: 'What speaks against it; empty where nothing does.',
      complexity: SHORT_LIST_COST,
      resolve: (c) => c.reasons,
    }),
    unit: t.field({
      type: UnitRef,
      nullable: true,
      description: 'The unit of all values; null where the comparison is refused.',
      resolve: (c, _args, { read }) => (c.unitCode === null ? null : unitOf(read, c.unitCode)),
    }),
    items: t.field({
      type: [ComparedFact],
      description: `The facts in the order in which they were asked for, at most ${LIMITS.compareMax}.`,
      complexity: SHORT_LIST_COST,
      resolve: (c) => c.items,
    }),
  }),
})

builder.queryField('compare', (t) =>
  t.field({
    type: Comparison,
    description:
      'Sets facts beside each other in one unit, or refuses with the reasons: a share of one platform is not comparable with a share of the world.',
    args: {
      facts: t.arg.idList({
        required: true,
        description: `Global ids of 2 to ${LIMITS.compareMax} different facts; ratios are to the first.`,
      }),
      unit: t.arg.string({
        description: 'The unit of all values: "USD/MWh". That of the first fact when left out.',
      }),
      ...atArg,
    },
    complexity: ({ facts }) => ({
      field: COMPARE_COST * Math.min(facts?.length ?? 1, LIMITS.compareMax),
      multiplier: 1,
    }),
    resolve: async (_root, args, ctx, info) => {
      checkFilter(args)
      const ids = args.facts.map(String)
      if (ids.length < 2 || ids.length > LIMITS.compareMax)
        throw new AppError('BAD_ARGUMENT', `\`facts\` has 2 to ${LIMITS.compareMax} items.`)
      const twice = ids.find((id, i) => ids.indexOf(id) !== i)
      if (twice !== undefined)
        throw new AppError('BAD_ARGUMENT', `\`facts\` names one of them twice: ${twice}`)
      const found = await Promise.all(ids.map((id) => factById(id, (own) => ctx.read.fact(own))))
      const missing = ids.find((_, i) => !found[i])
      if (missing !== undefined) throw new AppError('NOT_FOUND', `There is no fact ${missing}.`)
      const facts = found.filter((fact) => fact !== null)
      return compareFacts(ctx.read, facts, atOf(ctx, info, args), args.unit ?? null)
    },
  }),
)
