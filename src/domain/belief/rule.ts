/**
 * The rule that prefers one claim over another. Pure: it sees what is written here and nothing else, so the
 * outcome depends neither on the order of import nor on the clock. A change of it is a new version.
 */
import type { Spoken } from '../../kinds/format.ts'

export const RULE = {
  id: 'preference-2',
  subject: 'preference',
  version: 2,
  text:
    'For each period, claims that only repeat another claim stand aside, and so do suspect ones: values so far off that ' +
    'a wrong unit is likely, until another source or our editors confirm them. Among the rest: the source with the lower ' +
    'rank that our editors gave it for this kind of fact (100 where they gave none) comes first; then an original ' +
    'statement before one passed on or derived; then an official or first-party source before any other; then the newest ' +
    'statement; and as the last resort the alphabet of the sources and their keys. An undated claim is a rival only, unless no claim is dated. ' +
    'Verdicts of checks do not decide: they say that two numbers cannot both hold, not which of them is wrong.',
} as const

/** Where nothing is said, a source has this rank. */
export const DEFAULT_RANK = 100

export interface Candidate {
  id: string
  factId: string
  sourceSlug: string
  /** The source's own key for it. */
  key: string
  publisherSlug: string
  /** Null for texts and for "not offered". */
  value: (Spoken & { unit: string }) | null
  /** Why our editors hold it plausible although it is far off. */
  plausible: string | null
  /** What made the importer doubt the value. */
  doubt?: string | null
  validFrom: Date | null
  validTo: Date | null
  /** True for a claim that only passes on another claim in the ledger. */
  isRepeat: boolean
  rank: number
  isOriginal: boolean
  /** Computed, so that it says nothing of its own. */
  isDerived: boolean
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
  return { order: byName(a, b), step: 'TIE' }
}

/** The last resort: by source and key, which a correction keeps, and not by id, which depends on what it corrected. */
export function byName(a: Candidate, b: Candidate): number {
  const name = (c: Candidate) => `${c.sourceSlug}/${c.key}`
  if (name(a) !== name(b)) return name(a) < name(b) ? -1 : 1
  return a.id < b.id ? -1 : 1
}

/** The preferred claim and what stood beside it. */
export interface Contest {
  claim: Candidate
  /** The other independent claims for the period, the next best first. */
  rivals: readonly Candidate[]
  /** Undated claims and suspect ones that stand beside them; neither can be preferred here. */
  undated: readonly Candidate[]
  suspect: readonly Candidate[]
}

/** Why the preferred claim was preferred, in one or two sentences for readers; true of the next best claim only. */
export function reasonText(step: Step, { claim, rivals, undated, suspect }: Contest): string {
  const beside = [
    rivals.length > 1 ? `In all, ${rivals.length} other claims stand for this period.` : '',
    undated.length > 0
      ? `${undated.length === 1 ? 'An undated claim stands' : `${undated.length} undated claims stand`} beside it.`
      : '',
    suspect.length > 0
      ? `${suspect.length === 1 ? 'A suspect claim stands' : `${suspect.length} suspect claims stand`} aside.`
      : '',
  ]
  return [why(step, claim, rivals[0] ?? null, undated.length), ...beside].filter(Boolean).join(' ')
}

function why(step: Step, winner: Candidate, second: Candidate | null, undated: number): string {
  switch (step) {
    case 'ONLY':
      return `It is the only ${undated > 0 ? 'dated ' : ''}claim for this period.`
    case 'RANK':
      return `Our editors rank its source ${winner.rank} for this kind of fact, that of the next best claim ${second!.rank}.`
    case 'ORIGINAL':
      return 'It is an original statement; the next best claim was passed on or derived.'
    case 'STANDING':
      return 'It comes from an official or first-party source; the next best claim does not.'
    case 'NEWEST':
      return `It is a newer statement (${winner.statedOn!.toISOString().slice(0, 10)}) than the next best claim.`
    case 'TIE':
      return 'It equals the next best claim in every respect that the rule looks at; the source that comes first in the alphabet is taken, so that the order of import cannot matter.'
  }
}
