/** Where sources contradict each other most. */
import { encodeGlobalID } from '@pothos/plugin-relay'
import { resolutionOf } from '../../domain/read/belief.ts'
import { disagreementList } from '../../domain/read/lists/belief.ts'
import { checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import { DisagreementConnection } from '../connections.ts'
import * as enums from '../enums.ts'
import { DisagreementRef, FactRef, ResolutionRef } from '../refs.ts'

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
      resolve: async (fact, _args, { read }) => (await resolutionOf(read, fact.id, null))!,
    }),
  }),
})

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
