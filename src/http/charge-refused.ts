/** What asks nothing of GraphQL costs the least where it takes work all the same, and must not be free. */
import type { Budget } from '../domain/access/limits.ts'

/** The least that a request costs. */
const LEAST = 1

/**
 * Charges what is made without a question, but not who gets what is kept. Keys of kept pages hold the Host header,
 * which is whatever the client sent, so anybody can have the same page made again and again.
 */
export function chargeMade<T>(budget: Budget | undefined, make: () => Promise<T>): () => Promise<T> {
  return async () => {
    await budget?.spend(LEAST)
    return make()
  }
}

/**
 * Takes the least cost where nothing was taken for an answer that refuses.
 * @param isQuestion of GraphQL, which refuses with 200 as well.
 * @throws AppError as `Budget.spend` does: who has nothing left is told that, and not what was wrong.
 */
export async function chargeRefused(
  answer: Response,
  budget: Budget,
  isQuestion: boolean,
): Promise<Response> {
  const isPage = (answer.headers.get('content-type') ?? '').startsWith('text/html')
  const refused = answer.status >= 400 || (isQuestion && !isPage)
  // What failed here is not the caller's fault.
  if (refused && answer.status < 500 && !budget.asked()) await budget.spend(LEAST)
  return answer
}
