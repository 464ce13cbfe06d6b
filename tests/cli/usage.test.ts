/** How commands tell what they can, and what they do not understand. */
import { readdir } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import { VARIABLES } from '../../src/config.ts'
import { test } from '../helpers/cli.ts'

const TOLD: Record<string, string[]> = {
  serve: Object.keys(VARIABLES),
  import: ['facts', '--dry-run', '--json', '--help', 'Exit code'],
  correct: [
    '<claim>',
    '--value',
    '--text',
    '--unit',
    '--source',
    '--withdraw',
    '--accept',
    '--redact',
    '--dry-run',
    '--json',
    '--help',
    'SOURCE_REVISED',
    'Exit code',
  ],
  keys: [
    'create',
    'list',
    'revoke',
    '--name',
    '--scopes',
    '--expires',
    '--documents-only',
    '--documents-of',
    '--json',
    '--help',
    'sync',
    'Exit code',
  ],
  documents: ['add', 'list', 'remove', '--json', '--help', 'Exit code'],
  sync: [
    '--from',
    '--to',
    '--schema',
    '--key-file',
    'SYNC_KEY',
    '--once',
    '--follow',
    '--verify',
    '--json',
    '--quiet',
    'Exit code',
  ],
  migration: ['<name>'],
  'pack-client': ['--to'],
  schema: ['src/graphql/schema.graphql', 'src/docs/changelog.json', '--release'],
}

describe.each(Object.entries(TOLD))('%s --help', (command, words) => {
  test.for(['--help', '-h'])('tells all it takes, with %s, and does nothing else', async (flag, { cli }) => {
    // Help is what somebody with a broken environment needs.
    const { code, stdout, stderr } = await cli.run([command, flag], { PORT: 'none' })
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(new RegExp(`^Usage: npm (start|run ${command})`))
    for (const word of words) expect(stdout).toMatch(new RegExp(`(^|[\\s(<])${word}`, 'm'))
    expect(await readdir(cli.folder)).toEqual([])
  })
})

test('every variable is told with what it is for', async ({ cli }) => {
  const { stdout } = await cli.run(['serve', '--help'])
  for (const [name, { help }] of Object.entries(VARIABLES))
    expect(stdout).toMatch(new RegExp(`^  ${name} +${escaped(help)}$`, 'm'))
})

describe('exit code 2, before anything is touched, for', () => {
  const wrong: [string, string[], RegExp][] = [
    [
      'no command',
      [],
      /There are: serve, import, correct, keys, documents, sync, migration, pack-client, schema/,
    ],
    [
      'an unknown command',
      ['sevre'],
      /There are: serve, import, correct, keys, documents, sync, migration, pack-client, schema/,
    ],
    [
      'a name that every object has',
      ['constructor'],
      /There are: serve, import, correct, keys, documents, sync, migration, pack-client, schema/,
    ],
    ['an argument of serve', ['serve', '--port=1'], /--port=1 is unknown[\s\S]*Usage: npm start/],
    ['an unknown option', ['import', 'facts', 'seeds', '--force'], /'--force'[\s\S]*Usage: npm run import/],
    ['an unknown format', ['import', 'csv', 'seeds'], /Name a format: facts[\s\S]*Usage: npm run import/],
    ['no format', ['import'], /Name a format: facts/],
    ['no file', ['import', 'facts'], /Name a file, a folder or an address/],
    ['no name of a migration', ['migration'], /Name the migration[\s\S]*Usage: npm run migration/],
    ['a name with a path', ['migration', '../x'], /Name the migration/],
    ['a second name', ['migration', 'one', 'two'], /two is unknown/],
    ['an argument of schema', ['schema', '--print'], /'--print'[\s\S]*Usage: npm run schema/],
  ]
  test.for(wrong)('%s', async ([, args, told], { cli }) => {
    const { code, stdout, stderr } = await cli.run(args)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(told)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(await readdir(cli.folder)).toEqual([])
  })
})

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
