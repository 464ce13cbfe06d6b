/** Claims submitted and corrected over the API, each as one import or edit: one transaction, one revision. */
import { EDITORS_REASONS, type EditSpelling, editOf } from '../../domain/ledger/edit-terms.ts'
import type { Rejection } from '../../domain/ledger/input.ts'
import {
  correctClaim,
  REMARKS_TOLD,
  type Remarks,
  submitClaims,
  type Writing,
  type Written,
} from '../../domain/ledger/submit.ts'
import { AppError } from '../../errors.ts'
import { checkFilter } from '../arguments.ts'
import { builder, decodeId } from '../builder.ts'
import type { Context } from '../context.ts'
import { CorrectionReasonEnum } from '../enums.ts'
import { LIMITS, MUTATION_COST, REMARKS_COST } from '../limits.ts'
import { mutation } from '../mutation.ts'

const Remark = builder.objectRef<Rejection>('ImportRemark').implement({
  description: 'What is said of one part of what was sent.',
  fields: (t) => ({
    where: t.exposeString('where', {
      description:
        'Its place: "document:12", the line of the document; of a correction, the name of the claim.',
    }),
    reason: t.exposeString('reason', {
      description: 'Why: "claims.3.source: there is no "paper" among the sources".',
    }),
  }),
})

const remarks = (description: string, of: (written: Written) => Remarks) => ({
  type: [Remark] as [typeof Remark],
  description: `${description} At most ${REMARKS_TOLD}; the count beside it is of all.`,
  complexity: REMARKS_COST,
  resolve: (written: Written) => [...of(written).told],
})

const Report = builder.objectRef<Written>('ImportReport').implement({
  description: 'What an import or a correction did.',
  fields: (t) => ({
    revision: t.exposeInt('revision', {
      nullable: true,
      description:
        'The number of the revision that was made; null where nothing was to be changed, or was written.',
    }),
    dryRun: t.exposeBoolean('dryRun', {
      description: 'Whether it was only tried: then nothing was written.',
    }),
    claimsAdded: t.int({ description: 'Claims that came anew.', resolve: (w) => w.claims.added }),
    claimsSuperseded: t.int({
      description: 'Claims that were replaced by a corrected one.',
      resolve: (w) => w.claims.superseded,
    }),
    claimsWithdrawn: t.int({
      description: 'Claims that ended without a successor.',
      resolve: (w) => w.claims.withdrawn,
    }),
    claimsUnchanged: t.int({
      description: 'Claims that the ledger held already.',
      resolve: (w) => w.claims.unchanged,
    }),
    entitiesAdded: t.int({
      description: 'Sources, models, countries and the like that came anew.',
      resolve: (w) => w.entities.added,
    }),
    entitiesChanged: t.int({
      description: 'Those that were described anew.',
      resolve: (w) => w.entities.changed,
    }),
    answers: t.exposeInt('answers', {
      description: 'Facts whose preferred claim, reason or spread changed, for some period.',
    }),
    checks: t.exposeInt('checks', { description: 'Outcomes of checks that came, changed or ended.' }),
    rejected: t.field(remarks('What broke a rule and was left out; the rest was taken.', (w) => w.rejected)),
    rejectedCount: t.int({ description: 'How many were left out.', resolve: (w) => w.rejected.count }),
    suspects: t.field(
      remarks('Claims that were taken, but are so far off that they are not preferred.', (w) => w.suspects),
    ),
    suspectCount: t.int({ description: 'How many are suspect.', resolve: (w) => w.suspects.count }),
    problems: t.field(
      remarks(
        'Wrong shapes, unknown names and what the key may not say; with any of them nothing was taken.',
        (w) => w.problems,
      ),
    ),
    problemCount: t.int({ description: 'How many problems there are.', resolve: (w) => w.problems.count }),
  }),
})

const DRY_RUN = 'Check everything and tell the report, write nothing.'
const IDEMPOTENCY_KEY =
  'Your word for this one thing, 1 to 200 characters: a UUID. Asked again under it within 24 hours, by this key or one that took its place, nothing is done again and the first answer is told; with anything else in it, it is IDEMPOTENCY_CONFLICT. So ask again after an answer that was lost, or a TIMEOUT. What ended with an error is not kept.'

const SubmitInput = builder.inputType('SubmitClaimsInput', {
  description: 'Facts to be imported.',
  fields: (t) => ({
    document: t.string({
      required: true,
      description:
        'A file of facts as text, JSON or YAML: {"sources":[…],"claims":[{"key":"list","source":"paper",…}]}. Its sections and fields are in the README, Own data.',
    }),
    dryRun: t.boolean({ defaultValue: false, description: DRY_RUN }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
})

const CorrectInput = builder.inputType('CorrectClaimInput', {
  description: 'One claim, and what becomes of it: another value, another text, or its end.',
  fields: (t) => ({
    claim: t.string({
      required: true,
      description:
        'The claim: its id, or its source and key, "deepseek-pricing-page-2025-08/list-output.output".',
    }),
    value: t.string({
      description: 'The number: "0.42", "about 61", "more than 140e12", "at most 5", "0.08 to 0.10".',
    }),
    text: t.string({ description: 'The answer of a claim without a number: "It will not."' }),
    unit: t.string({ description: 'Another unit of the same kind for the number: "USD/Mtok".' }),
    source: t.string({ description: 'The slug of a source that is cited for the correction as well.' }),
    withdraw: t.boolean({ defaultValue: false, description: 'End the claim without a successor.' }),
    reason: t.field({
      type: CorrectionReasonEnum,
      required: true,
      description: `Why: ${EDITORS_REASONS.join(', ')}. The others come about by themselves.`,
    }),
    note: t.string({
      required: true,
      description: 'Why in words, for everybody to read: "Misread the row."',
    }),
    dryRun: t.boolean({ defaultValue: false, description: DRY_RUN }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
})

const ARGUMENTS: EditSpelling = {
  value: '`value`',
  text: '`text`',
  unit: '`unit`',
  source: '`source`',
  choices: '`value`, `text`, `withdraw`',
}

/** @throws AppError BAD_ARGUMENT for what no text of ours can be, half of a character too. */
function checkTexts(input: object): void {
  checkFilter(input)
  for (const text of Object.values(input))
    if (typeof text === 'string' && !text.isWellFormed())
      throw new AppError('BAD_ARGUMENT', 'A text argument must be well-formed Unicode.')
}

function writingOf(
  ctx: Context,
  given: { dryRun?: boolean | null | undefined; idempotencyKey?: string | null | undefined },
): Writing {
  return {
    keyId: ctx.keyId!,
    account: ctx.account!,
    isEditor: ctx.scopes.includes('admin'),
    dryRun: given.dryRun ?? false,
    idempotencyKey: given.idempotencyKey ?? null,
    patience: { lockMs: LIMITS.statementMs, signal: ctx.signal },
  }
}

/** So that the answer tells the revision from which on what was written can be read. */
function noted(ctx: Context, written: Written): Written {
  ctx.wrote.revision = Math.max(ctx.wrote.revision, written.revision ?? 0)
  return written
}

builder.mutationFields((t) => ({
  submitClaims: t.field({
    ...mutation('write', MUTATION_COST.ledger),
    type: Report,
    description:
      'Imports facts: entities, sources and claims, with the checks and the report of any import, as one revision or none. The same content again changes nothing, and a claim that the ledger holds under the same source and key is superseded. Wants a key with the scope `write`; with `admin` as well it may say what is reserved to editors: licences, another licence of a known source, ranks, checks, merges, `plausible`, the reasons RECOMPUTED and LEGAL_DEMAND, claims of the source "editorial", and entities that cite no other source.',
    args: { input: t.arg({ type: SubmitInput, required: true, description: 'What to import.' }) },
    resolve: async (_root, { input: { document, ...given } }, ctx) => {
      checkTexts(given)
      const { db, clock, readSubmitted } = ctx.server
      return noted(ctx, await submitClaims(db, clock, writingOf(ctx, given), document, readSubmitted))
    },
  }),
  correctClaim: t.field({
    ...mutation('write', MUTATION_COST.ledger),
    type: Report,
    description:
      'Corrects or withdraws one claim that stands, as one revision. The old claim stays readable with the reason, and `supersededBy` names the new one; what was derived from it is computed anew. Wants a key with the scope `write`. To redact, to restore, and to hold a suspect plausible is left to whoever runs the server; claims of the source "editorial" want `admin` as well.',
    args: { input: t.arg({ type: CorrectInput, required: true, description: 'What to correct.' }) },
    resolve: async (_root, { input }, ctx) => {
      checkTexts(input)
      const { value = null, text = null, unit = null, source = null, withdraw, reason } = input
      const edit = editOf({ value, text, unit, source }, withdraw ? { do: 'withdraw' } : null, ARGUMENTS)
      if (!EDITORS_REASONS.includes(reason))
        throw new AppError('BAD_ARGUMENT', `Give a reason of these: ${EDITORS_REASONS.join(', ')}.`)
      const note = input.note.trim()
      if (note === '') throw new AppError('BAD_ARGUMENT', 'Say why in words: `note`.')
      const { typename, id } = decodeId(input.claim)
      const claim = typename === 'Claim' ? id : input.claim
      const { db, clock } = ctx.server
      return noted(ctx, await correctClaim(db, clock, writingOf(ctx, input), { claim, edit, reason, note }))
    },
  }),
}))
