/** Checks and derivations: recomputed numbers with their inputs and their arithmetic. */
import { quantityOf } from '../../domain/read/belief.ts'
import { REDACTED_TEXT } from '../../domain/read/describe.ts'
import { checkList } from '../../domain/read/lists/belief.ts'
import type { InputRow, QuantityRow } from '../../domain/read/rows.ts'
import { checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import { CheckConnection } from '../connections.ts'
import type { Context } from '../context.ts'
import * as enums from '../enums.ts'
import { REASONS_COST } from '../limits.ts'
import {
  CheckRef,
  ClaimRef,
  ComputationInputRef,
  DerivationRef,
  FactRef,
  QuantityRef,
  RevisionRef,
  RuleRef,
} from '../refs.ts'

const inputClaims = async (rows: Promise<InputRow[]>, { read }: Context) =>
  (await Promise.all((await rows).map((i) => read.claim.load(i.claimId)))).filter((c) => c !== null)

ComputationInputRef.implement({
  description: 'A claim that went into a formula, with the part that it plays there.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its part: "numerator".' }),
    claim: t.field({
      type: ClaimRef,
      description: 'The claim as it stood.',
      resolve: async (i, _args, { read }) => (await read.claim.load(i.claimId))!,
    }),
  }),
})

builder.node(CheckRef, {
  description: 'A recomputation or comparison of what a claim asserts, with its verdict.',
  id: { resolve: (c) => c.id, description: 'Globally unique id of this outcome.' },
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description: 'The lasting name of the check, over all its outcomes: "d1-thousandfold".',
    }),
    method: t.field({
      type: enums.CheckMethodEnum,
      description: 'How it was made.',
      resolve: (c) => c.method,
    }),
    verdict: t.field({ type: enums.VerdictEnum, description: 'What it found.', resolve: (c) => c.verdict }),
    question: t.string({
      description: 'What was asked.',
      resolve: (c) => (c.redactedIn === null ? c.question : REDACTED_TEXT),
    }),
    explanation: t.string({
      description: 'The arithmetic with its numbers, and why the verdict follows.',
      resolve: (c) => (c.redactedIn === null ? c.explanation : REDACTED_TEXT),
    }),
    formula: t.exposeString('formula', {
      nullable: true,
      description: 'The formula that was computed: "ratio"; null where none was.',
    }),
    expected: t.field({
      type: QuantityRef,
      nullable: true,
      description: 'What was computed, or for a SUSPECT mark what the claim was compared with.',
      resolve: (c) => (c.qualifier && c.unitCode ? (c as QuantityRow) : null),
    }),
    actual: t.field({
      type: QuantityRef,
      nullable: true,
      description: 'What the claim asserts; null for a text.',
      resolve: async (c, _args, { read }) => quantityOf(await read.claim.load(c.claimId)),
    }),
    claim: t.field({
      type: ClaimRef,
      description: 'The claim that is judged.',
      resolve: async (c, _args, { read }) => (await read.claim.load(c.claimId))!,
    }),
    fact: t.field({
      type: FactRef,
      description: 'The fact that the claim answers.',
      resolve: async (c, _args, { read }) => (await read.fact(c.factId))!,
    }),
    inputs: t.field({
      type: [ClaimRef],
      description: 'The claims that it rests on. Never empty.',
      complexity: REASONS_COST,
      resolve: (c, _args, ctx) => inputClaims(ctx.read.inputsOfCheck.load(c.id), ctx),
    }),
    namedInputs: t.field({
      type: [ComputationInputRef],
      description: 'The same, each with the part that it plays in the formula.',
      complexity: REASONS_COST,
      resolve: (c, _args, { read }) => read.inputsOfCheck.load(c.id),
    }),
    rule: t.field({
      type: RuleRef,
      description: 'The rule by which the verdict was given.',
      resolve: async (c, _args, { read }) => (await read.rule.load(c.ruleId))!,
    }),
    recordedIn: t.field({
      type: RevisionRef,
      description: 'The revision since which this outcome stands.',
      resolve: async (c, _args, { read }) => (await read.revision.load(String(c.fromRevision)))!,
    }),
  }),
})

DerivationRef.implement({
  description: 'How the value of a derived claim was computed.',
  fields: (t) => ({
    formula: t.exposeString('formula', { description: 'The formula: "ratio", "growth".' }),
    arithmetic: t.string({
      description: 'The computation with its numbers: "140 trillion ÷ 100 billion = 1,400 times".',
      resolve: (d) => (d.redactedIn === null ? d.arithmetic : REDACTED_TEXT),
    }),
    inputs: t.field({
      type: [ComputationInputRef],
      description:
        'The claims that went in. When one is corrected, the value is computed anew in the same revision.',
      complexity: REASONS_COST,
      resolve: (d, _args, { read }) => read.inputsOfDerivation.load(d.id),
    }),
    rule: t.field({
      type: RuleRef,
      description: 'The formulas in the version that was used.',
      resolve: async (d, _args, { read }) => (await read.rule.load(d.ruleId))!,
    }),
  }),
})

const CheckFilterInput = builder.inputType('CheckFilter', {
  description: 'Which checks to list.',
  fields: (t) => ({
    source: t.stringList({
      description: 'Slugs of the sources whose claims are judged: "china-made-tech-140-trillion-tokens".',
    }),
    verdict: t.field({ type: [enums.VerdictEnum], description: 'What they found.' }),
    method: t.field({ type: [enums.CheckMethodEnum], description: 'How they were made.' }),
    formula: t.stringList({ description: 'Formulas: "ratio".' }),
    slug: t.stringList({ description: 'Lasting names: "d1-thousandfold".' }),
  }),
})

builder.queryField('checks', (t) =>
  t.field({
    type: CheckConnection,
    description: 'All checks that stand, by their names.',
    args: { filter: t.arg({ type: CheckFilterInput, description: 'Which to list.' }), ...pageArgs },
    complexity: pageCost,
    resolve: (_root, { filter, ...args }, { read }) => {
      checkFilter(filter)
      return new Connection(read, checkList(read.asOf, filter ?? {}), (id) => read.check.load(id), args)
    },
  }),
)
