/** `npm run keys -- create|list|revoke` */
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { SCOPES, type Scope } from '../domain/access/caller.ts'
import { createKey, KEY_LIKE, type KeyInfo, listKeys, type NewKey, revokeKey } from '../domain/access/keys.ts'
import type { Clock } from '../lib/clock.ts'
import { isoDay, parseCalendar } from '../lib/period.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { table } from './terminal.ts'
import { UsageError } from './usage.ts'

export const KEYS_HELP = `Usage: npm run keys -- create --name <name> --scopes <scope>,... [--expires <day>] [--json]
       npm run keys -- list [--json]
       npm run keys -- revoke <id> [--json]

Makes, lists and revokes the keys of callers, beside a running server or without one. A running server
knows at once. A key is shown once, when it is made; only a hash of it is kept.

Options:
  --name      who gets the key; at most 100 characters
  --scopes    what it allows, separated by commas
  --expires   the last day (UTC) on which it is valid, such as 2027-01-31; without it, until it is revoked
  --json      print one JSON value on one line; for create { id, key, scopes }
  --help      this text

Scopes:
${table(Object.entries(SCOPES).map(([scope, meaning]) => [`  ${scope}`, meaning]))}

Exit code: 0 when done, 1 when there is no such key, 2 for wrong usage.
`

const NAME_CHARS = 100

/** What a command was asked to do, checked before the database is touched. */
type Work = (ledger: Ledger) => Promise<number>

const COMMANDS: Record<string, (args: string[], clock: Clock) => Work> = {
  create: (args, clock) => {
    const options = {
      name: { type: 'string' },
      scopes: { type: 'string' },
      expires: { type: 'string' },
      json: { type: 'boolean' },
    } as const
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options })
    noMore(positionals)
    const wanted = newKey(values, clock)
    return async ({ db }) => {
      const { id, key } = await createKey(db, clock, wanted)
      const { name, scopes, expiresAt } = wanted
      if (values.json) return print(JSON.stringify({ id, key, scopes }))
      const until = expiresAt ? `valid to the end of ${lastDay(expiresAt)}` : 'valid until it is revoked'
      return print(
        `${key}\n\nThe key of ${name}: scopes ${scopes.join(', ')}; ${until}. It is not shown again.\n` +
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
      return print(table([['id', 'name', 'scopes', 'made on', 'last day', 'revoked on'], ...keys.map(line)]))
    }
  },
  revoke: (args, clock) => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: JSON_ONLY })
    const [id, ...more] = positionals
    noMore(more)
    if (!id) throw new UsageError('Name the id of the key to revoke; npm run keys -- list shows it.')
    // Not repeated in the message: terminals are logged, and it is a secret.
    if (KEY_LIKE.test(id))
      throw new UsageError('Name the id of the key, the part after aef_, not the key itself.')
    return async ({ db }) => {
      const key = await revokeKey(db, clock, id)
      if (!key) {
        process.stderr.write(`There is no key with the id ${id}.\n`)
        return 1
      }
      return print(values.json ? JSON.stringify(key) : `The key ${key.id} of ${key.name} is revoked.`)
    }
  },
}
const JSON_ONLY = { json: { type: 'boolean' } } as const

export async function runKeys(args: string[], config: Config, clock: Clock): Promise<number> {
  const [name = '', ...rest] = args
  const names = Object.keys(COMMANDS).join(', ')
  if (!Object.hasOwn(COMMANDS, name)) throw new UsageError(`Say what to do with keys: ${names}.`)
  const work = COMMANDS[name]!(rest, clock)
  const ledger = await openLedger(config)
  try {
    return await work(ledger)
  } finally {
    await ledger.close()
  }
}

interface Wanted {
  name?: string | undefined
  scopes?: string | undefined
  expires?: string | undefined
}

function newKey({ name = '', scopes = '', expires }: Wanted, clock: Clock): NewKey {
  const called = name.trim()
  if (!called) throw new UsageError('Say who gets the key: --name <name>.')
  // What would break a line of the list, turn it around, or be a command to the terminal.
  if (
    called.length > NAME_CHARS ||
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(called) ||
    !called.isWellFormed()
  )
    throw new UsageError(`The name has at most ${NAME_CHARS} characters, all on one line.`)
  return {
    name: called,
    scopes: scopesOf(scopes),
    expiresAt: expires === undefined ? null : endOf(expires, clock),
  }
}

function scopesOf(text: string): Scope[] {
  const known = Object.keys(SCOPES)
  const given = text.split(',').map((scope) => scope.trim())
  const unknown = given.find((scope) => !known.includes(scope))
  if (unknown === '')
    throw new UsageError(`Name the scopes, separated by commas: --scopes ${known.join(',')}.`)
  if (unknown !== undefined) throw new UsageError(`Unknown scope ${unknown}. There are: ${known.join(', ')}.`)
  // In the order of the table, each once.
  return known.filter((scope) => given.includes(scope)) as Scope[]
}

/** The end of a day that is not over yet. */
function endOf(day: string, clock: Clock): Date {
  const period = parseCalendar(day)
  if (period?.precision !== 'DAY') throw new UsageError(`--expires is a day such as 2027-01-31, not ${day}.`)
  if (period.to! <= clock.now()) throw new UsageError(`--expires is over already: ${day}.`)
  return period.to!
}

function lastDay(expiresAt: Date): string {
  return isoDay(new Date(expiresAt.getTime() - 1))
}

function line({ id, name, scopes, createdAt, expiresAt, revokedAt }: KeyInfo): string[] {
  const until = expiresAt ? lastDay(expiresAt) : '-'
  return [id, name, scopes.join(','), isoDay(createdAt), until, revokedAt ? isoDay(revokedAt) : '-']
}

/** What stands there by mistake may be a key, so it is not repeated. */
function noMore(positionals: string[]): void {
  if (positionals.length > 0) throw new UsageError('There is one argument too many.')
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}
