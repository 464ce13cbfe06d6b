/** Reads the environment once. Nothing else reads `process.env`. */
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { StartupError } from './lib/startup-error.ts'

const port = z.coerce.number().int().min(0).max(65535)
const flag = z.enum(['0', '1', 'true', 'false']).transform((v) => v === '1' || v === 'true')
const postgres = z.url({ protocol: /^postgres(ql)?$/ })

/** Every variable with its meaning; `npm start -- --help` and the README print this table. */
export const VARIABLES = {
  PORT: { schema: port.default(4000), help: 'Port of the server; 0 takes a free one.' },
  HOST: { schema: z.string().min(1).default('127.0.0.1'), help: 'Address to listen on; 0.0.0.0 for all.' },
  WEB_CONCURRENCY: {
    schema: z
      .union([
        z.literal('auto').transform(() => availableParallelism()),
        z.coerce.number().int().min(1).max(64),
      ])
      .default(1),
    help: 'Processes that answer, behind one port; `auto` for one on each core.',
  },
  DATABASE_URL: {
    schema: postgres.optional(),
    help: 'A Postgres of your own, 15 or newer. Unset: the embedded one in DATA_DIR.',
  },
  DATA_DIR: { schema: z.string().min(1).default('.data'), help: 'Folder of the embedded Postgres.' },
  DATABASE_POOL: {
    schema: z.coerce.number().int().min(1).max(200).default(10),
    help: 'Connections to Postgres that each process, and each replica in it, may open for answers.',
  },
  DATABASE_DIRECT_URL: {
    schema: postgres.optional(),
    help: 'The same database past a pooler such as PgBouncer, where DATABASE_URL leads through one.',
  },
  DATABASE_PREPARED: {
    schema: flag.optional(),
    help: '0: statements are not prepared by name. So it is behind a pooler, where 1 says that it knows prepared statements.',
  },
  DATABASE_REPLICA_URLS: {
    schema: z
      .string()
      .transform((urls) => urls.split(',').map((url) => url.trim()))
      .pipe(z.array(postgres).max(16))
      .default([]),
    help: 'Replicas of the database that may be read, with commas between them.',
  },
  PACKAGE_PRICES: {
    schema: flag.default(true),
    help: '0 to start without the market prices that the package genai-prices ships.',
  },
  PACKAGE_CARBON: {
    schema: flag.default(true),
    help: '0 to start without the carbon intensities of grids that the optional package @tgwf/co2 ships.',
  },
  PUBLIC_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    help: 'Where readers reach the server, for citations: https://facts.example.org.',
  },
  TRUST_PROXY: { schema: flag.default(false), help: '1 behind a proxy that sets X-Forwarded-For.' },
  RATE_LIMITS: {
    schema: flag.default(true),
    help: '0 to count nothing and refuse nobody, on a server of your own.',
  },
  DOCUMENTS: {
    schema: z.enum(['any', 'registered']).default('any'),
    help: '`registered`: whoever has no key may only ask documents that npm run documents registered; `any`: what he likes.',
  },
  SYNC_KEY: {
    schema: z.string().optional(),
    help: 'The key of npm run sync, where it is not told otherwise.',
  },
  WEBHOOKS: {
    schema: z.enum(['0', '1', 'private']).default('1'),
    help: '0: this server sends no webhooks; `private`: http and addresses of private networks are allowed too.',
  },
  REDIS_URL: {
    schema: z.url({ protocol: /^rediss?$/ }).optional(),
    help: 'A Redis, 6 or newer, that counts what callers may spend and keeps answers for all processes: redis://user:password@host:6379. Unset: the database counts, and each process keeps its own.',
  },
  ANSWER_CACHE_MB: {
    schema: z.coerce.number().int().min(0).max(100_000).default(64),
    help: 'Megabytes for answers that are kept to be sent again until the next revision; 0 keeps none.',
  },
  METRICS: {
    schema: z.enum(['none', 'private', 'all']).default('private'),
    help: 'Who may read /metrics: nobody (`none`), who asks from this machine or a private network (`private`), or `all`.',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    help: 'How much is logged: silent, error, warn, info or debug.',
  },
} as const

const Environment = z.object(
  Object.fromEntries(Object.entries(VARIABLES).map(([name, v]) => [name, v.schema])) as unknown as {
    [K in keyof typeof VARIABLES]: (typeof VARIABLES)[K]['schema']
  },
)

export type Config = Readonly<z.output<typeof Environment>>

/**
 * @param env usually `process.env`; an empty value counts as unset.
 * @throws StartupError that lists all problems at once, without echoing a value (it may be a secret).
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== undefined && v !== ''))
  const result = Environment.safeParse(given)
  if (result.success) return Object.freeze(result.data)
  const problems = result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`)
  throw new StartupError(`The environment is not usable: ${problems.join('; ')}. See npm start -- --help.`)
}
