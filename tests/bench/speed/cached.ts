/** The same question again and again: what a kept answer costs, beside the least that node can do and other caches. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { progress } from '../../../src/cli/terminal.ts'
import { ask } from './ask.ts'
import { inTurns, type Row, rowsText } from './compare.ts'
import { bareServer, ours, postgraphile, yogaServer } from './servers.ts'
import { questions, type Told } from './uncached.ts'
import { bodyOf, UNIQUE } from './workload.ts'

/** The large answer and the small one. */
const NAMES = ['nested', 'fact']

export async function cached(told: Told): Promise<Record<string, Row[]>> {
  const { generator, postgres, print, size, rounds, seconds, connections } = told
  await using stack = new AsyncDisposableStack()
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'aef-bench-')), (path) =>
    rm(path, { recursive: true }),
  )
  const ledger = stack.adopt(await postgres.ledger(size), (one) => one.close())
  const our = stack.adopt(await ours(ledger), (one) => one.stop())
  const their = stack.adopt(await postgraphile(ledger.url), (one) => one.stop())
  const yoga = stack.adopt(await yogaServer(ledger.url), (one) => one.stop())
  print(`Cached, ${ledger.claims} claims, ${connections} connections: the same question again and again.\n`)
  const results: Record<string, Row[]> = {}
  for (const work of await questions(ledger, our, their, told.only ?? NAMES)) {
    const now = new Date().toISOString()
    const body = bodyOf(work.ours, work.picks[0]!, now).replace(UNIQUE, 'same')
    const file = join(folder, work.name)
    await writeFile(file, JSON.stringify(await ask(our, body)))
    await ask(yoga, body)
    await using bare = await disposable(bareServer(file))
    const bar = progress(work.name)
    const rows = await inTurns(
      generator,
      [
        { server: our, bodies: [body] },
        { server: bare.server, bodies: [body] },
        { server: yoga, bodies: [body] },
        { server: their, bodies: [bodyOf(work.postgraphile, work.picks[0]!, now).replace(UNIQUE, 'same')] },
      ],
      { connections, seconds, rounds, at: bar.at },
    )
    bar.clear()
    results[work.name] = rows
    print(rowsText(`${work.name}: ${work.title}`, rows))
  }
  return results
}

async function disposable(starting: ReturnType<typeof bareServer>) {
  const server = await starting
  return { server, [Symbol.asyncDispose]: () => server.stop() }
}
