/** Members of aggregates, and how the days on which they came and went are spelled: an ISO 8601 interval after the code. */

/** A country, or an aggregate, in an aggregate. */
export interface Membership {
  aggregate: string
  member: string
  /** `2013-07-01`; null where it was a member from the beginning, or the day does not matter. */
  from: string | null
  /** The first day without it; null while it is a member. */
  to: string | null
}

interface Term {
  code: string
  from?: string | undefined
  to?: string | undefined
}

/** `HR/2013-07-01/..`. */
export const spellTerm = ({ code, from = '..', to = '..' }: Term): string => `${code}/${from}/${to}`

/** All members of an aggregate, former and future ones too, by code and day; of a country none. */
export function membershipsOf(country: {
  code: string
  members: readonly string[]
  /** Descriptions from before there were any lack it. */
  memberTerms?: readonly string[] | null
}): Membership[] {
  const aggregate = country.code
  const dated = (country.memberTerms ?? []).map((term) => {
    const [member, from, to] = term.split('/').map((part) => (part === '..' ? null : part))
    return { aggregate, member: member!, from: from!, to: to! }
  })
  const known = new Set(dated.map((m) => m.member))
  const others = country.members
    .filter((member) => !known.has(member))
    .map((member) => ({ aggregate, member, from: null, to: null }))
  const key = (m: Membership) => `${m.member}/${m.from ?? ''}`
  return [...dated, ...others].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** @param day `2020-01-31`. */
export function isMemberOn({ from, to }: Membership, day: string): boolean {
  return (from === null || from <= day) && (to === null || day < to)
}
