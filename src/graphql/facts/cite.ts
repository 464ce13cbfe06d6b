/** Citations to paste: of one fact, and a bibliography for several. */
import { bibliographyOf, citationText } from '../../domain/read/cite.ts'
import { AppError } from '../../errors.ts'
import type { CitationStyle } from '../../kinds/vocabulary.ts'
import { builder } from '../builder.ts'
import { atOf } from '../context.ts'
import { CitationStyleEnum } from '../enums.ts'
import { CITE_COST, LIMITS } from '../limits.ts'
import { FactRef } from '../refs.ts'
import { factById } from './by-id.ts'

const styleArg = builder.args((t) => ({
  style: t.field({
    type: CitationStyleEnum,
    defaultValue: 'APA',
    description: 'How to write it, for example APA for a reference list or BIBTEX for LaTeX.',
  }),
}))
const costOf = (style: CitationStyle | null | undefined) => CITE_COST[style ?? 'APA']

builder.interfaceField(FactRef, 'cite', (t) =>
  t.string({
    description:
      'The citation to print under the answer: the sources of the preferred claim and our own record with its revision, for example "OpenAI. (n.d.). API pricing. Retrieved May 1, 2026, from …". It reads the day that `at` above asks for.',
    args: styleArg,
    complexity: ({ style }) => costOf(style),
    resolve: (fact, { style }, ctx, info) => citationText(ctx.read, fact, atOf(ctx, info), style ?? 'APA'),
  }),
)

builder.queryField('bibliography', (t) =>
  t.string({
    description:
      'One bibliography for several facts: each source once, and our record of each fact. Reference lists are sorted as their style asks; BibTeX, CSL-JSON and RIS keep the order of the facts.',
    args: {
      facts: t.arg.idList({
        required: true,
        description: `Global ids of facts, as \`id\` of a Price or an Indicator gives them; at most ${LIMITS.nodesMax}.`,
      }),
      ...styleArg,
    },
    complexity: ({ facts, style }) => costOf(style) * Math.min(facts?.length ?? 1, LIMITS.nodesMax),
    resolve: async (_root, { facts, style }, { read }) => {
      if (facts.length > LIMITS.nodesMax)
        throw new AppError('BAD_ARGUMENT', `\`facts\` has at most ${LIMITS.nodesMax} items.`)
      const ids = [...new Set(facts.map(String))]
      const found = await Promise.all(ids.map((id) => factById(id, (own) => read.fact(own))))
      const missing = ids.filter((_, i) => !found[i])
      if (missing.length > 0)
        throw new AppError('BAD_ARGUMENT', `\`facts\` holds what is the id of no fact: ${missing[0]}`)
      return bibliographyOf(
        read,
        found.filter((fact) => fact !== null),
        style ?? 'APA',
      )
    },
  }),
)
