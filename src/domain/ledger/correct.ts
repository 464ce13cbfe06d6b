/** Edits by hand: one claim corrected, withdrawn, held plausible or redacted, as one revision with a reason. */
import type { Db, Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { AppError } from '../../errors.ts'
import type { Spoken } from '../../kinds/format.ts'
import { converter } from '../../kinds/units.ts'
import type { CorrectionReason } from '../../kinds/vocabulary.ts'
import type { Clock } from '../../lib/clock.ts'
import { sha256 } from '../../lib/ids.ts'
import { BY_HAND } from './corrections.ts'
import { recordIn } from './import.ts'
import {
  type ClaimInput,
  type DeriveSpec,
  EDITORIAL_SOURCE,
  type ImportReport,
  type LedgerInput,
} from './input.ts'
import { claimInputs, liveInputs } from './live-claims.ts'
import { asWriter } from './writer.ts'

/** What an editor asks for; exactly one of these. */
export type Edit =
  | { do: 'correct'; value: Spoken | null; unit: string | null; text: string | null; source: string | null }
  | { do: 'withdraw' }
  | { do: 'accept' }
  | { do: 'redact' }
  /** Let a claim that was withdrawn stand again. */
  | { do: 'restore' }

export interface EditRequest {
  /** `<source>/<key>` of a live claim, or an id, also of a claim that no longer stands. */
  claim: string
  edit: Edit
  reason: CorrectionReason
  note: string
  dryRun: boolean
  /** Who asks, `key:<id>`; nobody is named where an editor does it beside the server. */
  by?: string
  /** Whether the claims of our own editors may be edited. */
  isEditor?: boolean
}

/** The edit cannot be made; the text says what to do instead. */
export class EditProblem extends Error {}
export class UnknownClaim extends EditProblem {}

/**
 * @returns the report; its revision is null for a dry run, and where nothing would change.
 * @throws EditProblem
 */
export function editClaim(db: Db, clock: Clock, request: EditRequest): Promise<ImportReport> {
  return asWriter(db, (tx) => editIn(tx, clock, request))
}

/** The same within the transaction of `asWriter`, so that the claim that is looked at is the one that is edited. */
export async function editIn(tx: Tx, clock: Clock, request: EditRequest): Promise<ImportReport> {
  const { edit, reason, note, by, isEditor = true } = request
  const claim = await findClaim(tx, request.claim)
  if (!isEditor && claim.sourceSlug === EDITORIAL_SOURCE)
    throw new AppError(
      'FORBIDDEN',
      'A claim of our editors is corrected by a key with the scope admin as well.',
    )
  const name = `${claim.sourceSlug}/${claim.key}`
  const input: LedgerInput = {
    format: BY_HAND,
    origin: by === undefined ? name : `${name} by ${by}`,
    // An edit is never "the same as last time": what it says is written into the claim itself.
    contentHash: sha256(JSON.stringify([request.claim, edit.do, reason, note])),
    entities: [],
    ranks: [],
    claims: [],
    checks: [],
    rejected: [],
  }
  if (edit.do === 'redact' && claim.form === 'REDACTED')
    throw new EditProblem(`${claim.id} is redacted already.`)
  if (edit.do === 'restore') {
    const claims = [await restored(tx, claim, note)]
    return recordIn(tx, clock, { ...input, claims }, { dryRun: request.dryRun })
  }
  if (edit.do !== 'redact' && claim.toRevision !== null) {
    const { sourceSlug, key } = claim
    const stands = await tx.claim.findFirst({ where: { sourceSlug, key, toRevision: null } })
    const hint = stands ? `Name the claim that stands in its place: ${name}.` : 'None stands in its place.'
    throw new EditProblem(`${claim.id} ended in revision ${claim.toRevision}. ${hint}`)
  }
  const report =
    edit.do === 'withdraw' || edit.do === 'redact'
      ? { ...input, endings: [{ claimId: claim.id, reason, note, redact: edit.do === 'redact' }] }
      : { ...input, claims: [await corrected(tx, claim.id, edit, { reason, note })] }
  return recordIn(tx, clock, report, { dryRun: request.dryRun })
}

async function findClaim(tx: Tx, named: string) {
  const slash = named.indexOf('/')
  const claim =
    (await tx.claim.findUnique({ where: { id: named } })) ??
    (slash > 0
      ? await tx.claim.findFirst({
          where: { sourceSlug: named.slice(0, slash), key: named.slice(slash + 1) },
          orderBy: { fromRevision: 'desc' },
        })
      : null)
  if (!claim) throw new UnknownClaim(`There is no claim ${named}. Give its id, or <source>/<key>.`)
  return claim
}

/** The claim once more, under an id of its own, for the old one has ended. */
async function restored(
  tx: Tx,
  claim: Awaited<ReturnType<typeof findClaim>>,
  why: string,
): Promise<ClaimInput> {
  const { id, sourceSlug, key, form } = claim
  if (await tx.claim.findFirst({ where: { sourceSlug, key, toRevision: null } }))
    throw new EditProblem(`${sourceSlug}/${key} stands, so there is nothing to restore.`)
  if (form === 'REDACTED') throw new EditProblem(`${id} is redacted: its content is gone.`)
  const [ended] = await claimInputs(tx, Prisma.sql`c."id" = ${id}`)
  const { input } = ended!
  const note = [input.note, `Restored: ${why}`].filter(Boolean).join(' ')
  return { ...input, ...(await deriveOf(tx, id)), note, restores: id }
}

/** A derived claim stays one: whatever its inputs become, it is computed anew. */
async function deriveOf(tx: Tx, claimId: string): Promise<Pick<ClaimInput, 'derive'>> {
  const derived = await tx.derivation.findUnique({ where: { claimId } })
  return derived ? { derive: derived.spec as unknown as DeriveSpec } : {}
}

async function corrected(
  tx: Tx,
  id: string,
  edit: Extract<Edit, { do: 'correct' | 'accept' }>,
  correction: { reason: CorrectionReason; note: string },
): Promise<ClaimInput> {
  const [live] = await liveInputs(tx, Prisma.sql`c."id" = ${id}`)
  const { input } = live!
  const derive = await deriveOf(tx, id)
  if (edit.do === 'accept') return { ...input, ...derive, plausible: correction.note, correction }
  if (derive.derive)
    throw new EditProblem('Its value is derived: correct the claims that it is derived from.')
  if (edit.source && !(await tx.source.findUnique({ where: { slug: edit.source } })))
    throw new EditProblem(`There is no source ${edit.source}. Import it first.`)
  const citations = edit.source
    ? [
        ...input.citations,
        { source: edit.source, role: 'REPEATS' as const, note: 'Cited for the correction.' },
      ]
    : input.citations
  if (edit.text !== null) {
    if (input.form !== 'TEXT') throw new EditProblem('Its answer is a number: give a value.')
    return { ...input, text: edit.text, citations, correction }
  }
  if (input.form === 'TEXT') throw new EditProblem('Its answer is a text: give a text.')
  const unit = edit.unit ?? input.unit
  if (!unit) throw new EditProblem('It had no number, so name the unit of the new one.')
  const known = await tx.unit.findUnique({ where: { code: unit } })
  if (!known) throw new EditProblem(`There is no unit ${unit}.`)
  const was = input.unit ? await tx.unit.findUnique({ where: { code: input.unit } }) : known
  if (was!.dimension !== known.dimension && !converter(was!.code, unit))
    throw new EditProblem(`${unit} does not measure what ${was!.code} measures.`)
  const isNegative = [edit.value!.low, edit.value!.point, edit.value!.high].some((n) => n?.startsWith('-'))
  if (input.fact.kind === 'PRICE' && isNegative) throw new EditProblem('A price is not negative.')
  return { ...input, ...edit.value!, form: 'NUMBER', unit, citations, correction }
}
