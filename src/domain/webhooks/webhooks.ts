/**
 * Webhooks of keys: made, changed, removed and listed. A key sees its own only; that of another is answered
 * as one that does not exist.
 */
import type { Db } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import { canonicalOf } from '../../lib/decimal.ts'
import { randomBase32 } from '../../lib/ids.ts'
import { newestRevision } from '../read/revisions.ts'
import { type AddressRules, addressesOf, readAddress } from './address.ts'
import { checkSettings, WEBHOOK_LIMITS, type WebhookEvent, type WebhookSettings } from './settings.ts'
import { newSecret } from './signing-secret.ts'

export const DISABLED_WHY = {
  BY_OWNER: 'Its owner switched it off.',
  GONE: 'The address answered 410 Gone.',
  FAILING: 'Every attempt had failed for 5 days.',
} as const

/** What a webhook says of itself: all but its secrets. */
export interface Webhook extends WebhookSettings {
  id: string
  createdAt: Date
  /** How long messages are signed with the secret before, too; null when a rotation is over, or none was. */
  previousUntil: Date | null
  disabledAt: Date | null
  disabledWhy: keyof typeof DISABLED_WHY | null
  failingSince: Date | null
  /** All after this revision is being told once more. */
  replayAfter: number | null
}

/** What the care of webhooks needs of the server. */
export interface WebhookServer {
  db: Db
  clock: Clock
  addresses: AddressRules
}

const SHOWN = {
  ...{ id: true, url: true, events: true, threshold: true, models: true, sellers: true, meters: true },
  ...{ factIds: true, createdAt: true, previousUntil: true, disabledAt: true, disabledWhy: true },
  ...{ failingSince: true, replayAfter: true },
} as const

/** 130 bits, as ids that are derived from content. */
export const ID_CHARS = 26

/**
 * @param keyId the caller's key.
 * @returns the webhook with its secret in clear, this once.
 * @throws AppError BAD_ARGUMENT for an address or names that can't be, or where the key has as many as it may.
 */
export async function createWebhook(
  { db, clock, addresses }: WebhookServer,
  keyId: string,
  settings: WebhookSettings,
): Promise<{ webhook: Webhook; secret: string }> {
  const url = await checkAddress(settings.url, addresses)
  await checkSettings(db, settings)
  const id = `whk_${randomBase32(ID_CHARS)}`
  const { clear, kept } = await newSecret(db, id)
  const webhook = await db.$transaction(async (tx) => {
    // One at a time, so that the count is right.
    const [key] = await tx.$queryRaw<{ rotatedTo: string | null }[]>`
      SELECT "rotatedTo" FROM "ApiKey" WHERE "id" = ${keyId} FOR NO KEY UPDATE`
    if (key!.rotatedTo !== null)
      throw refused(`This key was rotated: make the webhook with the new one, ${key!.rotatedTo}.`)
    if ((await tx.webhook.count({ where: { keyId } })) >= WEBHOOK_LIMITS.webhooks)
      throw refused(`A key has at most ${WEBHOOK_LIMITS.webhooks} webhooks: delete one first.`)
    const newest = await tx.revision.findFirst({ orderBy: { number: 'desc' }, select: { number: true } })
    return tx.webhook.create({
      data: {
        ...columns({ ...settings, url }),
        ...{ id, keyId, secret: kept, createdAt: clock.now(), sinceRevision: newest?.number ?? null },
      },
      select: SHOWN,
    })
  })
  return { webhook: shown(webhook), secret: clear }
}

/** What is left out stays. */
export type WebhookChanges = { [S in keyof WebhookSettings]?: WebhookSettings[S] | undefined } & {
  /** Switches it off, or on again. */
  enabled?: boolean | undefined
}

/** @throws AppError as `createWebhook`; NOT_FOUND. */
export async function updateWebhook(
  server: WebhookServer,
  keyId: string,
  id: string,
  { enabled, ...changes }: WebhookChanges,
): Promise<Webhook> {
  const { db, clock, addresses } = server
  const webhook = await webhookOf(db, keyId, id)
  const given = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Partial<WebhookSettings>
  const settings: WebhookSettings = { ...webhook, ...given }
  if (changes.url !== undefined) settings.url = await checkAddress(changes.url, addresses)
  await checkSettings(db, settings)
  const turned =
    enabled === undefined || enabled === (webhook.disabledAt === null)
      ? {}
      : enabled
        ? {
            ...{ disabledAt: null, disabledWhy: null, failingSince: null },
            // What was published meanwhile is told when its owner asks for it, also where nobody has come to it yet.
            sinceRevision: (await newestRevision(db))?.revision ?? null,
          }
        : { disabledAt: clock.now(), disabledWhy: 'BY_OWNER' }
  // Only what is given, for somebody else may change the rest meanwhile.
  const changed = Object.entries(columns(settings)).filter(([name]) => name in given)
  const data = { ...Object.fromEntries(changed), ...turned }
  const [row] = await db.webhook.updateManyAndReturn({ where: { id, keyId }, data, select: SHOWN })
  if (!row) throw notFound(id)
  return shown(row)
}

/** With it go its secrets and its log; what is under way is not sent again. */
export async function deleteWebhook(
  { db }: Pick<WebhookServer, 'db'>,
  keyId: string,
  id: string,
): Promise<void> {
  const { count } = await db.webhook.deleteMany({ where: { id, keyId } })
  if (count === 0) throw notFound(id)
}

/**
 * Signs with a new secret from now on, and for a while with the old one as well.
 * @returns the new one in clear, this once.
 */
export async function rotateWebhookSecret(
  { db, clock }: Pick<WebhookServer, 'db' | 'clock'>,
  keyId: string,
  id: string,
  overlapMs: number,
): Promise<{ webhook: Webhook; secret: string }> {
  const { clear, kept } = await newSecret(db, id)
  const webhook = await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Webhook" WHERE "id" = ${id} FOR NO KEY UPDATE`
    const old = await tx.webhook.findFirst({ where: { id, keyId }, select: { secret: true } })
    if (!old) throw notFound(id)
    const until = new Date(clock.now().getTime() + overlapMs)
    const previous =
      overlapMs > 0
        ? { previousSecret: old.secret, previousUntil: until }
        : { previousSecret: null, previousUntil: null }
    return tx.webhook.update({ where: { id }, data: { secret: kept, ...previous }, select: SHOWN })
  })
  return { webhook: shown(webhook), secret: clear }
}

/** Those of a key, oldest first; no more than a key may have. */
export async function webhooksOf(db: Db, keyId: string): Promise<Webhook[]> {
  const orderBy = [{ createdAt: 'asc' }, { id: 'asc' }] as const
  return (await db.webhook.findMany({ where: { keyId }, select: SHOWN, orderBy: [...orderBy] })).map(shown)
}

/** @throws AppError NOT_FOUND, also for that of another key. */
export async function webhookOf(db: Db, keyId: string, id: string): Promise<Webhook> {
  const row = await db.webhook.findFirst({ where: { id, keyId }, select: SHOWN })
  if (!row) throw notFound(id)
  return shown(row)
}

/** Where an address can't be used, it is said at once and not when the first message fails. */
async function checkAddress(text: string, rules: AddressRules): Promise<string> {
  const url = readAddress(text, rules)
  await addressesOf(url, rules)
  return url.href
}

const columns = ({ url, events, threshold, models, sellers, meters, factIds }: WebhookSettings) => ({
  ...{ url, threshold },
  events: [...new Set(events)],
  ...{ models: [...new Set(models)], sellers: [...new Set(sellers)], meters: [...new Set(meters)] },
  factIds: [...new Set(factIds)],
})

type Row = Omit<Webhook, 'threshold' | 'disabledWhy' | 'events'> & {
  events: string[]
  threshold: { toString(): string }
  disabledWhy: string | null
}

const shown = (row: Row): Webhook => ({
  ...row,
  events: row.events as WebhookEvent[],
  threshold: canonicalOf(row.threshold)!,
  disabledWhy: row.disabledWhy as Webhook['disabledWhy'],
})

export const notFound = (id: string) => new AppError('NOT_FOUND', `There is no webhook ${id}.`)
export const refused = (message: string) => new AppError('BAD_ARGUMENT', message)
