/** `npm run schema`: writes the printed GraphQL schema to where it is committed. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { schemaText } from '../graphql/schema.ts'
import { UsageError } from './usage.ts'

export const SCHEMA_HELP = `Usage: npm run schema

Prints the GraphQL schema into src/graphql/schema.graphql. A test fails when the file and the code differ,
or when a change would break a client.
`

export async function runSchema(args: string[]): Promise<number> {
  if (args.length > 0) throw new UsageError(`This command takes no arguments: ${args[0]} is unknown.`)
  const file = join(import.meta.dirname, '../graphql/schema.graphql')
  await writeFile(file, schemaText())
  process.stdout.write(`Written: ${file}\n`)
  return 0
}
