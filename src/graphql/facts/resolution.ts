/** Which claim answers, by which rule, and how far the others lie apart. */
import { rivalsOf } from '../../domain/read/belief.ts'
import type { QuantityRow } from '../../domain/read/rows.ts'
import { builder } from '../builder.ts'
import * as enums from '../enums.ts'
import { REASONS_COST } from '../limits.ts'
import { ClaimRef, ResolutionRef, RuleRef, UnitRef } from '../refs.ts'

RuleRef.implement({
  description: 'A written rule by which the ledger decides. A change of it is a new version.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id, with its version: "preference-2".' }),
    version: t.exposeInt('version', { description: 'Its version: 2.' }),
    text: t.exposeString('text', { description: 'The rule in full.' }),
  }),
})

interface SpreadRow extends Pick<QuantityRow, 'unitCode'> {
  low: string
  high: string
  ratio: string | null
}
const Spread = builder.objectRef<SpreadRow>('Spread').implement({
  description: 'How far the answers for one period lie apart, suspect ones left out.',
  fields: (t) => ({
    low: t.field({
      type: 'Decimal',
      description: 'The lowest number that is stated.',
      resolve: (s) => s.low,
    }),
    high: t.field({ type: 'Decimal', description: 'The highest.', resolve: (s) => s.high }),
    ratio: t.field({
      type: 'Decimal',
      nullable: true,
      description:
        'How many times the highest is the lowest: "2.61"; null where the lowest is not above zero.',
      resolve: (s) => s.ratio,
    }),
    unit: t.field({
      type: UnitRef,
      description:
        'The unit of both, that of the preferred claim. Answers that cannot be converted are left out.',
      resolve: async (s, _args, { read }) => (await read.unit.load(s.unitCode))!,
    }),
  }),
})

ResolutionRef.implement({
  description: 'Which claim answers, by which rule, and why.',
  fields: (t) => ({
    rule: t.field({
      type: RuleRef,
      description: 'The rule, in the version that decided.',
      resolve: async (r, _args, { read }) => (await read.rule.load(r.ruleId))!,
    }),
    decidedBy: t.field({
      type: enums.DecidedByEnum,
      description: 'The step of the rule that decided.',
      resolve: (r) => r.decidedBy as 'ONLY',
    }),
    reason: t.exposeString('reason', { description: 'Why this claim, in a few sentences.' }),
    spread: t.field({
      type: Spread,
      nullable: true,
      description: 'How far the answers lie apart; null where there is nothing to compare.',
      resolve: (r) =>
        r.spreadLow !== null && r.spreadHigh !== null && r.spreadUnit !== null
          ? { low: r.spreadLow, high: r.spreadHigh, ratio: r.spreadRatio, unitCode: r.spreadUnit }
          : null,
    }),
    rivals: t.field({
      type: [ClaimRef],
      description:
        'The other answers for the period, the next best first; undated and suspect ones last. Claims that only repeat another are none.',
      complexity: REASONS_COST,
      resolve: (r, _args, { read }) => rivalsOf(read, r),
    }),
    validFrom: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when this claim answers; null for an undated one.',
      resolve: (r) => r.validFrom,
    }),
    validTo: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when; null while nothing newer is known.',
      resolve: (r) => r.validTo,
    }),
  }),
})
