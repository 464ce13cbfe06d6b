/** Which claims need not be read whole, for what is asked of them is known to need little: see `brief-claims.ts`. */
import type { GraphQLResolveInfo } from 'graphql'
import type { MaybePromise } from '../../domain/read/batch.ts'
import type { Brief } from '../../domain/read/belief.ts'
import type { BriefCitation, BriefClaim } from '../../domain/read/brief-claims.ts'
import type { CitationRow, ClaimRow } from '../../domain/read/rows.ts'
import { asked, askedBelow, askedBelowItems, onceForNodes } from '../asked.ts'

/** The fields of a claim that each look at one column of it. */
export const PLAIN_NEEDS = {
  __typename: [],
  id: ['id'],
  key: ['key'],
  basis: ['basis'],
  corroboration: ['corroboration'],
  note: ['note'],
} as const

/** The fields of a claim that look at nothing of it but this, and whose resolvers hand on no more. */
const NEEDS: Readonly<Record<string, readonly (keyof BriefClaim)[]>> = {
  ...PLAIN_NEEDS,
  fact: ['factId'],
  value: ['form', 'low', 'point', 'high', 'qualifier', 'unitCode'],
  repeatOf: ['repeatOfId'],
  preferred: ['id', 'factId'],
  provenance: ['id', 'citations'],
}

/** As `NEEDS`, of a citation. */
const CITATION_NEEDS: Readonly<Record<string, readonly (keyof BriefCitation)[]>> = {
  __typename: [],
  source: ['sourceSlug'],
  role: ['role'],
}

/** How the claims that a field gives are read in brief; null where something is asked that needs whole ones. */
export const briefOf = onceForNodes((info): Brief | null => {
  const fields = asked(info)
  if (!isWithin(fields, NEEDS)) return null
  if (!fields.has('provenance')) return 'bare'
  return isCitedInBrief.things(info) ? 'cited' : null
})

const citedBy = (names: (info: GraphQLResolveInfo) => ReadonlySet<string>) =>
  onceForNodes((info) => isCitedInBriefBy(names(info)))

/**
 * Whether no more is asked of citations than stands in brief ones, of a field that gives them itself, that gives things
 * which cite, or a page of these.
 */
export const isCitedInBrief = {
  itself: citedBy(asked),
  things: citedBy((info) => askedBelow(info, 'provenance')),
  page: citedBy((info) => askedBelowItems(info, 'provenance')),
}

/** Whether no more than these is asked of citations than stands in brief ones. */
export const isCitedInBriefBy = (names: ReadonlySet<string>) => isWithin(names, CITATION_NEEDS)

const isWithin = (names: ReadonlySet<string>, needs: object) =>
  [...names].every((name) => Object.hasOwn(needs, name))

/** For the fields below, of which none looks at what was not read. */
export const inBrief = (claims: MaybePromise<readonly BriefClaim[]>) =>
  claims as unknown as MaybePromise<ClaimRow[]>

/** The citations that a claim brought along; undefined of any other claim. */
export const citedInBrief = (claim: ClaimRow) =>
  (claim as BriefClaim).citations as unknown as CitationRow[] | undefined

/** Whether a field of a claim leads neither to its fact nor to another claim. */
export const isPlainOfClaim = (name: string) =>
  name !== 'fact' && name !== 'repeatOf' && Object.hasOwn(NEEDS, name)
