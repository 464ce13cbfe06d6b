/**
 * How long the slowest answers take while a large import runs: one of kept answers, one of answers that are made, and
 * beside them a bare node server, whose slowest tell how long one waits for a core on this machine.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { progress, table } from '../../../src/cli/terminal.ts'
import { ask } from './ask.ts'
import { short, spreadOf, sum } from './compare.ts'
import type { Ledger } from './ledger.ts'
import type { Measured } from './load.ts'
import { bareServer, environment, ours, ROOT } from './servers.ts'
import { questions, type Told } from './uncached.ts'
import { bodyOf, UNIQUE, type Workload } from './workload.ts'
import { type Known, readKnowing, Writer } from './writer.ts'

const BAR = 5
/** Callers that take their time: what is measured is what an import does to them, not what they do to each other. */
const CONNECTIONS = 4
const PAUSE_MS = 20
const SLICE_S = 3
const CLAIMS_OF_RECORD = 2

const ASKED = ['kept', 'bare', 'made'] as const
type Asked = (typeof ASKED)[number]

interface Tail {
  p50: number
  p99: number
  /** The worst p99 of a slice. */
  worst: number
  answers: number
  faults: Record<string, number>
}

export async function busy(told: Told & { imported: number }): Promise<unknown> {
  const { generator, postgres, print, size, imported } = told
  await using stack = new AsyncDisposableStack()
  const ledger = stack.adopt(await postgres.copy(size), (one) => one.close())
  const server = stack.adopt(await ours(ledger), (one) => one.stop())
  const [work] = await questions(ledger, server, undefined, [told.only?.[0] ?? 'fact'])
  const writer = stack.adopt(await Writer.open(ledger.url), (one) => one.close())
  const now = new Date().toISOString()
  const kept = [bodyOf(work!.ours, work!.picks[0]!, now).replace(UNIQUE, 'kept')]
  const made = work!.picks.map((pick) => bodyOf(work!.ours, pick, now))
  const folder = await mkdtemp(join(tmpdir(), 'aef-bench-'))
  stack.defer(() => rm(folder, { recursive: true }))
  const same = join(folder, 'body')
  await writeFile(same, JSON.stringify(await ask(server, kept[0]!)))
  const bare = stack.adopt(await bareServer(same), (one) => one.stop())
  const runs: Record<Asked, Measured[]> = { kept: [], bare: [], made: [] }
  let from = 0
  const slice = async (which: Asked) => {
    const { port, path, headers } = which === 'bare' ? bare : server
    const bodies = which === 'made' ? made : kept
    const measured = await generator.measure({
      ...{
        port,
        path,
        headers,
        bodies,
        connections: CONNECTIONS,
        pauseMs: PAUSE_MS,
        seconds: SLICE_S,
        from,
        revisions: which !== 'bare',
      },
    })
    from = measured.next
    runs[which].push(measured)
  }
  for (const which of ASKED) await slice(which)
  for (const which of ASKED) runs[which] = []
  const ended = new AbortController()
  const knowing = readKnowing(server, writer, ended.signal)
  const bar = progress(`Import of ${imported} claims`)
  const importing = importFile(ledger, imported)
  let seconds: number | undefined
  const over = (took: number) => {
    seconds = took
  }
  // What went wrong is thrown below, where it is waited for.
  importing.then(over, () => over(0))
  while (seconds === undefined) {
    bar.at(`slice ${runs.kept.length + 1}`, 0)
    await slice('kept')
    for (const other of ['bare', 'made'] as const) if (seconds === undefined) await slice(other)
  }
  bar.clear()
  generator.announce(await newest(ledger))
  await slice('kept')
  ended.abort()
  generator.announce(0)
  const result = {
    seconds: await importing,
    known: await knowing,
    ...{ kept: tailOf(runs.kept), bare: tailOf(runs.bare), made: tailOf(runs.made) },
  }
  print(text(work!, ledger, imported, result))
  const stale = [...runs.kept, ...runs.made].reduce((all, run) => all + run.stale, 0) + result.known.stale
  const errors = [result.kept, result.bare, result.made].some((tail) => Object.keys(tail.faults).length > 0)
  if (stale > 0 || errors || result.known.errors.length)
    throw new Error(`${stale} stale answers; errors: ${errors}`)
  return result
}

async function newest(ledger: Ledger): Promise<number> {
  return (await ledger.client.query('SELECT max("number") AS n FROM "Revision"')).rows[0].n
}

function tailOf(runs: readonly Measured[]): Tail {
  return {
    p50: spreadOf(runs.map((run) => run.latency.p50)).median,
    p99: spreadOf(runs.map((run) => run.latency.p99)).median,
    worst: Math.max(...runs.map((run) => run.latency.p99)),
    answers: runs.reduce((all, run) => all + run.answers, 0),
    faults: sum(runs.map((run) => run.faults)),
  }
}

function text(
  work: Workload,
  ledger: Ledger,
  imported: number,
  { seconds, known, ...tails }: { seconds: number; known: Known } & Record<Asked, Tail>,
): string {
  return `While ${imported} claims are imported into ${ledger.claims} (${seconds.toFixed(0)} s): ${work.title}, ${CONNECTIONS} callers that wait ${PAUSE_MS} ms between questions
${table([
  ['', 'p50 ms', 'p99 ms', `p99 to p50 (bar ${BAR})`, 'worst p99', 'answers', 'faults'],
  ...Object.entries(tails).map(([name, { p50, p99, worst, answers, faults }]) => [
    name === 'bare' ? 'the kept bytes, by a bare node server' : name,
    ...[p50, p99].map(short),
    `× ${(p99 / p50).toFixed(1)}`,
    short(worst),
    String(answers),
    Object.keys(faults).length ? JSON.stringify(faults) : 'none',
  ]),
])}
The reader that knows: ${known.asked} asked, ${known.stale} stale, ${known.errors.length} errors ${known.errors[0] ?? ''}
`
}

/** By the command, as an operator does it. @returns how many seconds it took. */
async function importFile(ledger: Ledger, claims: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'aef-bench-'))
  try {
    const file = join(folder, 'map.json')
    await writeFile(file, JSON.stringify(fileOf(claims / CLAIMS_OF_RECORD)))
    const began = performance.now()
    const child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        'src/cli/main.ts',
        'import',
        'litellm',
        file,
        '--date',
        '2026-07-24',
      ],
      { cwd: ROOT, env: environment({ DATABASE_URL: ledger.url }), stdio: ['ignore', 'ignore', 'pipe'] },
    )
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`the import failed: ${said.slice(-2000)}`)
    return (performance.now() - began) / 1000
  } finally {
    await rm(folder, { recursive: true })
  }
}

function fileOf(records: number): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: records }, (_, i) => {
      const price = (1 + (i % 97)) / 1e7
      const prices = { input_cost_per_token: price, output_cost_per_token: price * 2 }
      return [`busy/model-${i}`, { litellm_provider: `busy-${i % 40}`, mode: 'chat', ...prices }]
    }),
  )
}
