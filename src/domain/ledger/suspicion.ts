/** The mark on a suspect claim, as a check with its reason in words. */
import type { Spoken } from '../../kinds/format.ts'
import { canonical } from '../../lib/decimal.ts'
import { PLAUSIBILITY_RULE, type Suspicion } from '../belief/plausibility.ts'
import { roundedTo } from '../belief/verdict.ts'
import { textOf, type UnitNames } from './evaluate.ts'
import { expectedColumns, type Outcome } from './outcome.ts'

export function suspicionOutcome({ claim, beside, cause }: Suspicion, units: UnitNames): Outcome {
  const said = (value: Spoken & { unit: string }) => textOf(value, value.unit, units)
  const until =
    'Until a first-party source, a second publisher or our editors confirm it, the claim is not preferred.'
  const shared = {
    slug: `plausibility/${claim.id}`,
    method: 'ANOMALY',
    claimId: claim.id,
    factId: claim.factId,
    verdict: 'SUSPECT',
    formula: null,
    ruleId: PLAUSIBILITY_RULE.id,
  } as const
  if (!beside) {
    const question = `Is ${said(claim.value!)} plausible?`
    const explanation = `It was doubted when it was read: ${cause}. ${until}`
    return { row: { ...shared, question, explanation, ...expectedColumns(null, null) }, inputs: [] }
  }
  const { against, isRival, factor } = beside
  const other = against.value!
  const times = canonical(roundedTo(factor, 3))
  const name = isRival ? 'a rival' : 'the value before it'
  return {
    row: {
      ...shared,
      question: `Is ${said(claim.value!)} plausible beside ${name}, ${said(other)}?`,
      explanation: [`The two are ${times} times apart.`, cause && `That is what ${cause} looks like.`, until]
        .filter(Boolean)
        .join(' '),
      ...expectedColumns(other, other.unit),
    },
    inputs: [{ name: isRival ? 'rival' : 'predecessor', claim: { id: against.id } }],
  }
}
