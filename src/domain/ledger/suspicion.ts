/** The mark on a suspect claim, as a check with its reason in words. */
import type { Spoken } from '../../kinds/format.ts'
import { canonical } from '../../lib/decimal.ts'
import { PLAUSIBILITY_RULE, type Suspicion } from '../belief/plausibility.ts'
import { roundedTo } from '../belief/verdict.ts'
import { textOf, type UnitNames } from './evaluate.ts'
import { expectedColumns, type Outcome } from './outcome.ts'

export function suspicionOutcome(
  { claim, against, isRival, factor, cause }: Suspicion,
  units: UnitNames,
): Outcome {
  const said = (value: Spoken & { unit: string }) => textOf(value, value.unit, units)
  const other = against.value!
  const times = canonical(roundedTo(factor, 3))
  const beside = isRival ? 'a rival' : 'the value before it'
  return {
    row: {
      slug: `plausibility/${claim.id}`,
      method: 'ANOMALY',
      claimId: claim.id,
      factId: claim.factId,
      question: `Is ${said(claim.value!)} plausible beside ${beside}, ${said(other)}?`,
      explanation:
        `The two are ${times} times apart. ` +
        (cause ? `That is what ${cause} looks like. ` : '') +
        'Until a first-party source, a second publisher or our editors confirm it, the claim is not preferred.',
      verdict: 'SUSPECT',
      formula: null,
      ...expectedColumns(other, other.unit),
      ruleId: PLAUSIBILITY_RULE.id,
    },
    inputs: [{ name: isRival ? 'rival' : 'predecessor', claim: { id: against.id } }],
  }
}
