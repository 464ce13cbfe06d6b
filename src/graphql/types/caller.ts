/** Who asks, and what they have left. */
import type { Allowance } from '../../domain/access/limits.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'

const Limit = builder.objectRef<Allowance>('CallerLimit').implement({
  description:
    'A limit on what one caller may spend. Each request spends its cost, `extensions.cost.requested` of its answer.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description:
        '"minute": what drains again within a minute, and the most at once. "day": a key\'s own quota for the day (UTC).',
    }),
    limit: t.exposeInt('limit', { description: 'Cost that may be spent: 200000.' }),
    left: t.exposeInt('left', { description: 'What is left of it, this request taken off: 199812.' }),
    resetSeconds: t.int({
      description: 'Seconds until all of it is there again: 1.',
      resolve: (allowance) => allowance.resetS,
    }),
  }),
})

export const Caller = builder
  .objectRef<Pick<Context, 'scopes' | 'keyId' | 'budget' | 'allowedDocuments'>>('Caller')
  .implement({
    description: 'Who asks.',
    fields: (t) => ({
      scopes: t.stringList({
        resolve: (caller) => [...caller.scopes],
        description: 'What the caller may do; without a key: "read".',
      }),
      keyId: t.exposeString('keyId', {
        nullable: true,
        description: 'The public id of the key, the part after `aef_`; null without one.',
      }),
      documentsOnly: t.boolean({
        description: 'Whether the caller may only ask registered documents.',
        resolve: (caller) => (caller.allowedDocuments ?? null) !== null,
      }),
      limits: t.field({
        type: [Limit],
        description: 'What the caller may spend, and what is left; empty where this server counts nothing.',
        resolve: (caller) => [...(caller.budget?.allowances() ?? [])],
      }),
    }),
  })
