/**
 * Whether a question takes longer the more there is in the ledger: the same shapes, a hundred times the market. Of every
 * ledger just as many things are asked for, each once before: what a disk takes to bring a page for the first time is not
 * what an index takes to find it, and is told apart.
 */
import { progress, table } from '../../../src/cli/terminal.ts'
import { ask } from './ask.ts'
import { short, spreadOf } from './compare.ts'
import { ours, type Server } from './servers.ts'
import { questions, type Told } from './uncached.ts'
import { bodyOf, UNIQUE } from './workload.ts'

const BAR = 1.5
/** Things that each question is about, at most. */
const PICKS = 50
/** Times that each is asked before anything is measured: the first reads pages, the second plans. */
const BEFORE = 2

interface Grown {
  /** Milliseconds, by claims. */
  p50: Record<number, number>
  /** Milliseconds of the median question when it came for the first time, by claims. */
  first: Record<number, number>
  /** The largest ledger to the first. */
  ratio: number
}

/** @param sizes in claims; the first is what the others are compared to. */
export async function growth(told: Told & { sizes: number[] }): Promise<Record<string, Grown>> {
  const { generator, postgres, print, sizes, rounds, seconds } = told
  await using stack = new AsyncDisposableStack()
  const all = []
  for (const size of sizes) {
    const ledger = stack.adopt(await postgres.ledger(size), (one) => one.close())
    const server = stack.adopt(await ours(ledger), (one) => one.stop())
    all.push({ size, server, works: await questions(ledger, server, undefined, told.only) })
  }
  const now = new Date().toISOString()
  const result: Record<string, Grown> = {}
  for (const [w, { name }] of all[0]!.works.entries()) {
    const bar = progress(name)
    const runs = all.map((): number[] => [])
    const next = all.map(() => 0)
    const count = Math.min(PICKS, ...all.map(({ works }) => works[w]!.picks.length))
    const bodiesOf = all.map(({ works }) =>
      works[w]!.picks.slice(0, count).map((pick) => bodyOf(works[w]!.ours, pick, now)),
    )
    const first: number[] = []
    for (const [i, { size, server }] of all.entries()) {
      bar.at(`${size} claims, for the first time`, 0)
      first.push(await firstTime(server, bodiesOf[i]!))
    }
    for (let round = 0; round <= rounds; round++)
      for (const [i, { size, server }] of all.entries()) {
        bar.at(`${size} claims`, (round * all.length + i) / ((rounds + 1) * all.length))
        const { port, path, headers } = server
        const bodies = bodiesOf[i]!
        // One at a time: what is measured is how long an answer takes, not how long it waits for others.
        const load = { port, path, headers, bodies, connections: 1, seconds, from: next[i]! }
        const measured = await generator.measure(load)
        next[i] = measured.next
        if (Object.keys(measured.faults).length)
          throw new Error(`${name}: ${JSON.stringify(measured.faults)}`)
        if (round > 0) runs[i]!.push(measured.latency.p50)
      }
    bar.clear()
    const p50 = runs.map((own) => spreadOf(own).median)
    result[name] = {
      p50: Object.fromEntries(sizes.map((size, i) => [size, p50[i]!])),
      first: Object.fromEntries(sizes.map((size, i) => [size, first[i]!])),
      ratio: p50.at(-1)! / p50[0]!,
    }
  }
  print(`Growth: median latency in ms of an uncached question, one at a time (bar: × ${BAR})`)
  print(
    `${table([
      ['claims', ...sizes.map(String), 'last to first', 'for the first time, each'],
      ...Object.entries(result).map(([name, { p50, first, ratio }]) => [
        name,
        ...sizes.map((size) => short(p50[size]!)),
        `× ${ratio.toFixed(2)}${ratio < BAR ? '' : ' (over)'}`,
        sizes.map((size) => short(first[size]!)).join(', '),
      ]),
    ])}\n`,
  )
  return result
}

/** Asks each as often as it takes for all later ones to find its pages in memory. @returns milliseconds of the first time. */
async function firstTime(server: Server, bodies: readonly string[]): Promise<number> {
  const took: number[] = []
  for (let time = 0; time < BEFORE; time++)
    for (const body of bodies) {
      const began = performance.now()
      await ask(server, body.replace(UNIQUE, `before ${time}`))
      if (time === 0) took.push(performance.now() - began)
    }
  return spreadOf(took).median
}
