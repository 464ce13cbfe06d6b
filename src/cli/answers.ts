/** What a server keeps of its answers, and how these are found before the application is asked. */
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { RevisionListener } from '../db/listen.ts'
import { knownCallers } from '../http/answers/callers.ts'
import { createHits, type HitOptions, type Hits } from '../http/answers/hits.ts'
import { logHits } from '../http/answers/log.ts'
import { createAnswers } from '../http/answers/store.ts'
import type { AppOptions } from '../http/app-options.ts'
import { ENDPOINT } from '../http/endpoint.ts'
import type { Metrics } from '../http/metrics.ts'

export interface OpenAnswers {
  /** For the application. */
  options: Pick<AppOptions, 'answers' | 'callers' | 'newest' | 'reached'>
  /** For the server; undefined where nothing is kept. */
  hits?: Hits
}

interface AnswersOptions {
  config: Config
  listener: RevisionListener
  log: Logger
  metrics: Metrics
}

export function openAnswers({ config, listener, log, metrics }: AnswersOptions): OpenAnswers {
  const { newest, notices, reached } = listener
  if (config.ANSWER_CACHE_MB === 0) return { options: { newest, reached } }
  const answers = createAnswers(config.ANSWER_CACHE_MB * 1_000_000)
  const callers = knownCallers(notices)
  metrics.gauge({ name: 'facts_answer_cache_bytes', help: 'Bytes of kept answers.', read: answers.size })
  const logged = logHits(log, ENDPOINT, config.TRUST_PROXY)
  const answered: HitOptions['answered'] = (hit) => {
    metrics.answered('graphql', hit.status, 'cache', performance.now() - hit.started)
    logged(hit)
  }
  return {
    options: { answers, callers, newest, reached },
    hits: createHits({ endpoint: ENDPOINT, answers, callers, newest, answered }),
  }
}
