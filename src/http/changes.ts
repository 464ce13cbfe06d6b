/** `/changes`: the change feed as NDJSON, to its end or, with `?follow=true`, for as long as the client listens. */
import type { Db } from '../db/client.ts'
import { heard } from '../db/heard.ts'
import { type Caller, requireScope } from '../domain/access/caller.ts'
import { type Budget, ROUTE_COST } from '../domain/access/limits.ts'
import { type Change, type ChangePage, changePage, cursorAfter } from '../domain/read/change-feed.ts'
import type { ChooseDb } from '../domain/read/reads.ts'
import type { RevisionFeed } from '../domain/read/revision-feed.ts'
import { newestOf } from '../domain/read/revisions.ts'
import { AppError } from '../errors.ts'
import { canonicalJson } from '../lib/canonical.ts'
import { UNBUFFERED } from './event-stream.ts'
import { type Ends, encoded, streamOf } from './export-stream.ts'

export const CHANGES_PATH = '/changes'

/** Changes that are read at once: what is held in memory for one client. */
const PAGE = 500
/** A line without anything, so that proxies and clients know that the connection is alive. */
const HEARTBEAT_MS = 15_000

interface ChangesRequest extends Ends {
  db: Db
  /** Where pages of the feed are read. */
  choose: ChooseDb
  request: Request
  url: URL
  caller: Caller
  budget?: Budget | undefined
  feed: Pick<RevisionFeed, 'newerThan'>
  /** Takes a place for a stream without an end, and gives it back when called. */
  enter: () => () => void
  /** Whether the key is still in force, for a stream may outlive it. */
  mayGoOn: () => Promise<boolean>
  /** Aborted when the server stops: who follows is told by the end of the stream. */
  stopping: AbortSignal
}

export async function changesRoute(asked: ChangesRequest): Promise<Response> {
  const { request, url, caller, budget, failed, hangUp } = asked
  requireScope(caller, 'sync')
  await budget?.spend(ROUTE_COST.changes)
  const parameters = parametersOf(url.searchParams)
  const chunks = encoded(parameters.follow ? followed(asked, parameters) : lines(asked, parameters))
  const body = await streamOf(chunks, request, { failed, hangUp })
  const headers = {
    'content-type': 'application/x-ndjson',
    ...UNBUFFERED,
  }
  if (request.method !== 'HEAD') return new Response(body, { headers })
  await body.cancel()
  return new Response(null, { headers })
}

interface Parameters {
  after: string | null
  follow: boolean
  /** The most changes to send. */
  limit: number
}

function parametersOf(parameters: URLSearchParams): Parameters {
  for (const name of new Set(parameters.keys())) {
    // A misspelt parameter must not begin the feed anew.
    if (name !== 'after' && name !== 'follow' && name !== 'limit')
      throw new AppError('BAD_ARGUMENT', 'The parameters are after=<cursor>, follow=true and limit=<number>.')
    if (parameters.getAll(name).length > 1) throw new AppError('BAD_ARGUMENT', `Give ${name} once.`)
  }
  const follow = parameters.get('follow') ?? 'false'
  if (follow !== 'true' && follow !== 'false') throw new AppError('BAD_ARGUMENT', 'follow is true or false.')
  const limit = parameters.get('limit')
  if (limit !== null && !/^[1-9]\d{0,8}$/.test(limit))
    throw new AppError('BAD_ARGUMENT', 'limit is how many changes to send at most, such as limit=1000.')
  return {
    after: parameters.get('after'),
    follow: follow === 'true',
    limit: limit === null ? Number.POSITIVE_INFINITY : Number(limit),
  }
}

async function* followed(asked: ChangesRequest, parameters: Parameters): AsyncGenerator<string, void, void> {
  const leave = asked.enter()
  try {
    yield* lines(asked, parameters)
  } finally {
    leave()
  }
}

async function* lines(
  { db, choose, request, feed, mayGoOn, stopping }: ChangesRequest,
  { after: begin, follow, limit }: Parameters,
): AsyncGenerator<string, void, void> {
  // Who does not follow takes the end of the stream for the end of the feed, so a server that stops sends the rest.
  const ended = follow ? AbortSignal.any([request.signal, stopping]) : request.signal
  let after = begin
  let left = limit
  // The first line comes at once, so that a client that follows knows that it is heard.
  let told = -HEARTBEAT_MS
  for (;;) {
    const newest = await newestOf(db)
    await heard(db, newest)
    const from = await choose(newest, newest)
    let page: ChangePage
    do {
      page = await changePage(from, newest, after, Math.min(PAGE, left))
      left -= page.changes.length
      after = page.changes.at(-1)?.cursor ?? after
      const text = page.changes.map(lineOf).join('')
      if (text) told = performance.now()
      yield text
    } while (page.hasNextPage && left > 0 && !ended.aborted)
    if (left > 0 && !page.hasNextPage && page.reached < newest.revision) {
      // Of a revision that changed no row, so that whoever follows knows that its copy is of that one too.
      after = cursorAfter(newest.revision)
      told = performance.now()
      yield endLine(newest.revision, after, newest.time)
    }
    if (!follow || left === 0 || ended.aborted) return
    if (performance.now() - told >= HEARTBEAT_MS) {
      told = performance.now()
      yield '\n'
    }
    const quiet = AbortSignal.timeout(Math.ceil(HEARTBEAT_MS - (performance.now() - told)))
    await feed.newerThan(newest.revision, AbortSignal.any([ended, quiet]))
    // Whoever comes again is told why.
    if (ended.aborted || !(await mayGoOn())) return
  }
}

/** After the last change of a revision comes a line of its own: only then a copy is that of the revision. */
function lineOf({ revision, cursor, kind, key, op, row, isLast, time }: Change): string {
  const change = { revision, cursor, kind, key, op, ...(op === 'UPSERT' ? { row } : {}) }
  return `${canonicalJson(change)}\n${isLast ? endLine(revision, cursor, time) : ''}`
}

const endLine = (revision: number, cursor: string, time: Date) =>
  `${canonicalJson({ revision, cursor, op: 'REVISION', time: time.toISOString() })}\n`
