/** No answer takes longer than it may. */
import { AppError } from '../errors.ts'
import { LIMITS } from '../graphql/limits.ts'
import { problem } from './problem.ts'

/**
 * Gives up when the work takes too long, and tells the work that nobody waits any more. Postgres ends its statements by a
 * shorter limit of its own.
 * @param givenUp what comes of it instead.
 */
export async function limitTime<T>(
  work: (signal: AbortSignal) => Promise<T>,
  givenUp: (error: AppError, working: Promise<T>) => T,
): Promise<T> {
  const controller = new AbortController()
  const working = work(controller.signal)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T>((resolve) => {
    const seconds = LIMITS.timeoutMs / 1000
    timer = setTimeout(() => {
      controller.abort()
      const message = `The answer took longer than ${seconds} seconds; ask for less.`
      resolve(givenUp(new AppError('TIMEOUT', message), working))
    }, LIMITS.timeoutMs)
  })
  try {
    return await Promise.race([working, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The same of an answer that is TIMEOUT then. */
export const limitAnswer = (work: (signal: AbortSignal) => Promise<Response>): Promise<Response> =>
  limitTime(work, (error, working) => {
    // A stream that nobody will read would stay open.
    void working.then((answer) => answer.body?.cancel()).catch(() => undefined)
    return problem(error)
  })
