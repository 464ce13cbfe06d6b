/** What a caller may do, decided here and nowhere else. Who the caller is, HTTP finds out through `keys.ts`. */
import { AppError } from '../../errors.ts'

/** What a key can allow, with its meaning for the help text. Reading is free for everybody, so every key may read. */
export const SCOPES = {
  read: 'ask queries, as everybody may without a key',
  sync: 'take full copies of the ledger, follow its changes, own webhooks',
  write: 'submit claims and correct them over the API',
  admin: 'make, rotate and revoke keys over the API',
} as const
export type Scope = keyof typeof SCOPES

export interface Caller {
  /** Null for whoever sent no key. */
  keyId: string | null
  /** Who spends: the first key of the line of rotations, so that a key beside its successor has no second budget. */
  account: string | null
  scopes: readonly Scope[]
  plan: Plan
  /** See `ApiKey`. */
  documentsOf: string | null
}

/** Cost that a caller may spend; null where nothing was said of it. */
export interface Plan {
  perMinute: number | null
  daily: number | null
}

export const ANYBODY: Caller = {
  keyId: null,
  account: null,
  scopes: ['read'],
  plan: { perMinute: null, daily: null },
  documentsOf: null,
}

/** @throws AppError UNAUTHENTICATED where a key is missing, FORBIDDEN where it does not reach. */
export function requireScope(
  caller: { keyId: string | null; scopes: readonly string[] },
  scope: Exclude<Scope, 'read'>,
): void {
  if (caller.scopes.includes(scope)) return
  throw caller.keyId === null
    ? new AppError(
        'UNAUTHENTICATED',
        `This needs a key with the scope ${scope}, sent as the header Authorization: Bearer <key>.`,
      )
    : new AppError('FORBIDDEN', `This key does not have the scope ${scope}.`)
}
