/** All routes as one fetch handler; needs no port, so tests call it as it is. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { databaseFailure } from '../db/failures.ts'
import { ANYBODY, type Caller } from '../domain/access/caller.ts'
import type { Budget } from '../domain/access/limits.ts'
import { createPlaces } from '../domain/access/places.ts'
import { createDocuments } from '../domain/documents/documents.ts'
import { cursorAfter } from '../domain/read/change-feed.ts'
import { chooserOf } from '../domain/read/reads.ts'
import { createRevisionFeed } from '../domain/read/revision-feed.ts'
import { newestRevision } from '../domain/read/revisions.ts'
import { receiptsOf } from '../domain/receipts/receipts.ts'
import { addressRules } from '../domain/webhooks/address.ts'
import { AppError, internalError } from '../errors.ts'
import type { Answered } from '../graphql/ask-known.ts'
import { LIMITS } from '../graphql/limits.ts'
import { schemaText } from '../graphql/schema.ts'
import { createGraphql } from '../graphql/yoga.ts'
import { readSubmitted } from '../ingest/facts/submitted.ts'
import { systemClock } from '../lib/clock.ts'
import { createDirect, type Direct, type Handed } from './answers/direct.ts'
import type { AppOptions } from './app-options.ts'
import { askForReceipts, createAsk } from './ask.ts'
import { authorize, credentialIn, keyHeaders, pathForLog, refuseKeyInAddress, sendsKey } from './authorize.ts'
import { changeable } from './bytes.ts'
import { clientAddress, clientOf } from './caller.ts'
import { CHANGES_PATH, changesRoute } from './changes.ts'
import { chargeRefused } from './charge-refused.ts'
import { createCharts, pinsChart } from './charts.ts'
import { preflight } from './cors.ts'
import { createDocsRoute } from './docs.ts'
import { ENDPOINT } from './endpoint.ts'
import { exportPath, exportRoute } from './export.ts'
import { finish } from './finish.ts'
import { createGraphiql } from './graphiql.ts'
import { graphqlRoute } from './graphql.ts'
import { createKeeper } from './kept.ts'
import { limitAnswer } from './limit-time.ts'
import { METRICS_PATH, metricsRoute } from './metrics-route.ts'
import { createNoteAnswer } from './note-answer.ts'
import { ownQuestions } from './own-questions.ts'
import { createPages } from './pages.ts'
import { ready, text } from './plain.ts'
import { problem } from './problem.ts'
import { tellLimits } from './rate-limit-headers.ts'
import { readiness } from './readiness.ts'
import { createReceipts } from './receipts.ts'

/** All pages with their compressed copies, for two or three names of the server. */
const KEPT_DOCS_BYTES = 16_000_000

/** Bytes of pages, and of charts, that are kept to be sent again: apart, so that searches push no picture out. */
const KEPT_BYTES = 32_000_000

/**
 * @param peer the address at the other end of the connection.
 * @param hangUp ends the connection at once: how a client learns that a streamed answer broke off. Without it the
 *   stream itself fails.
 */
export interface App {
  (request: Request, peer?: string, hangUp?: () => void, handed?: Handed): Promise<Response>
  /** The same without a `Request`, for what is plain; absent where no answers are kept. */
  direct?: Direct
}

/** A request on its way through the routes. */
interface Asked {
  request: Request
  url: URL
  caller: Caller
  /** Whoever asks, as limits tell callers apart. */
  client: string
  address: string
  /** Of the caller; undefined where nothing is counted. */
  budget?: Budget | undefined
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal
  hangUp?: (() => void) | undefined
  name?: string | undefined
  /** See `graphqlRoute`. */
  answered?: Answered | undefined
}

export function createApp(options: AppOptions): App {
  const { db, log, trustProxy = false, clock = systemClock, publicUrl, limiter } = options
  const { addresses = addressRules(false), webhooks, metrics, metricsReaders = 'private' } = options
  const { answers, callers, newest = () => null } = options
  const newestNow = async () => newest() ?? newestRevision(db)
  const { documents: documentsMode = 'any' } = options
  const { nextRevision = pause, stopping = new AbortController().signal } = options
  // One id for a request, its answer's header, its errors and its lines in the log.
  const requestId = new AsyncLocalStorage<string>()
  const logFailure = (error: unknown) => {
    const id = requestId.getStore() ?? randomUUID()
    log.error({ id, err: error }, 'request failed')
    return id
  }
  const note = createNoteAnswer(metrics, log)
  const choose = chooserOf(db, options.replicas)
  const receipts = receiptsOf(db, clock)
  const feed = createRevisionFeed({ db, nextRevision, stopping })
  const places = createPlaces({ caller: LIMITS.streams, server: LIMITS.serverStreams })
  const documents = createDocuments(db, clock)
  const graphql = createGraphql({
    ...{ db, choose, clock, addresses, receipts, feed, places, documents, ownQuestions },
    ...{ readSubmitted, endpoint: ENDPOINT, log: logFailure },
  })
  const receiptRoutes = createReceipts({
    receipts,
    endpoint: ENDPOINT,
    publicUrl,
    ask: askForReceipts(graphql.yoga, ENDPOINT),
  })
  const graphiql = createGraphiql({ endpoint: ENDPOINT, assetsPath: '/graphiql' })
  const ask = createAsk(graphql.yoga, ENDPOINT)
  const keeper = () => createKeeper(KEPT_BYTES)
  const charts = createCharts({ db, ask, receipts, keeper: keeper(), endpoint: ENDPOINT, publicUrl })
  const pages = createPages({ db, ask, keeper: keeper(), publicUrl, known })
  const docs = createDocsRoute(createKeeper(KEPT_DOCS_BYTES), publicUrl)
  const sdl = schemaText()

  async function route(asked: Asked): Promise<Response> {
    const { request, url, caller, client, budget, signal, hangUp } = asked
    const { pathname } = url
    if (pathname === ENDPOINT)
      return graphqlRoute(asked, {
        ...{ graphql, graphiql, db, publicUrl, documents, documentsMode, answers },
        newest: newestNow,
      })
    const pins = request.method === 'POST' && pinsChart(pathname)
    if (request.method !== 'GET' && request.method !== 'HEAD' && !pins)
      return problem(new AppError('METHOD_NOT_ALLOWED', 'Only GET is allowed here.'), { allow: 'GET, HEAD' })
    if (pathname === '/healthz') return text(200, 'ok\n')
    if (pathname === '/readyz') {
      const parts = { limits: limiter?.state() ?? 'off', webhooks: webhooks?.() ?? 'off' } as const
      return ready({ ...(await readiness(db)), ...parts })
    }
    if (pathname === '/schema.graphql')
      return text(200, sdl, { 'content-type': 'application/graphql; charset=utf-8' })
    const streamed = { db, choose, request, url, caller, budget, failed: logFailure, hangUp }
    if (exportPath(pathname)) return exportRoute({ ...streamed, cursorOf: cursorAfter, stopping })
    if (pathname === CHANGES_PATH)
      return changesRoute({
        ...{ ...streamed, feed, stopping },
        enter: () => places.enter(client),
        mayGoOn: () => maySync(request),
      })
    const numbers =
      pathname === METRICS_PATH ? await metricsRoute(metrics, metricsReaders, { ...asked, trustProxy }) : null
    if (numbers) return numbers
    const behalf = { caller, client, budget, signal }
    const found =
      (await docs(request, url, budget)) ??
      (await receiptRoutes(request, url, signal)) ??
      (await charts(request, url, behalf)) ??
      (await graphiql.asset(request)) ??
      (await pages.answer(request, url, behalf))
    return (
      found ??
      pages.refuse(new AppError('NOT_FOUND', 'There is nothing here. The API is at /graphql.'), request, url)
    )
  }

  async function maySync(request: Request): Promise<boolean> {
    const { scopes } = await authorize(db, clock, request).catch((error) => {
      if (error instanceof AppError && error.code === 'UNAUTHENTICATED') return ANYBODY
      throw error
    })
    return scopes.includes('sync')
  }

  /** @param url null when the Host header, which is whatever the client sent, makes no URL. */
  async function answered(
    request: Request,
    url: URL | null,
    signal: AbortSignal,
    peer?: string,
    hangUp?: () => void,
    { name, begun }: Handed = {},
  ): Promise<Response> {
    if (!url) throw new AppError('BAD_REQUEST', 'The path and the Host header make no valid URL.')
    // Whoever reads the address as a text would find more parameters in it than whoever reads it as a URL.
    if (request.url.includes('#')) throw new AppError('BAD_REQUEST', 'An address has no # when it is sent.')
    // Browsers send no key with it.
    if (request.method === 'OPTIONS') return preflight(request)
    const address = clientAddress(request.headers, peer, trustProxy)
    // Of whoever it is, until that is known.
    let budget = limiter?.budgetOf(ANYBODY, address)
    const routed = async () => {
      if (begun?.of) budget = begun.of.budget
      if (begun?.outcome.failed) throw begun.outcome.failed.error
      refuseKeyInAddress(url)
      const own = keyHeaders(request)
      const check = () => authorize(db, clock, own)
      const isQuestion = url.pathname === ENDPOINT && newest() !== null
      const checked = () => (callers ? callers.checked(credentialIn(request), isQuestion, check) : check())
      const caller = begun?.of?.caller ?? (await checked())
      if (!begun) budget = limiter?.budgetOf(caller, address)
      const client = clientOf(caller, address)
      const answered = begun?.outcome.answered
      return route({ request, url, caller, client, address, budget, signal, hangUp, name, answered })
    }
    const answer = await routed().catch(fail)
    if (!budget) return answer
    const isQuestion = url.pathname === ENDPOINT && !answer.headers.has('cache-status')
    const charged = changeable(await chargeRefused(answer, budget, isQuestion).catch(fail))
    tellLimits(charged.headers, budget)
    return charged
  }

  const app: App = async (request, peer, hangUp, handed) => {
    const { id, started } = handed?.begun ?? { id: randomUUID(), started: performance.now() }
    const url = URL.parse(request.url)
    const response = await requestId.run(id, () =>
      limitAnswer((signal) => answered(request, url, signal, peer, hangUp, handed).catch(fail)),
    )
    const answer = changeable(response)
    const { headers, status } = answer
    const pathname = url?.pathname
    const path = pathname === undefined ? undefined : pathForLog(pathname)
    finish(headers, { id, path, status, hasKey: sendsKey(request) })
    const client = clientAddress(request.headers, peer, trustProxy)
    note({ id, client, method: request.method, pathname, path, status, headers, started })
    return answer
  }

  /** An error as callers may see it; what nobody foresaw is logged. */
  function known(error: unknown): AppError {
    const foreseen = error instanceof AppError ? error : databaseFailure(error)
    return foreseen ?? internalError(logFailure(error))
  }

  function fail(error: unknown): Response {
    return problem(known(error))
  }

  if (!answers) return app
  const direct = createDirect({
    ...{ answers, newest, documentsMode, limiter, trustProxy, note },
    ...{ askKnown: graphql.askKnown, runAs: (id, work) => requestId.run(id, work) },
  })
  return Object.assign(app, { direct })
}

const pause = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => undefined)
