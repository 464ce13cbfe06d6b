/** What every mutation has: a scope that it wants, a fixed cost, and a name for its own failure. */
import type { Scope } from '../domain/access/caller.ts'
import { PRIVATE } from './private-fields.ts'

/** The scope of a mutation, checked by `useMutations` before anything is read: none may be without one. */
export type MutationScope = Exclude<Scope, 'read'>

/**
 * Options of every root field that writes: `t.field({ ...mutation('admin', 100), type, resolve })`.
 *
 * Nullable, so that a field that fails takes no answer of another with it: a key that was made in the same request is
 * shown this once.
 */
export function mutation(scope: MutationScope, cost: number) {
  return { nullable: true, complexity: cost, extensions: { ...PRIVATE, scope } } as const
}
