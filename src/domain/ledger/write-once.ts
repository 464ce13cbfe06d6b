/** What is written over the API: in its turn, and once, however often it is asked. */
import type { Db, Tx } from '../../db/client.ts'
import { heard } from '../../db/heard.ts'
import { AppError } from '../../errors.ts'
import { canonicalJson, type Plain } from '../../lib/canonical.ts'
import type { Clock } from '../../lib/clock.ts'
import { sha256 } from '../../lib/ids.ts'
import { keepAnswer, keptAnswer } from './kept-answers.ts'
import { asWriter, type Patience } from './writer.ts'

export interface Asking {
  /** Of the caller, under which the answer is kept. */
  account: string
  /** The caller's word for what is to be done once; null keeps nothing. */
  idempotencyKey: string | null
  /** All that is asked: the same word with something else is refused. */
  what: Plain
  patience: Patience
}

/** Printable, and short enough for a line of a log. */
const IDEMPOTENCY_KEY = /^[!-~]{1,200}$/

/**
 * Does the work in one transaction with its answer, so that a crash leaves both or neither. What fails is not kept, for
 * nothing was done. Work that takes longer than its caller waits is done all the same: asked again, its answer is told.
 * @param work writes by `tx` alone, see `asWriter`.
 * @throws AppError IDEMPOTENCY_CONFLICT; BAD_ARGUMENT for a key that is none; what `asWriter` throws.
 */
export async function writeOnce<Answer extends object>(
  db: Db,
  clock: Clock,
  { account, idempotencyKey: key, what, patience }: Asking,
  work: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  if (key === null) return asWriter(db, work, patience)
  if (!IDEMPOTENCY_KEY.test(key))
    throw new AppError(
      'BAD_ARGUMENT',
      'An idempotency key is 1 to 200 letters, digits and signs, without spaces.',
    )
  const under = { account, key, request: sha256(canonicalJson(what)) }
  // Whoever asks again need not stand in line.
  const known = await keptAnswer(db, clock, under)
  if (known) {
    await heard(db)
    return known as Answer
  }
  return asWriter(
    db,
    async (tx) => {
      // Whoever asked the same at the same time may have been first.
      const before = await keptAnswer(tx, clock, under)
      if (before) return before as Answer
      const answer = await work(tx)
      await keepAnswer(tx, clock, under, answer)
      return answer
    },
    patience,
  )
}
