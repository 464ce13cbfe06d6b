/** What every fact has, whatever its kind. */

import type { MaybePromise } from '../../domain/read/batch.ts'
import {
  answerOf,
  briefClaimsOf,
  briefHistoryOf,
  claimsOf,
  historyCountOf,
  historyOf,
  preferredClaim,
  quantityOf,
  resolutionOf,
} from '../../domain/read/belief.ts'
import { questionOf, statementOf } from '../../domain/read/describe.ts'
import type { Reader } from '../../domain/read/reader.ts'
import type { CitationRow } from '../../domain/read/rows.ts'
import { KIND_NAMES } from '../../kinds/facts.ts'
import { atArg } from '../arguments.ts'
import { asked } from '../asked.ts'
import { builder } from '../builder.ts'
import { pageSize } from '../connection.ts'
import { atOf } from '../context.ts'
import { broughtFact } from '../fact-connection.ts'
import { whenKnown } from '../fields.ts'
import { EXPECTED, LIMITS, REASONS_COST, SHORT_LIST_COST } from '../limits.ts'
import { CheckRef, CitationRef, ClaimRef, FactRef, QuantityRef, ResolutionRef } from '../refs.ts'
import { briefOf, inBrief, isCitedInBrief } from './brief.ts'
import { factById } from './by-id.ts'
import { packedFor } from './packed.ts'

/** Few facts have as many claims as may be asked for, so only a share of `first` is counted. */
const listCost = (share: number) => (args: { first?: number | null | undefined }) => ({
  field: 1,
  multiplier: Math.ceil(Math.min(Math.max(args.first ?? 100, 1), LIMITS.beliefMax) * share),
})
const FIRST = `How many, 1 to ${LIMITS.beliefMax}.`
const belief = (first: number | null | undefined) => pageSize(first, LIMITS.beliefMax, 100)

/** @param isBrief whether no more than a source and its role is asked of them. */
const citationsOf = (read: Reader, claimId: string, isBrief: boolean) =>
  (isBrief ? read.briefCitationsOfClaim(claimId) : read.citationsOfClaim(claimId)) as MaybePromise<
    CitationRow[]
  >

FactRef.implement({
  description: 'One measurable question with an identity, and all that sources answer to it.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: (fact) => KIND_NAMES[fact.kind],
  fields: (t) => ({
    question: t.string({
      description: 'One readable line: what is asked.',
      resolve: (f, _args, { read }) => questionOf(read, f),
    }),
    statement: t.string({
      description: 'One readable sentence: the answer with its qualifier, its date and who says so.',
      resolve: (f, _args, ctx, info) => statementOf(ctx.read, f, atOf(ctx, info)),
    }),
    value: t.field({
      type: QuantityRef,
      nullable: true,
      description:
        'The number of the preferred claim; null when unknown, not offered, or when the answer is a text.',
      args: atArg,
      resolve: (f, args, ctx, info) => whenKnown(answerOf(ctx.read, f, atOf(ctx, info, args)), quantityOf),
    }),
    provenance: t.field({
      type: [CitationRef],
      description: 'The sources of the preferred claim; empty when no claim answers.',
      complexity: SHORT_LIST_COST,
      resolve: (f, _args, ctx, info) => {
        const at = atOf(ctx, info)
        const isBrief = isCitedInBrief.itself(info)
        const { answered } = f
        if (isBrief && answered?.briefly && answered.at === at)
          return answered.briefly as unknown as CitationRow[]
        return whenKnown(answerOf(ctx.read, f, at), (claim) =>
          claim ? citationsOf(ctx.read, claim.id, isBrief) : [],
        )
      },
    }),
    claim: t.field({
      type: ClaimRef,
      nullable: true,
      description: 'The preferred claim; null when none answers.',
      args: atArg,
      resolve: (f, args, ctx, info) => preferredClaim(ctx.read, f.id, atOf(ctx, info, args)),
    }),
    claims: t.field({
      type: [ClaimRef],
      description: 'All answers, rivals included, the preferred one first; at a day, those that stood on it.',
      args: { ...atArg, first: t.arg.int({ defaultValue: 100, description: FIRST }) },
      complexity: listCost(EXPECTED.claimsShare),
      resolve: (f, args, ctx, info) => {
        const { read } = ctx
        const at = atOf(ctx, info, args)
        const first = belief(args.first)
        const packed = at === null ? packedFor(f, info) : undefined
        if (packed) return inBrief(packed.slice(0, first))
        if (asked(info).has('provenance')) read.citeClaims()
        const brief = at === null ? briefOf(info) : null
        if (brief) return inBrief(briefClaimsOf(read, f, first, brief))
        return claimsOf(read, f, at, first)
      },
    }),
    claimCount: t.int({
      description: 'How many answers there are in all, of any time.',
      resolve: async (f, _args, { read }) => (await read.claimCountOfFact.load(f.id))?.count ?? 0,
    }),
    history: t.field({
      type: [ClaimRef],
      description:
        'The series over valid time: the preferred claim of each period, oldest first. One that answers again later is there again.',
      args: { first: t.arg.int({ defaultValue: 100, description: FIRST }) },
      complexity: listCost(EXPECTED.historyShare),
      resolve: (f, args, { read }, info) => {
        const first = belief(args.first)
        const packed = packedFor(f, info)
        if (packed) return inBrief(packed.slice(0, first))
        if (asked(info).has('provenance')) read.citeClaims()
        const brief = briefOf(info)
        if (brief) return inBrief(briefHistoryOf(read, f.id, first, brief))
        return historyOf(read, f.id, first)
      },
    }),
    historyCount: t.int({
      description: 'How many claims the whole series has.',
      resolve: (f, _args, { read }) => historyCountOf(read, f.id),
    }),
    checks: t.field({
      type: [CheckRef],
      description: 'What was found when its claims were recomputed or compared, at most 500.',
      complexity: REASONS_COST,
      resolve: (f, _args, { read }) => read.checksOfFact.load(f.id),
    }),
    checkCount: t.int({
      description: 'How many checks of its claims stand.',
      resolve: async (f, _args, { read }) => (await read.checkCountOfFact.load(f.id))?.count ?? 0,
    }),
    resolution: t.field({
      type: ResolutionRef,
      nullable: true,
      description: 'By which rule the preferred claim was chosen, and why; null when no claim answers.',
      args: atArg,
      resolve: (f, args, ctx, info) => resolutionOf(ctx.read, f.id, atOf(ctx, info, args)),
    }),
  }),
})

builder.queryField('fact', (t) =>
  t.field({
    type: FactRef,
    nullable: true,
    description: 'A fact of any kind by its id; null when there is none.',
    args: {
      id: t.arg.id({
        required: true,
        description: 'The global id of a Price, EnergyRate, TokenUsage, Indicator or Assertion.',
      }),
    },
    resolve: (_root, args, ctx, info) => factById(String(args.id), (id) => broughtFact(ctx, info, id)),
  }),
)
