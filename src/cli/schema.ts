/** `npm run schema`: writes the printed GraphQL schema to where it is committed. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { schemaText } from '../graphql/schema.ts'

export const SCHEMA_HELP = `Usage: npm run schema

Prints the GraphQL schema into src/graphql/schema.graphql. A test fails when the file and the code differ,
or when a change would break a client.
`

export async function runSchema(): Promise<number> {
  const file = join(import.meta.dirname, '../graphql/schema.graphql')
  await writeFile(file, schemaText())
  process.stdout.write(`Written: ${file}\n`)
  return 0
}
