/** Buckets in Redis: one script each, which runs alone; what has drained goes by itself. */
import { type Redis, redisScript } from '../../db/redis.ts'
import type { LimitStore } from './limit-store.ts'

const DAY_MS = 86_400_000
/** How much longer than needed a bucket is kept, for clocks differ. */
const SPARE_MS = 60_000

/** As `take_cost` in Postgres. Lua writes large numbers with an exponent unless it is told not to. */
const TAKE = redisScript(`
local cost, capacity, drain = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local daily, now, today, dayEnds = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local spare = tonumber(ARGV[8])
local bucket = redis.call('HMGET', KEYS[1], 'level', 'at', 'day', 'spent')
local at, day = tonumber(bucket[2]) or now, tonumber(bucket[3]) or today
local filled = math.max(0, (tonumber(bucket[1]) or 0) - drain * math.max(0, now - at))
local used = day >= today and tonumber(bucket[4]) or 0
local passed = filled + cost <= capacity and (not daily or used + cost <= daily)
if passed then
  filled = math.max(0, filled + cost)
  used = math.max(0, used + cost)
end
local function whole(n) return string.format('%.0f', n) end
redis.call('HSET', KEYS[1], 'level', whole(filled), 'at', whole(math.max(at, now)),
  'day', whole(math.max(day, today)), 'spent', whole(used))
local kept = math.ceil(filled / drain)
if daily then kept = math.max(kept, dayEnds) end
redis.call('PEXPIRE', KEYS[1], whole(kept + spare))
return { passed and 1 or 0, whole(filled), whole(used) }
`)

export function redisLimits(redis: Redis): LimitStore {
  return {
    async take({ who, cost, capacity, drain, daily, at }) {
      const now = at.getTime()
      const day = Math.floor(now / DAY_MS)
      const amounts = [cost, capacity, drain, daily ?? '', now, day, (day + 1) * DAY_MS - now, SPARE_MS]
      const taken = await redis.run(TAKE, `limit:${who}`, amounts.map(String))
      const [passed, filled, used] = taken as [number, string, string]
      return { passed: passed === 1, filled: Number(filled), used: Number(used) }
    },
  }
}
