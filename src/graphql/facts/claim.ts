/** Claims: one answer to a fact's question by one source. */

import { isPreferred, quantityOf } from '../../domain/read/belief.ts'
import { claimText } from '../../domain/read/describe.ts'
import type { Basis, Corroboration } from '../../kinds/vocabulary.ts'
import type { Precision } from '../../lib/period.ts'
import { checkFilter } from '../arguments.ts'
import { builder, decodeId } from '../builder.ts'
import { atOf } from '../context.ts'
import * as enums from '../enums.ts'
import { REASONS_COST, SHORT_LIST_COST } from '../limits.ts'
import {
  CheckRef,
  CitationRef,
  ClaimRef,
  CorrectionRef,
  DerivationRef,
  FactRef,
  QuantityRef,
  RevisionRef,
} from '../refs.ts'
import { citedInBrief } from './brief.ts'

builder.node(ClaimRef, {
  description:
    "One answer to a fact's question by one source. Claims are never changed or removed; a correction is a new claim.",
  id: { resolve: (c) => c.id, description: 'Globally unique id.' },
  fields: (t) => ({
    fact: t.field({
      type: FactRef,
      description: 'The fact whose question it answers.',
      resolve: async (c, _args, { read }) => (await read.fact(c.factId))!,
    }),
    text: t.string({
      description: 'What the source says, in our words, readable by itself.',
      resolve: (c, _args, { read }) => claimText(read, c),
    }),
    value: t.field({
      type: QuantityRef,
      nullable: true,
      description: 'The number; null for assertions and for "not offered".',
      resolve: (c) => quantityOf(c),
    }),
    validFrom: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When the value began to hold, as the source states it; of a price file, as its editions show, the newest time.',
      resolve: (c) => c.validFrom,
    }),
    validTo: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ceased to hold; this instant no longer belongs to it.',
      resolve: (c) => c.validTo,
    }),
    precision: t.field({
      type: enums.DatePrecisionEnum,
      description: 'How precisely the period is known.',
      resolve: (c) => c.precision as Precision,
    }),
    periodText: t.exposeString('periodText', {
      description: 'The period in words: "end of 2025", "March 2026", "undated".',
    }),
    firstSeenOn: t.field({
      type: 'Date',
      nullable: true,
      description:
        'The first dated edition of the source in which it was seen, where editions were recorded.',
      resolve: async (c, _args, { read }) => (await read.sightingsOfClaim.load(c.id))?.firstSeenOn ?? null,
    }),
    lastSeenOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'The last dated edition of the source in which it was seen.',
      resolve: async (c, _args, { read }) => (await read.sightingsOfClaim.load(c.id))?.lastSeenOn ?? null,
    }),
    basis: t.field({
      type: enums.BasisEnum,
      description: 'How the value came about.',
      resolve: (c) => c.basis as Basis,
    }),
    corroboration: t.field({
      type: enums.CorroborationEnum,
      description: 'What other sources say of it, as our editors found; `note` gives the reason.',
      resolve: (c) => c.corroboration as Corroboration,
    }),
    key: t.exposeString('key', { nullable: true, description: 'Its key within the source: "C48.output".' }),
    repeatOf: t.field({
      type: ClaimRef,
      nullable: true,
      description: 'The claim that it only passes on; such a claim is neither a rival nor a confirmation.',
      resolve: (c, _args, { read }) => (c.repeatOfId ? read.claim.load(c.repeatOfId) : null),
    }),
    preferred: t.boolean({
      description:
        'Whether it answers its fact: on the day of the nearest `at` above, or for some period when there is none.',
      resolve: (c, _args, ctx, info) => isPreferred(ctx.read, c, atOf(ctx, info)),
    }),
    provenance: t.field({
      type: [CitationRef],
      description: 'Its sources: first whose statement it is, then the pages that carry it. Never empty.',
      complexity: SHORT_LIST_COST,
      resolve: (c, _args, { read }) => citedInBrief(c) ?? read.citationsOfClaim(c.id),
    }),
    recordedIn: t.field({
      type: RevisionRef,
      description: 'The revision that added it.',
      resolve: async (c, _args, { read }) => (await read.revision.load(String(c.fromRevision)))!,
    }),
    supersededIn: t.field({
      type: RevisionRef,
      nullable: true,
      description: 'The revision that replaced it, if one did.',
      resolve: (c, _args, { read }) =>
        c.toRevision === null ? null : read.revision.load(String(c.toRevision)),
    }),
    supersededBy: t.field({
      type: ClaimRef,
      nullable: true,
      description: 'The claim that corrected it, if one did.',
      resolve: (c, _args, { read }) => read.supersededBy.load(c.id),
    }),
    correction: t.field({
      type: CorrectionRef,
      nullable: true,
      description: 'Why it ceased to stand, and what replaced it; null while it stands.',
      resolve: (c, _args, { read }) => (c.toRevision === null ? null : read.correctionOfClaim.load(c.id)),
    }),
    corrects: t.field({
      type: CorrectionRef,
      nullable: true,
      description: 'The correction by which it replaced an earlier claim; null for one that came anew.',
      resolve: (c, _args, { read }) => (c.supersedesId ? read.correctionByClaim.load(c.id) : null),
    }),
    checks: t.field({
      type: [CheckRef],
      description: 'What was found when it was recomputed or compared, at most 500; SUSPECT marks included.',
      complexity: REASONS_COST,
      resolve: (c, _args, { read }) => read.checksOfClaim.load(c.id),
    }),
    checkCount: t.int({
      description: 'How many checks of it stand.',
      resolve: async (c, _args, { read }) => (await read.checkCountOfClaim.load(c.id))?.count ?? 0,
    }),
    derivation: t.field({
      type: DerivationRef,
      nullable: true,
      description: 'How its value was computed; null for a value that its source states.',
      resolve: (c, _args, { read }) => read.derivationOfClaim.load(c.id),
    }),
    plausible: t.exposeString('plausible', {
      nullable: true,
      description: 'Why our editors hold it plausible although it is far off its rivals, where they had to.',
    }),
    digest: t.exposeString('digest', {
      nullable: true,
      description: 'SHA-256 of what it said, where that was withheld on legal demand.',
    }),
    redactedWhy: t.exposeString('redactedWhy', {
      nullable: true,
      description: 'On whose demand its content was withheld, where it was: "Court order 7".',
    }),
    note: t.exposeString('note', { nullable: true, description: 'What our editors remark on it.' }),
  }),
})

builder.queryField('claim', (t) =>
  t.field({
    type: ClaimRef,
    nullable: true,
    description: 'A claim by its id, superseded ones too; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'The global id of a Claim.' }) },
    resolve: (_root, args, { read }) => {
      checkFilter(String(args.id))
      const { typename, id } = decodeId(String(args.id))
      return typename === 'Claim' ? read.claim.load(id) : null
    },
  }),
)
