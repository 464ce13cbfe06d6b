/** What a mirror consists of: the kinds of full copy, and by which member their rows are known. */
import type { Plain } from '../lib/canonical.ts'
import { SyncError } from './errors.ts'

/** The member that holds a row's key, by kind; what is copied first comes first. */
export const KEY_MEMBERS = {
  licence: 'code',
  country: 'code',
  unit: 'code',
  provider: 'slug',
  publisher: 'slug',
  source: 'slug',
  'model-group': 'slug',
  model: 'slug',
  meter: 'code',
  metric: 'code',
  coverage: 'code',
  topic: 'code',
  hub: 'slug',
  cluster: 'slug',
  flow: 'slug',
  offer: 'slug',
  price: 'id',
  'energy-rate': 'id',
  'token-usage': 'id',
  indicator: 'id',
  assertion: 'id',
  claim: 'id',
  check: 'id',
  correction: 'id',
  rule: 'id',
} as const

export type Kind = keyof typeof KEY_MEMBERS

export const KINDS = Object.keys(KEY_MEMBERS) as Kind[]

export function isKind(name: string): name is Kind {
  return Object.hasOwn(KEY_MEMBERS, name)
}

/** @throws SyncError BAD_ANSWER where the row has none. */
export function keyOf(kind: Kind, row: Plain): string {
  const key = (row as Record<string, unknown> | null)?.[KEY_MEMBERS[kind]]
  if (typeof key === 'string') return key
  throw new SyncError('BAD_ANSWER', `A row of ${kind} has no ${KEY_MEMBERS[kind]}.`)
}

/** The order of copies: that of the bytes of UTF-8. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  // Only beyond the basic plane do code units sort otherwise than bytes.
  if (!/[\ud800-\udfff]/.test(a + b)) return a < b ? -1 : 1
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
