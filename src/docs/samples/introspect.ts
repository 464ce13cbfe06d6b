/** Writes graphql-env.d.ts, from which gql.tada derives its types. */
import { writeFile } from 'node:fs/promises'
import { getIntrospectionQuery } from 'graphql'

const response = await fetch('http://127.0.0.1:4000/graphql', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: getIntrospectionQuery({ descriptions: false }) }),
})
const { data } = (await response.json()) as { data: unknown }
await writeFile('graphql-env.d.ts', `export type introspection = ${JSON.stringify(data)}\n`)
