/**
 * Sends webhooks as long as the server runs: revisions become messages, messages become jobs, jobs become requests. Every
 * step is written down in the database before the next, so that whatever dies in between is gone on with, here or by
 * another server.
 */
import type { Logger } from 'pino'
import type { Db } from '../db/client.ts'
import type { AddressRules } from '../domain/webhooks/address.ts'
import { closeAttempt, openAttempt, SCHEDULE, type Schedule } from '../domain/webhooks/attempts.ts'
import { forgetOld, handBack, hasPending, queueUp } from '../domain/webhooks/deliveries.ts'
import { dispatchNext } from '../domain/webhooks/dispatch.ts'
import type { Clock } from '../lib/clock.ts'
import { post } from './post.ts'
import { type Job, openQueue, type Queue } from './queue.ts'

/** How long a notice of a new revision may be missing before the database is asked. */
const ASK_MS = 15_000
const FORGET_MS = 3_600_000
const TIMEOUT_MS = 15_000
/** A message that is due for so long had a job that was lost. Longer than pg-boss needs to hand one out again. */
const LOST_MS = 600_000
/** For what is under way when the server stops; another server goes on with the rest. */
const STOP_MS = 3_000
const HAND_BACK_MS = 2_000

export interface SenderOptions {
  db: Db
  /** Of the same database, for the connections of the queue. */
  url: string
  clock: Clock
  log: Logger
  rules: AddressRules
  /** Resolves when there may be something to do, at the latest after so many milliseconds. */
  next: (ms: number, signal: AbortSignal) => Promise<void>
  schedule?: Schedule
  timeoutMs?: number
  stopMs?: number
}

export interface Sender {
  /** `down` while messages can be neither made nor handed out; they wait in the database. */
  state(): 'ok' | 'down'
  close(): Promise<void>
}

export function startSender(options: SenderOptions): Sender {
  const { db, clock, log, next } = options
  const stopping = new AbortController()
  const stopped = new AbortController()
  const down = new Set<unknown>()
  /** Aborted when there is something new to send. */
  let made = new AbortController()
  let queue: Queue | undefined
  let forgotten = -FORGET_MS

  async function attempt({ id, attempt: number }: Job): Promise<void> {
    const { schedule = SCHEDULE, timeoutMs = TIMEOUT_MS, rules } = options
    const due = await openAttempt(db, clock, id, number)
    if (!due) return
    const tried = await post(due, { clock, rules, timeoutMs, signal: stopped.signal })
    if (!tried) return handBack(db, due)
    const { event, webhookId: webhook } = due
    log.debug({ delivery: id, webhook, event, attempt: number + 1, ...tried }, 'webhook sent')
    // Who tries an address out wants to know at once.
    await closeAttempt(db, clock, due, tried, event === 'PING' ? { ...schedule, attempts: 1 } : schedule)
    if (tried.error !== null) await queueAll()
  }

  async function queueAll(): Promise<void> {
    if (!queue) return
    const { add } = queue
    const makeJobs: Parameters<typeof queueUp>[3] = (tx, due) => add(tx, due, clock.now())
    while (await queueUp(db, clock, LOST_MS, makeJobs));
  }

  async function makeMessages(): Promise<void> {
    // Told after each step, for a replay may have thousands.
    while (!stopping.signal.aborted && (await dispatchNext(db, clock, stopping.signal))) made.abort()
  }

  async function sendMessages(): Promise<void> {
    if (!queue && !(await hasPending(db))) return
    queue ??= await openQueue(options.url, attempt, failed)
    await queueAll()
    if (performance.now() - forgotten < FORGET_MS) return
    forgotten = performance.now()
    await forgetOld(db, clock)
  }

  function failed(error: unknown): void {
    if (!stopping.signal.aborted) log.warn({ err: error }, 'webhooks are not sent')
  }

  async function keep(turn: () => Promise<void>, wait: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      // Before the turn: what comes during it must not be missed.
      const woken = wait()
      try {
        await turn()
        down.delete(turn)
      } catch (error) {
        down.add(turn)
        failed(error)
      }
      await woken
    }
  }

  // Side by side: what is ready is sent, whatever hinders new messages from being made, and however long that takes.
  const running = Promise.all([
    keep(makeMessages, () => next(ASK_MS, stopping.signal)),
    keep(sendMessages, () => {
      made = new AbortController()
      return next(ASK_MS, AbortSignal.any([stopping.signal, made.signal]))
    }),
  ])
  return {
    state: () => (down.size > 0 ? 'down' : 'ok'),
    close: async () => {
      stopping.abort()
      await running
      const { stopMs = STOP_MS } = options
      const late = setTimeout(() => stopped.abort(), stopMs)
      await queue?.close(stopMs + HAND_BACK_MS)
      clearTimeout(late)
    },
  }
}
