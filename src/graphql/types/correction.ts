/** Corrections: what ceased to stand, why, and what replaced it. */
import { REDACTED_TEXT } from '../../domain/read/describe.ts'
import { correctionList } from '../../domain/read/lists/belief.ts'
import { checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import { CorrectionConnection } from '../connections.ts'
import * as enums from '../enums.ts'
import { ClaimRef, CorrectionRef, FactRef, RevisionRef } from '../refs.ts'

builder.node(CorrectionRef, {
  description:
    'Why a claim ceased to stand, and what replaced it. Nothing is overwritten: both claims can be read.',
  id: { resolve: (c) => c.id, description: 'Globally unique id.' },
  fields: (t) => ({
    reason: t.field({
      type: enums.CorrectionReasonEnum,
      description: 'Why, as a code.',
      resolve: (c) => c.reason,
    }),
    note: t.string({
      description: 'Why, in words.',
      resolve: (c) => (c.redactedIn === null ? c.note : REDACTED_TEXT),
    }),
    before: t.field({
      type: ClaimRef,
      description: 'The claim that no longer stands.',
      resolve: async (c, _args, { read }) => (await read.claim.load(c.claimId))!,
    }),
    after: t.field({
      type: ClaimRef,
      nullable: true,
      description: 'The claim that stands in its place; null when it was withdrawn.',
      resolve: (c, _args, { read }) => (c.successorId ? read.claim.load(c.successorId) : null),
    }),
    fact: t.field({
      type: FactRef,
      description: 'The fact that the claim answered.',
      resolve: async (c, _args, { read }) => {
        const claim = (await read.claim.load(c.claimId))!
        return (await read.fact(claim.factId))!
      },
    }),
    revision: t.field({
      type: RevisionRef,
      description: 'The revision that made it.',
      resolve: async (c, _args, { read }) => (await read.revision.load(String(c.fromRevision)))!,
    }),
  }),
})

const CorrectionFilterInput = builder.inputType('CorrectionFilter', {
  description: 'Which corrections to list.',
  fields: (t) => ({
    reason: t.field({ type: [enums.CorrectionReasonEnum], description: 'Why: one reason or several.' }),
    source: t.stringList({ description: 'Slugs of the sources whose claims were corrected.' }),
  }),
})

builder.queryField('corrections', (t) =>
  t.field({
    type: CorrectionConnection,
    description: 'All corrections, newest first.',
    args: { filter: t.arg({ type: CorrectionFilterInput, description: 'Which to list.' }), ...pageArgs },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, { read }) => {
      checkFilter(filter)
      const list = correctionList(read.asOf, filter ?? {})
      return new Connection(read, list, (id) => read.correction.load(id), args)
    },
  }),
)
