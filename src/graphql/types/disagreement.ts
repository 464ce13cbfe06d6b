/** Where sources contradict each other most, and why they may. */
import { encodeGlobalID } from '@pothos/plugin-relay'
import { DISAGREEMENT_KINDS } from '../../domain/belief/disagreement.ts'
import { resolutionOf } from '../../domain/read/belief.ts'
import { likelyKindOf } from '../../domain/read/disagreements.ts'
import { disagreementList } from '../../domain/read/lists/belief.ts'
import type { FactRow, ResolutionRow } from '../../domain/read/rows.ts'
import { checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import { DisagreementConnection } from '../connections.ts'
import type { Context } from '../context.ts'
import * as enums from '../enums.ts'
import { REASONS_COST } from '../limits.ts'
import { ClaimRef, DisagreementRef, FactRef, ResolutionRef } from '../refs.ts'

const DisagreementKindEnum = enums.enumOf(
  'DisagreementKind',
  'What may lie behind a disagreement. The kinds are tried in this order: SWAPPED, DIFFERENT_DATES, TIER_AS_BASE, OTHER_METER, RESELLER_PRICE, ROUNDED, CURRENCY, DECIMAL_SLIP, FACTOR_OF_TEN, MOVING_NAME.',
  DISAGREEMENT_KINDS,
)

const LIKELY =
  'A guess by rule, from what else is stated of the fact, of the offer and of the same model elsewhere; later releases may tell more. The preferred answer is compared with the rival that lies farthest from it.'
const REASON =
  'Why that kind, with the numbers and who states them: "0.2288 USD/Mtok (A price file) equals the price of the same model and meter at OpenRouter."'
const EVIDENCE = 'The claims that the reason speaks of: the two that differ, then what explains them.'

const claimsOf = async (ids: readonly string[], { read }: Context) =>
  (await Promise.all(ids.map((id) => read.claim.load(id)))).filter((c) => c !== null)

const resolution = async (fact: FactRow, { read }: Context) => (await resolutionOf(read, fact.id, null))!
const likely = async (fact: FactRow, ctx: Context) => likelyOf(await resolution(fact, ctx), ctx)

/** Found once for each period that a request reads. */
const found = new WeakMap<ResolutionRow, ReturnType<typeof likelyKindOf>>()
function likelyOf(period: ResolutionRow, { read }: Context): ReturnType<typeof likelyKindOf> {
  const known = found.get(period) ?? likelyKindOf(read, period)
  found.set(period, known)
  return known
}

DisagreementRef.implement({
  description: 'A fact whose sources give different numbers for its newest period.',
  fields: (t) => ({
    id: t.id({
      description: 'Unique among disagreements; for caches of clients. The fact has its own.',
      resolve: (fact) => encodeGlobalID('Disagreement', fact.id),
    }),
    fact: t.field({ type: FactRef, description: 'The fact.', resolve: (fact) => fact }),
    resolution: t.field({
      type: ResolutionRef,
      description: 'Which answer is preferred, how far the answers lie apart, and who gives the others.',
      resolve: (fact, _args, ctx) => resolution(fact, ctx),
    }),
    likelyKind: t.field({
      type: DisagreementKindEnum,
      description: `What may lie behind it. ${LIKELY}`,
      resolve: async (fact, _args, ctx) => (await likely(fact, ctx))?.kind ?? 'UNKNOWN',
    }),
    likelyKindReason: t.string({
      description: REASON,
      resolve: async (fact, _args, ctx) => (await likely(fact, ctx))?.reason ?? 'No rule tells why.',
    }),
    likelyKindEvidence: t.field({
      type: [ClaimRef],
      description: EVIDENCE,
      complexity: REASONS_COST,
      resolve: async (fact, _args, ctx) => claimsOf((await likely(fact, ctx))?.evidence ?? [], ctx),
    }),
  }),
})

builder.objectFields(ResolutionRef, (t) => ({
  likelyKind: t.field({
    type: DisagreementKindEnum,
    nullable: true,
    description: `What may lie behind different answers for the period; null where all agree. Suspect ones are looked at where no others differ. ${LIKELY}`,
    resolve: async (period, _args, ctx) => (await likelyOf(period, ctx))?.kind ?? null,
  }),
  likelyKindReason: t.string({
    nullable: true,
    description: REASON,
    resolve: async (period, _args, ctx) => (await likelyOf(period, ctx))?.reason ?? null,
  }),
  likelyKindEvidence: t.field({
    type: [ClaimRef],
    description: `${EVIDENCE} Empty where all agree.`,
    complexity: REASONS_COST,
    resolve: async (period, _args, ctx) => claimsOf((await likelyOf(period, ctx))?.evidence ?? [], ctx),
  }),
}))

const DisagreementFilterInput = builder.inputType('DisagreementFilter', {
  description: 'Which disagreements to list.',
  fields: (t) => ({
    kind: t.field({ type: [enums.FactKindEnum], description: 'Kinds of fact: PRICE.' }),
    ratio: t.field({
      type: 'Decimal',
      description: 'Only answers that lie at least so many times apart: "2".',
    }),
  }),
})

builder.queryField('disagreements', (t) =>
  t.field({
    type: DisagreementConnection,
    description: 'Facts whose sources give different numbers for the newest period, the widest apart first.',
    args: { filter: t.arg({ type: DisagreementFilterInput, description: 'Which to list.' }), ...pageArgs },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, { read }) => {
      checkFilter(filter)
      return new Connection(read, disagreementList(read.asOf, filter ?? {}), (id) => read.fact(id), args)
    },
  }),
)
