/** The change feed for partners: what each revision did to full copies. */
import { requireScope } from '../../domain/access/caller.ts'
import type { Change, ChangePage } from '../../domain/read/change-feed.ts'
import { canonicalJson } from '../../lib/canonical.ts'
import { pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { pageCost, pageSize } from '../connection.ts'
import { PRIVATE } from '../private-fields.ts'
import { RevisionRef } from '../refs.ts'

const ChangeRef = builder.interfaceRef<Change>('Change').implement({
  description: 'What a revision did to one row of full copies.',
  resolveType: (change) => (change.op === 'UPSERT' ? 'Upsert' : 'Withdrawal'),
  fields: (t) => ({
    revision: t.field({
      type: RevisionRef,
      description: 'The revision that did it.',
      resolve: async (change, _args, { read }) => (await read.revision.load(String(change.revision)))!,
    }),
    kind: t.exposeString('kind', { description: 'The kind of full copy: "claim", "price", "source".' }),
    key: t.exposeString('key', {
      description: 'What names the row within its kind: an id, slug or code, "deepseek-v3.2".',
    }),
  }),
})

builder.objectRef<Change>('Upsert').implement({
  description: 'A row that came, or became another: put it in place of any row of the same kind and key.',
  interfaces: [ChangeRef],
  fields: (t) => ({
    row: t.string({
      description: 'The row as JSON text, as the line of the full copy of that revision: {"code":"CN",…}.',
      resolve: (change) => canonicalJson(change.row),
    }),
  }),
})

builder.objectRef<Change>('Withdrawal').implement({
  description: 'A row that is in copies no more: remove it.',
  interfaces: [ChangeRef],
})

const ChangeEdge = builder.objectRef<Change>('ChangeEdge').implement({
  description: 'One change with its place in the feed.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Give it as `after` to go on behind this change.' }),
    node: t.field({ type: ChangeRef, description: 'The change.', resolve: (change) => change }),
  }),
})

interface Page extends ChangePage {
  after: string | null
}

const PageInfo = builder.pageInfoRef()

const ChangeConnection = builder.objectRef<Page>('ChangeConnection').implement({
  description:
    'A page of the change feed. It may hold fewer changes than asked for although there are more: go by `pageInfo`.',
  fields: (t) => ({
    nodes: t.field({
      type: [ChangeRef],
      description: 'The changes of this page.',
      complexity: { field: 0, multiplier: 1 },
      resolve: (page) => page.changes,
    }),
    edges: t.field({
      type: [ChangeEdge],
      description: 'The changes of this page, each with its cursor.',
      complexity: { field: 0, multiplier: 1 },
      resolve: (page) => page.changes,
    }),
    pageInfo: t.field({
      type: PageInfo,
      description: 'Whether there is more, and where to go on. At the end, go on later from `endCursor`.',
      resolve: ({ after, changes, hasNextPage }) => ({
        hasNextPage,
        hasPreviousPage: after !== null,
        startCursor: changes[0]?.cursor ?? null,
        // Of an empty page too, so that whoever asks again later needs to keep nothing else.
        endCursor: changes.at(-1)?.cursor ?? after,
      }),
    }),
    highWater: t.exposeString('highWater', {
      description: 'The cursor behind the newest revision: whoever reached it has everything.',
    }),
  }),
})

builder.queryField('changes', (t) =>
  t.field({
    type: ChangeConnection,
    extensions: PRIVATE,
    description:
      'What each revision did to full copies, oldest first, in the order of commits. Applying all changes up to a revision gives its copies. Wants a key with the scope `sync`.',
    args: pageArgs,
    complexity: pageCost,
    resolve: async (_root, { first, after }, { read, scopes, keyId }) => {
      requireScope({ scopes, keyId }, 'sync')
      const page = await read.changes(after ?? null, pageSize(first))
      return { ...page, after: after ?? null }
    },
  }),
)
