/** What partners write over the API: claims, as an import, and corrections, as edits by hand. */
import type { Db, Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import { EditProblem, type EditRequest, editIn, UnknownClaim } from './correct.ts'
import { recordIn } from './import.ts'
import type { ImportReport, LedgerInput, Rejection } from './input.ts'
import { writeOnce } from './write-once.ts'
import type { Patience } from './writer.ts'

/** Who writes, and how. */
export interface Writing {
  keyId: string
  /** See `Caller`. */
  account: string
  /** Whether the caller may say what is reserved to editors. */
  isEditor: boolean
  dryRun: boolean
  idempotencyKey: string | null
  patience: Patience
}

/** Reads a document of facts: as text at once, and by the names that the ledger holds when its turn has come. */
export type ReadSubmitted = (text: string) => Submitted

/**
 * @param run.origin under which the import is recorded.
 * @param run.isEditor whether the caller may say what is reserved to editors.
 * @returns what is wrong with it, all at once, in place of an input.
 */
export type Submitted = (
  tx: Tx,
  run: { origin: string; isEditor: boolean },
) => Promise<LedgerInput | readonly Rejection[]>

/** Remarks of one kind that are told and kept: a small document may have a hundred thousand. */
export const REMARKS_TOLD = 500

/** Remarks of one kind, and how many there were. */
export interface Remarks {
  told: readonly Rejection[]
  count: number
}

/** What was done, as it is told and kept: plain data. */
export interface Written
  extends Pick<ImportReport, 'revision' | 'entities' | 'claims' | 'checks' | 'answers'> {
  dryRun: boolean
  rejected: Remarks
  suspects: Remarks
  /** Why nothing was read; then nothing was written. */
  problems: Remarks
}

/** Some quote what was sent. */
const REMARK_CHARS = 1_000

const remarks = (all: readonly Rejection[]): Remarks => ({
  told: all.slice(0, REMARKS_TOLD).map(({ where, reason }) => ({ where, reason: cut(reason) })),
  count: all.length,
})

const cut = (text: string) =>
  text.length > REMARK_CHARS ? `${text.slice(0, REMARK_CHARS).toWellFormed()}…` : text

const NOTHING: Omit<Written, 'dryRun' | 'problems'> = {
  revision: null,
  entities: { added: 0, changed: 0 },
  claims: { added: 0, superseded: 0, withdrawn: 0, unchanged: 0, rejected: 0 },
  checks: 0,
  answers: 0,
  rejected: remarks([]),
  suspects: remarks([]),
}

/** @throws AppError as `writeOnce`. */
export function submitClaims(
  db: Db,
  clock: Clock,
  writing: Writing,
  document: string,
  read: ReadSubmitted,
): Promise<Written> {
  const { isEditor, dryRun } = writing
  // Before its turn, so that nobody waits for it.
  const submitted = read(document)
  return once(db, clock, writing, { do: 'submitClaims', document, dryRun }, async (tx) => {
    const input = await submitted(tx, { origin: nameOf(writing), isEditor })
    if (!('format' in input)) return { ...NOTHING, dryRun, problems: remarks(input) }
    return told(await recordIn(tx, clock, input, { dryRun }), dryRun)
  })
}

/** @throws AppError as `writeOnce`; NOT_FOUND for an unknown claim, BAD_ARGUMENT where it cannot be edited so. */
export function correctClaim(
  db: Db,
  clock: Clock,
  writing: Writing,
  request: Pick<EditRequest, 'claim' | 'edit' | 'reason' | 'note'>,
): Promise<Written> {
  const { isEditor, dryRun } = writing
  const what = { do: 'correctClaim', ...request, edit: { ...request.edit }, dryRun }
  return once(db, clock, writing, what as never, async (tx) => {
    try {
      return told(await editIn(tx, clock, { ...request, dryRun, by: nameOf(writing), isEditor }), dryRun)
    } catch (error) {
      if (!(error instanceof EditProblem)) throw error
      throw new AppError(error instanceof UnknownClaim ? 'NOT_FOUND' : 'BAD_ARGUMENT', error.message)
    }
  })
}

const nameOf = ({ keyId }: Writing) => `key:${keyId}`

function once(
  db: Db,
  clock: Clock,
  { account, idempotencyKey, patience }: Writing,
  what: Parameters<typeof writeOnce>[2]['what'],
  work: (tx: Tx) => Promise<Written>,
): Promise<Written> {
  return writeOnce(db, clock, { account, idempotencyKey, what, patience }, work)
}

function told(
  { revision, entities, claims, checks, answers, rejected, suspects }: ImportReport,
  dryRun: boolean,
): Written {
  const found = { rejected: remarks(rejected), suspects: remarks(suspects), problems: remarks([]) }
  return { dryRun, revision, entities, claims, checks, answers, ...found }
}
