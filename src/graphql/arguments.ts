/** Arguments that many fields take, each described once. */
import { AppError } from '../errors.ts'
import { builder } from './builder.ts'
import { LIMITS } from './limits.ts'

/** `first` and `after` of every connection. */
export const pageArgs = builder.args((t) => ({
  first: t.int({
    description: `How many items, 1 to ${LIMITS.pageMax}; ${LIMITS.pageDefault} when left out.`,
  }),
  after: t.string({
    description: 'The `endCursor` of the page before; the list starts at its beginning when left out.',
  }),
}))

const AT_DESCRIPTION =
  'The day to read, in valid time: "2026-04-10" means the end of that day. When left out, the nearest `at` above holds; without any, the newest value.'

export const atArg = builder.args((t) => ({ at: t.field({ type: 'Date', description: AT_DESCRIPTION }) }))

/** Refuses texts and lists that no honest caller needs. */
export function checkFilter(filter: unknown): void {
  if (typeof filter === 'string' && filter.length > LIMITS.textMax) {
    throw new AppError('BAD_ARGUMENT', `A text argument has at most ${LIMITS.textMax} characters.`)
  }
  if (typeof filter === 'string' && filter.includes('\0')) {
    throw new AppError('BAD_ARGUMENT', 'A text argument must not contain the character U+0000.')
  }
  if (Array.isArray(filter) && filter.length > LIMITS.listMax) {
    throw new AppError('BAD_ARGUMENT', `A list argument has at most ${LIMITS.listMax} items.`)
  }
  if (filter !== null && typeof filter === 'object')
    for (const part of Object.values(filter)) checkFilter(part)
}
