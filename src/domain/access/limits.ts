/**
 * How much a caller may ask for: a leaky bucket, as Shopify's. Each request puts its cost in, the bucket drains all the
 * time, and what no longer fits is refused. State stands in Postgres, so that all processes of one database count alike.
 */
import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Db } from '../../db/client.ts'
import { AppError, RateLimited } from '../../errors.ts'
import type { Clock } from '../../lib/clock.ts'
import { secretOf } from '../receipts/secret.ts'
import type { Caller } from './caller.ts'

/** Cost that may be spent in a minute where a key says nothing else; the same is the most at once. */
export const PER_MINUTE = { anybody: 200_000, key: 1_000_000 } as const

/** What routes beside GraphQL cost. */
export const ROUTE_COST = { export: 1_000, changes: 100 } as const

/** A store that is slower than this counts as down. */
const STORE_MS = 1_000
const SECRET = 'addresses'
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
  /** Whether `spend` was called, whatever came of it. */
  asked(): boolean
  /** As of the last `spend`; empty before, and where nothing is counted. */
  allowances(): readonly Allowance[]
}

export interface Limiter {
  /** @param address of the client; only what has no key is counted by it. */
  budgetOf(caller: Caller, address: string): Budget
  /** `open` while requests pass uncounted because the store is down. */
  state(): 'ok' | 'open'
}

interface Taken {
  passed: boolean
  filled: string
  used: string
}

export function createLimiter(db: Db, clock: Clock): Limiter {
  let state: 'ok' | 'open' = 'ok'
  /** Under which addresses are hashed, so that none stands in clear. */
  let secret: Promise<Uint8Array> | undefined

  async function bucketOf({ account }: Caller, address: string): Promise<string> {
    if (account !== null) return `key:${account}`
    secret ??= secretOf(db, SECRET)
    const key = await secret.catch((error) => {
      secret = undefined
      throw error
    })
    return `address:${hashOf(networkOf(address), key)}`
  }

  async function take(who: string, cost: number, perMinute: number, daily: number | null): Promise<Taken> {
    const drain = perMinute / MINUTE_S
    const taking = db.$queryRaw<Taken[]>`
      SELECT passed, trim_scale(round(filled, 3))::text AS filled, trim_scale(used)::text AS used
      FROM take_cost(${who}, ${cost}::numeric, ${perMinute}::numeric, ${drain}::numeric, ${daily}::numeric,
        ${clock.now()}::timestamptz)`
    const [taken] = await within(taking, STORE_MS)
    return taken!
  }

  function budgetOf(caller: Caller, address: string): Budget {
    const { keyId, plan } = caller
    const perMinute = plan.perMinute ?? (keyId === null ? PER_MINUTE.anybody : PER_MINUTE.key)
    let known: readonly Allowance[] = []
    let asked = false
    return {
      asked: () => asked,
      allowances: () => known,
      spend: async (cost) => {
        asked = true
        let taken: Taken
        try {
          taken = await take(await bucketOf(caller, address), cost, perMinute, plan.daily)
        } catch (error) {
          state = 'open'
          // Questions go on being answered; who copies or writes can wait, and must not do so uncounted.
          if (caller.scopes.every((scope) => scope === 'read')) return
          throw new AppError('UNAVAILABLE', 'What this key has left cannot be found out right now.', error)
        }
        state = 'ok'
        known = allowancesOf(taken, perMinute, plan.daily, clock.now())
        if (!taken.passed) throw refusal(cost, known)
      },
    }
  }

  return { budgetOf, state: () => state }
}

/** Forgets callers who have not been here for two days: their buckets are empty and their day is over. */
export async function clearBuckets(db: Db, clock: Clock): Promise<void> {
  await db.bucket.deleteMany({ where: { at: { lt: new Date(clock.now().getTime() - 2 * DAY_MS) } } })
}

function allowancesOf(taken: Taken, perMinute: number, daily: number | null, now: Date): Allowance[] {
  const filled = Number(taken.filled)
  const minute: Allowance = {
    name: 'minute',
    limit: perMinute,
    left: Math.max(0, Math.floor(perMinute - filled)),
    resetS: Math.ceil((filled * MINUTE_S) / perMinute),
  }
  if (daily === null) return [minute]
  const resetS = Math.ceil((DAY_MS - (now.getTime() % DAY_MS)) / 1000)
  return [minute, { name: 'day', limit: daily, left: Math.max(0, daily - Number(taken.used)), resetS }]
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
