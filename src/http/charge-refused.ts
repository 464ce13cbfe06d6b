/** What is refused before anything is read costs the least: to find that out takes work too, and must not be free. */
import type { Budget } from '../domain/access/limits.ts'

/** The least that a request costs. */
const LEAST = 1

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
