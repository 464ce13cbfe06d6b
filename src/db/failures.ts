/** What a failed statement means to a caller. The driver's own texts are for the log only. */
import { AppError } from '../errors.ts'

interface DriverCause {
  code?: string
  kind?: string
  message?: string
  originalCode?: string
}

/** SQLSTATE or network code of a database failure, wherever Prisma put it; null for anything else. */
export function failureCode(error: unknown): string | null {
  for (let e = error, depth = 0; e && typeof e === 'object' && depth < 6; depth++) {
    const any = e as {
      code?: unknown
      meta?: { driverAdapterError?: { cause?: DriverCause } }
      cause?: unknown
    }
    const cause = any.meta?.driverAdapterError?.cause
    if (cause?.originalCode ?? cause?.code) return (cause.originalCode ?? cause.code)!
    if (typeof (any as DriverCause).originalCode === 'string') return (any as DriverCause).originalCode!
    if (typeof any.code === 'string' && !/^P\d{4}$/.test(any.code)) return any.code
    if (typeof any.code === 'string' && any.cause === undefined) return any.code
    e = any.cause ?? (any.meta?.driverAdapterError as unknown)
  }
  return null
}

const UNREACHABLE =
  /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|08|57P0|53|P1001|P1002|P1008|P1017|P2024|P2028)/

/** The error for the caller, or null when the failure is a fault of ours. */
export function databaseFailure(error: unknown): AppError | null {
  const code = failureCode(error)
  if (code === '57014')
    return new AppError('TIMEOUT', 'The database took longer than the limit; ask for less.', error)
  const timedOut =
    error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated/.test(String(error.message))
  if (timedOut || (code && UNREACHABLE.test(code))) {
    return new AppError('UNAVAILABLE', 'The database cannot be reached right now; try again later.', error)
  }
  return null
}

/**
 * A statement that was prepared before a migration changed the columns that it gives back. Its code is that of other
 * failures too, and its words are in the server's language.
 */
export const isStalePlan = (error: unknown): boolean =>
  (error as { routine?: unknown } | null)?.routine === 'RevalidateCachedQuery'
