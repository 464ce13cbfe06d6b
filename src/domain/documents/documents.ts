/**
 * Registered documents, found by the SHA-256 of their text. A process keeps those that it read for a while: a document
 * that is removed is answered no longer than that, one that is registered is found at once.
 */
import { LRUCache } from 'lru-cache'
import type { Db } from '../../db/client.ts'
import type { Clock } from '../../lib/clock.ts'
import { sha256 } from '../../lib/ids.ts'
import type { Allowed } from './allowed.ts'

/** How long a removal may take to be noticed by a process. */
const KEPT_MS = 30_000
const KEPT_CHARS = 8_000_000
/** Beside its text. */
const ENTRY_CHARS = 500
/** Accounts that are known to have registered as many as they may. */
const FULL_ACCOUNTS = 1_000

interface Entry {
  text: string
  by: readonly string[]
}

export interface NewDocument {
  text: string
  /** See `RegisteredDocument`. */
  name: string | null
}

export interface Documents {
  /** The text of a registered document that may be asked; null where there is none. At most one statement. */
  text(hash: string, allowed: Allowed): Promise<string | null>
  /** Registers a document that is valid; nothing is done where the account has registered `most` others. */
  register(document: NewDocument, account: string, most: number): Promise<void>
}

export function createDocuments(db: Db, clock: Clock): Documents {
  const age = { ttl: KEPT_MS, ttlResolution: 0, perf: { now: () => clock.now().getTime() } }
  const kept = new LRUCache<string, Entry>({
    ...age,
    maxSize: KEPT_CHARS,
    sizeCalculation: ({ text }) => text.length + ENTRY_CHARS,
  })
  const full = new LRUCache<string, true>({ ...age, max: FULL_ACCOUNTS })

  async function read(hash: string): Promise<Entry | null> {
    const rows = await db.$queryRaw<{ text: string | null; by: string[] | null }[]>`
      SELECT min("text") AS "text", array_agg("registeredBy") AS "by" FROM "RegisteredDocument" WHERE "hash" = ${hash}`
    const { text, by } = rows[0]!
    if (text === null) {
      kept.delete(hash)
      return null
    }
    const entry = { text, by: by! }
    kept.set(hash, entry)
    return entry
  }

  return {
    async text(hash, allowed) {
      const isAllowed = ({ by }: Entry) => allowed === null || by.some((one) => allowed.includes(one))
      const known = kept.get(hash)
      if (known && isAllowed(known)) return known.text
      // Somebody else may have registered it since.
      const found = await read(hash)
      return found && isAllowed(found) ? found.text : null
    },

    async register({ text, name }, account, most) {
      const hash = sha256(text)
      if (!isStorable(text) || full.has(account) || kept.get(hash)?.by.includes(account)) return
      if ((await read(hash))?.by.includes(account)) return
      const isIn = await db.$transaction(async (tx) => {
        // Requests of one account count one after the other.
        await tx.$queryRaw`SELECT 1 FROM "ApiKey" WHERE "id" = ${account} FOR NO KEY UPDATE`
        if ((await tx.registeredDocument.count({ where: { registeredBy: account } })) >= most) return false
        const row = { hash, registeredBy: account, text, name, registeredAt: clock.now() }
        await tx.registeredDocument.createMany({ data: row, skipDuplicates: true })
        return true
      })
      if (!isIn) full.set(account, true)
      kept.delete(hash)
    },
  }
}

/** The one character of GraphQL that Postgres holds in no text. */
export const isStorable = (text: string): boolean => !text.includes('\0')
