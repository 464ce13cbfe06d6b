/** A command was called in a way that it does not understand; exit code 2. */
export class UsageError extends Error {}

/** Ours, and what Node says of options that it does not know. */
export function isUsage(error: unknown): error is Error {
  const { code } = error as { code?: unknown }
  return error instanceof UsageError || (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'))
}
