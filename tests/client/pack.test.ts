/** The packed client, installed into an empty project: its types hold for the data, and it keeps a mirror on its own. */
import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished } from 'vitest'
import { runPackClient } from '../../src/cli/pack-client.ts'
import { KINDS } from '../../src/client/index.ts'
import { listen } from '../../src/http/server.ts'
import { testApp } from '../helpers/app.ts'

import { leavesOf, partnerOf, rowsOf } from '../helpers/export.ts'
import { inProcess } from '../helpers/in-process.ts'
import { type Copies, firstRevision, folder, mirroring, REVISIONS, test } from './partner.ts'

const run = promisify(execFile)
const ROOT = new URL('../..', import.meta.url).pathname
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

/** One row of each shape, as a program that says of each kind which row it is: what the types lack does not compile. */
function program(all: Copies[]): string {
  const statements = KINDS.map((kind) => {
    const rows = all.flatMap((copies) => rowsOf(copies[kind]!))
    const shapes = new Map(rows.map((row) => [Object.keys(leavesOf(row)).sort().join(), row]))
    return `rows<'${kind}'>(${JSON.stringify([...shapes.values()])})`
  })
  return `import { type Kind, openMirror, type RowOf, sync, SyncError } from 'ai-economy-facts-client'
function rows<K extends Kind>(_rows: RowOf<K>[]): void {}
${statements.join('\n')}
export async function points(from: string, key: string): Promise<(string | undefined)[]> {
  try {
    const { state } = await sync({ from, key, to: 'mirror', onProgress: (p) => void (p.stage === 'applied' && p.changes) })
    const mirror = await openMirror('mirror')
    const found = []
    for await (const claim of mirror.rows('claim')) found.push(claim.value?.point)
    await mirror.close()
    if (state?.kinds.claim?.rows !== found.length) throw new Error('rows are missing')
    return found
  } catch (error) {
    throw error instanceof SyncError ? error.code : error
  }
}
`
}

test('installed without a registry, it compiles, and runs against a server', async ({ seeded }) => {
  const project = await folder()
  const written = await inProcess((args) => runPackClient(args), ['--to', project], {})
  const [tarball] = await readdir(project)
  expect(written).toEqual({ code: 0, stdout: `Written: ${join(project, tarball!)}\n`, stderr: '' })
  expect(tarball).toMatch(/^ai-economy-facts-client-\d+\.\d+\.\d+\.tgz$/)
  await writeFile(join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }')
  const offline = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts']
  await run('npm', ['install', ...offline, `./${tarball}`], { cwd: project })
  expect(await readdir(join(project, 'node_modules'))).toEqual([
    '.bin',
    '.package-lock.json',
    'ai-economy-facts-client',
  ])
  const parts = await readdir(join(project, 'node_modules/ai-economy-facts-client/dist'))
  expect(parts.sort()).toEqual(['cli', 'client', 'lib'])

  const db = await firstRevision()
  for (const write of REVISIONS) await write(db)
  const partner = await mirroring(db)
  const copies = [await (await partnerOf(seeded.db)).copies(), await partner.copies.copies()]
  await writeFile(join(project, 'program.ts'), program(copies))
  await mkdir(join(project, 'out'))
  const options = {
    target: 'ES2024',
    module: 'NodeNext',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
  }
  const compile = async (more: object) => {
    const compilerOptions = { ...options, ...more, outDir: 'out' }
    await writeFile(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['program.ts'] }),
    )
    await run(process.execPath, [TSC], { cwd: project }).catch((error) => expect.fail(error.stdout))
  }
  // With the types of Node, and with those of browsers alone.
  await compile({ types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] })
  await compile({ types: [], lib: ['ES2024', 'DOM', 'ESNext.Disposable'] })

  const server = await listen(testApp(db).app, { host: '127.0.0.1', port: 0 })
  onTestFinished(server.close)
  const call = `import { points } from './out/program.js'; console.log(JSON.stringify(await points(process.argv[1], process.argv[2]))); process.exit()`
  const { stdout } = await run(
    process.execPath,
    ['--input-type=module', '-e', call, server.url, partner.key],
    { cwd: project },
  )
  expect(JSON.parse(stdout)).toEqual(rowsOf(copies[1]!.claim!).map((claim) => claim.value?.point ?? null))
  const command = join(project, 'node_modules/.bin/ai-economy-facts-sync')
  const env = { PATH: process.env.PATH, SYNC_KEY: partner.key }
  const again = await run(command, ['--from', server.url, '--to', 'mirror', '--verify'], {
    cwd: project,
    env,
  })
  expect(again.stderr).toMatch(/^✓ Digest of revision 10 is the server's, and so are all copies\n$/)
  const { peerDependenciesMeta, dependencies } = JSON.parse(
    await readFile(join(project, 'node_modules/ai-economy-facts-client/package.json'), 'utf8'),
  )
  expect([dependencies, peerDependenciesMeta]).toEqual([undefined, { pg: { optional: true } }])
  const database = run(command, ['--from', server.url, '--to', 'postgres://127.0.0.1/x'], {
    cwd: project,
    env,
  })
  await expect(database).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('npm install pg') })
})
