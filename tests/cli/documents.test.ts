/** `documents`: what it takes, what it refuses and why, beside a running server and without one. */
import { readFileSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { runDocuments } from '../../src/cli/documents.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { test as base } from '../helpers/cli.ts'
import { hashes, test } from '../helpers/documents.ts'
import { inProcess } from '../helpers/in-process.ts'

const CHINA = 'query China { country(code: "CN") { name } }'

describe('files of GraphQL', () => {
  test('are documents as they stand, so that their hash is that of the file', async ({ command }) => {
    const text =
      '\ufeff# What is it called?\r\nquery China { country(code: "CN") { ...C } }\n\nfragment C on Country { name }\n'
    const at = command.write({ 'a.graphql': text, 'b.gql': `{ me { scopes } }\n` })
    const added = await command.json('add', at('a.graphql'), at('b.gql'))
    expect(added).toEqual({
      ...{ added: 2, known: 0, problems: [] },
      documents: [
        { hash: sha256(readFileSync(at('a.graphql'))), name: 'China', isNew: true },
        { hash: sha256(readFileSync(at('b.gql'))), name: null, isNew: true },
      ],
    })
    const listed = await command.json('list')
    expect(listed.map(({ text }: { text: string }) => text).sort()).toEqual(
      [text, '{ me { scopes } }\n'].sort(),
    )
    expect(listed[0]).toMatchObject({ registeredBy: 'cli', registeredAt: expect.any(String) })
  })

  test('of which one has several operations, or fragments of others, are one document for each operation', async ({
    command,
  }) => {
    const [a, b] = ['query A { country(code: "CN") { ...All } }', 'query B { me { scopes } }']
    const [all, named] = [
      'fragment All on Country { code ...Named }',
      'fragment Named on Country { name # as it is\n}',
    ]
    const at = command.write({
      'q/both.graphql': `${a}\n${b}\n`,
      'q/sub/all.gql': `${all}\n`,
      'q/sub/named.graphql': `${named}\nfragment Unused on Country { code }`,
      // None of these is looked at.
      ...{
        'q/.git/x.graphql': '{',
        'q/node_modules/x.graphql': '{',
        'q/manifest.json': '{',
        'q/readme.md': '{',
      },
    })
    const added = await command.json('add', at('q'))
    expect(hashes(added)).toEqual([sha256(`${a}\n\n${all}\n\n${named}`), sha256(b)])
    expect(added.documents.map(({ name }: any) => name)).toEqual(['A', 'B'])
  })

  test('are added once, however often they are named', async ({ command }) => {
    const at = command.write({ 'a.graphql': CHINA, 'b/a.graphql': CHINA, 'b/c.graphql': '{ me { scopes } }' })
    expect(await command.json('add', at('a.graphql'), at('a.graphql'))).toMatchObject({ added: 1, known: 0 })
    const { code, stdout } = await command.run('add', at('b'))
    expect({ code, lines: stdout.split('\n') }).toEqual({
      code: 0,
      lines: [
        `${sha256(CHINA)}  known  China`,
        `${sha256('{ me { scopes } }')}  added  -`,
        ...['1 document added, 1 known.', ''],
      ],
    })
  })
})

describe('all or nothing, with each problem at its place:', () => {
  test('many files', async ({ command }) => {
    const at = command.write({
      'good.graphql': CHINA,
      'unknown.graphql': 'query X {\n  country(code: "CN") { name colour }\n}',
      'syntax.graphql': 'query X {\n\n',
      'spread.graphql': '{ country(code: "CN") { ...Missing } }',
      'unused.graphql': '{ me { scopes } }\nfragment U on Country { name }',
      'schema.graphql': 'type Query { a: Int }',
      'key.graphql': `{ search(text: "aef_0123456789_${'z'.repeat(32)}") { matched } }`,
      'long.graphql': `{ me { scopes } } # ${'x'.repeat(LIMITS.documentChars)}`,
      'tokens.graphql': `{ ${'__typename '.repeat(LIMITS.tokens)} }`,
      'nul.graphql': '{ me { scopes } } # \0',
      'latin.graphql': new Uint8Array([0x23, 0xe9]),
      'one.graphql': 'fragment Same on Country { name }',
      'two.graphql': '\nfragment Same on Country { code }',
      'x.txt': CHINA,
    })
    const { code, stdout, stderr } = await command.run('add', at(''), at('x.txt'), at('nowhere.graphql'))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).not.toContain('z'.repeat(32))
    const lines = stderr.replaceAll(`${command.folder}/`, '').trimEnd().split('\n')
    expect(lines.pop()).toBe('Nothing was registered.')
    const told = [
      /^unknown\.graphql:2:30: Cannot query field "colour" on type "Country"/,
      /^syntax\.graphql:3:1: Syntax Error/,
      /^spread\.graphql:1:28: Unknown fragment "Missing"/,
      /^unused\.graphql:2:1: Fragment "U" is never used/,
      /^schema\.graphql:1:1: This defines a schema/,
      /^key\.graphql:1:1: A key stands in the document/,
      /^long\.graphql:1:1: The document has more than 50000 characters/,
      /^tokens\.graphql:\d+:\d+: Syntax Error: Document contains more tha[nt] 4000 tokens/,
      /^nul\.graphql:1:1: The document holds the character U\+0000/,
      /^latin\.graphql: is no UTF-8$/,
      /^two\.graphql:2:10: There is another fragment "Same", in .*one\.graphql\.$/,
      /^x\.txt: is no \.graphql, \.gql or \.json file$/,
      /^nowhere\.graphql: there is no such file$/,
    ]
    for (const one of told)
      expect(
        lines.filter((line) => one.test(line)),
        String(one),
      ).toHaveLength(1)
    expect(lines).toHaveLength(told.length)
    expect(await command.json('list')).toEqual([])
    const { problems, ...rest } = await command.json('add', at(''))
    expect(rest).toEqual({ added: 0, known: 0, documents: [] })
    expect(problems).toHaveLength(told.length - 2)
  })

  test('a hundred are told, and how many more there are', async ({ command }) => {
    const fields = (letter: string) => `{ ${Array.from({ length: 60 }, (_, i) => letter + i).join(' ')} }`
    const at = command.write({ 'q/a.graphql': fields('a'), 'q/b.graphql': fields('b') })
    const { stderr } = await command.run('add', at('q'))
    expect(stderr.split('\n').slice(-4)).toEqual([
      expect.stringMatching(/b\.graphql:1:\d+: Cannot query field "b39"/),
      ...['… and 20 more problems', 'Nothing was registered.', ''],
    ])
    const many = command.write({ 'c.graphql': `${fields('c').slice(0, -1)} ${fields('d').slice(1)}` })
    const { problems } = await command.json('add', many('c.graphql'))
    expect(problems[99]).toMatch(/c\.graphql:1:\d+: Cannot query field "d39"/)
    expect(problems.slice(100)).toEqual(['… and 1 more problems'])
  })
})

test('a document is removed by its hash, whoever registered it', async ({ command }) => {
  expect((await command.run('list')).stdout).toBe('No documents are registered.\n')
  const at = command.write({ 'a.graphql': CHINA, 'b.graphql': '{ me { scopes } }' })
  await command.run('add', at(''))
  const unknown = sha256('nothing')
  const { code, stdout, stderr } = await command.run('remove', `sha256:${sha256(CHINA)}`, unknown)
  expect({ code, stdout, stderr }).toEqual({
    ...{ code: 1, stdout: '1 document removed.\n' },
    stderr: expect.stringMatching(new RegExp(`No document is registered under ${unknown}\\.\n$`)),
  })
  const { stdout: listed } = await command.run('list')
  expect(listed).toMatch(/^hash +registered by +at +characters +name\n/)
  expect(listed).toMatch(new RegExp(`^${sha256('{ me { scopes } }')} +cli +\\S+Z +17 +-$`, 'm'))
  expect(listed.trimEnd().split('\n')).toHaveLength(2)
  const hash = sha256('{ me { scopes } }')
  expect(await command.json('remove', hash)).toEqual({ removed: [hash], unknown: [] })
  expect((await command.run('remove', hash)).code).toBe(1)
})

describe('exit code 2, before anything is touched, for', () => {
  const wrong: [string, string[], RegExp][] = [
    ['nothing to do', [], /Say what to do with documents: add, list, remove\./],
    ['a name that every object has', ['constructor'], /add, list, remove/],
    ['nothing to add', ['add'], /Name a file, a folder or a manifest to add/],
    ['nothing to remove', ['remove'], /Name the hashes of documents/],
    ['part of a hash', ['remove', 'abcdef'], /64 digits each/],
    ['an unknown option', ['list', '--all'], /'--all'/],
    ['one argument too many', ['list', 'x'], /one argument too many/],
  ]
  base.for(wrong)('%s', async ([, args, told], { cli }) => {
    const { code, stdout, stderr } = await inProcess(runDocuments, args, {
      DATA_DIR: join(cli.folder, 'data'),
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(told)
    expect(await readdir(cli.folder)).toEqual([])
  })
})

base('a server that answers registered documents only learns of one at once', async ({ cli }) => {
  const server = await cli.serve({ DOCUMENTS: 'registered', PACKAGE_PRICES: '0', PACKAGE_CARBON: '0' })
  const ask = async (body: object) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return (await answer.json()) as any
  }
  expect((await ask({ query: CHINA })).errors[0].extensions.code).toBe('DOCUMENT_NOT_REGISTERED')
  writeFileSync(join(cli.folder, 'q.graphql'), CHINA)
  const { code, stdout } = await cli.run(['documents', 'add', join(cli.folder, 'q.graphql'), '--json'])
  expect({ code, stdout: JSON.parse(stdout) }).toMatchObject({ code: 0, stdout: { added: 1 } })
  for (const body of [{ query: CHINA }, { documentId: `sha256:${sha256(CHINA)}` }])
    expect((await ask(body)).data).toEqual({ country: { name: 'China' } })
  const { stdout: help } = await cli.run(['documents', '--help'])
  expect(help).toMatch(/^Usage: npm run documents -- add <file\|folder\|manifest>/)
})
