/** Whoever wants to know at once when the ledger has a new revision. */
import type { Revision } from '../../domain/read/rows.ts'
import { builder } from '../builder.ts'
import { RevisionRef } from '../refs.ts'

builder.subscriptionField('revisionPublished', (t) =>
  t.field({
    type: RevisionRef,
    description:
      'Each revision as soon as it is there, in order and once, whichever server of this installation made it. An event is read as of its own revision.',
    args: {
      after: t.arg.int({
        description:
          'The number of the last revision that you know, 12, to go on from there; each that has come since costs like the subscription itself. The newest when left out.',
      }),
    },
    subscribe: (_root, { after }, { revisionsAfter }) => revisionsAfter!(after ?? null),
    resolve: (revision: Revision) => revision,
  }),
)
