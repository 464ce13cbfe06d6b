/** The outcome of one declared check: verdict, both values, and the arithmetic in words. */
import type { Spoken } from '../../kinds/format.ts'
import { converter } from '../../kinds/units.ts'
import type { CheckMethod, Verdict } from '../../kinds/vocabulary.ts'
import { calendarText } from '../../lib/period.ts'
import { mapped } from '../belief/interval.ts'
import { judge, VERDICT_RULE } from '../belief/verdict.ts'
import type { InputClaim, LoadedInputs } from './computation-inputs.ts'
import { type Evaluation, evaluate, textOf, type UnitNames } from './evaluate.ts'
import type { CheckSpec } from './input.ts'

export interface Outcome {
  row: {
    slug: string
    method: CheckMethod
    claimId: string
    factId: string
    question: string
    explanation: string
    verdict: Verdict
    formula: string | null
    expectedLow: string | null
    expectedPoint: string | null
    expectedHigh: string | null
    expectedQualifier: string | null
    expectedUnit: string | null
    ruleId: string
  }
  inputs: { name: string; claim: { id: string } }[]
}

/**
 * @param remarked the verdict of which the editors' reason speaks; with another one it is left out. Null for a check that
 *   is declared right now.
 * @returns why it cannot be judged, as a text, when it cannot.
 */
export function outcomeOf(
  slug: string,
  spec: CheckSpec,
  loaded: LoadedInputs,
  units: UnitNames,
  remarked: Verdict | null,
): Outcome | string {
  const reasonFor = (verdict: Verdict) => (remarked === null || remarked === verdict ? spec.reason : null)
  const claim = loaded({ name: 'claim', claim: spec.claim })
  if (!claim) return `there is no claim ${spec.claim}`
  const base = {
    slug,
    claimId: claim.id,
    factId: claim.factId,
    question: spec.question,
    ruleId: VERDICT_RULE.id,
  }
  if (spec.dates) {
    const [first, second] = [loaded(spec.dates.first), loaded(spec.dates.second)]
    if (!first?.validFrom || !second?.validFrom) return 'the dates that it compares are not known'
    const verdict = first.validFrom <= second.validFrom ? 'CONSISTENT' : 'CONTRADICTED'
    const explanation = sentences(datesText(first, second), reasonFor(verdict))
    return {
      row: {
        ...base,
        ...expectedColumns(null, null),
        method: 'DATES',
        verdict,
        explanation,
        formula: null,
      },
      inputs: [
        { name: spec.dates.first.name, claim: first },
        { name: spec.dates.second.name, claim: second },
      ],
    }
  }
  const computed = spec.compute ? evaluate(spec.compute, claim.unit, loaded, units) : null
  if (typeof computed === 'string') return computed
  const beside = spec.beside.map((ref) => ({ name: ref.name, claim: loaded(ref) }))
  const missing = beside.find((b) => !b.claim)
  if (missing) return `its input ${missing.name} has no claim`
  const inputs = [...(computed?.inputs ?? []), ...(beside as { name: string; claim: InputClaim }[])]
  const judged = computed && spec.compare ? compared(claim, computed, units) : null
  if (typeof judged === 'string') return judged
  if (!spec.verdict && !judged && spec.compare) return 'it has neither a formula nor a verdict'
  const verdict = spec.verdict ?? judged?.verdict ?? 'UNCONFIRMED'
  const arithmetic = computed ? `${computed.arithmetic}.` : ''
  return {
    row: {
      ...base,
      ...expectedColumns(computed?.quantity ?? null, computed?.unit ?? null),
      method: spec.verdict ? 'SCOPE' : 'COMPUTED',
      verdict,
      explanation: sentences(arithmetic, judged?.text ?? '', reasonFor(verdict)),
      formula: spec.compute?.formula ?? null,
    },
    // What the editors alone judge rests on the claim itself.
    inputs: inputs.length > 0 ? inputs : [{ name: 'claim', claim }],
  }
}

function compared(
  claim: InputClaim,
  computed: Evaluation,
  units: UnitNames,
): { verdict: Verdict; text: string } | string {
  if (!claim.quantity) return `${claim.name} is no number`
  const convert = converter(computed.unit, claim.unit!)
  if (!convert) return `${computed.unit} cannot be compared with ${claim.unit}`
  const { verdict, why } = judge(mapped(computed.value, convert), claim.quantity)
  const text = `According to ${claim.publisher}, ${textOf(claim.quantity, claim.unit!, units)}: ${why}.`
  const [only] = computed.inputs
  const isStatement = computed.inputs.length === 1 && only!.claim.isOriginal && !only!.claim.isRepeat
  const isIndependent = isStatement && only!.claim.publisherSlug !== claim.publisherSlug
  return { verdict: verdict === 'CONSISTENT' && isIndependent ? 'CONFIRMED' : verdict, text }
}

/** The columns of what was computed, or compared with; all null for nothing. */
export function expectedColumns(quantity: Spoken | null, unit: string | null) {
  return {
    expectedLow: quantity?.low ?? null,
    expectedPoint: quantity?.point ?? null,
    expectedHigh: quantity?.high ?? null,
    expectedQualifier: quantity?.qualifier ?? null,
    expectedUnit: unit,
  }
}

function datesText(first: InputClaim, second: InputClaim): string {
  const day = (c: InputClaim) => calendarText(c.validFrom!, 'DAY')
  const days = Math.round((second.validFrom!.getTime() - first.validFrom!.getTime()) / 86_400_000)
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`
  const distance = days === 0 ? 'on the same day as' : `${count} ${days > 0 ? 'earlier' : 'later'} than`
  return `What is said to come first (${first.name}) begins on ${day(first)}, ${distance} what is said to follow (${second.name}, ${day(second)}).`
}

const sentences = (...parts: (string | null)[]) => parts.filter(Boolean).join(' ')
