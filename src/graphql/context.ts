/** What resolvers see of the request: a reader at one revision, and what mutations hand on to the domain. */
import type { GraphQLResolveInfo } from 'graphql'
import type { AsOf } from '../db/as-of.ts'
import type { Db } from '../db/client.ts'
import type { KeyReader } from '../domain/access/key-reader.ts'
import type { Budget } from '../domain/access/limits.ts'
import type { Allowed } from '../domain/documents/allowed.ts'
import type { ReadSubmitted } from '../domain/ledger/submit.ts'
import type { At } from '../domain/read/belief.ts'
import type { Reader } from '../domain/read/reader.ts'
import type { Revision } from '../domain/read/rows.ts'
import type { Traces } from '../domain/read/traces.ts'
import type { AddressRules } from '../domain/webhooks/address.ts'
import type { FactKind } from '../kinds/vocabulary.ts'
import type { Clock } from '../lib/clock.ts'
import type { Described } from './fact-connection.ts'
import type { ListNote } from './note-lists.ts'
import type { Keep } from './plugins/use-keep.ts'

type Path = GraphQLResolveInfo['path']

/** What a request brings along from HTTP. */
export interface ServerContext {
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
  /** What the caller may do. */
  scopes: readonly string[]
  /** The id of the caller's key; null without one. */
  keyId: string | null
  /** Who asks, as limits tell callers apart: an account or a network. */
  client: string
  /** See `Caller`. */
  account: string | null
  /** Which documents the caller may ask; absent where the server itself asks. */
  allowedDocuments?: Allowed
  /** The hash of a document that was looked for just now, and that the caller may not ask. */
  missingDocument?: string
  /** What the operation's cost is taken from; absent where nothing is counted. */
  budget?: Budget
  /** `?asOf=` of the URL, as it stands there. */
  asOf?: string | null
  /** The newest revision, where that is known for sure. */
  newest?: AsOf
  /** What came of the question already; yoga only sends it. */
  answered?: object
  /** Filled with whether the answer may be kept. */
  keep?: Keep
  /** Filled with what the answer is made of. */
  traces?: Traces
  /** Filled with the lists that the answer holds a part of. */
  lists?: ListNote[]
}

export interface Context {
  read: Reader
  /** Handed to functions of the domain that write; resolvers read the ledger through `read`, and keys through `keys`. */
  server: { db: Db; clock: Clock; keys: KeyReader; readSubmitted: ReadSubmitted; addresses: AddressRules }
  /** What the caller may do; without a key, read. */
  scopes: readonly string[]
  /** The id of the caller's key; null without one. */
  keyId: string | null
  /** See `Caller`. */
  account: string | null
  /** See `ServerContext`. */
  allowedDocuments?: Allowed
  /** The newest revision that the request made itself; 0 before. */
  wrote: { revision: number }
  /** What the caller has left; absent where nothing is counted. */
  budget?: Budget
  /** Items of lists so far, see `charge.ts`. */
  items: { count: number }
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
  /** Whether only the cost is asked for, and no answer. */
  dryRun: boolean
  /** Whether a receipt of the answer is asked for. */
  receipt: boolean
  /** Filled with what the answer is made of, where somebody wants to know. */
  traces?: Traces
  /** See `ServerContext`. */
  lists?: ListNote[]
  /** Lists of facts that fields have described, by the nodes of the field and the kind. */
  described: Map<GraphQLResolveInfo['fieldNodes'], Map<FactKind, Described>>
  /** The `at` that a field gave, by its place in the answer. */
  givenAt: WeakMap<Path, At>
  /** Begins to listen behind a revision, or behind the newest; only subscriptions have it. */
  revisionsAfter?: (after: number | null) => Promise<AsyncIterable<Revision>>
}

/**
 * The day that a field reads: its own `at`, else that of the nearest field above, else none. Fields with an
 * `at` argument must call it with their arguments, so that the fields below find it.
 */
export function atOf(
  ctx: Context,
  info: GraphQLResolveInfo,
  args: { at?: string | null | undefined } = {},
): At {
  if (args.at !== undefined) {
    ctx.givenAt.set(info.path, args.at)
    return args.at
  }
  for (let path: Path | undefined = info.path; path; path = path.prev) {
    const given = ctx.givenAt.get(path)
    if (given !== undefined) return given
  }
  return null
}
