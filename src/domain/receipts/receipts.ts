/** Pinned answers: made once, never changed, found by an id that only this installation can make. */
import type { Db, Tx } from '../../db/client.ts'
import type { Prisma, Receipt } from '../../db/generated/client.ts'
import { AppError } from '../../errors.ts'
import type { Plain } from '../../lib/canonical.ts'
import type { Clock } from '../../lib/clock.ts'
import { keyedId, sha256 } from '../../lib/ids.ts'
import { KEY_LIKE } from '../access/key-terms.ts'
import { newestRevision } from '../read/revisions.ts'
import type { Traces } from '../read/traces.ts'
import { claimsBehind, type SourceBehind, sourcesBehind } from './behind.ts'
import { secretOf } from './secret.ts'

const ID = /^rcp_[0-9a-hjkmnp-tv-z]{26}$/
const SECRET = 'receipts'
/** Held shared while a receipt is written, and alone while content is redacted. */
const REDACTION_LOCK = 4_021_965

export interface Asked {
  query: string
  operationName: string | null
  variables: { readonly [key: string]: Plain }
  revision: number
}

export interface Answered {
  data: unknown
  /** The answer as it is sent, which tells its own id. */
  body(id: string): string
  traces: Traces
  /** The newest revision before the answer was read, whichever it was read from. */
  newestBefore: number
}

export type StoredReceipt = Receipt

export type Receipts = ReturnType<typeof receiptsOf>

export function receiptsOf(db: Db, clock: Clock) {
  let secret: Promise<Uint8Array> | undefined
  const key = () => {
    secret ??= secretOf(db, SECRET)
    // A failure is not kept: the next one tries again.
    secret.catch(() => {
      secret = undefined
    })
    return secret
  }

  return {
    newestRevision: async () => (await newestRevision(db))?.revision ?? 0,

    /**
     * Writes a receipt, or finds the one that says the same; what it holds is what must be sent, also where a
     * release since has changed what stands beside the data.
     * @throws AppError BAD_ARGUMENT, QUERY_TOO_COSTLY, UNAVAILABLE.
     */
    async keep(asked: Asked, answered: Answered, maxBytes: number): Promise<{ id: string; body: string }> {
      if (!storable([asked.query, asked.variables]))
        throw new AppError(
          'BAD_ARGUMENT',
          'A receipt cannot hold the character U+0000 or half of a surrogate pair.',
        )
      if (KEY_LIKE.test(JSON.stringify([asked.query, asked.variables])))
        throw new AppError('BAD_ARGUMENT', 'A receipt is public, and this question holds a key: take it out.')
      const claimIds = await claimsBehind(db, answered.traces)
      const content = { ...asked, answer: sha256(JSON.stringify(answered.data)) }
      const made = await key()
      // A receipt that was withheld stays so. What has the same content now was made of what was left.
      for (let after: number | null = null; ; ) {
        const id = keyedId('rcp', made, { ...content, after })
        const body = answered.body(id)
        const bytes = Buffer.from(body)
        if (bytes.length > maxBytes)
          throw new AppError(
            'QUERY_TOO_COSTLY',
            `The answer has ${bytes.length} bytes; a receipt holds at most ${maxBytes}. Ask for smaller pages.`,
          )
        const kept = await write(db, answered.newestBefore, {
          id,
          ...asked,
          variables: asked.variables as Prisma.InputJsonObject,
          body: bytes,
          claimIds,
          madeAt: clock.now(),
        })
        if (kept.body) return { id, body: Buffer.from(kept.body).toString('utf8') }
        after = kept.redactedIn
      }
    },

    /** Null for what was never given out as an id. */
    find: (id: string): Promise<StoredReceipt | null> =>
      ID.test(id) ? db.receipt.findUnique({ where: { id } }) : Promise.resolve(null),

    /** The same without its bytes, which are some hundred kilobytes. */
    head: (id: string): Promise<Omit<StoredReceipt, 'body'> | null> =>
      ID.test(id) ? db.receipt.findUnique({ where: { id }, omit: { body: true } }) : Promise.resolve(null),

    /** The revision that was read. */
    revision: (receipt: Pick<StoredReceipt, 'revision'>) =>
      db.revision.findUniqueOrThrow({ where: { number: receipt.revision } }),

    /** @param entities whose descriptions went into the answer, see `Traces`. */
    sources: (receipt: StoredReceipt, entities: readonly string[]): Promise<SourceBehind[]> =>
      sourcesBehind(db, receipt.revision, receipt.claimIds, entities),
  }
}

/**
 * A redaction that began while the answer was read must not miss its receipt: either it waits until the receipt is
 * there to be withheld, or its claims are seen here.
 */
async function write(db: Db, newestBefore: number, data: Prisma.ReceiptCreateManyInput): Promise<Receipt> {
  return db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${REDACTION_LOCK})`
      const gone = await tx.claim.findFirst({
        where: { id: { in: data.claimIds as string[] }, redactedIn: { gt: newestBefore } },
        select: { id: true },
      })
      if (gone)
        throw new AppError('UNAVAILABLE', 'The ledger changed while the answer was read; ask once more.')
      await tx.receipt.createMany({ data, skipDuplicates: true })
      return tx.receipt.findUniqueOrThrow({ where: { id: data.id } })
    },
    // Longer than Postgres lets a statement run, whose end has a code of its own.
    { timeout: 20_000 },
  )
}

/** Waits for receipts being written; whoever redacts calls it before it looks for the receipts of a claim. */
export async function lockReceipts(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${REDACTION_LOCK})`
}

/** Whether Postgres takes every text of a value as it is. */
function storable(value: Plain): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (value === null || typeof value !== 'object') return true
  return Object.entries(value).every(([name, inner]) => storable(name) && storable(inner))
}
