/** `npm run sync` as it is called, against a server that runs. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { runSync } from '../../src/cli/sync.ts'
import { openMirror } from '../../src/client/index.ts'
import { openDb } from '../../src/db/client.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { importYaml } from '../graphql/world.ts'
import { test } from '../helpers/cli.ts'
import { inProcess } from '../helpers/in-process.ts'
import { land } from './partner.ts'

const KEY = `aef_${'0'.repeat(10)}_${'0'.repeat(32)}`

describe('exit code 2, before anything is asked or written, and without the key, for', () => {
  const at = ['--from', 'http://127.0.0.1:1', '--to', 'mirror']
  const wrong: [string, string[], RegExp][] = [
    ['no server', ['--to', 'x', '--key', KEY], /Name the server/],
    ['no target', ['--from', 'http://x', '--key', KEY], /Name a folder or a database/],
    ['no key', at, /SYNC_KEY/],
    ['two keys', [...at, '--key', KEY, '--key-file', 'x'], /Either --key or --key-file/],
    ['a file of the key that is not there', [...at, '--key-file', 'nowhere'], /cannot be read/],
    ['both ways', [...at, '--key', KEY, '--once', '--follow'], /Either --once or --follow/],
    ['one word too many', [...at, KEY], /one argument too many/],
    ['an unknown option', [...at, '--key', KEY, '--force'], /--force/],
    ['an address that is none', ['--from', 'x', '--to', 'x', '--key', KEY], /The server is an address/],
    [
      'a schema that is none',
      ['--from', 'http://x', '--to', 'postgres://x', '--key', KEY, '--schema', 'a b'],
      /schema/,
    ],
  ]
  test.for(wrong)('%s', async ([, args, told]) => {
    const command = (given: string[]) => runSync(given, undefined)
    const { code, stdout, stderr } = await inProcess(command, args, {})
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(told)
    expect(stderr).not.toContain(KEY)
  })
})

test('once into a folder, then following into a database, until it is asked to stop', async ({ cli }) => {
  const [ledger, mirror] = [await cli.database('seeded'), await cli.database('none')]
  const server = await cli.serve({ DATABASE_URL: ledger })
  const db = openDb({ url: ledger })
  const { key } = await createKey(db, systemClock, { name: 'partner', scopes: ['sync'], expiresAt: null })
  const [to, keyFile] = [join(cli.folder, 'mirror'), join(cli.folder, 'key')]
  await writeFile(keyFile, `${key}\n`)

  const once = await cli.run([
    'sync',
    '--from',
    `${server.url}/`,
    '--to',
    to,
    '--key-file',
    keyFile,
    '--verify',
  ])
  expect(once).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/is revision 1: [\d,]+ rows\. Digest [0-9a-f]{64}\.\n$/),
  })
  // On a machine that is very busy, it is told to wait.
  expect(once.stderr).toMatch(
    /^A whole copy of revision 1 is taken: there is no mirror yet\.\n(?:[^\n]* Again in [\d.]+ s\.\n)*✓ Copy of revision 1: [\d,]+ rows, [\d.]+ MB \(.*\)\n✓ Digest of revision 1 is the server's, and so are all copies\n$/,
  )
  for (const name of await readdir(to)) expect(await readFile(join(to, name), 'utf8')).not.toContain(key)

  const follow = cli.start(['sync', '--from', server.url, '--to', mirror, '--follow', '--json'], {
    SYNC_KEY: key,
  })
  await follow.prints('"stage":"following"')
  await importYaml(db, land('XB'), '2027-01-01T00:00:00Z')
  await db.$disconnect()
  await follow.prints('"stage":"verified","revision":2')
  follow.process.kill('SIGTERM')
  const { code, stdout, stderr } = await follow.outcome
  expect([code, stderr]).toEqual([0, ''])
  const told = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(told.at(-1)).toMatchObject({
    stage: 'done',
    revision: 2,
    snapshots: 1,
    revisions: 1,
    changes: 1,
    stopped: true,
  })
  const opened = await openMirror(mirror)
  expect(opened.state).toMatchObject({ revision: 2, from: server.url })
  await opened.close()

  const quiet = await cli.run(['sync', '--from', server.url, '--to', to, '--quiet'], { SYNC_KEY: key })
  expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' })
  const refused = await cli.run(['sync', '--from', server.url, '--to', to], { SYNC_KEY: KEY })
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^The server does not take the key: [^\n]*\n$/),
  })
  expect(refused.stderr).not.toContain(KEY)
})
