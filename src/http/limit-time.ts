/** No answer takes longer than it may. */
import { AppError } from '../errors.ts'
import { LIMITS } from '../graphql/limits.ts'
import { problem } from './problem.ts'

/**
 * Answers TIMEOUT when the work takes too long, and tells the work that nobody waits any more. Postgres ends its
 * statements by a shorter limit of its own.
 */
export async function limitTime(work: (signal: AbortSignal) => Promise<Response>): Promise<Response> {
  const controller = new AbortController()
  const working = work(controller.signal)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Response>((resolve) => {
    const seconds = LIMITS.timeoutMs / 1000
    timer = setTimeout(() => {
      controller.abort()
      // A stream that nobody will read would stay open.
      void working.then((answer) => answer.body?.cancel()).catch(() => undefined)
      resolve(
        problem(new AppError('TIMEOUT', `The answer took longer than ${seconds} seconds; ask for less.`)),
      )
    }, LIMITS.timeoutMs)
  })
  try {
    return await Promise.race([working, late])
  } finally {
    clearTimeout(timer)
  }
}
