/** The contenders, each a process of its own on a free port. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { step } from '../../../src/cli/terminal.ts'
import type { Ledger } from './ledger.ts'

export const ROOT = join(import.meta.dirname, '../../..')
const CONTENDERS = join(ROOT, 'tests/bench/contenders')
/** Beside what npm installs for the project: hundreds of megabytes that only this needs. */
const INSTALLED = join(ROOT, 'node_modules/.cache/bench-contenders')

export interface Server {
  name: string
  port: number
  /** Where questions are sent. */
  path: string
  /** Sent with each of them. */
  headers: Record<string, string>
  pid: number
  stop(): Promise<void>
}

/** Only what a server needs: nothing of the environment decides how fast it is. */
export const environment = (more: Record<string, string>) => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  NODE_ENV: 'production',
  ...more,
})

async function start(
  name: string,
  path: string,
  args: string[],
  env: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: ROOT,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const port = await new Promise<number>((resolve, reject) => {
    let printed = ''
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (text: Buffer) => {
        // Logs that nobody reads would stop the server that writes them.
        if (printed.length > 100_000) return
        printed += text
        const found = /(?:ready|Health +)(?: |)http:\/\/[^:\s]+:(\d+)/.exec(printed)?.[1]
        if (found) resolve(Number(found))
      })
    void ended.then(() => reject(new Error(`${name} ended: ${printed}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { name, port, path, headers, pid: child.pid!, stop }
}

const own = (file: string) => ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, file)]

/**
 * Our server as `npm start` runs it, with limits, keys, headers and logs: what is asked is asked with a key whose limits
 * are never reached.
 */
export async function ours({ url, key, quiet }: Ledger): Promise<Server> {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const [, ...args] = scripts.start.split(' ') as string[]
  const env = { DATABASE_URL: url, PORT: '0', PACKAGE_PRICES: '0', PACKAGE_CARBON: '0' }
  const server = await start('ours', '/graphql', args, env, { authorization: `Bearer ${key}` })
  await quiet()
  return server
}

export async function postgraphile(databaseUrl: string): Promise<Server> {
  const file = await installed('postgraphile.mjs')
  return start('PostGraphile', '/graphql', [file], {
    DATABASE_URL: databaseUrl,
    PORT: '0',
    GRAPHILE_ENV: 'production',
  })
}

/** Hand-written SQL behind a bare node server. */
export const sqlServer = (databaseUrl: string) =>
  start('hand-written SQL', '/', own('sql-server.ts'), { DATABASE_URL: databaseUrl })

/** @param file holds the body that it answers to everything. */
export const bareServer = (file: string) => start('bare node', '/', own('bare-server.ts'), { BODY: file })

/** Yoga with its response-cache plugin over our schema. */
export const yogaServer = (databaseUrl: string) =>
  start('yoga + response-cache', '/graphql', own('yoga-server.ts'), { DATABASE_URL: databaseUrl })

/** @returns where a contender lies beside its packages, which are installed when there are none or others. */
async function installed(file: string): Promise<string> {
  const lock = await readFile(join(CONTENDERS, 'package-lock.json'), 'utf8')
  const before = await readFile(join(INSTALLED, 'package-lock.json'), 'utf8').catch(() => '')
  await cp(CONTENDERS, INSTALLED, { recursive: true })
  if (before !== lock || !existsSync(join(INSTALLED, 'node_modules/postgraphile')))
    await step('PostGraphile is installed', () =>
      promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: INSTALLED }),
    )
  return join(INSTALLED, file)
}
