/**
 * While revisions are written, clients that keep mirrors and the server are killed and connections are cut. At the end the
 * mirrors must equal the full copies, and have applied each change exactly once.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { directoryTarget } from '../../src/client/directory.ts'
import { KINDS } from '../../src/client/index.ts'
import { isPostgres } from '../../src/client/postgres-session.ts'
import { openDb } from '../../src/db/client.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { checkMirror } from './check.ts'
import { type Client, startClient, startServer } from './processes.ts'
import { flakyProxy } from './proxy.ts'
import { type Random, randomOf } from './random.ts'
import { createWriter } from './writer.ts'

export interface ChaosOptions {
  /** Of a database with a ledger, in which revisions are written. */
  databaseUrl: string
  /** Whether the server is `npm start`, which wants the seeds in the database, or only its routes. */
  isWhole: boolean
  /** Where the mirrors are kept: one client for each. */
  targets: readonly string[]
  /** The folder for what a killed client leaves. */
  temporary: string
  seed: number
  revisions: number
  clientKills: number
  serverKills: number
  onProgress?: (state: ChaosState) => void
}

/** After which news a client is killed, in turn; their number is odd, so that each of two targets gets all of them. */
const STAGES = [
  'copy',
  'copy',
  'applied',
  'following',
  'verified',
  'applied',
  'waiting',
  'snapshot',
  'applied',
]
/** The news may not come: of a mirror that is there, no copy is taken. */
const PATIENCE_MS = 6_000
/** How long the first copies may take, killed and cut as they are. */
const COPIES_MS = 10_000

export interface ChaosState {
  written: number
  clientKills: number
  serverKills: number
  cuts: number
  /** How often a client was killed after it had told of what. */
  stages: Record<string, number>
  /** How often clients that were killed later had applied revisions. */
  applied: number
}

/** @throws Error where a mirror is not what it must be. */
export async function chaos(
  options: ChaosOptions,
): Promise<ChaosState & { revision: number; changes: number }> {
  const { databaseUrl, isWhole, targets, temporary, seed, revisions } = options
  const state: ChaosState = { written: 0, clientKills: 0, serverKills: 0, cuts: 0, stages: {}, applied: 0 }
  // Numbers of their own for each, for what runs at the same time takes them in any order.
  const [writing, killing, ending, cutting] = [1, 2, 3, 4].map((n) => randomOf(seed * 10 + n)) as Random[]
  await using stack = new AsyncDisposableStack()
  const db = openDb({ url: databaseUrl })
  stack.defer(() => db.$disconnect())
  const { key } = await createKey(db, systemClock, { name: 'chaos', scopes: ['sync'], expiresAt: null })
  const writer = await createWriter(db, writing!)
  const proxy = await flakyProxy(cutting!)
  stack.defer(proxy.close)
  let server = await startServer(databaseUrl, isWhole)
  stack.defer(() => server.kill())
  proxy.lead(server.port)
  const clients = targets.map((to) => startClient(proxy.url, key, to, temporary, ['--follow']))
  stack.defer(async () => void (await Promise.all(clients.map((client) => client.kill()))))
  const tell = () => options.onProgress?.({ ...state, cuts: proxy.cuts() })

  let isUp = true
  let failure: unknown
  const failed = (error: unknown) => {
    failure ??= error
  }
  const until = async (isReached: () => boolean) => {
    while (!isReached()) {
      if (failure) throw failure
      await delay(5)
    }
  }
  /** So many kills belong to so many revisions. */
  const due = (kills: number) => Math.floor((state.written * kills) / revisions)

  /** Resolves when all mirrors were there once, so that the kills that follow hit the changes. */
  let copying: Promise<unknown> | undefined
  const copied = () => {
    copying ??= Promise.race([
      Promise.all(clients.map((client) => client.tells('verified'))),
      delay(COPIES_MS),
    ])
    return copying
  }

  const write = async () => {
    while (state.written < revisions) {
      // Not all is written before the last is killed.
      await until(
        () =>
          due(options.clientKills) - state.clientKills < 3 &&
          due(options.serverKills) - state.serverKills < 2,
      )
      if (state.clientKills >= targets.length) await copied()
      await writer.write()
      state.written++
      tell()
      await delay(writing!.between(0, 60))
    }
  }
  const killClients = async () => {
    while (state.clientKills < options.clientKills) {
      await until(() => due(options.clientKills) > state.clientKills)
      const i = state.clientKills % targets.length
      // At some point of its work, if it comes to that in time.
      const stage = STAGES[state.clientKills % STAGES.length]!
      if (stage !== 'waiting') await until(() => isUp)
      await Promise.race([clients[i]!.tells(stage), delay(PATIENCE_MS)])
      await delay(killing!.magnitude(1, 300))
      await clients[i]!.kill()
      const told = await toldBy(clients[i]!)
      const last = told.at(-1)?.stage ?? 'start'
      state.applied += told.filter((one) => one.stage === 'applied').length
      state.stages[last] = (state.stages[last] ?? 0) + 1
      await checkWhole(targets[i]!)
      clients[i] = startClient(proxy.url, key, targets[i]!, temporary, ['--follow'])
      state.clientKills++
      tell()
    }
  }
  const killServer = async () => {
    while (state.serverKills < options.serverKills) {
      await until(() => due(options.serverKills) > state.serverKills)
      // It was of use first: a start may take longer than what there is to do.
      await Promise.race([...clients.map((client) => client.tells('following')), delay(PATIENCE_MS)])
      await delay(ending!.magnitude(1, 1_000))
      isUp = false
      await server.kill()
      await delay(ending!.magnitude(1, 500))
      server = await startServer(databaseUrl, isWhole)
      proxy.lead(server.port)
      isUp = true
      state.serverKills++
      tell()
    }
  }
  await Promise.all([write(), killClients(), killServer()].map((work) => work.catch(failed)))
  if (failure) throw failure

  proxy.mend()
  let [revision, changes] = [0, 0]
  for (const [i, to] of targets.entries()) {
    await clients[i]!.kill()
    await toldBy(clients[i]!)
    clients[i] = startClient(proxy.url, key, to, temporary, ['--once', '--verify'])
    const { code, text, told } = await clients[i]!.ended
    if (code !== 0)
      throw new Error(`the last sync of ${i === 0 ? 'the folder' : 'the database'} failed: ${text}`)
    if (!told.some((one) => one.stage === 'verified' && one.all)) throw new Error('nothing was compared')
    ;({ revision, changes } = await checkMirror(to, `http://127.0.0.1:${server.port}`, key))
  }
  return { ...state, cuts: proxy.cuts(), revision, changes }
}

/** What a killed client had told. @throws Error where it ended by itself, or found its mirror to be wrong. */
async function toldBy(client: Client): Promise<any[]> {
  const { code, text, told } = await client.ended
  if (code !== null) throw new Error(`a client ended with ${code}: ${text}${JSON.stringify(told.at(-1))}`)
  const wrong = told.find((one) => one.stage === 'mismatch')
  if (wrong) throw new Error(`a mirror differed: ${JSON.stringify(wrong)}`)
  return told
}

/** What a killed client leaves is one revision; a copy is opened, so that it is the next client that mends the mirror. */
async function checkWhole(to: string): Promise<void> {
  if (isPostgres(to)) return
  const folder = await mkdtemp(join(tmpdir(), 'aef-killed-'))
  try {
    await cp(to, folder, { recursive: true }).catch(() => undefined)
    const target = await directoryTarget(folder)
    for (const kind of target.state ? KINDS : []) for await (const _ of target.entries(kind));
    await target.close()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
