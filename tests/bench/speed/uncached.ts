/** Questions that nothing was kept for: what a first answer costs, beside PostGraphile and hand-written SQL. */
import { progress } from '../../../src/cli/terminal.ts'
import { ask, cursorsAt } from './ask.ts'
import { type Contender, inTurns, type Row, rowsText } from './compare.ts'
import type { Ledger, Postgres } from './ledger.ts'
import type { Generator } from './load.ts'
import { pickAll } from './picks.ts'
import { ours, postgraphile, type Server, sqlServer } from './servers.ts'
import { bodyOf, UNIQUE, type Workload } from './workload.ts'
import { workloads } from './workloads.ts'
import { factWorkloads } from './workloads-facts.ts'

export interface Told {
  generator: Generator
  postgres: Postgres
  print: (text: string) => void
  size: number
  only: string[] | undefined
  rounds: number
  seconds: number
  connections: number
}

export async function uncached(told: Told): Promise<Record<string, Row[]>> {
  const { generator, postgres, print, size, rounds, seconds, connections } = told
  await using stack = new AsyncDisposableStack()
  const ledger = stack.adopt(await postgres.ledger(size), (one) => one.close())
  const our = stack.adopt(await ours(ledger), (one) => one.stop())
  const their = stack.adopt(await postgraphile(ledger.url), (one) => one.stop())
  const sql = stack.adopt(await sqlServer(ledger.url), (one) => one.stop())
  print(
    `Uncached, ${ledger.claims} claims, ${connections} connections: each question has a variable like no other, so no answer is kept for it; documents are the same.\n`,
  )
  const results: Record<string, Row[]> = {}
  for (const work of await questions(ledger, our, their, told.only)) {
    await sameAnswers(work, our, their, work.sql && sql)
    const bar = progress(work.name)
    const now = new Date().toISOString()
    const contenders: Contender[] = [
      { server: our, bodies: work.picks.map((pick) => bodyOf(work.ours, pick, now)) },
      { server: their, bodies: work.picks.map((pick) => bodyOf(work.postgraphile, pick, now)) },
      ...(work.sql
        ? [{ server: sql, bodies: work.picks.map((pick) => JSON.stringify({ work: work.name, pick })) }]
        : []),
    ]
    const rows = await inTurns(generator, contenders, { connections, seconds, rounds, at: bar.at })
    bar.clear()
    results[work.name] = rows
    print(rowsText(`${work.name}${work.hot ? ' (hot)' : ''}: ${work.title}`, rows))
  }
  return results
}

/** All questions, or those that are named. */
export async function questions(
  ledger: Ledger,
  our: Server,
  their: Server | undefined,
  only: string[] | undefined,
): Promise<Workload[]> {
  const picks = await pickAll(ledger.client, (sortKey, offset) => cursorsAt(our, their, sortKey, offset))
  const all = [...workloads(picks), ...factWorkloads(picks)]
  const unknown = only?.find((name) => !all.some((work) => work.name === name))
  if (unknown) throw new Error(`--only knows ${all.map((work) => work.name).join(', ')}, not ${unknown}.`)
  return all.filter((work) => !only || only.includes(work.name))
}

/** @throws Error unless all tell the same for a few of the picks. */
async function sameAnswers(
  work: Workload,
  our: Server,
  their: Server,
  sql: Server | undefined,
): Promise<void> {
  const now = new Date().toISOString()
  for (const pick of work.picks.slice(0, 5)) {
    const body = (asked: Workload['ours']) => bodyOf(asked, pick, now).replace(UNIQUE, 'compared')
    const own = JSON.stringify(work.ours.told((await ask(our, body(work.ours))).data))
    const others = [JSON.stringify(work.postgraphile.told((await ask(their, body(work.postgraphile))).data))]
    if (sql)
      others.push(
        JSON.stringify(work.ours.told((await ask(sql, JSON.stringify({ work: work.name, pick }))).data)),
      )
    for (const other of others)
      if (other !== own)
        throw new Error(
          `${work.name}: answers differ for ${JSON.stringify(pick)}:\n${own.slice(0, 1500)}\n${other.slice(0, 1500)}`,
        )
  }
}
