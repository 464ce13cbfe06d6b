/** What goes into checks and derivations: live claims by name, or the preferred claim of a fact. */
import type { Tx } from '../../db/client.ts'
import type { Spoken } from '../../kinds/format.ts'
import { answeringAt } from '../belief/timeline.ts'
import { readCandidates } from './candidates.ts'
import { IS_ORIGINAL, NUMBER_FIELDS } from './claim-sql.ts'
import type { InputRef } from './input.ts'
import { judgeFact } from './resolutions.ts'

export interface InputClaim {
  id: string
  /** `<source>/<key>` */
  name: string
  factId: string
  publisherSlug: string
  publisher: string
  isOriginal: boolean
  isRepeat: boolean
  quantity: Spoken | null
  unit: string | null
  validFrom: Date | null
  validTo: Date | null
  periodText: string
}

export type LoadedInputs = (ref: InputRef) => InputClaim | null

/** The claims behind all references, in few statements whatever their number. */
export async function loadInputs(tx: Tx, refs: readonly InputRef[], now: Date): Promise<LoadedInputs> {
  const names = refs.flatMap((r) => ('claim' in r ? [r.claim] : []))
  const facts = [...new Set(refs.flatMap((r) => ('fact' in r ? [r.fact] : [])))]
  const candidates = facts.length ? await readCandidates(tx, facts) : new Map()
  const periods = new Map(
    facts.map((id) => [id, judgeFact(id, candidates.get(id) ?? [], now).periods.toReversed()]),
  )
  const answers = new Map<string, string>()
  const keyOf = (fact: string, at: string | null) => `${fact} ${at ?? ''}`
  for (const ref of refs) {
    if (!('fact' in ref)) continue
    const answer = answeringAt(periods.get(ref.fact)!, ref.at, now)
    if (answer) answers.set(keyOf(ref.fact, ref.at), answer.claim.id)
  }
  const rows = await claimsBy(tx, names, [...answers.values()])
  const byName = new Map(rows.map((r) => [r.name, r]))
  const byId = new Map(rows.map((r) => [r.id, r]))
  return (ref) =>
    ('claim' in ref ? byName.get(ref.claim) : byId.get(answers.get(keyOf(ref.fact, ref.at)) ?? '')) ?? null
}

async function claimsBy(tx: Tx, names: readonly string[], ids: readonly string[]): Promise<InputClaim[]> {
  const cut = (name: string) => name.indexOf('/')
  return tx.$queryRaw<InputClaim[]>`
    SELECT c."id", c."sourceSlug" || '/' || c."key" AS name, c."factId", s."publisherSlug", p."name" AS publisher,
      ${IS_ORIGINAL} AS "isOriginal",
      c."repeatOfId" IS NOT NULL AS "isRepeat", c."unitCode" AS unit, c."validFrom", c."validTo", c."periodText",
      CASE WHEN c."form" = 'NUMBER' THEN jsonb_build_object(${NUMBER_FIELDS}) END AS quantity
    FROM (SELECT unnest(${[...ids]}::text[]) AS id UNION SELECT k."id"
        FROM unnest(${names.map((n) => n.slice(0, cut(n)))}::text[], ${names.map((n) => n.slice(cut(n) + 1))}::text[]) AS n(source, key)
        JOIN "Claim" k ON k."sourceSlug" = n.source COLLATE "C" AND k."key" = n.key COLLATE "C" AND k."toRevision" IS NULL) AS w
      JOIN "Claim" c ON c."id" = w.id COLLATE "C" JOIN "Source" s ON s."slug" = c."sourceSlug" JOIN "Publisher" p ON p."slug" = s."publisherSlug"
    WHERE c."toRevision" IS NULL`
}
