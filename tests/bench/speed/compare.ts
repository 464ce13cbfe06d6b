/** Contenders in turns: the same question to each of them, round after round, and ratios of what they answered. */
import { table } from '../../../src/cli/terminal.ts'
import type { Generator, Load, Measured } from './load.ts'
import type { Server } from './servers.ts'

export interface Contender {
  server: Server
  bodies: string[]
}

export interface Options {
  connections: number
  seconds: number
  rounds: number
  at: (stage: string, done: number) => void
}

interface Spread {
  min: number
  median: number
  max: number
}

export interface Row {
  name: string
  perSecond: Spread
  /** Times as many answers as the first contender in the same round. */
  ratio: Spread
  /** Milliseconds; medians over the rounds. */
  p50: number
  p99: number
  /** Bytes of an answer. */
  size: number
  faults: Record<string, number>
  /** Answers by what the server says of them. */
  kept: Record<string, number>
}

/** The first is the one that the others are compared to: ratios tell how many times as many answers it gives. */
export async function inTurns(
  generator: Generator,
  contenders: readonly Contender[],
  { connections, seconds, rounds, at }: Options,
): Promise<Row[]> {
  const runs = contenders.map((): Measured[] => [])
  const next = contenders.map(() => 0)
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { server, bodies }] of contenders.entries()) {
      at(server.name, (round * contenders.length + i) / ((rounds + 1) * contenders.length))
      const { port, path, headers } = server
      const load: Load = { port, path, headers, bodies, connections, seconds, from: next[i]! }
      // The first round warms up, and is shorter.
      const measured = await generator.measure(
        round === 0 ? { ...load, seconds: Math.min(seconds, 3) } : load,
      )
      next[i] = measured.next
      if (round > 0) runs[i]!.push(measured)
    }
  }
  return contenders.map(({ server }, i) => {
    const own = runs[i]!
    return {
      name: server.name,
      perSecond: spreadOf(own.map((run) => run.perSecond)),
      ratio: spreadOf(own.map((run, round) => runs[0]![round]!.perSecond / run.perSecond)),
      p50: spreadOf(own.map((run) => run.latency.p50)).median,
      p99: spreadOf(own.map((run) => run.latency.p99)).median,
      size: Math.max(...own.map((run) => run.size)),
      faults: sum(own.map((run) => run.faults)),
      kept: sum(own.map((run) => run.kept)),
    }
  })
}

export function sum(counts: readonly Record<string, number>[]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const count of counts) for (const [name, n] of Object.entries(count)) all[name] = (all[name] ?? 0) + n
  return all
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b)
  return { min: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]!, max: sorted.at(-1)! }
}

const counts = (of: Record<string, number>) =>
  Object.entries(of)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ') || 'none'
export const short = (n: number) => (n >= 100 ? n.toFixed(0) : n >= 10 ? n.toFixed(1) : n.toFixed(2))

/** A table of one question, in which the first contender is what ratios are of. */
export function rowsText(title: string, rows: readonly Row[]): string {
  const first = rows[0]!.name
  return `${title}\n${table([
    ['', 'answers/s', 'min–max', `${first} is`, 'min–max', 'p50 ms', 'p99 ms', 'bytes', 'kept', 'faults'],
    ...rows.map((row, i) => [
      row.name,
      short(row.perSecond.median),
      `${short(row.perSecond.min)}–${short(row.perSecond.max)}`,
      i === 0 ? '' : `${short(row.ratio.median)} ×`,
      i === 0 ? '' : `${short(row.ratio.min)}–${short(row.ratio.max)}`,
      short(row.p50),
      short(row.p99),
      String(row.size),
      counts(row.kept),
      counts(row.faults),
    ]),
  ])}\n`
}
