/** `npm run schema`: writes what is committed of the GraphQL schema: its text, its changelog, and that of a release. */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CHANGELOG, changelogText, makeChangelog, RELEASES } from '../docs/schema-changes.ts'
import { schemaText } from '../graphql/schema.ts'
import { UsageError } from './usage.ts'

export const SCHEMA_HELP = `Usage: npm run schema [-- --release <day>]

Prints the GraphQL schema into src/graphql/schema.graphql, and what changed since the releases into
src/docs/changelog.json. A test fails when the files and the code differ, or when a change would break a
client of any release.

  --release <day>  keeps the schema as that of a release: 2026-12-01. Clients may rely on it from then on.
`

export async function runSchema(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { release: { type: 'string' } },
    allowPositionals: true,
  })
  if (positionals.length > 0)
    throw new UsageError(`This command takes no arguments: ${positionals[0]} is unknown.`)
  const text = schemaText()
  if (values.release !== undefined) await keepRelease(values.release, text)
  await write(join(import.meta.dirname, '../graphql/schema.graphql'), text)
  await write(CHANGELOG, changelogText(await makeChangelog(text)))
  return 0
}

async function keepRelease(day: string, text: string): Promise<void> {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new UsageError(`A release is named by its day, such as 2026-12-01: ${day} is none.`)
  const file = join(RELEASES, `${day}.graphql`)
  // Clients rely on it.
  if (existsSync(file)) throw new UsageError(`The release of ${day} is there already, and is never changed.`)
  await write(file, text)
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text)
  process.stdout.write(`Written: ${file}\n`)
}
