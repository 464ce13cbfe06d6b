/**
 * Keys of callers: made, listed, revoked and recognised. A key is `aef_<id>_<secret>`; its id is public and may
 * stand in logs, its secret is shown once and never kept.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Db } from '../../db/client.ts'
import type { Clock } from '../../lib/clock.ts'
import { randomBase32 } from '../../lib/ids.ts'
import type { Caller, Plan, Scope } from './caller.ts'

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
} as const

/** @returns the key in clear, this once. */
export async function createKey(db: Db, clock: Clock, wanted: NewKey): Promise<{ id: string; key: string }> {
  const id = randomBase32(ID_CHARS)
  const secret = randomBase32(SECRET_CHARS)
  const { name, expiresAt, perMinute = null, daily = null } = wanted
  const scopes = [...wanted.scopes]
  await db.apiKey.create({
    data: {
      ...{ id, name, hash: hashOf(secret).toString('hex'), scopes, createdAt: clock.now(), expiresAt },
      ...{ perMinute, daily },
    },
  })
  return { id, key: `aef_${id}_${secret}` }
}

/** All keys, oldest first, without their hashes. */
export function listKeys(db: Db): Promise<KeyInfo[]> {
  return db.apiKey.findMany({ select: INFO, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
}

/** From now on the key is refused; one that was revoked before keeps its time. Null when there is no such key. */
export async function revokeKey(db: Db, clock: Clock, id: string): Promise<KeyInfo | null> {
  await db.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: clock.now() } })
  return db.apiKey.findUnique({ where: { id }, select: INFO })
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
