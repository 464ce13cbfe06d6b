/** Keys cared for over the API, by a key with the scope `admin`. */
import { type KeyInfo, revokeKey } from '../../domain/access/keys.ts'
import { AppError } from '../../errors.ts'
import { checkFilter } from '../arguments.ts'
import { builder } from '../builder.ts'
import { MUTATION_COST } from '../limits.ts'
import { mutation } from '../mutation.ts'

const ApiKey = builder.objectRef<KeyInfo>('ApiKey').implement({
  description: 'A key of a caller. Its secret is never told again.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its public id, the part after `aef_`: "4t9x2m0qkz".' }),
    name: t.exposeString('name', { description: 'Who has it: "A partner".' }),
    scopes: t.stringList({
      description: 'What it allows, beside reading: "sync".',
      resolve: (key) => [...key.scopes],
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (key) => key.createdAt,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The first instant at which it is no longer valid; null: never.',
      resolve: (key) => key.expiresAt,
    }),
    revokedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null while it is not.',
      resolve: (key) => key.revokedAt,
    }),
  }),
})

const noSuchKey = () => new AppError('NOT_FOUND', 'There is no key with this id.')

builder.mutationField('revokeKey', (t) =>
  t.field({
    ...mutation('admin', MUTATION_COST.keys),
    type: ApiKey,
    description:
      'Ends a key at once; one that was revoked before keeps its time. Wants a key with the scope `admin`.',
    args: {
      id: t.arg.id({ required: true, description: 'The public id of the key, the part after `aef_`.' }),
    },
    resolve: async (_root, { id }, { server: { db, clock }, keyId }) => {
      checkFilter(id)
      const key = await revokeKey(db, clock, id, keyId!)
      if (!key) throw noSuchKey()
      return key
    },
  }),
)
