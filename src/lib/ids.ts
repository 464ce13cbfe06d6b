/** Ids derived from content: the same content has the same id on every installation. And random ones, for keys. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { canonicalJson, type Plain } from './canonical.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Crockford base32 of the first 130 bits of a digest, 26 characters. */
function short(digest: Uint8Array): string {
  let bits = 0n
  for (const byte of digest.subarray(0, 17)) bits = (bits << 8n) | BigInt(byte)
  bits >>= 6n
  let out = ''
  for (let i = 0; i < 26; i++) {
    out = ALPHABET[Number(bits & 31n)] + out
    bits >>= 5n
  }
  return out
}

/** `contentId('clm', {...})` is `clm_` and 26 characters that depend on nothing but the content. */
export function contentId(prefix: string, content: Plain): string {
  return `${prefix}_${short(createHash('sha256').update(canonicalJson(content)).digest())}`
}

/** As `contentId`, but by HMAC: who does not know the key can neither make nor guess one. */
export function keyedId(prefix: string, key: Uint8Array, content: Plain): string {
  return `${prefix}_${short(createHmac('sha256', key).update(canonicalJson(content)).digest())}`
}

/** SHA-256 in hex, for contents of files. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Random text of 5 bits a character, from the same alphabet as ids. */
export function randomBase32(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte & 31]).join('')
}
