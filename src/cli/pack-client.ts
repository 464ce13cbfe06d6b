/** `npm run pack-client`: the client as a package of JavaScript and types, for Node strips no types inside node_modules. */
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { UsageError } from './usage.ts'

export const PACK_CLIENT_HELP = `Usage: npm run pack-client -- [--to <folder>]

Writes ai-economy-facts-client-<version>.tgz: the library of src/client and its command, compiled, with what
they need of src/lib and nothing of the server. Partners install it with npm install <file>.

Options:
  --to <folder>   where to write it; the current folder when left out
`

const ROOT = join(import.meta.dirname, '../..')
const NAME = 'ai-economy-facts-client'
const COMMAND = 'ai-economy-facts-sync'
/** Of these and what they import the package consists. */
const ENTRIES = ['src/client/index.ts', 'src/cli/sync-main.ts']

const run = promisify(execFile)

export async function runPackClient(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { to: { type: 'string' } },
  })
  if (positionals.length > 0)
    throw new UsageError(`This command takes no arguments: ${positionals[0]} is unknown.`)
  const to = resolve(values.to ?? '.')
  const folder = await mkdtemp(join(tmpdir(), 'aef-pack-'))
  try {
    await compile(folder)
    await writeFile(join(folder, 'package.json'), `${JSON.stringify(await manifest(), null, 2)}\n`)
    await copyFile(join(ROOT, 'src/client/README.md'), join(folder, 'README.md'))
    await copyFile(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', to], { cwd: folder })
    const packed = Object.values(JSON.parse(stdout))[0] as { filename: string }
    process.stdout.write(`Written: ${join(to, packed.filename)}\n`)
    return 0
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function compile(folder: string): Promise<void> {
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      ...{ noEmit: false, declaration: true, rewriteRelativeImportExtensions: true },
      ...{
        rootDir: join(ROOT, 'src'),
        outDir: join(folder, 'dist'),
        typeRoots: [join(ROOT, 'node_modules/@types')],
      },
    },
    include: [],
    files: ENTRIES.map((entry) => join(ROOT, entry)),
  }
  const file = join(folder, 'tsconfig.json')
  await writeFile(file, JSON.stringify(config))
  await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--project', file])
  await rm(file)
  const command = join(folder, 'dist/cli/sync-main.js')
  await writeFile(command, `#!/usr/bin/env node\n${await readFile(command, 'utf8')}`)
}

async function manifest(): Promise<object> {
  const { version, license } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  return {
    name: NAME,
    version,
    description:
      'Keeps a mirror of AI Economy Facts, in a folder or in Postgres, and proves that it is right.',
    license,
    type: 'module',
    engines: { node: '>=22.12.0' },
    exports: { '.': { types: './dist/client/index.d.ts', default: './dist/client/index.js' } },
    bin: { [COMMAND]: 'dist/cli/sync-main.js' },
    files: ['dist'],
    peerDependencies: { pg: '^8.11.0' },
    peerDependenciesMeta: { pg: { optional: true } },
  }
}
