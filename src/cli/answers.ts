/** What a server keeps of its answers, and how these are found before the application is asked. */
import { hash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import type { RevisionListener } from '../db/listen.ts'
import { openRedis } from '../db/redis.ts'
import { secretOf } from '../domain/receipts/secret.ts'
import { knownCallers } from '../http/answers/callers.ts'
import { createHits, type HitOptions, type Hits } from '../http/answers/hits.ts'
import { logHits } from '../http/answers/log.ts'
import { redisAnswers } from '../http/answers/second-level.ts'
import { createAnswers } from '../http/answers/store.ts'
import type { AppOptions } from '../http/app-options.ts'
import { ENDPOINT } from '../http/endpoint.ts'
import type { Metrics } from '../http/metrics.ts'
import { buildId } from './build-id.ts'

export interface OpenAnswers {
  /** For the application. */
  options: Pick<AppOptions, 'answers' | 'callers' | 'newest'>
  /** For the server; undefined where nothing is kept. */
  hits?: Hits
  close(): void
}

interface AnswersOptions {
  config: Config
  db: Db
  listener: RevisionListener
  log: Logger
  metrics: Metrics
}

/** @throws StartupError when there is a Redis, and it refuses us. */
export async function openAnswers(options: AnswersOptions): Promise<OpenAnswers> {
  const { config, db, listener, log, metrics } = options
  const { newest, notices } = listener
  if (config.ANSWER_CACHE_MB === 0) return { options: { newest }, close: () => undefined }
  // A connection of its own: whoever is counted must not wait behind large answers.
  const redis = config.REDIS_URL
    ? await openRedis(config.REDIS_URL, (error) => log.warn({ err: error }, 'answers are not shared'))
    : undefined
  const second = redis && redisAnswers(redis, await ledgerOf(db), buildId())
  const answers = createAnswers(config.ANSWER_CACHE_MB * 1_000_000, second)
  const callers = knownCallers(notices)
  metrics.gauge({ name: 'facts_answer_cache_bytes', help: 'Bytes of kept answers.', read: answers.size })
  const logged = logHits(log, ENDPOINT, config.TRUST_PROXY)
  const answered: HitOptions['answered'] = (hit) => {
    metrics.answered('graphql', hit.status, 'cache', performance.now() - hit.started)
    logged(hit)
  }
  return {
    options: { answers, callers, newest },
    hits: createHits({ endpoint: ENDPOINT, answers, callers, newest, answered }),
    close: () => redis?.close(),
  }
}

/** Tells one database from all others, without telling its secret. */
async function ledgerOf(db: Db): Promise<string> {
  return hash('sha256', await secretOf(db, 'answers'))
}
