/** What is said to `sync`, checked before anything is asked. Nothing that may be a key is said again. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UsageError } from './usage.ts'

/** @param command as whoever reads it calls it. */
export const syncHelp = (
  command: string,
): string => `Usage: ${command} --from <address> --to <folder or postgres address> [options]

Keeps a mirror of the ledger: a whole copy first, then every change, each revision wholly or not at all.
Whatever ends it, the mirror is exactly one revision, and the next start goes on from there. After each
catch-up the digest of the claims is compared with the server's.

Options:
  --from <address>     the server, such as https://facts.example.org
  --to <target>        an empty folder, or the postgres:// address of a database; the mirror goes there
  --schema <name>      of a database: its schema for the mirror; ai_economy_facts_mirror when left out
  --key-file <file>    a file that holds the key, which needs the scope sync
  --key <key>          the key itself. Everybody on the machine can see it in the list of processes:
                       better take --key-file, or the environment variable SYNC_KEY
  --once               end when the newest revision is there; so it is without --follow too
  --follow             wait for what comes, through outages of the server too, until SIGTERM or Ctrl-C
  --verify             compare the digests of all kinds after each catch-up, not only that of the claims
  --json               print one JSON object on one line for each thing that happens
  --quiet              print nothing but errors
  --help               this text

In a folder: a file of lines for each kind, mirror.json, which tells revision, digests and what to print
beside the data, and applied.ndjson, a line for each revision. In a database: a table (key, row) for each
kind, and the tables state and applied. The key is kept nowhere.

Exit code: 0 when the mirror is right, or was stopped in order, 1 when it could not be kept, 2 for wrong usage.
`

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  schema: { type: 'string' },
  key: { type: 'string' },
  'key-file': { type: 'string' },
  once: { type: 'boolean', default: false },
  follow: { type: 'boolean', default: false },
  verify: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
} as const

export interface SyncArguments {
  from: string
  to: string
  schema: string | undefined
  key: string
  follow: boolean
  verifyAll: boolean
  json: boolean
  quiet: boolean
}

/**
 * @param environmentKey the key that the environment holds.
 * @throws UsageError
 */
export function syncArguments(args: string[], environmentKey: string | undefined): SyncArguments {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS })
  const { from, to, schema, follow, verify, json, quiet } = values
  if (positionals.length > 0) throw new UsageError('There is one argument too many.')
  if (!from) throw new UsageError('Name the server: --from https://facts.example.org')
  if (!to) throw new UsageError('Name a folder or a database for the mirror: --to <target>')
  if (values.once && follow) throw new UsageError('Either --once or --follow.')
  const key = keyOf(values.key, values['key-file'], environmentKey)
  return { from, to, schema, key, follow, verifyAll: verify, json, quiet }
}

function keyOf(
  given: string | undefined,
  file: string | undefined,
  environmentKey: string | undefined,
): string {
  if (given !== undefined && file !== undefined) throw new UsageError('Either --key or --key-file.')
  const key = given ?? (file === undefined ? environmentKey : contentOf(file))
  if (!key) throw new UsageError('Give the key: --key-file <file>, or the environment variable SYNC_KEY.')
  return key
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new UsageError(`The file of the key cannot be read: ${(error as Error).message}`)
  }
}
