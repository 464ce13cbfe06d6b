/** Keys made, rotated and revoked over the API, by the rules of the command `keys`. */
import { SCOPES } from '../../domain/access/caller.ts'
import { LONGEST_OVERLAP_HOURS, newKeyOf, overlapOf, type Spelling } from '../../domain/access/key-terms.ts'
import { createKey, type KeyInfo, revokeKey, rotateKey } from '../../domain/access/keys.ts'
import { checkFilter } from '../arguments.ts'
import { builder } from '../builder.ts'
import { MUTATION_COST } from '../limits.ts'
import { mutation } from '../mutation.ts'
import { ApiKey, KEY_ID, noSuchKey } from './keys.ts'

const OVERLAP_HOURS = 7 * 24

const ARGUMENTS: Spelling = {
  name: '`name`',
  scopes: `\`scopes\` is a list of ${Object.keys(SCOPES).join(', ')}`,
  expiresOn: '`expiresOn`',
  perMinute: '`perMinute`',
  daily: '`daily`',
  documentsOnly: '`documentsOnly`',
  documentsOf: '`documentsOf`',
}

interface Made {
  key: string
  info: KeyInfo
}

const SECRET =
  'The key itself, `aef_…`. It is told this once and kept nowhere: store it before anything else is done with the answer.'

const CreatedKey = builder.objectRef<Made>('CreatedKey').implement({
  description: 'A key that was just made.',
  fields: (t) => ({
    key: t.exposeString('key', { description: SECRET }),
    apiKey: t.field({
      type: ApiKey,
      description: 'What it allows, and until when.',
      resolve: (made) => made.info,
    }),
  }),
})

const RotatedKey = builder.objectRef<Made & { replaced: KeyInfo }>('RotatedKey').implement({
  description: 'A key that was just made in the place of another.',
  fields: (t) => ({
    key: t.exposeString('key', { description: SECRET }),
    apiKey: t.field({
      type: ApiKey,
      description: 'The new key: name, scopes, limits, documents and last day are those of the old one.',
      resolve: (made) => made.info,
    }),
    replaced: t.field({
      type: ApiKey,
      description: 'The old key: from its `expiresAt` on, only the new one is valid.',
      resolve: (made) => made.replaced,
    }),
  }),
})

builder.mutationFields((t) => ({
  createKey: t.field({
    ...mutation('admin', MUTATION_COST.keys),
    type: CreatedKey,
    description:
      'Makes a key. Wants a key with the scope `admin`, which gives only scopes that it has itself, and `admin` for no longer than it is valid itself. Limits it sets as it likes, whatever its own.',
    args: {
      name: t.arg.string({
        required: true,
        description: 'Who gets it: at most 100 characters on one line, "A partner".',
      }),
      scopes: t.arg.stringList({
        required: true,
        description: `What it allows: ${Object.entries(SCOPES)
          .map(([scope, meaning]) => `"${scope}", ${meaning}`)
          .join('; ')}.`,
      }),
      expiresOn: t.arg({
        type: 'Date',
        description:
          'The last day (UTC) on which it is valid: "2027-01-31"; until it is revoked when left out.',
      }),
      perMinute: t.arg.int({
        description: 'Cost that it may spend in a minute: 100000; as every key when left out.',
      }),
      daily: t.arg.int({
        description:
          'Cost that it may spend in a day (UTC): 5000000; no limit but that of a minute when left out.',
      }),
      documentsOnly: t.arg.boolean({
        description:
          'Whether it may only ask registered documents, so that it may stand openly in a frontend: true; false when left out. Its only scope is then "read".',
      }),
      documentsOf: t.arg.id({
        description:
          'The public id of a key: the same as `documentsOnly`, and the documents that this key, or one that took its place, registered by asking them may be asked as well as those of operators: "4t9x2m0qkz".',
      }),
    },
    resolve: async (_root, args, { server: { db, clock, keys }, keyId }) => {
      checkFilter(args)
      const { name, scopes, expiresOn = null, perMinute = null, daily = null } = args
      const { documentsOnly, documentsOf = null } = args
      const documents = { documentsOnly: documentsOnly ?? false, documentsOf }
      const said = { name, scopes, expiresOn, perMinute, daily, ...documents }
      const { id, key } = await createKey(db, clock, newKeyOf(said, ARGUMENTS, clock.now()), keyId!)
      return { key, info: (await keys.key.load(id))! }
    },
  }),
  rotateKey: t.field({
    ...mutation('admin', MUTATION_COST.keys),
    type: RotatedKey,
    description:
      'Makes a key in the place of another, which goes on beside it for a while and never longer than it would have anyway. Both spend from one budget. Wants a key with the scope `admin` that could have made the other one, see `createKey`. It may rotate itself, with an overlap of an hour at least.',
    args: {
      id: t.arg.id({ required: true, description: KEY_ID }),
      overlapHours: t.arg.int({
        description: `How long the old key goes on, 0 to ${LONGEST_OVERLAP_HOURS} hours; ${OVERLAP_HOURS} when left out.`,
      }),
    },
    resolve: async (_root, { id, overlapHours }, { server: { db, clock, keys }, keyId }) => {
      checkFilter(id)
      const told = `\`overlapHours\` is a whole number from 0 to ${LONGEST_OVERLAP_HOURS}.`
      const overlapMs = overlapOf(overlapHours ?? OVERLAP_HOURS, told)
      const made = await rotateKey(db, clock, id, overlapMs, keyId!)
      if (!made) throw noSuchKey()
      const [info, replaced] = await Promise.all([keys.key.load(made.id), keys.key.load(id)])
      return { key: made.key, info: info!, replaced: replaced! }
    },
  }),
  revokeKey: t.field({
    ...mutation('admin', MUTATION_COST.keys),
    type: ApiKey,
    description:
      'Ends a key at once and for good; one that was revoked before keeps its time. Wants a key with the scope `admin`. A key never ends itself, so that nobody locks himself out by mistake: another one does, or `npm run keys` beside the server.',
    args: { id: t.arg.id({ required: true, description: KEY_ID }) },
    resolve: async (_root, { id }, { server: { db, clock }, keyId }) => {
      checkFilter(id)
      const key = await revokeKey(db, clock, id, keyId!)
      if (!key) throw noSuchKey()
      return key
    },
  }),
}))
