/** Whether a question takes longer the more there is in the ledger: the same shapes, a hundred times the market. */
import { progress, table } from '../../../src/cli/terminal.ts'
import { short, spreadOf } from './compare.ts'
import { ours } from './servers.ts'
import { questions, type Told } from './uncached.ts'
import { bodyOf } from './workload.ts'

const BAR = 1.5

interface Grown {
  /** Milliseconds, by claims. */
  p50: Record<number, number>
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
    for (let round = 0; round <= rounds; round++)
      for (const [i, { size, server, works }] of all.entries()) {
        bar.at(`${size} claims`, (round * all.length + i) / ((rounds + 1) * all.length))
        const { port, path, headers } = server
        const bodies = works[w]!.picks.map((pick) => bodyOf(works[w]!.ours, pick, now))
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
      ratio: p50.at(-1)! / p50[0]!,
    }
  }
  print(`Growth: median latency in ms of an uncached question, one at a time (bar: × ${BAR})`)
  print(
    `${table([
      ['claims', ...sizes.map(String), 'last to first'],
      ...Object.entries(result).map(([name, { p50, ratio }]) => [
        name,
        ...sizes.map((size) => short(p50[size]!)),
        `× ${ratio.toFixed(2)}${ratio < BAR ? '' : ' (over)'}`,
      ]),
    ])}\n`,
  )
  return result
}
