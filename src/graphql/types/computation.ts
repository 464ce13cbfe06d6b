/** Numbers that are computed for a question and kept nowhere. */
import { INPUTS_MAX } from '../../domain/derived/computation.ts'
import { REASONS_COST, SHORT_LIST_COST } from '../limits.ts'
import { CheckRef, ComputationInputRef, ComputationRef, QuantityRef } from '../refs.ts'

ComputationRef.implement({
  description:
    'A number computed for this answer from claims of the revision, exactly, and kept nowhere: the same question at the same revision gives the same number for ever. Bounds of the inputs are carried through as low and high.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is: "tokens-per-person".' }),
    formula: t.exposeString('formula', {
      description:
        'The formula in words: "Tokens that the country uses in a period, divided by its inhabitants."',
    }),
    value: t.field({
      type: QuantityRef,
      nullable: true,
      description:
        'The result: about 99,600 tokens per person and day. Null where there is none; see `reason`.',
      resolve: (c) => c.value,
    }),
    arithmetic: t.exposeString('arithmetic', {
      nullable: true,
      description: 'The computation with its numbers and its result; null like the value.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description:
        'Why there is no value, in a sentence: "The ledger holds no population of Namibia." Null where there is one.',
    }),
    inputs: t.field({
      type: [ComputationInputRef],
      description: `The claims that went in, each with its part, at most ${INPUTS_MAX}; all of them count.`,
      complexity: SHORT_LIST_COST,
      resolve: (c) => c.inputs,
    }),
    inputCount: t.exposeInt('inputCount', { description: 'How many claims went in.' }),
    assumptions: t.exposeStringList('assumptions', {
      description: 'What was taken for granted: which day, which coverage, which models, whose numbers.',
    }),
    warnings: t.exposeStringList('warnings', {
      description:
        'What to know before printing it: inputs that are estimates, unconfirmed or contradicted, and what was left out.',
    }),
    checks: t.field({
      type: [CheckRef],
      description: `What was found when the inputs were recomputed or compared, by name, at most ${INPUTS_MAX}.`,
      complexity: REASONS_COST,
      resolve: async (c, _args, { read }) => {
        const claims = [...new Set(c.inputs.map((i) => i.claimId))]
        const checks = (await Promise.all(claims.map((id) => read.checksOfClaim.load(id)))).flat()
        return checks.sort((a, b) => (a.slug < b.slug ? -1 : 1)).slice(0, INPUTS_MAX)
      },
    }),
  }),
})
