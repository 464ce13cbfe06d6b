/**
 * The plans by which Postgres answers the questions, and by which a revision of one claim is made, as it really ran them: its module auto_explain writes them to the
 * log, with the parameters of the server and the plans that it kept for prepared statements.
 */
import { readFile } from 'node:fs/promises'
import { table } from '../../../src/cli/terminal.ts'
import { ask } from './ask.ts'
import { ours } from './servers.ts'
import { questions, type Told } from './uncached.ts'
import { bodyOf, UNIQUE } from './workload.ts'
import { Writer } from './writer.ts'

/** Rows from which on a table must not be read from end to end. */
const LARGE = 10_000
/** What a revision of one claim sends. */
const REVISION = 'a revision'
/** Often enough for Postgres to have settled on a plan for any parameters. */
const TIMES = 8

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: Plan[]
}

const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_format': 'json',
  'auto_explain.log_nested_statements': 'on',
}

export async function explain(told: Told): Promise<Record<string, string[]>> {
  await using stack = new AsyncDisposableStack()
  const ledger = stack.adopt(await told.postgres.ledger(told.size), (one) => one.close())
  const { rows } = await ledger.client.query(
    `SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  )
  const largerThan = (least: number) =>
    new Set<string>(rows.filter(({ reltuples }) => reltuples > least).map(({ relname }) => relname))
  const name = new URL(ledger.url).pathname.slice(1)
  // A module must be there before its settings are known.
  await ledger.client.query(`LOAD 'auto_explain'`)
  for (const [setting, value] of Object.entries(SETTINGS))
    await ledger.client.query(`ALTER DATABASE ${name} SET ${setting} = '${value}'`)
  stack.defer(async () => {
    for (const setting of Object.keys(SETTINGS))
      await ledger.client.query(`ALTER DATABASE ${name} RESET ${setting}`)
  })
  const server = stack.adopt(await ours(ledger), (one) => one.stop())
  const works = await questions(ledger, server, undefined, told.only)
  const now = new Date().toISOString()
  const result: Record<string, string[]> = {}
  const faults: string[] = []
  const seen = async (name: string, large: ReadonlySet<string>, run: () => Promise<void>) => {
    const before = (await readFile(told.postgres.log)).length
    await run()
    const log = (await readFile(told.postgres.log)).subarray(before).toString('utf8')
    const used = new Set<string>()
    for (const { sql, plan } of plansOf(log))
      for (const node of nodesOf(plan)) {
        const relation = node['Relation Name']
        if (node['Index Name']) used.add(node['Index Name'])
        if (node['Node Type'] === 'Seq Scan' && large.has(relation!))
          faults.push(`${name} reads all of ${relation}: ${sql.replaceAll(/\s+/g, ' ').slice(0, 400)}`)
      }
    result[name] = [...used].sort()
  }
  for (const work of works)
    await seen(work.name, largerThan(LARGE), async () => {
      for (let i = 0; i < TIMES; i++)
        await ask(
          server,
          bodyOf(work.ours, work.picks[i % work.picks.length]!, now).replace(UNIQUE, `explain ${i}`),
        )
    })
  const writer = stack.adopt(await Writer.open(ledger.url), (one) => one.close())
  // An importer knows all models by name, and they are few beside what is said of them.
  await seen(
    REVISION,
    largerThan(Math.max(LARGE, ledger.claims / 20)),
    async () => void (await writer.write()),
  )
  told.print(`Indexes by which each question is answered at ${ledger.claims} claims`)
  told.print(
    `${table([['question', 'indexes'], ...Object.entries(result).map(([work, used]) => [work, used.join(', ')])])}\n`,
  )
  if (faults.length) throw new Error([...new Set(faults)].join('\n'))
  return result
}

/** Of a log in which each line of a plan begins with a tab. */
function plansOf(log: string): { sql: string; plan: Plan }[] {
  return [...log.matchAll(/LOG: {2}duration: [\d.]+ ms {2}plan:\n((?:\t.*\n)+)/g)].map(([, json]) => {
    const { 'Query Text': sql, Plan: plan } = JSON.parse(json!)
    return { sql, plan }
  })
}

function* nodesOf(plan: Plan): Generator<Plan> {
  yield plan
  for (const child of plan.Plans ?? []) yield* nodesOf(child)
}
