/**
 * Keys of callers: made, listed, rotated, revoked and recognised. A key is `aef_<id>_<secret>`; its id is public and may
 * stand in logs, its secret is shown once and never kept.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Db, Tx } from '../../db/client.ts'
import { wakeListeners } from '../../db/listen.ts'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import { randomBase32 } from '../../lib/ids.ts'
import type { Caller, Plan, Scope } from './caller.ts'
import { addKeyEvent, BY_CLI } from './key-events.ts'
import { type NewKey, requireGift } from './key-terms.ts'

const ID_CHARS = 10
const LEAST_OWN_OVERLAP_MS = 3_600_000
/** 160 bits. */
const SECRET_CHARS = 32

const BASE32 = '[0-9a-hjkmnp-tv-z]'
const KEY = new RegExp(`^aef_(${BASE32}{${ID_CHARS}})_(${BASE32}{${SECRET_CHARS}})$`)

export interface KeyInfo extends Plan {
  id: string
  name: string
  scopes: string[]
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  /** The key that takes its place; null when it was not rotated. */
  rotatedTo: string | null
  /** Whose registered documents it may ask and no others, see `ApiKey`; null: it may ask any document. */
  documentsOf: string | null
}

export const INFO = {
  id: true,
  name: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  perMinute: true,
  daily: true,
  rotatedTo: true,
  documentsOf: true,
} as const

/**
 * @param by `cli`, or the id of the key that asks for it, which must have what it gives: see `requireGift`.
 * @returns the key with itself in clear, this once.
 * @throws AppError BAD_ARGUMENT where there is no key whose documents it could ask.
 */
export function createKey(
  db: Db,
  clock: Clock,
  wanted: NewKey,
  by: string = BY_CLI,
): Promise<{ id: string; key: string }> {
  return db.$transaction(async (tx) => {
    const at = clock.now()
    if (by !== BY_CLI) await requireGift(tx, by, wanted, at)
    const documentsOf = await accountOf(tx, wanted.documentsOf ?? null)
    return insertKey(tx, at, { ...wanted, documentsOf }, by)
  })
}

async function accountOf(tx: Tx, documentsOf: string | null): Promise<string | null> {
  if (documentsOf === null || documentsOf === BY_CLI) return documentsOf
  const key = await tx.apiKey.findUnique({ where: { id: documentsOf }, select: { account: true } })
  if (!key)
    throw new AppError('BAD_ARGUMENT', 'There is no key with the id whose documents this one may ask.')
  return key.account ?? documentsOf
}

/** All keys, oldest first, without their hashes. */
export function listKeys(db: Db): Promise<KeyInfo[]> {
  return db.apiKey.findMany({ select: INFO, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
}

/**
 * From now on the key is refused; one that was revoked before keeps its time. Null when there is no such key.
 * @throws AppError BAD_ARGUMENT for a key that would revoke itself.
 */
export function revokeKey(db: Db, clock: Clock, id: string, by: string = BY_CLI): Promise<KeyInfo | null> {
  if (by === id)
    throw new AppError(
      'BAD_ARGUMENT',
      'This is the key that asks, and a key never ends itself. Ask with another one.',
    )
  return db.$transaction(async (tx) => {
    const key = await lockKey(tx, id)
    if (!key || key.revokedAt !== null) return key
    const at = clock.now()
    await addKeyEvent(tx, { keyId: id, action: 'REVOKED', at, by })
    // Who remembers this key as a good one asks again.
    await wakeListeners(tx)
    return tx.apiKey.update({ where: { id }, data: { revokedAt: at }, select: INFO })
  })
}

/** The key that takes the place of another, in clear this once. */
export interface Rotation extends Plan {
  id: string
  key: string
  name: string
  scopes: string[]
  expiresAt: Date | null
  documentsOf: string | null
  /** Id of the old key. */
  replaces: string
  /** From then on only the new one is valid. */
  oldExpiresAt: Date
}

/**
 * Makes a key that allows the same for as long, and spends from the same bucket; the old one goes on beside it for a
 * while, at most to its own end. Its webhooks belong to the new one from now on.
 * @param by as for `createKey`: whoever gets the new key could have made it.
 * @returns null when there is no such key.
 * @throws AppError BAD_ARGUMENT for a key that is revoked, expired, or rotated already, or that would end itself before
 *   the answer with the new one is kept; FORBIDDEN.
 */
export function rotateKey(
  db: Db,
  clock: Clock,
  id: string,
  overlapMs: number,
  by: string = BY_CLI,
): Promise<Rotation | null> {
  return db.$transaction(async (tx) => {
    const old = await lockKey(tx, id)
    if (!old) return null
    const at = clock.now()
    refuseEnded(old, at)
    const { name, expiresAt, perMinute, daily, documentsOf } = old
    const scopes = old.scopes as Scope[]
    if (by !== BY_CLI) await requireGift(tx, by, { scopes, expiresAt }, at)
    if (by === id && overlapMs < LEAST_OWN_OVERLAP_MS)
      throw new AppError(
        'BAD_ARGUMENT',
        'A key that rotates itself goes on for an hour at least: an answer that is lost must not lock it out.',
      )
    const { account } = await tx.apiKey.findUniqueOrThrow({ where: { id }, select: { account: true } })
    const terms = { name, scopes, expiresAt, perMinute, daily, documentsOf }
    const made = await insertKey(tx, at, terms, by, account ?? id)
    const overlapEnds = new Date(at.getTime() + overlapMs)
    const oldExpiresAt = expiresAt !== null && expiresAt < overlapEnds ? expiresAt : overlapEnds
    await tx.apiKey.update({ where: { id }, data: { rotatedTo: made.id, expiresAt: oldExpiresAt } })
    await tx.webhook.updateMany({ where: { keyId: id }, data: { keyId: made.id } })
    await addKeyEvent(tx, { keyId: id, action: 'ROTATED', at, by })
    await wakeListeners(tx)
    return { ...made, ...terms, replaces: id, oldExpiresAt }
  })
}

function refuseEnded({ id, revokedAt, rotatedTo, expiresAt }: KeyInfo, now: Date): void {
  const why =
    revokedAt !== null
      ? 'is revoked'
      : rotatedTo !== null
        ? `was rotated already, to ${rotatedTo}`
        : expiresAt !== null && expiresAt <= now
          ? 'has expired'
          : null
  if (why !== null) throw new AppError('BAD_ARGUMENT', `The key ${id} ${why}, so it cannot be rotated.`)
}

async function insertKey(
  tx: Tx,
  at: Date,
  wanted: NewKey,
  by: string,
  account: string | null = null,
): Promise<{ id: string; key: string }> {
  const id = randomBase32(ID_CHARS)
  const secret = randomBase32(SECRET_CHARS)
  const { name, expiresAt, perMinute = null, daily = null, documentsOf = null } = wanted
  const scopes = [...wanted.scopes]
  await tx.apiKey.create({
    data: {
      ...{ id, name, hash: hashOf(secret).toString('hex'), scopes, createdAt: at, expiresAt },
      ...{ perMinute, daily, account, documentsOf },
    },
  })
  await addKeyEvent(tx, { keyId: id, action: 'CREATED', at, by })
  return { id, key: `aef_${id}_${secret}` }
}

/** Whoever else wants to change the key waits for the end of this transaction, and then sees what it did. */
async function lockKey(tx: Tx, id: string): Promise<KeyInfo | null> {
  await tx.$queryRaw`SELECT 1 FROM "ApiKey" WHERE "id" = ${id} FOR UPDATE`
  return tx.apiKey.findUnique({ where: { id }, select: INFO })
}

/** The caller whose key this is; null for one that is malformed, unknown, expired or revoked, which look alike. */
export async function callerOfKey(db: Db, clock: Clock, text: string): Promise<Caller | null> {
  const [, id, secret] = KEY.exec(text) ?? []
  if (!id || !secret) return null
  const row = await db.apiKey.findUnique({ where: { id } })
  // An unknown id is compared as well, so that the time of the answer does not tell which ids there are.
  const isRight = timingSafeEqual(hashOf(secret), row ? Buffer.from(row.hash, 'hex') : NO_HASH)
  if (!row || !isRight || row.revokedAt !== null) return null
  if (row.expiresAt !== null && row.expiresAt <= clock.now()) return null
  // Everybody may read, with a key or without.
  const scopes = [...new Set(['read', ...row.scopes])] as Scope[]
  const plan = { perMinute: row.perMinute, daily: row.daily }
  return { keyId: row.id, account: row.account ?? row.id, scopes, plan, documentsOf: row.documentsOf }
}

const NO_HASH = Buffer.alloc(32)

/**
 * One round of SHA-256 is enough: slow hashes protect secrets that people choose, and nobody can try all of
 * 160 random bits.
 */
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
