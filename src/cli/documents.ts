/** `npm run documents -- add|list|remove` */
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import {
  addDocuments,
  type DocumentInfo,
  listDocuments,
  removeDocument,
} from '../domain/documents/operator.ts'
import type { Clock } from '../lib/clock.ts'
import { sha256 } from '../lib/ids.ts'
import { readInputs } from './documents-input.ts'
import { noMore } from './keys-arguments.ts'
import { openLedger } from './ledger.ts'
import { table } from './terminal.ts'
import { UsageError } from './usage.ts'

export const DOCUMENTS_HELP = `Usage: npm run documents -- add <file|folder|manifest>... [--json]
       npm run documents -- list [--json]
       npm run documents -- remove <hash>... [--json]

Registers GraphQL documents, which may then be asked by the SHA-256 of their text, by callers too that may ask
nothing else. Works beside a running server or without one.

add takes
  a .graphql or .gql file, or a folder of them
             a file with one operation and its fragments is a document as it stands, to the last byte; any other
             operation is one with the fragments that it uses, a blank line between each of them
  a .json    Apollo's manifest of persisted queries, or the object of hashes and texts that the client preset of
             GraphQL Code Generator and the Relay compiler write; hashes must be the SHA-256 of the texts
Each document is checked against the schema first: all are registered or none.

list shows whoever registered a document: cli, or the account of a key, which did so by asking it.
remove ends a document, whoever registered it. Running servers notice within 30 seconds. Whoever has a key may
register it again; it is no ban.

Options:
  --json  print one JSON value on one line: for add { added, known, documents: [{ hash, name, isNew }], problems }
  --help  this text

Exit code: 0 when done, 1 when something is wrong with a document or there is no such hash, 2 for wrong usage.
`

/** What a command was asked to do, checked before the database is touched. */
type Work = (db: Db) => Promise<number>

const parsed = (args: string[]) =>
  parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } })

const COMMANDS: Record<string, (args: string[], clock: Clock) => Promise<Work | number>> = {
  add: async (args, clock) => {
    const { values, positionals } = parsed(args)
    if (positionals.length === 0) throw new UsageError('Name a file, a folder or a manifest to add.')
    const { documents, problems } = await readInputs(positionals)
    if (problems.length > 0) {
      const nothing = { added: 0, known: 0, documents: [], problems }
      if (values.json) print(JSON.stringify(nothing))
      else process.stderr.write(`${problems.join('\n')}\nNothing was registered.\n`)
      return 1
    }
    return async (db) => {
      const isNew = await addDocuments(db, clock, documents)
      const told = documents.map(({ text, name }) => {
        const hash = sha256(text)
        return { hash, name, isNew: isNew.has(hash) }
      })
      const [added, known] = [isNew.size, documents.length - isNew.size]
      if (values.json) return print(JSON.stringify({ added, known, documents: told, problems }))
      const lines = told.map((one) => [one.hash, one.isNew ? 'added' : 'known', one.name ?? '-'])
      return print(`${table(lines)}\n${counted(added)} added, ${known} known.`)
    }
  },
  list: async (args) => {
    const { values, positionals } = parsed(args)
    noMore(positionals)
    return async (db) => {
      const documents = await listDocuments(db)
      if (values.json) return print(JSON.stringify(documents))
      if (documents.length === 0) return print('No documents are registered.')
      const heads = ['hash', 'registered by', 'at', 'characters', 'name']
      return print(table([heads, ...documents.map(line)]))
    }
  },
  remove: async (args) => {
    const { values, positionals } = parsed(args)
    const hashes = positionals.map((id) => id.replace(/^sha256:/, ''))
    if (hashes.length === 0 || hashes.some((hash) => !/^[0-9a-f]{64}$/.test(hash)))
      throw new UsageError(
        'Name the hashes of documents, 64 digits each; npm run documents -- list shows them.',
      )
    return async (db) => {
      const removed: string[] = []
      for (const hash of hashes) if (await removeDocument(db, hash)) removed.push(hash)
      const unknown = hashes.filter((hash) => !removed.includes(hash))
      if (values.json) print(JSON.stringify({ removed, unknown }))
      else if (removed.length > 0) print(`${counted(removed.length)} removed.`)
      for (const hash of unknown) process.stderr.write(`No document is registered under ${hash}.\n`)
      return unknown.length > 0 ? 1 : 0
    }
  },
}

export async function runDocuments(args: string[], config: Config, clock: Clock): Promise<number> {
  const [name = '', ...rest] = args
  if (!Object.hasOwn(COMMANDS, name))
    throw new UsageError(`Say what to do with documents: ${Object.keys(COMMANDS).join(', ')}.`)
  const work = await COMMANDS[name]!(rest, clock)
  if (typeof work === 'number') return work
  const ledger = await openLedger(config)
  try {
    return await work(ledger.db)
  } finally {
    await ledger.close()
  }
}

const counted = (count: number) => `${count} ${count === 1 ? 'document' : 'documents'}`

function line({ hash, registeredBy, registeredAt, text, name }: DocumentInfo): string[] {
  return [hash, registeredBy, registeredAt.toISOString(), String(text.length), name ?? '-']
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}
