/** The sample project, made from the files that the pages show, in a folder of its own. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { createApp } from '../../src/http/app.ts'
import type { AppOptions } from '../../src/http/app-options.ts'
import { listen } from '../../src/http/server.ts'
import { type Block, blocksOf } from './crawl.ts'

const run = promisify(execFile)
const modules = join(import.meta.dirname, '../../node_modules')

/** Pages with files of the sample project; the first makes what others import. */
export const SAMPLE_PAGES = ['codegen', 'gql-tada', 'relay', 'apollo', 'urql', 'fetch']

/** A page with a project of its own. */
export const CLIENT_PAGE = 'client'

/** A server on a port of its own, until the block ends. */
export async function serve(db: Db, options: Partial<AppOptions> = {}) {
  const server = await listen(createApp({ db, log: pino({ level: 'silent' }), ...options }), {
    host: '127.0.0.1',
    port: 0,
  })
  return { url: server.url, [Symbol.asyncDispose]: () => server.close() }
}

/** Blocks of the pages of these names, as a server tells them. */
export async function blocksAt(url: string, names: readonly string[]): Promise<Block[]> {
  const pages = names.map(async (name) => {
    const response = await fetch(`${url}/docs/${name}.md`)
    expect(response.status, name).toBe(200)
    return blocksOf(name, await response.text())
  })
  return (await Promise.all(pages)).flat()
}

/** A folder with the files among the blocks, and with the libraries that they use. */
export function projectOf(blocks: readonly Block[]) {
  const folder = mkdtempSync(join(tmpdir(), 'aef-samples-'))
  symlinkSync(modules, join(folder, 'node_modules'))
  const files = new Map<string, string>([['package.json', '{ "type": "module", "private": true }']])
  for (const { file, text, page } of blocks) {
    if (!file) continue
    // Pages that show one file show the same.
    expect(files.get(file) ?? text, `${page}: ${file}`).toBe(text)
    files.set(file, text)
  }
  for (const [file, text] of files) writeFileSync(join(folder, file), text)
  return { folder, files, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

/** What a command of a page prints, run where a reader would run it. @throws what it printed when it fails. */
export async function shell(
  folder: string,
  command: string,
  env: Record<string, string> = {},
): Promise<string> {
  const path = `${join(modules, '.bin')}${delimiter}${process.env.PATH}`
  const options = {
    cwd: folder,
    env: { HOME: folder, PATH: path, NODE_NO_WARNINGS: '1', ...env },
    timeout: 100_000,
  }
  try {
    return (await run('bash', ['-euo', 'pipefail', '-c', command], options)).stdout
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command}\n${stdout}\n${stderr}`, { cause: error })
  }
}
