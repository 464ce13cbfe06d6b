/**
 * Keys of callers: made, listed, rotated, revoked and recognised. A key is `aef_<id>_<secret>`; its id is public and may
 * stand in logs, its secret is shown once and never kept.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Db, Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import { randomBase32 } from '../../lib/ids.ts'
import type { Caller, Plan, Scope } from './caller.ts'
import { addKeyEvent, BY_CLI } from './key-events.ts'

const ID_CHARS = 10
/** 160 bits. */
const SECRET_CHARS = 32

const BASE32 = '[0-9a-hjkmnp-tv-z]'
const KEY = new RegExp(`^aef_(${BASE32}{${ID_CHARS}})_(${BASE32}{${SECRET_CHARS}})$`)

/** Anything that was meant as a key, cut or mistyped ones too: what must not stand in addresses and logs. */
export const KEY_LIKE = /aef_[0-9a-z]+_[0-9a-z]+/i

export interface NewKey extends Partial<Plan> {
  name: string
  scopes: readonly Scope[]
  /** The first instant at which it is no longer valid; null never. */
  expiresAt: Date | null
}

export interface KeyInfo extends Plan {
  id: string
  name: string
  scopes: string[]
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  /** The key that takes its place; null when it was not rotated. */
  rotatedTo: string | null
}

const INFO = {
  id: true,
  name: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  perMinute: true,
  daily: true,
  rotatedTo: true,
} as const

/**
 * @param by `cli`, or the id of the key that asks for it.
 * @returns the key in clear, this once.
 */
export function createKey(
  db: Db,
  clock: Clock,
  wanted: NewKey,
  by: string = BY_CLI,
): Promise<{ id: string; key: string }> {
  return db.$transaction((tx) => insertKey(tx, clock.now(), wanted, by))
}

/** All keys, oldest first, without their hashes. */
export function listKeys(db: Db): Promise<KeyInfo[]> {
  return db.apiKey.findMany({ select: INFO, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
}

/** From now on the key is refused; one that was revoked before keeps its time. Null when there is no such key. */
export function revokeKey(db: Db, clock: Clock, id: string, by: string = BY_CLI): Promise<KeyInfo | null> {
  return db.$transaction(async (tx) => {
    const key = await lockKey(tx, id)
    if (!key || key.revokedAt !== null) return key
    const at = clock.now()
    await addKeyEvent(tx, { keyId: id, action: 'REVOKED', at, by })
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
  /** Id of the old key. */
  replaces: string
  /** From then on only the new one is valid. */
  oldExpiresAt: Date
}

/**
 * Makes a key that allows the same for as long; the old one goes on beside it for a while, at most to its own end.
 * @returns null when there is no such key.
 * @throws AppError BAD_ARGUMENT for a key that is revoked, expired, or rotated already.
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
    const { name, expiresAt, perMinute, daily } = old
    const scopes = old.scopes as Scope[]
    const made = await insertKey(tx, at, { name, scopes, expiresAt, perMinute, daily }, by)
    const overlapEnds = new Date(at.getTime() + overlapMs)
    const oldExpiresAt = expiresAt !== null && expiresAt < overlapEnds ? expiresAt : overlapEnds
    await tx.apiKey.update({ where: { id }, data: { rotatedTo: made.id, expiresAt: oldExpiresAt } })
    await addKeyEvent(tx, { keyId: id, action: 'ROTATED', at, by })
    return { ...made, name, scopes, expiresAt, perMinute, daily, replaces: id, oldExpiresAt }
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

async function insertKey(tx: Tx, at: Date, wanted: NewKey, by: string): Promise<{ id: string; key: string }> {
  const id = randomBase32(ID_CHARS)
  const secret = randomBase32(SECRET_CHARS)
  const { name, expiresAt, perMinute = null, daily = null } = wanted
  const scopes = [...wanted.scopes]
  await tx.apiKey.create({
    data: {
      ...{ id, name, hash: hashOf(secret).toString('hex'), scopes, createdAt: at, expiresAt },
      ...{ perMinute, daily },
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
  return { keyId: row.id, scopes, plan: { perMinute: row.perMinute, daily: row.daily } }
}

const NO_HASH = Buffer.alloc(32)

/**
 * One round of SHA-256 is enough: slow hashes protect secrets that people choose, and nobody can try all of
 * 160 random bits.
 */
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
