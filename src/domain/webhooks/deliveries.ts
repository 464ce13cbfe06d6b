/** The log of what was sent, which is the queue of what is to be sent as well. */
import type { Db, Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { wakeListeners } from '../../db/listen.ts'
import type { ListQuery } from '../../db/page.ts'
import type { Clock } from '../../lib/clock.ts'
import { byKey } from '../read/batch.ts'
import type { Attempt } from './attempts.ts'

const { sql } = Prisma

export const DELIVERY_STATES = {
  PENDING: 'It is to be sent, for the first time or again.',
  DELIVERED: 'It was answered with a status from 200 to 299.',
  FAILED: 'No attempt was answered so, and no more are made.',
} as const

/** How long what was delivered, or has failed, is kept. */
export const KEPT_DAYS = 30
const DAY_MS = 86_400_000

export interface DeliveryRow {
  id: string
  event: string
  revision: number | null
  payload: string | null
  createdAt: Date
  state: keyof typeof DELIVERY_STATES
  attempts: number
  nextAttemptAt: Date | null
  log: Attempt[]
}

/** The deliveries of a webhook, which is the parent; newest first. */
export function deliveryList(): ListQuery {
  return {
    name: 'deliveries',
    key: sql`d."id"`,
    from: sql`"Delivery" d`,
    where: [],
    order: [
      { expression: sql`extract(epoch FROM d."createdAt")`, type: 'numeric', descending: true },
      { expression: sql`d."id"`, type: 'text' },
    ],
    parentColumn: sql`d."webhookId"`,
    mayVanish: true,
  }
}

export const deliveryLoader = (db: Db) =>
  byKey<DeliveryRow>(
    async (ids) => (await db.delivery.findMany({ where: { id: { in: ids } } })) as unknown as DeliveryRow[],
    (row) => row.id,
  )

/** Whether anything is to be sent, now or later. */
export async function hasPending(db: Db): Promise<boolean> {
  return (await db.delivery.findFirst({ where: { state: 'PENDING' }, select: { id: true } })) !== null
}

/** A message for which a job has to be made. */
export interface Unqueued {
  id: string
  /** The key that owns the webhook. */
  keyId: string
  attempts: number
  nextAttemptAt: Date
}

const QUEUED_AT_ONCE = 500

/**
 * Hands out what has no job yet, and what had one that was lost: due for longer than `lostMs`.
 * @param makeJobs makes the jobs, in the same transaction.
 * @returns whether there was anything.
 */
export function queueUp(
  db: Db,
  clock: Clock,
  lostMs: number,
  makeJobs: (tx: Tx, due: readonly Unqueued[]) => Promise<void>,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const now = clock.now()
    const lost = new Date(now.getTime() - lostMs)
    const due = await tx.$queryRaw<Unqueued[]>`
      SELECT d."id", w."keyId", d."attempts", d."nextAttemptAt"
      FROM "Delivery" d JOIN "Webhook" w ON w."id" = d."webhookId" WHERE d."state" = 'PENDING'
        AND (d."queuedAt" IS NULL OR GREATEST(d."queuedAt", d."nextAttemptAt") <= ${lost})
      ORDER BY d."nextAttemptAt" LIMIT ${QUEUED_AT_ONCE} FOR UPDATE OF d SKIP LOCKED`
    if (due.length === 0) return false
    await makeJobs(tx, due)
    await tx.delivery.updateMany({ where: { id: { in: due.map((d) => d.id) } }, data: { queuedAt: now } })
    return true
  })
}

/** Gives back what a server that stops could not finish, so that another one takes it at once. */
export async function handBack(db: Db, { id, attempts }: Pick<Unqueued, 'id' | 'attempts'>): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.delivery.updateMany({ where: { id, attempts, state: 'PENDING' }, data: { queuedAt: null } })
    await wakeListeners(tx)
  })
}

/** Forgets what was delivered or has failed long ago. */
export async function forgetOld(db: Db, clock: Clock): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS)
  await db.delivery.deleteMany({ where: { state: { not: 'PENDING' }, createdAt: { lt: before } } })
}

/** The row up to which revision messages were made; who makes any holds it. */
export const POSITION = 'messages'

/**
 * Takes away what messages tell of a claim that is redacted, sent or not. Under the lock of whoever makes messages: one
 * that is being made is found here, or will find the claim redacted.
 */
export async function withholdMessages(tx: Tx, claimId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "WebhookPosition" WHERE "id" = ${POSITION} FOR UPDATE`
  await tx.$executeRaw`UPDATE "Delivery" SET "payload" = NULL
    WHERE "payload" IS NOT NULL AND "claimIds" @> ARRAY[${claimId}]::text[]`
}
