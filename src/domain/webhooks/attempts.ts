/**
 * What becomes of a message: when it is tried again, when it has failed for good, and when a webhook is switched off
 * because nobody answers there. What is sent over the network stands in `src/webhooks`.
 */
import type { Db, Tx } from '../../db/client.ts'
import type { Clock } from '../../lib/clock.ts'
import { openSecret } from './signing-secret.ts'

/** One try to send a message. */
export interface Attempt {
  /** ISO time at which it began. */
  at: string
  /** HTTP status; null where there was no answer. */
  status: number | null
  ms: number
  /** Why it failed, in a few words; null where it did not. */
  error: string | null
}

/** A message that is due, with all that is needed to send it. */
export interface Due {
  id: string
  webhookId: string
  event: string
  url: string
  payload: string
  /** In clear; two while a rotation goes on. */
  secrets: string[]
  /** How often it was tried before. */
  attempts: number
}

export interface Schedule {
  /** Tries of a message. */
  attempts: number
  /** Milliseconds to wait after so many tries that failed. */
  wait(failed: number): number
}

const FIRST_WAIT_MS = 10_000
const TIMES = 3
/** Up to so much of a wait more or less, so that what failed together does not come back together. */
const JITTER = 0.2

/** Ten tries in about 27 hours: 10 seconds after the first, then 3 times as long after each, give or take a fifth. */
export const SCHEDULE: Schedule = {
  attempts: 10,
  wait: (failed) => FIRST_WAIT_MS * TIMES ** (failed - 1) * (1 + JITTER * (2 * Math.random() - 1)),
}

/** A webhook at which every attempt failed for so long is switched off when the next message has failed for good. */
export const FAILING_DAYS = 5
const DAY_MS = 86_400_000

const ATTEMPTS_KEPT = 20

/**
 * @param attempt how often it had been tried when the job was made: a job that comes late or twice finds another number.
 * @returns null where nothing is to be sent; what can't be sent any more has failed then.
 */
export async function openAttempt(db: Db, clock: Clock, id: string, attempt: number): Promise<Due | null> {
  const row = await db.delivery.findUnique({ where: { id } })
  if (row?.state !== 'PENDING' || row.attempts !== attempt) return null
  const webhook = await db.webhook.findUniqueOrThrow({ where: { id: row.webhookId } })
  const key = await db.apiKey.findUniqueOrThrow({ where: { id: webhook.keyId } })
  const now = clock.now()
  const isOver = key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)
  const why = isOver
    ? 'the key that owns the webhook was revoked or has expired'
    : webhook.disabledAt !== null
      ? 'the webhook is switched off'
      : row.payload === null
        ? 'what it told was withheld on legal demand'
        : null
  if (why !== null) {
    await closeAttempt(db, clock, row, { at: now.toISOString(), status: null, ms: 0, error: why }, null)
    return null
  }
  const { previousSecret, previousUntil } = webhook
  const kept = previousSecret && previousUntil! > now ? [webhook.secret, previousSecret] : [webhook.secret]
  return {
    ...{
      id,
      webhookId: webhook.id,
      event: row.event,
      url: webhook.url,
      payload: row.payload!,
      attempts: attempt,
    },
    secrets: await Promise.all(kept.map((secret) => openSecret(db, webhook.id, secret))),
  }
}

/**
 * Writes down how a try went, and what follows from it.
 * @param schedule null where it is the last one, whatever it was.
 */
export async function closeAttempt(
  db: Db,
  clock: Clock,
  { id, webhookId, attempts }: Pick<Due, 'id' | 'webhookId' | 'attempts'>,
  attempt: Attempt,
  schedule: Schedule | null,
): Promise<void> {
  const isDone = attempt.error === null
  const isGone = attempt.status === 410
  const tries = attempts + 1
  const isLast = isDone || isGone || schedule === null || tries >= schedule.attempts
  const state = isDone ? 'DELIVERED' : isLast ? 'FAILED' : 'PENDING'
  const now = clock.now()
  const next = isLast ? null : new Date(now.getTime() + schedule.wait(tries))
  await db.$transaction(async (tx) => {
    // First the webhook, then its messages: whoever deletes it or sends again locks in this order too.
    await tx.$queryRaw`SELECT 1 FROM "Webhook" WHERE "id" = ${webhookId} FOR NO KEY UPDATE`
    // Whoever else had the same job may have been quicker.
    const written = await tx.$executeRaw`
      UPDATE "Delivery" SET "state" = ${state}, "attempts" = ${tries}, "nextAttemptAt" = ${next}, "queuedAt" = NULL,
        "log" = (SELECT jsonb_agg(l.entry ORDER BY l.n) FROM (SELECT t.entry, t.n
          FROM jsonb_array_elements("log" || ${JSON.stringify([attempt])}::jsonb) WITH ORDINALITY AS t(entry, n)
          ORDER BY t.n DESC LIMIT ${ATTEMPTS_KEPT}) AS l)
      WHERE "id" = ${id} AND "state" = 'PENDING' AND "attempts" = ${attempts}`
    if (written > 0 && schedule !== null) await judge(tx, webhookId, now, { isDone, isGone, isLast })
  })
}

async function judge(
  tx: Tx,
  id: string,
  now: Date,
  { isDone, isGone, isLast }: { isDone: boolean; isGone: boolean; isLast: boolean },
): Promise<void> {
  const isOn = { id, disabledAt: null }
  if (isDone) {
    await tx.webhook.updateMany({
      where: { ...isOn, failingSince: { not: null } },
      data: { failingSince: null },
    })
    return
  }
  if (isGone) {
    await tx.webhook.updateMany({ where: isOn, data: { disabledAt: now, disabledWhy: 'GONE' } })
    return
  }
  await tx.webhook.updateMany({ where: { ...isOn, failingSince: null }, data: { failingSince: now } })
  if (!isLast) return
  const long = new Date(now.getTime() - FAILING_DAYS * DAY_MS)
  await tx.webhook.updateMany({
    where: { ...isOn, failingSince: { lte: long } },
    data: { disabledAt: now, disabledWhy: 'FAILING' },
  })
}
