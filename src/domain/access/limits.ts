/**
 * How much a caller may ask for: a leaky bucket, as Shopify's. Each request puts its cost in, the bucket drains all the
 * time, and what no longer fits is refused. Buckets stand in a store, so that all processes on it count alike.
 */
import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { LRUCache } from 'lru-cache'
import type { Db } from '../../db/client.ts'
import { AppError, RateLimited } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import { secretOf } from '../receipts/secret.ts'
import type { Caller } from './caller.ts'
import { type LimitStore, PARTS, type Taken } from './limit-store.ts'
import { postgresLimits } from './limits-postgres.ts'
import { createPlenty } from './plenty.ts'

/** Cost that may be spent in a minute where a key says nothing else; the same is the most at once. */
export const PER_MINUTE = { anybody: 200_000, key: 1_000_000 } as const

/** What routes beside GraphQL cost. */
export const ROUTE_COST = { export: 1_000, changes: 100 } as const

/** A store that is slower than this counts as down. */
const STORE_MS = 1_000
const SECRET = 'addresses'
/** Addresses whose hashes are remembered, of those who ask at present. */
const ADDRESSES = 1_000
const MINUTE_S = 60
const DAY_MS = 86_400_000

/** One limit, with what is left of it. */
export interface Allowance {
  /** `minute` or `day`. */
  name: 'minute' | 'day'
  limit: number
  left: number
  /** Seconds until all of it is there again. */
  resetS: number
}

export interface Budget {
  /**
   * Takes the cost of a request.
   * @throws AppError RATE_LIMITED where it does not fit; UNAVAILABLE where the store is down and the caller has a key
   *   that can do more than read.
   */
  spend(cost: number): Promise<void>
  /** Begins to take the cost: nothing may be told of the answer before `counted` has come, which fails as `spend` does. */
  begin(cost: number): Count
  /** Whether `spend` was called, whatever came of it. */
  asked(): boolean
  /** As of the last `spend`; empty before, and where nothing is counted. */
  allowances(): readonly Allowance[]
}

/** A cost that is being taken. */
interface Count {
  /** Whether so much was left a moment ago that work may begin meanwhile: if it was wrong, the work was in vain. */
  isLikely: boolean
  counted: Promise<void>
}

export interface Limiter {
  /** @param address of the client; only what has no key is counted by it. */
  budgetOf(caller: Caller, address: string): Budget
  /** `open` while requests pass uncounted because the store is down. */
  state(): 'ok' | 'open'
}

export interface LimiterOptions {
  /** Where buckets stand; in the database when left out. */
  store?: LimitStore
  /** A store that is slower than so many milliseconds counts as down. */
  slowMs?: number
}

/** @param db holds the secret under which addresses are hashed, so that none stands in clear. */
export function createLimiter(db: Db, clock: Clock, options: LimiterOptions = {}): Limiter {
  const { store = postgresLimits(db), slowMs = STORE_MS } = options
  let state: 'ok' | 'open' = 'ok'
  let reading: Promise<Uint8Array> | undefined
  let secret: Uint8Array | undefined
  const hashes = new LRUCache<string, string>({ max: ADDRESSES })
  const plenty = createPlenty()

  async function readSecret(): Promise<void> {
    reading ??= secretOf(db, SECRET)
    try {
      secret = await reading
    } catch (error) {
      reading = undefined
      throw error
    }
  }

  /** Null for addresses until the secret was read. */
  function bucketOf({ account }: Caller, address: string): string | null {
    if (account !== null) return `key:${account}`
    const known = hashes.get(address)
    if (known || !secret) return known ?? null
    const who = `address:${hashOf(networkOf(address), secret)}`
    hashes.set(address, who)
    return who
  }

  function begin(caller: Caller, address: string, cost: number, perMinute: number) {
    const { daily } = caller.plan
    const wanted = {
      cost: cost * PARTS,
      capacity: perMinute * PARTS,
      daily: daily === null ? null : daily * PARTS,
    }
    const take = async (who: string, patient: boolean): Promise<Taken> => {
      const taken = await store.take({ who, ...wanted, drain: perMinute, at: clock.now(), patient })
      plenty.learn(who, taken)
      return taken
    }
    const who = bucketOf(caller, address)
    if (who === null)
      return {
        isLikely: false,
        taken: readSecret().then(() => take(bucketOf(caller, address)!, false)),
      }
    const release = plenty.claim(who, wanted)
    return { isLikely: release !== null, taken: take(who, release !== null).finally(() => release?.()) }
  }

  function budgetOf(caller: Caller, address: string): Budget {
    const { keyId, plan } = caller
    const perMinute = plan.perMinute ?? (keyId === null ? PER_MINUTE.anybody : PER_MINUTE.key)
    let known: readonly Allowance[] = []
    let asked = false
    const count = async (cost: number, taking: Promise<Taken>) => {
      let taken: Taken
      try {
        taken = await within(taking, slowMs)
      } catch (error) {
        state = 'open'
        // Questions go on being answered; who copies or writes can wait, and must not do so uncounted.
        if (caller.scopes.every((scope) => scope === 'read')) return
        throw new AppError('UNAVAILABLE', 'What this key has left cannot be found out right now.', error)
      }
      state = 'ok'
      known = allowancesOf(taken, perMinute, plan.daily, clock.now())
      if (!taken.passed) throw refusal(cost, known)
    }
    const beginCount = (cost: number): Count => {
      asked = true
      const { isLikely, taken } = begin(caller, address, cost, perMinute)
      return { isLikely, counted: count(cost, taken) }
    }
    return {
      asked: () => asked,
      allowances: () => known,
      begin: beginCount,
      spend: (cost) => beginCount(cost).counted,
    }
  }

  return { budgetOf, state: () => state }
}

function allowancesOf(taken: Taken, perMinute: number, daily: number | null, now: Date): Allowance[] {
  const left = (limit: number, spent: number) => Math.max(0, Math.floor((limit * PARTS - spent) / PARTS))
  const minute: Allowance = {
    name: 'minute',
    limit: perMinute,
    left: left(perMinute, taken.filled),
    resetS: Math.ceil((taken.filled * MINUTE_S) / (perMinute * PARTS)),
  }
  if (daily === null) return [minute]
  const resetS = Math.ceil((DAY_MS - (now.getTime() % DAY_MS)) / 1000)
  return [minute, { name: 'day', limit: daily, left: left(daily, taken.used), resetS }]
}

function refusal(cost: number, allowances: readonly Allowance[]): AppError {
  const short = allowances.findLast((a) => a.left < cost) ?? allowances[0]!
  const { name, limit, left, resetS } = short
  const what = `This costs ${cost}, and of the ${limit} of a ${name} there are ${left} left.`
  if (cost > limit) return new RateLimited(`${what} It never fits: ask for smaller pages.`, resetS)
  // The bucket has room as soon as enough has drained.
  const waitS = name === 'day' ? resetS : Math.ceil(((cost - left) * MINUTE_S) / limit)
  return new RateLimited(`${what} Ask again in ${waitS} seconds.`, Math.max(1, waitS))
}

function hashOf(text: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(text).digest('hex').slice(0, 32)
}

/** A subscriber has a whole /64 of IPv6 addresses. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [first, last] = [groups(head), groups(tail ?? '')]
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  return [...first, ...(tail === undefined ? [] : zeros), ...last]
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the store of the limits is slow')), ms)
  })
  // It may fail after nobody waits for it any more.
  work.catch(() => undefined)
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
