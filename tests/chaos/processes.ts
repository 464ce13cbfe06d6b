/** Server and clients of the chaos as processes that are killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'

const ROOT = new URL('../..', import.meta.url).pathname

function start(script: string, args: string[], env: Record<string, string>): ChildProcess {
  // Nothing of the environment of the tests, which may name a database.
  const kept = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' }
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `${ROOT}${script}`, ...args], {
    env: { ...kept, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export interface Running {
  kill(): Promise<void>
}

/**
 * @param isWhole whether it is `npm start`, or only its routes.
 * @returns the server and its port, once it listens.
 */
export async function startServer(
  databaseUrl: string,
  isWhole: boolean,
): Promise<Running & { port: number }> {
  const env = {
    DATABASE_URL: databaseUrl,
    PORT: '0',
    PACKAGE_PRICES: '0',
    PACKAGE_CARBON: '0',
    LOG_LEVEL: 'error',
    RATE_LIMITS: '0',
  }
  const child = isWhole
    ? start('src/cli/main.ts', ['serve'], env)
    : start('tests/chaos/server.ts', [databaseUrl], {})
  const port = await new Promise<number>((resolve, reject) => {
    let text = ''
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk) => {
        text += chunk
        const [, found] = /POST http:\S+:(\d+)\/graphql/.exec(text) ?? []
        if (found) resolve(Number(found))
      })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)))
  })
  return { port, kill: () => killed(child) }
}

export interface Client extends Running {
  /** Resolves when it has told of this stage, or has ended. */
  tells(stage: string): Promise<unknown>
  /** Resolves with its exit code and what it printed. */
  ended: Promise<{ code: number | null; text: string; told: any[] }>
}

/** @param temporary the folder in which it leaves what it has no time to remove. */
export function startClient(
  from: string,
  key: string,
  to: string,
  temporary: string,
  options: string[],
): Client {
  const child = start('src/cli/sync-main.ts', ['--from', from, '--to', to, '--json', ...options], {
    SYNC_KEY: key,
    TMPDIR: temporary,
  })
  const told: any[] = []
  const exit = once(child, 'exit')
  let text = ''
  const lines = createInterface({ input: child.stdout! })
  const stages = new EventEmitter().setMaxListeners(0)
  lines.on('line', (line) => {
    told.push(JSON.parse(line))
    stages.emit(told.at(-1).stage)
  })
  child.stderr!.on('data', (chunk) => {
    text += chunk
  })
  return {
    tells: async (stage) => {
      if (!told.some((one) => one.stage === stage)) await Promise.race([once(stages, stage), exit])
    },
    ended: once(child, 'close').then(([code]) => ({ code, text, told })),
    kill: () => killed(child),
  }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
