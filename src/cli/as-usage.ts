/** What a rule of the domain refuses was said on the command line, so it is wrong usage. */
import { AppError } from '../errors.ts'
import { UsageError } from './usage.ts'

export function asUsage<T>(checked: () => T): T {
  try {
    return checked()
  } catch (error) {
    throw error instanceof AppError ? new UsageError(error.message) : error
  }
}
