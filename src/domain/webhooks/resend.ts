/** What is sent because the owner of a webhook asks for it: a ping, and what was sent before. */
import type { Tx } from '../../db/client.ts'
import { wakeListeners } from '../../db/listen.ts'
import { AppError } from '../../errors.ts'
import { randomBase32 } from '../../lib/ids.ts'
import { payloadOf } from './messages.ts'
import { ID_CHARS, notFound, refused, type Webhook, type WebhookServer, webhookOf } from './webhooks.ts'

/**
 * Sends a message that says nothing, once.
 * @returns the id of its delivery.
 * @throws AppError NOT_FOUND; BAD_ARGUMENT while one is on its way, for many would keep senders busy with one address.
 */
export function pingWebhook(
  { db, clock }: Pick<WebhookServer, 'db' | 'clock'>,
  keyId: string,
  id: string,
): Promise<string> {
  return db.$transaction(async (tx) => {
    await lockEnabled(tx, keyId, id)
    if (await tx.delivery.findFirst({ where: { webhookId: id, event: 'PING', state: 'PENDING' } }))
      throw refused('A ping to this webhook is still on its way: see how it goes, then send the next.')
    const now = clock.now()
    const delivery = {
      ...{ id: `msg_${randomBase32(ID_CHARS)}`, webhookId: id, event: 'PING' },
      payload: payloadOf('ping', now.toISOString(), { webhook: id }),
      ...{ claimIds: [], createdAt: now, state: 'PENDING', nextAttemptAt: now },
    }
    await tx.delivery.create({ data: delivery })
    await wakeListeners(tx)
    return delivery.id
  })
}

/** What to send again: one message, or those of all revisions after one. */
export type Replay = { deliveryId: string } | { sinceRevision: number }

/**
 * Sends again, under the same ids, with all attempts anew. Of revisions, messages are made anew by today's settings, also those that were never
 * made because the webhook was switched off or not there yet.
 */
export async function replayWebhook(
  { db, clock }: Pick<WebhookServer, 'db' | 'clock'>,
  keyId: string,
  id: string,
  replay: Replay,
): Promise<Webhook> {
  await db.$transaction(async (tx) => {
    await lockEnabled(tx, keyId, id)
    if ('deliveryId' in replay) {
      const { deliveryId } = replay
      const again = { state: 'PENDING', attempts: 0, nextAttemptAt: clock.now(), queuedAt: null }
      const { count } = await tx.delivery.updateMany({
        where: { id: deliveryId, webhookId: id },
        data: again,
      })
      if (count === 0) throw new AppError('NOT_FOUND', `This webhook has no delivery ${deliveryId}.`)
    } else {
      const { sinceRevision } = replay
      const newest = (await tx.revision.findFirst({ orderBy: { number: 'desc' } }))?.number ?? 0
      if (sinceRevision < 0 || sinceRevision > newest)
        throw new AppError(
          'UNKNOWN_REVISION',
          `There is no revision ${sinceRevision}; the newest is ${newest}.`,
        )
      await tx.webhook.update({ where: { id }, data: { replayAfter: sinceRevision } })
    }
    await wakeListeners(tx)
  })
  return webhookOf(db, keyId, id)
}

/** @throws AppError NOT_FOUND; BAD_ARGUMENT for one that is switched off, to which nothing is sent. */
async function lockEnabled(tx: Tx, keyId: string, id: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ disabledAt: Date | null }[]>`
    SELECT "disabledAt" FROM "Webhook" WHERE "id" = ${id} AND "keyId" = ${keyId} FOR NO KEY UPDATE`
  if (!row) throw notFound(id)
  if (row.disabledAt !== null) throw refused('The webhook is switched off: switch it on first.')
}
