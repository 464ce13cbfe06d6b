/** `documents add` with what build tools write, made by these tools themselves. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import { describe, expect } from 'vitest'
import { sha256 } from '../../src/lib/ids.ts'
import { hashes, test } from '../helpers/documents.ts'

const SCHEMA = join(import.meta.dirname, '../../src/graphql/schema.graphql')
const CHINA = 'query China { country(code: "CN") { name } }'

describe('manifests', () => {
  const variables = 'query Name($code: String!) {\n  country(code: $code) {\n    name\n  }\n}'
  const operation = (body: string, id = sha256(body)) => ({ id, name: 'X', type: 'query', body })
  const apollo = (...operations: object[]) =>
    JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations })

  test('of Apollo', async ({ command }) => {
    const at = command.write({ 'm.json': apollo(operation(CHINA), operation(variables)) })
    expect(hashes(await command.json('add', at('m.json')))).toEqual([sha256(CHINA), sha256(variables)])
  })

  test('that GraphQL Code Generator writes', async ({ command }) => {
    const at = command.write({ 'q.graphql': `${CHINA} ${variables}` })
    const files = await generate(
      {
        ...{ schema: SCHEMA, documents: at('q.graphql'), silent: true },
        generates: { [`${at('gql')}/`]: { preset: 'client', presetConfig: { persistedDocuments: true } } },
      },
      false,
    )
    const manifest = files.find(({ filename }: { filename: string }) =>
      filename.endsWith('persisted-documents.json'),
    )
    command.write({ 'persisted-documents.json': manifest.content })
    const expected = Object.keys(JSON.parse(manifest.content)).map((id) => id.replace('sha256:', ''))
    expect(expected).toHaveLength(2)
    expect(hashes(await command.json('add', at('persisted-documents.json')))).toEqual(expected)
  })

  test('that the Relay compiler writes', async ({ command }) => {
    const source =
      "import { graphql } from 'relay-runtime'\nexport const question = graphql`query appQuery { me { scopes } }`\n"
    const config = (algorithm: string) =>
      JSON.stringify({
        ...{
          src: './src',
          language: 'typescript',
          schema: './schema.graphql',
          artifactDirectory: `./made-${algorithm}`,
        },
        persistConfig: { file: `./${algorithm}.json`, algorithm },
      })
    const at = command.write({
      ...{
        'src/app.ts': source,
        'schema.graphql': readFileSync(SCHEMA),
        'made-SHA256/.keep': '',
        'made-MD5/.keep': '',
      },
      ...{ 'SHA256.json': '{}', 'MD5.json': '{}', 'package.json': '{}' },
    })
    const compiler = join(import.meta.dirname, '../../node_modules/relay-compiler/cli.js')
    for (const algorithm of ['SHA256', 'MD5']) {
      command.write({ 'relay.config.json': config(algorithm) })
      execFileSync(process.execPath, [compiler], { cwd: command.folder, stdio: 'pipe' })
    }
    const [id] = Object.keys(JSON.parse(readFileSync(at('SHA256.json'), 'utf8')))
    expect(hashes(await command.json('add', at('SHA256.json')))).toEqual([id])
    const { code, stderr } = await command.run('add', at('MD5.json'))
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /MD5\.json: [0-9a-f]{32}: is not the SHA-256 of its text; have the build tool hash/,
    )
  })

  const wrong: [string, string, RegExp][] = [
    ['no JSON', '{', /m\.json: is no JSON: /],
    ['a list', '[]', /m\.json: is no manifest: neither Apollo's/],
    ['null', 'null', /is no manifest/],
    ['texts in no object of hashes', JSON.stringify({ a: [CHINA] }), /is no manifest/],
    [
      'another version',
      JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 2, operations: [] }),
      /is no manifest/,
    ],
    ['an entry without a text', apollo({ id: 'x', name: 'X' }), /m\.json: x: has no text/],
    ['no entry', apollo(), /m\.json: no operation is in there/],
    [
      'another hash',
      apollo(operation(CHINA, sha256(`${CHINA} `))),
      /m\.json: [0-9a-f]{64}: is not the SHA-256/,
    ],
    ['an entry that is no GraphQL', apollo(operation('{')), /m\.json: [0-9a-f]{64}:1:2: Syntax Error/],
    [
      'an entry that does not fit',
      apollo(operation('{\n  nothing }')),
      /m\.json: [0-9a-f]{64}:2:3: Cannot query field/,
    ],
  ]
  test.for(wrong)('that are %s are refused', async ([, text, told], { command }) => {
    const at = command.write({ 'm.json': text, 'good.graphql': CHINA })
    const { code, stdout, stderr } = await command.run(...['add', at('m.json')])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(told)
    expect(stderr).toMatch(/\nNothing was registered\.\n$/)
    expect(await command.json('list')).toEqual([])
  })
})
