/** What a server lives through: four hot questions to a cold one, while there is a new revision each second. */
import { setTimeout as delay } from 'node:timers/promises'
import { progress, table } from '../../../src/cli/terminal.ts'
import { memoryOf } from './ask.ts'
import { short, spreadOf, sum } from './compare.ts'
import type { Ledger } from './ledger.ts'
import type { Measured } from './load.ts'
import { ours, type Server } from './servers.ts'
import { questions, type Told } from './uncached.ts'
import { bodyOf, UNIQUE, type Workload } from './workload.ts'
import { type Known, readKnowing, Writer } from './writer.ts'

const HOT_TO_COLD = 4
/** Questions that are hot: of each workload the same few. */
const HOT_PICKS = 3
const REVISION_MS = 1_000
const SOAK_CLIENTS = 24
const SLICE_S = 5

interface Lived {
  perSecond: number
  p50: number
  p99: number
  answers: number
  stale: number
  kept: Record<string, number>
  faults: Record<string, number>
  revisions: number
  /** Milliseconds from the start of an import to its announcement; median and worst. */
  revisionMs: { median: number; max: number }
  /** Revisions that the server did not hear of in time. */
  unheard: number
  known: Known
  /** Megabytes of the server, each second. */
  memory: number[]
}

/** Hot and cold ones as they come in the mix. Not nested ones, a second of which would be all that is seen; nor those of an older revision, which is never stale. */
function mixed(works: readonly Workload[]): string[] {
  const small = works.filter(({ name }) => name !== 'nested' && name !== 'as-of')
  const now = new Date().toISOString()
  const hot = small.flatMap((work) =>
    work.picks.slice(0, HOT_PICKS).map((pick) => bodyOf(work.ours, pick, now).replace(UNIQUE, 'hot')),
  )
  const cold = small.flatMap((work) => work.picks.slice(HOT_PICKS).map((pick) => ({ pick, work })))
  // Neighbours of one workload would come in blocks.
  const spread = cold.map(({ pick, work }, i) => ({
    body: bodyOf(work.ours, pick, now),
    at: (i * 7919) % cold.length,
  }))
  return spread
    .sort((a, b) => a.at - b.at)
    .flatMap(({ body }, i) => [
      ...Array.from({ length: HOT_TO_COLD }, (_, n) => hot[(i * HOT_TO_COLD + n) % hot.length]!),
      body,
    ])
}

async function live(
  told: Pick<Told, 'generator'>,
  ledger: Ledger,
  server: Server,
  { seconds, connections, label }: { seconds: number; connections: number; label: string },
): Promise<Lived> {
  const bodies = mixed(await questions(ledger, server, undefined, undefined))
  const writer = await Writer.open(ledger.url)
  const ended = new AbortController()
  const memory: number[] = []
  const bar = progress(label)
  const began = performance.now()
  let revisions = 0
  const share = () => (performance.now() - began) / 1000 / seconds
  const writing = (async () => {
    while (!ended.signal.aborted) {
      const next = performance.now() + REVISION_MS
      told.generator.announce(await writer.write())
      revisions++
      await delay(Math.max(0, next - performance.now()))
    }
  })()
  const watch = setInterval(() => {
    memory.push(memoryOf(server.pid))
    bar.at(`${revisions} revisions`, Math.min(1, share()))
  }, 1_000)
  const knowing = readKnowing(server, writer, ended.signal)
  const runs: Measured[] = []
  try {
    while (share() < 1) {
      const { port, path, headers } = server
      runs.push(
        await told.generator.measure({
          ...{
            port,
            path,
            headers,
            bodies,
            connections,
            seconds: Math.min(SLICE_S, seconds),
            revisions: true,
          },
          from: runs.at(-1)?.next ?? 0,
        }),
      )
    }
  } finally {
    clearInterval(watch)
    ended.abort()
    await writing
    told.generator.announce(0)
    bar.clear()
  }
  const known = await knowing
  await writer.close()
  const took = spreadOf(writer.took)
  return {
    perSecond: spreadOf(runs.map((run) => run.perSecond)).median,
    p50: spreadOf(runs.map((run) => run.latency.p50)).median,
    p99: spreadOf(runs.map((run) => run.latency.p99)).median,
    answers: runs.reduce((all, run) => all + run.answers, 0),
    stale: runs.reduce((all, run) => all + run.stale, 0),
    kept: sum(runs.map((run) => run.kept)),
    faults: sum(runs.map((run) => run.faults)),
    ...{ revisions, known, memory, unheard: writer.unheard },
    revisionMs: { median: took.median, max: took.max },
  }
}

function text(title: string, lived: Lived): string {
  const said = (counts: Record<string, number>) =>
    Object.keys(counts).length ? JSON.stringify(counts) : 'none'
  return `${title}\n${table([
    ['answers', `${lived.answers}, ${short(lived.perSecond)} a second; kept: ${said(lived.kept)}`],
    ['latency', `p50 ${short(lived.p50)} ms, p99 ${short(lived.p99)} ms`],
    [
      'revisions',
      `${lived.revisions}, made in ${short(lived.revisionMs.median)} ms (at most ${short(lived.revisionMs.max)}), ${lived.unheard} not heard of in time`,
    ],
    [
      'stale answers',
      `${lived.stale} under load; ${lived.known.stale} of ${lived.known.asked} to the reader that knows`,
    ],
    [
      'errors',
      `${said(lived.faults)} under load; ${lived.known.errors.length} to the reader that knows ${lived.known.errors[0] ?? ''}`,
    ],
  ])}\n`
}

/** @throws Error where an answer was stale or failed. */
function clean(lived: Lived): void {
  if (lived.stale + lived.known.stale + lived.known.errors.length + Object.keys(lived.faults).length > 0)
    throw new Error('Some answers were stale or failed: see above.')
}

export async function mix(told: Told): Promise<Lived> {
  await using stack = new AsyncDisposableStack()
  const ledger = stack.adopt(await told.postgres.copy(told.size), (one) => one.close())
  const server = stack.adopt(await ours(ledger), (one) => one.stop())
  const seconds = told.seconds * told.rounds
  const lived = await live(told, ledger, server, { seconds, connections: told.connections, label: 'Mix' })
  told.print(
    text(`Mix, ${ledger.claims} claims: four hot questions to a cold one, a revision each second`, lived),
  )
  clean(lived)
  return lived
}

interface Soaked extends Omit<Told, 'only' | 'rounds' | 'seconds' | 'connections'> {
  minutes: number
}

/** The mix for long: memory must not grow. */
export async function soak(told: Soaked): Promise<Lived & { growth: number }> {
  await using stack = new AsyncDisposableStack()
  const ledger = stack.adopt(await told.postgres.copy(told.size), (one) => one.close())
  const server = stack.adopt(await ours(ledger), (one) => one.stop())
  const seconds = told.minutes * 60
  const lived = await live(told, ledger, server, { seconds, connections: SOAK_CLIENTS, label: 'Soak' })
  const minute = (from: number) => spreadOf(lived.memory.slice(from, from + 60)).median
  const [second, last] = [minute(60), minute(Math.max(0, lived.memory.length - 60))]
  const growth = last / second
  told.print(text(`Soak, ${told.minutes} minutes, ${SOAK_CLIENTS} clients, ${ledger.claims} claims`, lived))
  told.print(
    `memory: ${short(second)} MB in the second minute, ${short(last)} MB in the last (× ${growth.toFixed(3)}), at most ${short(Math.max(...lived.memory))} MB`,
  )
  clean(lived)
  if (growth > 1.1) throw new Error('Memory grew by more than a tenth.')
  return { ...lived, growth }
}
