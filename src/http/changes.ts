/** `/changes`: the change feed as NDJSON, to its end or, with `?follow=true`, for as long as the client listens. */
import type { Db } from '../db/client.ts'
import { type Caller, requireScope } from '../domain/access/caller.ts'
import { type Change, type ChangePage, changePage } from '../domain/read/change-feed.ts'
import { newestRevision } from '../domain/read/revisions.ts'
import { AppError } from '../errors.ts'
import { canonicalJson } from '../lib/canonical.ts'
import { type Ends, encoded, streamOf } from './export-stream.ts'

export const CHANGES_PATH = '/changes'

/** Changes that are read at once: what is held in memory for one client. */
const PAGE = 500
/** A line without anything, so that proxies and clients know that the connection is alive. */
const HEARTBEAT_MS = 15_000
/** How long a notice of a new revision may be missing before the database is asked. */
const POLL_MS = 1_000

interface ChangesRequest extends Ends {
  db: Db
  request: Request
  url: URL
  caller: Caller
  /** Resolves when there may be a new revision, at the latest after so many milliseconds. */
  nextRevision: (ms: number, signal: AbortSignal) => Promise<void>
  /** Aborted when the server stops: who follows is told by the end of the stream. */
  stopping: AbortSignal
}

export async function changesRoute(asked: ChangesRequest): Promise<Response> {
  const { request, url, caller, failed, hangUp } = asked
  requireScope(caller, 'sync')
  const { after, follow } = parametersOf(url.searchParams)
  const chunks = encoded(lines(asked, after, follow))
  const body = await streamOf(chunks, request, { failed, hangUp })
  const headers = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' }
  return new Response(request.method === 'HEAD' ? null : body, { headers })
}

function parametersOf(parameters: URLSearchParams): { after: string | null; follow: boolean } {
  for (const name of new Set(parameters.keys())) {
    // A misspelt parameter must not begin the feed anew.
    if (name !== 'after' && name !== 'follow')
      throw new AppError('BAD_ARGUMENT', 'The parameters are after=<cursor> and follow=true.')
    if (parameters.getAll(name).length > 1) throw new AppError('BAD_ARGUMENT', `Give ${name} once.`)
  }
  const follow = parameters.get('follow') ?? 'false'
  if (follow !== 'true' && follow !== 'false') throw new AppError('BAD_ARGUMENT', 'follow is true or false.')
  return { after: parameters.get('after'), follow: follow === 'true' }
}

async function* lines(
  { db, request, nextRevision, stopping }: ChangesRequest,
  from: string | null,
  follow: boolean,
): AsyncGenerator<string, void, void> {
  const ended = AbortSignal.any([request.signal, stopping])
  let after = from
  // The first line comes at once, so that a client that follows knows that it is heard.
  let told = -HEARTBEAT_MS
  for (;;) {
    const newest = await newestRevision(db)
    if (!newest) throw new AppError('UNAVAILABLE', 'The ledger is empty: nothing has been imported yet.')
    let page: ChangePage
    do {
      page = await changePage(db, newest, after, PAGE)
      after = page.changes.at(-1)?.cursor ?? after
      const text = page.changes.map(lineOf).join('')
      if (text) told = performance.now()
      yield text
    } while (page.hasNextPage && !ended.aborted)
    if (!follow || ended.aborted) return
    if (performance.now() - told >= HEARTBEAT_MS) {
      told = performance.now()
      yield '\n'
    }
    await nextRevision(POLL_MS, ended)
    if (ended.aborted) return
  }
}

/** After the last change of a revision comes a line of its own: only then a copy is that of the revision. */
function lineOf({ revision, cursor, kind, key, op, row, isLast, time }: Change): string {
  const change = { revision, cursor, kind, key, op, ...(op === 'UPSERT' ? { row } : {}) }
  const end = { revision, cursor, op: 'REVISION', time: time.toISOString() }
  return `${canonicalJson(change)}\n${isLast ? `${canonicalJson(end)}\n` : ''}`
}
