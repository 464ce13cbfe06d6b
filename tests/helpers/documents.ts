/** `documents` on a database of its own, and the files that it is given. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { runDocuments } from '../../src/cli/documents.ts'
import { test as base, type Outcome } from './cli.ts'
import { inProcess } from './in-process.ts'

interface Command {
  folder: string
  /** Writes files below the folder, and tells where one of them is. */
  write(files: Record<string, string | Uint8Array>): (name: string) => string
  run(...args: string[]): Promise<Outcome>
  /** What `--json` prints. */
  json(...args: string[]): Promise<any>
}

export const test = base.extend<{ command: Command }>({
  command: async ({ cli }, use) => {
    const env = { DATABASE_URL: await cli.database('empty') }
    const run = (...args: string[]) => inProcess(runDocuments, args, env)
    await use({
      ...{ folder: cli.folder, run },
      write: (files) => {
        for (const [name, text] of Object.entries(files)) {
          mkdirSync(dirname(join(cli.folder, name)), { recursive: true })
          writeFileSync(join(cli.folder, name), text)
        }
        return (name) => join(cli.folder, name)
      },
      json: async (...args) => {
        const { stdout } = await run(...args, '--json')
        expect(stdout.trimEnd().split('\n')).toHaveLength(1)
        return JSON.parse(stdout)
      },
    })
  },
})

export const hashes = ({ documents }: any): string[] => documents.map(({ hash }: { hash: string }) => hash)
