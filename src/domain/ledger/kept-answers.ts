/** Answers to what was written under an idempotency key: kept for a day, for whoever asks the same again. */
import type { Db, Tx } from '../../db/client.ts'
import { AppError } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'

const KEPT_MS = 24 * 3_600_000

export interface KeptUnder {
  /** Of the caller; those of others are nobody's business. */
  account: string
  /** The caller's word for what is to be done once. */
  key: string
  /** A hash of all that is asked. */
  request: string
}

const oldest = (clock: Clock) => new Date(clock.now().getTime() - KEPT_MS)

/**
 * @returns null where nothing is kept, or no longer.
 * @throws AppError IDEMPOTENCY_CONFLICT where the same word was used for something else.
 */
export async function keptAnswer(db: Db | Tx, clock: Clock, under: KeptUnder): Promise<unknown | null> {
  const { account, key, request } = under
  const kept = await db.keptAnswer.findUnique({ where: { account_key: { account, key } } })
  if (!kept || kept.madeAt <= oldest(clock)) return null
  if (kept.request === request) return JSON.parse(kept.answer)
  throw new AppError(
    'IDEMPOTENCY_CONFLICT',
    `The idempotency key ${key} was used for something else within a day. Take another for each thing to do.`,
  )
}

/** Forgets what is older than a day. @param tx that of what was written, so that neither is there without the other. */
export async function keepAnswer(tx: Tx, clock: Clock, under: KeptUnder, answer: object): Promise<void> {
  await tx.keptAnswer.deleteMany({ where: { madeAt: { lte: oldest(clock) } } })
  await tx.keptAnswer.create({ data: { ...under, answer: JSON.stringify(answer), madeAt: clock.now() } })
}

/** Reports quote the numbers that they doubt. Whoever asks again has it done again, which brings nothing back. */
export async function forgetAnswers(tx: Tx): Promise<void> {
  await tx.keptAnswer.deleteMany()
}
