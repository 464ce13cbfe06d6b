/** Which claims need not be read whole, for what is asked of them is known to need little: see `brief-claims.ts`. */
import type { GraphQLResolveInfo } from 'graphql'
import type { Brief } from '../../domain/read/belief.ts'
import type { BriefCitation, BriefClaim } from '../../domain/read/brief-claims.ts'
import type { CitationRow, ClaimRow } from '../../domain/read/rows.ts'
import { asked, askedBelow, askedBelowItems } from '../asked.ts'

/** The fields of a claim that look at nothing of it but this, and whose resolvers hand on no more. */
const NEEDS: Readonly<Record<string, readonly (keyof BriefClaim)[]>> = {
  __typename: [],
  id: ['id'],
  fact: ['factId'],
  key: ['key'],
  value: ['form', 'low', 'point', 'high', 'qualifier', 'unitCode'],
  basis: ['basis'],
  corroboration: ['corroboration'],
  note: ['note'],
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
export function briefOf(info: GraphQLResolveInfo): Brief | null {
  let brief = known.get(info.fieldNodes)
  if (brief === undefined) {
    brief = found(info)
    known.set(info.fieldNodes, brief)
  }
  return brief
}

/** The nodes of a field are the same for all parents. */
const known = new WeakMap<GraphQLResolveInfo['fieldNodes'], Brief | null>()

function found(info: GraphQLResolveInfo): Brief | null {
  const fields = asked(info)
  if (!isWithin(fields, NEEDS)) return null
  if (!fields.has('provenance')) return 'bare'
  return isWithin(askedBelow(info, 'provenance'), CITATION_NEEDS) ? 'cited' : null
}

/** How a field leads to citations: it gives them, or it gives facts, or a page of them. */
const CITED_BY = {
  itself: asked,
  facts: (info: GraphQLResolveInfo) => askedBelow(info, 'provenance'),
  page: (info: GraphQLResolveInfo) => askedBelowItems(info, 'provenance'),
}

/** Whether no more is asked of the citations than stands in brief ones. */
export function isCitedInBrief(info: GraphQLResolveInfo, by: keyof typeof CITED_BY): boolean {
  let isBrief = knownCited.get(info.fieldNodes)
  if (isBrief === undefined) {
    isBrief = isWithin(CITED_BY[by](info), CITATION_NEEDS)
    knownCited.set(info.fieldNodes, isBrief)
  }
  return isBrief
}

const knownCited = new WeakMap<GraphQLResolveInfo['fieldNodes'], boolean>()

const isWithin = (names: ReadonlySet<string>, needs: object) =>
  [...names].every((name) => Object.hasOwn(needs, name))

/** For the fields below, of which none looks at what was not read. */
export const inBrief = (claims: Promise<readonly BriefClaim[]>) => claims as unknown as Promise<ClaimRow[]>

/** The citations that a claim brought along; undefined of any other claim. */
export const citedInBrief = (claim: ClaimRow) =>
  (claim as BriefClaim).citations as unknown as CitationRow[] | undefined
