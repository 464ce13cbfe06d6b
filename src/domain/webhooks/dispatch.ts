/**
 * Turns revisions into messages: one revision in one transaction, in which the position moves on too, so that a crash
 * neither loses nor doubles any. Of several servers one does it at a time.
 */
import type { Db, Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { heard } from '../../db/heard.ts'
import type { Clock } from '../../lib/clock.ts'
import { sealAll } from '../read/proof/seals.ts'
import { newestRevision } from '../read/revisions.ts'
import { POSITION } from './deliveries.ts'
import { type Message, messagesOf } from './messages.ts'
import type { WebhookEvent } from './settings.ts'

/** As long as a revision may take; one with a whole market of changes takes seconds. */
const TRANSACTION_MS = 120_000

/**
 * Makes the messages of the next revision that nobody was told of yet, else of the next one that somebody asked to be
 * told of again.
 * @param stopping ends it while digests are made, of which there may be many.
 * @returns false where nothing was left to do, another server is at it, or this one stops.
 */
export async function dispatchNext(db: Db, clock: Clock, stopping?: AbortSignal): Promise<boolean> {
  const asOf = await newestRevision(db)
  if (asOf) await heard(db, asOf)
  const newest = asOf?.revision ?? 0
  // A message tells the digest, which is made behind the revision. Where that fails, it is told without; where a server
  // that stops ends it, the message is left to the next one.
  const digested = { disabledAt: null, events: { has: 'REVISION_PUBLISHED' satisfies WebhookEvent } }
  if (await db.webhook.findFirst({ where: digested, select: { id: true } })) {
    const isSealed = await sealAll(db, stopping).catch(() => true)
    if (!isSealed) return false
  }
  return db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = ${Prisma.raw(`${TRANSACTION_MS}`)}`
      const [position] = await tx.$queryRaw<{ revision: number | null }[]>`
        SELECT "revision" FROM "WebhookPosition" WHERE "id" = ${POSITION} FOR UPDATE SKIP LOCKED`
      return position !== undefined && (await step(tx, clock.now(), position.revision ?? 0, newest))
    },
    { timeout: TRANSACTION_MS },
  )
}

/** All but the secrets. */
const TOLD = {
  ...{ id: true, events: true, threshold: true, models: true, sellers: true, meters: true, factIds: true },
  ...{ keyId: true, sinceRevision: true, replayAfter: true },
} as const

/** @param newest later revisions wait for the next step. */
async function step(tx: Tx, now: Date, position: number, newest: number): Promise<boolean> {
  // Whoever deletes one waits: what is written for it must find it.
  await tx.$queryRaw`SELECT 1 FROM "Webhook" ORDER BY "id" FOR KEY SHARE`
  const webhooks = await tx.webhook.findMany({
    where: { disabledAt: null, keyId: { in: await keysInForce(tx, now) } },
    select: TOLD,
    orderBy: { id: 'asc' },
  })
  // Where nobody is to be told, all that there is counts as told at once. Revisions have no gaps.
  const number = webhooks.length === 0 ? newest : Math.min(position + 1, newest)
  if (number > position) {
    const told = webhooks.filter((w) => (w.sinceRevision ?? 0) < number)
    if (told.length > 0) await insert(tx, await messagesOf(tx, number, told), now)
    await tx.webhookPosition.update({ where: { id: POSITION }, data: { revision: number } })
    return true
  }
  const again = nextReplay(webhooks.filter((w) => w.replayAfter !== null))
  if (!again) return false
  const { id, replayAfter } = again
  const reached = replayAfter! + 1
  const messages = reached <= position ? await messagesOf(tx, reached, [again]) : []
  // Before its messages, as whoever closes an attempt locks them. Where its owner asks anew meanwhile, that holds.
  const { count } = await tx.webhook.updateMany({
    where: { id, replayAfter },
    data: { replayAfter: reached < position ? reached : null },
  })
  if (count > 0) await insert(tx, messages, now)
  return true
}

/** By chance, so that no replay waits for another to end; first among the keys, for one has up to 20 webhooks. */
function nextReplay<T extends { keyId: string }>(replays: readonly T[]): T | undefined {
  const keyId = anyOf([...new Set(replays.map((w) => w.keyId))])
  return anyOf(replays.filter((w) => w.keyId === keyId))
}

const anyOf = <T>(all: readonly T[]) => all[Math.floor(Math.random() * all.length)]

/** The keys of webhooks that are neither revoked nor expired. */
async function keysInForce(tx: Tx, now: Date): Promise<string[]> {
  const keys = await tx.apiKey.findMany({
    where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: { id: true },
  })
  return keys.map((key) => key.id)
}

/** A message that is there already is sent again, with what it says today. */
async function insert(tx: Tx, messages: readonly Message[], now: Date): Promise<void> {
  for (const { id, webhookId, event, revision, payload, claimIds } of messages)
    await tx.$executeRaw`
      INSERT INTO "Delivery" ("id", "webhookId", "event", "revision", "payload", "claimIds", "createdAt", "state", "nextAttemptAt")
      VALUES (${id}, ${webhookId}, ${event}, ${revision}, ${payload}, ${claimIds}, ${now}, 'PENDING', ${now})
      ON CONFLICT ("id") DO UPDATE SET "payload" = EXCLUDED."payload", "claimIds" = EXCLUDED."claimIds",
        "state" = 'PENDING', "attempts" = 0, "nextAttemptAt" = EXCLUDED."nextAttemptAt", "queuedAt" = NULL`
}
