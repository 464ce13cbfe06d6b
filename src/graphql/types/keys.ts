/** Keys as whoever cares for them sees them: without their secrets. */
import { requireScope } from '../../domain/access/caller.ts'
import { BY_CLI, type KeyEvent } from '../../domain/access/key-events.ts'
import { KEY_LIST } from '../../domain/access/key-reader.ts'
import type { KeyInfo } from '../../domain/access/keys.ts'
import { AppError } from '../../errors.ts'
import { checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, connectionOf, pageCost } from '../connection.ts'
import { SHORT_LIST_COST } from '../limits.ts'
import { PRIVATE } from '../private-fields.ts'

const KeyAction = builder.enumType('KeyAction', {
  description: 'What was done to a key.',
  values: {
    CREATED: { description: 'It was made.' },
    ROTATED: { description: 'Another key was made in its place.' },
    REVOKED: { description: 'It was ended for good.' },
  },
})

const KeyEventRef = builder.objectRef<KeyEvent>('KeyEvent').implement({
  description: 'One thing that was done to a key. The log is kept for good.',
  fields: (t) => ({
    action: t.field({
      type: KeyAction,
      description: 'What was done.',
      resolve: (event) => event.action as 'CREATED' | 'ROTATED' | 'REVOKED',
    }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: (event) => event.at }),
    by: t.exposeString('by', {
      description: 'Who did it: the public id of a key, or "cli" for whoever runs the server.',
    }),
  }),
})

export const ApiKey = builder.objectRef<KeyInfo>('ApiKey').implement({
  description: 'A key of a caller. Its secret is told once, when it is made.',
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
    perMinute: t.exposeInt('perMinute', {
      nullable: true,
      description: 'Cost that it may spend in a minute: 100000; null: as every key.',
    }),
    daily: t.exposeInt('daily', {
      nullable: true,
      description: 'Cost that it may spend in a day (UTC): 5000000; null: no limit but that of a minute.',
    }),
    rotatedTo: t.exposeID('rotatedTo', {
      nullable: true,
      description: 'The public id of the key that took its place; null when it was not rotated.',
    }),
    documentsOnly: t.boolean({
      description: 'Whether it may only ask registered documents.',
      resolve: (key) => key.documentsOf !== null,
    }),
    documentsOf: t.id({
      nullable: true,
      description:
        'The public id of the first key of the account whose documents it may ask beside those of operators: "4t9x2m0qkz"; null where it may ask those of operators alone, or any.',
      resolve: (key) => (key.documentsOf === BY_CLI ? null : key.documentsOf),
    }),
    events: t.field({
      type: [KeyEventRef],
      description: 'What was done to it, newest first: each of the three things at most once.',
      complexity: SHORT_LIST_COST,
      resolve: (key, _args, { server }) => server.keys.events.load(key.id),
    }),
  }),
})

const ApiKeyConnection = connectionOf('ApiKey', ApiKey)

export const KEY_ID = 'The public id of the key, the part after `aef_`: "4t9x2m0qkz".'

/** Not repeated in the message: what stands there by mistake may be a whole key. */
export function noSuchKey(): AppError {
  return new AppError(
    'NOT_FOUND',
    'There is no key with this id: it is the part after aef_, without the secret.',
  )
}

builder.queryFields((t) => ({
  keys: t.field({
    type: ApiKeyConnection,
    extensions: PRIVATE,
    description: 'All keys, oldest first. Wants a key with the scope `admin`.',
    args: pageArgs,
    complexity: pageCost,
    resolve: (_root, args, { read, scopes, keyId, server }) => {
      requireScope({ scopes, keyId }, 'admin')
      return new Connection(read, KEY_LIST, (id) => server.keys.key.load(id), args)
    },
  }),
  key: t.field({
    type: ApiKey,
    nullable: true,
    extensions: PRIVATE,
    description: 'A key; NOT_FOUND when there is none of this id. Wants a key with the scope `admin`.',
    args: { id: t.arg.id({ required: true, description: KEY_ID }) },
    resolve: async (_root, { id }, { scopes, keyId, server }) => {
      requireScope({ scopes, keyId }, 'admin')
      checkFilter(id)
      const key = await server.keys.key.load(id)
      if (!key) throw noSuchKey()
      return key
    },
  }),
}))
