/** How a block of each language is run: what the documentation shows is what happens. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { expect } from 'vitest'
import { parseFacts } from '../../src/ingest/facts/read.ts'
import { exampleOf } from '../webhooks/world.ts'
import type { Block } from './crawl.ts'
import { shell } from './project.ts'

export interface World {
  url: string
  /** Where commands run, with what they read. */
  folder: string
  /** Of the commands: keys, the database. */
  env: Record<string, string>
  /** Asks with a key that may do everything. */
  ask(query: string): Promise<{ data?: any; errors?: any }>
  /** Rows of a full copy, as text. */
  copy(kind: string): Promise<string>
}

/** What the block before left. */
export interface Before {
  block: Block | null
  output: unknown
}

const root = join(import.meta.dirname, '../..')
const scripts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts

/** `npm run <script> -- …` without npm, which would run it in the project's folder. */
const NPM = `#!/usr/bin/env bash
shift; [ "$1" = --silent ] && shift
script=$1; shift; [ "\${1-}" = -- ] && shift
exec "${process.execPath}" "${root}/src/cli/main.ts" "$script" "$@"
`

export function writeTools(folder: string): string {
  writeFileSync(join(folder, 'npm'), NPM, { mode: 0o755 })
  return `${folder}${delimiter}${process.env.PATH}`
}

export type Runner = (block: Block, before: Before, world: World) => Promise<unknown>

export const RUNNERS: Record<string, Runner> = {
  graphql: async ({ text }, _before, { ask }) => ask(text),

  /** The answer to the question or command before, a row of a copy, or a message of a webhook. */
  json: async ({ text }, { block, output }, { copy }) => {
    const shown = JSON.parse(text)
    if (block?.language === 'graphql') {
      const { data, errors } = output as Awaited<ReturnType<World['ask']>>
      if (shown.errors) expect({ errors }).toEqual(shown)
      else expect({ data, errors }).toEqual({ data: shown })
    } else if (block?.language === 'sh' && shown.extensions) {
      expect(JSON.parse(String(output))).toEqual(shown)
    } else if (String(shown.id).startsWith('clm_')) {
      const rows = (await copy('claim')).split('\n').filter((line) => line.includes(shown.id))
      expect(rows.map((line) => JSON.parse(line))).toContainEqual(shown)
    } else {
      // The tests of webhooks compare these examples with what is sent.
      expect(shown).toEqual(exampleOf(shown.type))
    }
  },

  sh: async ({ text }, _before, { folder, env }) => {
    // A key must expire in what is the future when the test runs.
    const next = new Date(performance.timeOrigin).getUTCFullYear() + 1
    const command = text.replace(/--expires \d{4}/, `--expires ${next}`)
    for (const [, script] of command.matchAll(/npm run (?:--silent )?([\w-]+)/g))
      expect(scripts[script!]).toContain(`src/cli/main.ts ${script}`)
    // What never ends by itself has shown enough when it has said something.
    if (/follow|event-stream/.test(command)) return firstWords(command, folder, env)
    const output = await shell(folder, command, env)
    if (output.startsWith('{')) expect(JSON.parse(output).errors, command).toBeUndefined()
    expect(output.length + Number(/ -(OJ|o) /.test(command)), command).toBeGreaterThan(0)
    return output
  },

  /** What the command before printed, without what only Excel needs. */
  csv: async ({ text }, { block, output }) => {
    expect(block?.language).toBe('sh')
    expect(String(output).replace('\ufeff', '').replaceAll('\r\n', '\n')).toBe(text)
  },

  yaml: async ({ text }) => expect(parseFacts('example.yaml', text)).toHaveProperty('data'),

  /** Computes a digest from a copy. */
  python: async ({ text }, _before, { folder, env, ask, copy }) => {
    writeFileSync(join(folder, 'digest.py'), text)
    writeFileSync(join(folder, 'claim.ndjson'), await copy('claim'))
    const { data } = await ask('{ revision { digest } }')
    expect((await shell(folder, 'python3 digest.py claim.ndjson', env)).trim()).toBe(data.revision.digest)
  },

  /** Checks a signature. */
  js: async ({ text }) => {
    const { verify } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`)
    const secret = `whsec_${Buffer.from('0123456789abcdef01234567').toString('base64')}`
    const now = new Date(performance.timeOrigin + performance.now())
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', now, '{}'),
    }
    expect([verify(secret, headers, '{}'), verify(secret, headers, '{ }')]).toEqual([true, false])
  },

  /** Lines of the change feed, told by what they have. */
  ndjson: async ({ text }, _before, { url, env, ask }) => {
    const { data, errors } = await ask(
      'mutation { correctClaim(input: { claim: "nda-2026-03-23-development-forum/daily-tokens-2026-03", withdraw: true, reason: OUR_ERROR, note: "To see the feed." }) { revision } }',
    )
    expect(errors).toBeUndefined()
    expect(data.correctClaim.revision).toBeGreaterThan(1)
    const feed = await fetch(`${url}/changes`, { headers: { authorization: `Bearer ${env.KEY}` } })
    const told = new Set((await feed.text()).split('\n').filter(Boolean).map(shapeOfLine))
    for (const line of text.trim().split('\n')) expect([...told]).toContain(shapeOfLine(line))
  },
}

const shapeOfLine = (line: string) => {
  const { op, ...rest } = JSON.parse(line.replace('{…}', '{}'))
  return `${op}: ${Object.keys(rest).sort()}`
}

/** Runs a command until it has printed something; its group ends with it. */
async function firstWords(command: string, cwd: string, env: Record<string, string>): Promise<string> {
  const child = spawn('bash', ['-c', command], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    const hasSpoken = () =>
      command.includes('mirror') ? existsSync(join(cwd, 'mirror/mirror.json')) : /\S/.test(output)
    const late = performance.now() + 100_000
    while (!hasSpoken()) {
      if (child.exitCode !== null || performance.now() > late)
        throw new Error(`${command}\n${output}${errors}`)
      await pause(20)
    }
    return output
  } finally {
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL')
    await ended
  }
}
