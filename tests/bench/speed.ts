/** `npm run bench`: how fast the server answers, beside its peers. See `HELP`. */
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { busy } from './speed/busy.ts'
import { cached } from './speed/cached.ts'
import { explain } from './speed/explain.ts'
import { growth } from './speed/growth.ts'
import { openPostgres } from './speed/ledger.ts'
import { Generator } from './speed/load.ts'
import { mix } from './speed/mix.ts'
import { uncached } from './speed/uncached.ts'

const HELP = `Usage: npm run bench -- [--parts uncached,cached] [--size 1000000] [--only nested,list] [--rounds 5] [--seconds 5]

Makes a ledger of its own (seeds, prices of the package, and a made-up market), starts the server and its peers as
processes on it, asks all of them the same questions in turns, and prints how many times as fast the server is: median,
min and max of the rounds, and latencies. Before that it compares what they answer.

  --parts        what is measured (uncached,cached):
                   uncached  each question unlike any before: beside PostGraphile and hand-written SQL
                   cached    the same questions again: beside a bare node server, yoga's response cache, PostGraphile
                   mix       four hot questions to a cold one, a new revision each second: stale answers, errors
                   busy      kept and made answers while 100000 claims are imported
                   growth    uncached questions on ledgers of --sizes claims
                   explain   that no question reads a large table from end to end
  --size         claims of the ledger (1000000)
  --only         questions, by name (all)
  --rounds       rounds that count; one more before them warms up (5)
  --seconds      how long each contender is asked in a round (5)
  --connections  that ask at the same time (16)
  --sizes        ledgers of growth (100000,1000000,10000000)
  --imported     claims of the import of busy (100000)
  --quick        100000 claims, two rounds of two seconds
  --folder       keeps the database for the next time
  --json         writes the figures to a file as well
  --help         shows this text
`

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: 'uncached,cached' },
    size: { type: 'string' },
    only: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '16' },
    sizes: { type: 'string', default: '100000,1000000,10000000' },
    imported: { type: 'string', default: '100000' },
    quick: { type: 'boolean', default: false },
    folder: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const [size, rounds, seconds] = values.quick ? ['100000', '2', '2'] : ['1000000', '5', '5']

if (values.help) process.stdout.write(HELP)
else await bench()

async function bench(): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const generator = stack.adopt(new Generator(), (one) => one.close())
  const postgres = stack.adopt(await openPostgres(values.folder), (one) => one.close())
  const told = {
    ...{ generator, postgres, print: (text: string) => void process.stdout.write(`${text}\n`) },
    size: Number(values.size ?? size),
    only: values.only?.split(','),
    rounds: Number(values.rounds ?? rounds),
    seconds: Number(values.seconds ?? seconds),
    connections: Number(values.connections),
    sizes: values.sizes.split(',').map(Number),
    imported: Number(values.imported),
  }
  const parts = { uncached, cached, mix, busy, growth, explain }
  const result: Record<string, unknown> = {
    machine: `${cpus().length} × ${cpus()[0]!.model}, node ${process.version}`,
  }
  for (const part of values.parts.split(',') as (keyof typeof parts)[]) {
    if (!parts[part]) throw new Error(`--parts knows ${Object.keys(parts).join(', ')}, not ${part}.`)
    result[part] = await parts[part](told)
    if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`)
  }
}
