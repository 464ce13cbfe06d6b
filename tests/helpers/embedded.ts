/** A temporary folder for an embedded Postgres in each test of a file that asks for it, and processes that open it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, expect } from 'vitest'
import { openEmbedded } from '../../src/db/embedded.ts'
import { isAlive } from '../../src/lib/processes.ts'
import { StartupError } from '../../src/lib/startup-error.ts'

export const isRoot = process.getuid?.() === 0
/** Root can start processes of other users, if these can enter the folders of this project. */
export const canStartOthers = isRoot && isOpen(dirname(process.execPath)) && isOpen(import.meta.dirname)

function isOpen(folder: string): boolean {
  const open = (statSync(folder).mode & 0o001) !== 0
  return open && (folder === dirname(folder) || isOpen(dirname(folder)))
}
export const NOBODY = 65534
export const ENTRY = new URL('../../src/db/embedded.ts', import.meta.url).href

/** Set anew before each test. */
export let root: string
export let dir: string
export const children: ChildProcess[] = []

/** To be called by each file, for a module is read once for all files of a worker. */
export function eachInItsFolder(): void {
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'embedded-'))
    await chmod(root, 0o755)
    dir = join(root, 'data', 'postgres')
  })

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    for (const folder of [dir, join(root, 'copy', 'postgres')]) {
      const pid = postmaster(folder)
      if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGQUIT')
      while (pid !== undefined && isAlive(pid)) await delay(10)
    }
    await rm(root, { recursive: true, force: true })
  })
}

export function postmaster(folder = dir): number | undefined {
  const file = join(folder, 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

export function running(): number {
  const pid = postmaster()
  if (pid === undefined) throw new Error('no postmaster.pid')
  return pid
}

export async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client(url)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** The line that an operator gets to see. */
export async function failure(folder = dir): Promise<string> {
  const error: unknown = await openEmbedded({ dir: folder }).then(
    (handle) => handle.release(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StartupError)
  const { message } = error as StartupError
  expect(message).not.toContain('\n')
  return message
}

export interface Owner {
  process: ChildProcess
  opened: { adopted: boolean; url: string }
  release(): Promise<number | null>
}

/** Opens the folder in a process of its own, which releases it when its input ends. */
export async function openElsewhere(user?: number): Promise<Owner> {
  const script = `
    const { openEmbedded } = await import(${JSON.stringify(ENTRY)})
    const handle = await openEmbedded({ dir: ${JSON.stringify(dir)} })
    console.log(JSON.stringify(handle))
    for await (const _ of process.stdin);
    await handle.release()`
  const owner = user === undefined ? {} : { uid: user, gid: user }
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...owner,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    exit.then((code) => reject(new Error(`ended with ${code}`)))
  })
  const release = () => {
    child.stdin.end()
    return exit
  }
  return { process: child, opened: JSON.parse(line) as Owner['opened'], release }
}

export function once(child: ChildProcess): Promise<unknown> {
  return child.exitCode === null && child.signalCode === null
    ? new Promise((resolve) => child.once('exit', resolve))
    : Promise.resolve()
}
