/** What an operator is told when the embedded Postgres cannot be opened. */

import { spawn } from 'node:child_process'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEmbedded } from '../../src/db/embedded.ts'
import {
  canStartOthers,
  dir,
  ENTRY,
  eachInItsFolder,
  failure,
  isRoot,
  NOBODY,
  once,
  openElsewhere,
  postmaster,
  root,
} from '../helpers/embedded.ts'

eachInItsFolder()

test('a folder that holds something else is named', async () => {
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'letter.txt'), 'mine')
  const message = await failure()
  expect(message).toContain(dir)
  expect(message).toMatch(/choose another DATA_DIR, or move/)
  expect(await readdir(dir)).toEqual(['letter.txt'])
})

test('data of another version is named with what to do', async () => {
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'PG_VERSION'), '17\n')
  expect(await failure()).toMatch(/Postgres 17, but this release brings Postgres 18: dump it/)
})

test('a missing, broken or wrong password is named, and the data stays', async () => {
  await (await openEmbedded({ dir })).release()
  await rename(`${dir}.json`, `${dir}.away`)
  expect(await failure()).toContain(`${dir}.json`)
  await writeFile(`${dir}.json`, 'null')
  expect(await failure()).toContain('missing or unreadable')
  await writeFile(`${dir}.json`, '{"password":"secret-guess"}')
  const message = await failure()
  expect(message).toContain('is not the one of the data')
  expect(message).not.toContain('secret-guess')
  expect(postmaster()).toBeUndefined()
  await rename(`${dir}.away`, `${dir}.json`)
  await (await openEmbedded({ dir })).release()
})

test('a broken folder is told with the last word of Postgres and the path of its log', async () => {
  await (await openEmbedded({ dir })).release()
  await rm(join(dir, 'global', 'pg_control'))
  expect(await failure()).toMatch(/could not open file .*pg_control.* \(log: .*postgres\.log\)/)
  await writeFile(join(dir, 'postgresql.conf'), 'no_such_setting = 1\n')
  expect(await failure()).toMatch(/FATAL: .*errors/)
})

test('a setting that Postgres does not know is told at once', async () => {
  const opening = openEmbedded({ dir, settings: { no_such_setting: '1' } })
  await expect(opening).rejects.toThrow(/unrecognized configuration parameter "no_such_setting"/)
})

test('a file in the place of a folder is named', async () => {
  await writeFile(join(root, 'data'), '')
  expect(await failure()).toMatch(/a file stands where a folder is needed/)
})

test.runIf(canStartOthers)('a folder that the user cannot write is named', async () => {
  await mkdir(join(root, 'data'))
  const script = `const { openEmbedded } = await import(${JSON.stringify(ENTRY)})
    await openEmbedded({ dir: ${JSON.stringify(dir)} }).catch((error) => console.log(error.name, error.message))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
  })
  const output: string[] = []
  child.stdout.on('data', (data) => output.push(String(data)))
  await once(child)
  expect(output.join('')).toMatch(/^StartupError no permission to use .*: set DATA_DIR/)
})

test.runIf(isRoot)(
  'where the user of Postgres cannot enter, data and programs stand elsewhere, each time the same',
  async () => {
    await chmod(root, 0o700)
    const systemRoot = await mkdtemp(join(tmpdir(), 'embedded-system-'))
    try {
      const first = await openEmbedded({ dir, systemRoot })
      await first.release()
      expect(first.dir.startsWith(systemRoot)).toBe(true)
      const second = await openEmbedded({ dir, systemRoot })
      await second.release()
      expect(second.dir).toBe(first.dir)
      expect(await openEmbedded({ dir, systemRoot: '/dev/null/x' }).catch((e: Error) => e.message)).toContain(
        'set DATA_DIR',
      )
    } finally {
      await rm(systemRoot, { recursive: true, force: true })
    }
  },
)

test.runIf(canStartOthers)(
  'what a plain user made, root can open, and the plain user after that',
  async () => {
    await mkdir(join(root, 'data'))
    await chown(join(root, 'data'), NOBODY, NOBODY)
    const plain = await openElsewhere(NOBODY)
    const joined = await openEmbedded({ dir })
    expect(joined.adopted).toBe(true)
    await plain.release()
    await joined.release()
    const alone = await openEmbedded({ dir })
    expect(alone.adopted).toBe(false)
    await alone.release()
    const again = await openElsewhere(NOBODY)
    expect(again.opened.adopted).toBe(false)
    expect(await again.release()).toBe(0)
  },
)

test('without the package, the way out is named', async () => {
  // The module alone, in a place from which no installed package can be found.
  for (const file of [
    'db/embedded-binaries.ts',
    'db/embedded-process.ts',
    'lib/processes.ts',
    'lib/startup-error.ts',
  ]) {
    await cp(new URL(`../../src/${file}`, import.meta.url), join(root, 'src', file))
  }
  const { findBinaries } = (await import(join(root, 'src', 'db', 'embedded-binaries.ts'))) as {
    findBinaries: () => Promise<unknown>
  }
  await expect(findBinaries()).rejects.toThrow(/no embedded Postgres is installed for .*: set DATABASE_URL/)
})
