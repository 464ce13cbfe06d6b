/**
 * The rule that prefers one claim over another. Pure: it sees what is written here and nothing else, so the
 * outcome depends neither on the order of import nor on the clock. A change of it is a new version.
 */

export const RULE = {
  id: 'preference-1',
  text:
    'For each period, claims that only repeat another claim stand aside. Among the rest: the source with the lower rank ' +
    'that our editors gave it for this kind of fact (100 where they gave none) comes first; then an original statement ' +
    'before one passed on or derived; then an official or first-party source before any other; then the newest ' +
    'statement; and as the last resort the smaller id. An undated claim is a rival only, unless no claim is dated.',
} as const

/** Where nothing is said, a source has this rank. */
export const DEFAULT_RANK = 100

export interface Candidate {
  id: string
  validFrom: Date | null
  validTo: Date | null
  /** True for a claim that only passes on another claim in the ledger. */
  isRepeat: boolean
  rank: number
  isOriginal: boolean
  /** The publisher is a public body, or speaks about its own product. */
  isOfficial: boolean
  /** When the source was published; null sorts as the oldest. */
  statedOn: Date | null
}

export const STEPS = ['ONLY', 'RANK', 'ORIGINAL', 'STANDING', 'NEWEST', 'TIE'] as const
/** The step of the rule that decided between the preferred claim and the next best one. */
export type Step = (typeof STEPS)[number]

/** Negative when `a` is preferred; the step says by which part of the rule. */
export function compareCandidates(a: Candidate, b: Candidate): { order: number; step: Step } {
  if (a.rank !== b.rank) return { order: a.rank - b.rank, step: 'RANK' }
  if (a.isOriginal !== b.isOriginal) return { order: a.isOriginal ? -1 : 1, step: 'ORIGINAL' }
  if (a.isOfficial !== b.isOfficial) return { order: a.isOfficial ? -1 : 1, step: 'STANDING' }
  const newer = (b.statedOn?.getTime() ?? -Infinity) - (a.statedOn?.getTime() ?? -Infinity)
  if (newer !== 0 && !Number.isNaN(newer)) return { order: newer, step: 'NEWEST' }
  return { order: a.id < b.id ? -1 : 1, step: 'TIE' }
}

/** Why the preferred claim was preferred, as one sentence for readers. */
export function reasonText(step: Step, winner: Candidate, rivals: number): string {
  const others = rivals === 1 ? 'the one other claim' : `${rivals} other claims`
  switch (step) {
    case 'ONLY':
      return 'It is the only claim for this period.'
    case 'RANK':
      return `Our editors rank its source ${winner.rank} for this kind of fact, ahead of ${others}.`
    case 'ORIGINAL':
      return `It is the original statement, ahead of ${others} passed on or derived.`
    case 'STANDING':
      return `It comes from an official or first-party source, ahead of ${others}.`
    case 'NEWEST':
      return `It is the newest statement (${winner.statedOn!.toISOString().slice(0, 10)}), ahead of ${others}.`
    case 'TIE':
      return `It equals ${others} in every respect that the rule looks at; the smaller id is taken, so that the order of import cannot matter.`
  }
}
