/** The commands as real processes, each test with folders of its own; nothing that a test starts outlives it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { test as base, expect } from 'vitest'
import { isAlive } from '../../src/lib/processes.ts'
import { createDatabase } from './db.ts'
import { hold } from './hold.ts'

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname
const READY = 'Stop with Ctrl-C.'

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** A running command; `outcome` settles when it has ended and all its output is read. */
export interface Child {
  process: ChildProcess
  outcome: Promise<Outcome>
  /** Resolves when the text stands on stdout or stderr. */
  prints(text: string): Promise<void>
}

export interface Server extends Child {
  url: string
  /** From the start of the process to its start-up text. */
  startMs: number
  ask<T = any>(query: string): Promise<{ status: number; data: T }>
  /** Asks it to end, and checks that it does so in order. */
  stop(): Promise<Outcome>
}

export interface Cli {
  /** A folder for this test; Postgres, which is never root, can enter it. */
  folder: string
  start(args: string[], env?: Record<string, string>): Child
  run(args: string[], env?: Record<string, string>): Promise<Outcome>
  /** `serve` on a free port, when it has printed its start-up text. */
  serve(env?: Record<string, string>): Promise<Server>
  /** URL of a database outside the embedded Postgres, gone after the test. */
  database(template: 'none' | 'empty' | 'seeded'): Promise<string>
}

function start(args: string[], env: Record<string, string>): Child {
  // Of the environment of the tests only what Node needs: no database, no port, no log level.
  const kept = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    env: { ...kept, LOG_LEVEL: 'error', PORT: '0', PACKAGE_PRICES: '0', PACKAGE_CARBON: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  const outcome = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }))
  const prints = async (text: string) => {
    while (!`${output.stdout}\n${output.stderr}`.includes(text)) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`ended with ${child.exitCode ?? child.signalCode}: ${output.stdout}${output.stderr}`)
      }
      await delay(5)
    }
  }
  return { process: child, outcome, prints }
}

async function serve(child: Child, began: number): Promise<Server> {
  let printed = ''
  child.process.stdout!.on('data', (text: string) => {
    printed += text
  })
  await child.prints(READY)
  const startMs = performance.now() - began
  const url = printed.match(/POST (http:\S+)\/graphql/)?.[1]
  if (!url) throw new Error(`no URL in: ${printed}`)
  const ask = async (query: string) => {
    const response = await fetch(`${url}/graphql?${new URLSearchParams({ query })}`)
    return { status: response.status, data: ((await response.json()) as { data: any }).data }
  }
  const stop = async () => {
    child.process.kill('SIGTERM')
    const outcome = await child.outcome
    expect(outcome.code).toBe(0)
    return outcome
  }
  return { ...child, url, startMs, ask, stop }
}

/** Checks that the server answers from one whole import of the seeds. */
export async function expectSeedsOnce(server: Server): Promise<void> {
  const query = '{ revisions(first: 5) { nodes { number } } country(code: "CN") { name } }'
  const { status, data } = await server.ask(query)
  expect(status).toBe(200)
  expect(data).toEqual({ revisions: { nodes: [{ number: 1 }] }, country: { name: 'China' } })
}

/** Ends the Postgres of a data folder that a killed process left running. */
async function endPostgres(dataDir: string): Promise<void> {
  const pid = postmaster(dataDir)
  if (pid === undefined || !isAlive(pid)) return
  process.kill(pid, 'SIGQUIT')
  while (isAlive(pid)) await delay(10)
}

/** The process id of the Postgres on a data folder; undefined when it was stopped in order. */
export function postmaster(dataDir: string): number | undefined {
  const file = join(dataDir, 'postgres/postmaster.pid')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined
}

/** The password of the embedded Postgres on a data folder. */
export function embeddedPassword(dataDir: string): string {
  return JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8')).password
}

/** A URL of the embedded Postgres that runs on a data folder. */
export function embeddedUrl(dataDir: string): URL {
  const port = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[3]
  return new URL(`postgres://facts:${embeddedPassword(dataDir)}@127.0.0.1:${port}/facts`)
}

/** Holds a lock on a table until it is released. `waiting` resolves when so many others wait for one. */
export const lockTable = (url: string, table: string, mode: string) =>
  hold(url, `LOCK TABLE "${table}" IN ${mode} MODE`)

export const test = base.extend<{ cli: Cli }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that a fixture needs from the pattern
  cli: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'aef-cli-'))
    await chmod(folder, 0o755)
    const children: Child[] = []
    const databases: { drop(): Promise<void> }[] = []
    const dirs = new Set<string>()
    const begin = (args: string[], env: Record<string, string> = {}) => {
      const all = { DATA_DIR: join(folder, 'data'), ...env }
      dirs.add(all.DATA_DIR)
      const child = start(args, all)
      children.push(child)
      return child
    }
    await use({
      folder,
      start: begin,
      run: (args, env) => begin(args, env).outcome,
      serve: async (env) => {
        const began = performance.now()
        return serve(begin(['serve'], env), began)
      },
      database: async (template) => {
        const database = await createDatabase(template)
        databases.push(database)
        return database.url
      },
    })
    for (const child of children) child.process.kill('SIGKILL')
    await Promise.all(children.map((child) => child.outcome))
    for (const dir of dirs) await endPostgres(dir)
    for (const database of databases) await database.drop()
    await rm(folder, { recursive: true, force: true })
  },
})
