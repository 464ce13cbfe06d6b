/**
 * Secrets by which messages are signed, as Standard Webhooks spells them: `whsec_` and base64. The server must read them
 * to sign, so they are encrypted and not hashed. The key comes from a secret in the same database: that keeps them out of
 * views, logs and dumps of single tables and out of sight of whoever may read this table only. It does not protect from
 * who has the whole database, which holds both; nothing that a server can open by itself would.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Db } from '../../db/client.ts'
import { secretOf } from '../receipts/secret.ts'

const CIPHER = 'aes-256-gcm'
const SECRET_BYTES = 32
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

const makeSecret = () => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`

/** A new secret: in clear, this once, and as it is kept. */
export async function newSecret(
  db: Db,
  webhookId: string,
): Promise<{ clear: string; kept: Uint8Array<ArrayBuffer> }> {
  const clear = makeSecret()
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, await keyOf(db), nonce).setAAD(Buffer.from(webhookId))
  const text = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()])
  return { clear, kept: new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), text])) }
}

/** @throws where it was not kept for this webhook, or was changed. */
export async function openSecret(db: Db, webhookId: string, kept: Uint8Array): Promise<string> {
  const [nonce, tag, text] = [
    kept.subarray(0, NONCE_BYTES),
    kept.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES),
    kept.subarray(NONCE_BYTES + TAG_BYTES),
  ]
  const decipher = createDecipheriv(CIPHER, await keyOf(db), nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(webhookId)).setAuthTag(tag)
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
}

async function keyOf(db: Db): Promise<Uint8Array> {
  const secret = await secretOf(db, 'webhooks')
  return new Uint8Array(hkdfSync('sha256', secret, '', 'signing secrets of webhooks', KEY_BYTES))
}
