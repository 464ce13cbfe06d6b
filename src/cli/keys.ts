/** `npm run keys -- create|list|rotate|revoke|log` */
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { type Plan, SCOPES } from '../domain/access/caller.ts'
import { BY_CLI, type KeyEvent, listKeyEvents } from '../domain/access/key-events.ts'
import { createKey, type KeyInfo, listKeys, revokeKey, rotateKey } from '../domain/access/keys.ts'
import { PER_MINUTE, ROUTE_COST } from '../domain/access/limits.ts'
import { AppError } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'
import { isoDay } from '../lib/period.ts'
import { newKey, noMore, onlyId, overlapOf, refuseKeys } from './keys-arguments.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { table } from './terminal.ts'
import { UsageError } from './usage.ts'

const OVERLAP = '7d'
const points = (cost: number) => cost.toLocaleString('en')

export const KEYS_HELP = `Usage: npm run keys -- create --name <name> --scopes <scope>,... [--expires <day>]
         [--daily <cost>] [--per-minute <cost>] [--documents-only] [--documents-of <id>] [--json]
       npm run keys -- list [--json]
       npm run keys -- rotate <id> [--overlap <time>] [--json]
       npm run keys -- revoke <id> [--json]
       npm run keys -- log [<id>] [--json]

Makes, lists, rotates and revokes the keys of callers, beside a running server or without one. A running server
knows at once. A key is shown once, when it is made; only a hash of it is kept. What was done to keys is kept
for good; log shows it, newest first.

Options:
  --name        who gets the key; at most 100 characters
  --scopes      what it allows, separated by commas
  --expires     the last day (UTC) on which it is valid, such as 2027-01-31; without it, until it is revoked
  --daily       the cost that it may spend in a day (UTC); without it, no limit but that of a minute
  --per-minute  the cost that it may spend in a minute; without it, ${points(PER_MINUTE.key)}
  --documents-only
                it may only ask documents that operators registered (npm run documents), so it may stand openly in
                a frontend; the scope is read and no other
  --documents-of <id>
                the same, and the documents that this key and the ones in its place registered by asking them
  --overlap     how long the old key goes on beside the new one: days or hours, such as 24h; without it, ${OVERLAP}.
                With 0 it ends at once. It never goes on for longer than it would have anyway
  --json        print one JSON value on one line; for create { id, key, scopes }, for rotate
                { id, key, scopes, replaces, oldExpiresAt }
  --help        this text

The cost of a query stands in extensions.cost of its answer. A full copy costs ${points(ROUTE_COST.export)}.
The new key of a rotation has the name, scopes, limits, documents and last day of the old one.

Scopes:
${table(Object.entries(SCOPES).map(([scope, meaning]) => [`  ${scope}`, meaning]))}

Exit code: 0 when done, 1 when there is no such key or it cannot be rotated, 2 for wrong usage.
`

/** What a command was asked to do, checked before the database is touched. */
type Work = (ledger: Ledger) => Promise<number>

const JSON_ONLY = { json: { type: 'boolean' } } as const

const COMMANDS: Record<string, (args: string[], clock: Clock) => Work> = {
  create: (args, clock) => {
    const options = {
      name: { type: 'string' },
      scopes: { type: 'string' },
      expires: { type: 'string' },
      daily: { type: 'string' },
      'per-minute': { type: 'string' },
      'documents-only': { type: 'boolean' },
      'documents-of': { type: 'string' },
      json: { type: 'boolean' },
    } as const
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
    noMore(positionals)
    const wanted = newKey(values, clock)
    return async ({ db }) => {
      const { id, key } = await createKey(db, clock, wanted)
      const { name, scopes, expiresAt, perMinute = null, daily = null, documentsOf = null } = wanted
      if (values.json) return print(JSON.stringify({ id, key, scopes }))
      const what = termsText({ scopes, expiresAt, perMinute, daily, documentsOf })
      return print(
        `${key}\n\nThe key of ${name}: ${what}. It is not shown again.\n` +
          `Send it as the header Authorization: Bearer <key>. Revoke it: npm run keys -- revoke ${id}`,
      )
    }
  },
  list: (args) => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: JSON_ONLY })
    noMore(positionals)
    return async ({ db }) => {
      const keys = await listKeys(db)
      if (values.json) return print(JSON.stringify(keys))
      if (keys.length === 0) return print('There are no keys.')
      const old = ['id', 'name', 'scopes', 'made on', 'last day', 'revoked on']
      const more = ['per minute', 'daily', 'rotated to', 'documents']
      return print(table([[...old, ...more], ...keys.map(line)]))
    }
  },
  rotate: (args, clock) => {
    const options = { overlap: { type: 'string', default: OVERLAP }, ...JSON_ONLY } as const
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
    const id = onlyId(positionals, 'rotate')
    const overlapMs = overlapOf(values.overlap)
    return async ({ db }) => {
      const made = await rotateKey(db, clock, id, overlapMs)
      if (!made) return unknown(id)
      const { key, name, scopes, replaces, oldExpiresAt } = made
      if (values.json) return print(JSON.stringify({ id: made.id, key, scopes, replaces, oldExpiresAt }))
      const old = oldExpiresAt > clock.now() ? `is valid until ${momentText(oldExpiresAt)}` : 'has ended'
      return print(
        `${key}\n\nThe new key of ${name}: ${termsText(made)}. It is not shown again.\n` +
          `The old one, ${replaces}, ${old}.`,
      )
    }
  },
  revoke: (args, clock) => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: JSON_ONLY })
    const id = onlyId(positionals, 'revoke')
    return async ({ db }) => {
      const key = await revokeKey(db, clock, id)
      if (!key) return unknown(id)
      return print(values.json ? JSON.stringify(key) : `The key ${key.id} of ${key.name} is revoked.`)
    }
  },
  log: (args) => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: JSON_ONLY })
    const [id, ...more] = positionals
    noMore(more)
    return async ({ db }) => {
      const events = await listKeyEvents(db, id)
      if (!events) return unknown(id!)
      if (values.json) return print(JSON.stringify(events))
      if (events.length === 0) return print('Nothing is in the log.')
      return print(table([['at', 'key', 'action', 'by'], ...events.map(eventLine)]))
    }
  },
}

export async function runKeys(args: string[], config: Config, clock: Clock): Promise<number> {
  const [name = '', ...rest] = args
  const names = Object.keys(COMMANDS).join(', ')
  refuseKeys(args)
  if (!Object.hasOwn(COMMANDS, name)) throw new UsageError(`Say what to do with keys: ${names}.`)
  const work = COMMANDS[name]!(rest, clock)
  const ledger = await openLedger(config)
  try {
    return await work(ledger)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'BAD_ARGUMENT')) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  } finally {
    await ledger.close()
  }
}

type Terms = Pick<KeyInfo, 'expiresAt' | 'documentsOf'> & { scopes: readonly string[] } & Plan

/** What a key allows, and until when. */
function termsText(terms: Terms): string {
  const { scopes, expiresAt, perMinute, daily, documentsOf } = terms
  const limits = [
    ...(perMinute === null ? [] : [`${points(perMinute)} a minute`]),
    ...(daily === null ? [] : [`${points(daily)} a day`]),
  ]
  const cost = limits.length > 0 ? `; cost at most ${limits.join(' and ')}` : ''
  const until = expiresAt ? `valid to the end of ${lastDay(expiresAt)}` : 'valid until it is revoked'
  const documents = documentsOf === null ? '' : `; documents ${documentsText(documentsOf)} and no others`
  return `scopes ${scopes.join(', ')}${documents}${cost}; ${until}`
}

/** Whose documents it may ask. */
const documentsText = (documentsOf: string) =>
  documentsOf === BY_CLI ? 'of operators' : `of operators and of ${documentsOf}`

function lastDay(expiresAt: Date): string {
  return isoDay(new Date(expiresAt.getTime() - 1))
}

/** To the minute, rounded down: nobody counts on more. */
function momentText(at: Date): string {
  return `${isoDay(at)} ${at.toISOString().slice(11, 16)} UTC`
}

function line(key: KeyInfo): string[] {
  const { id, name, scopes, createdAt, expiresAt, revokedAt, perMinute, daily, rotatedTo, documentsOf } = key
  const until = expiresAt ? lastDay(expiresAt) : '-'
  return [
    ...[id, name, scopes.join(','), isoDay(createdAt), until, revokedAt ? isoDay(revokedAt) : '-'],
    ...[perMinute ?? '-', daily ?? '-', rotatedTo ?? '-'].map(String),
    documentsOf === null ? 'any' : documentsText(documentsOf),
  ]
}

function eventLine({ at, keyId, action, by }: KeyEvent): string[] {
  return [at.toISOString(), keyId, action, by]
}

function unknown(id: string): number {
  process.stderr.write(`There is no key with the id ${id}.\n`)
  return 1
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}
