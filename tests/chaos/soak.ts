/** `npm run soak-mirror`: the chaos test in full, on a Postgres of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import setup, { withDatabase } from '../setup/postgres.ts'
import { type ChaosState, chaos } from './chaos.ts'

const HELP = `Usage: npm run soak-mirror -- [--seed <number>] [--revisions 200] [--client-kills 50] [--server-kills 20]

Writes revisions while two clients, which keep a mirror in a folder and one in a database, and the server are
killed, and their connections cut at random bytes. At the end both mirrors must equal the full copies, row by
row and digest by digest, with each change applied exactly once.

The seed makes what is written and where it is cut come again; when exactly a kill comes no seed can tell.
`

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    revisions: { type: 'string', default: '200' },
    'client-kills': { type: 'string', default: '50' },
    'server-kills': { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
})
const print = (text: string) => void process.stdout.write(`${text}\n`)

/** How the run stands, in columns. */
function line(state: ChaosState, seconds: number): string {
  const { written, clientKills, serverKills, cuts } = state
  return [written, clientKills, serverKills, cuts, seconds.toFixed(0)]
    .map((n) => String(n).padStart(14))
    .join('')
}

async function soak(): Promise<void> {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  const provided: Record<string, any> = {}
  const provide = (name: string, value: unknown) => {
    provided[name] = value
  }
  const folder = await mkdtemp(join(tmpdir(), 'aef-soak-'))
  const stopPostgres = await setup({ provide } as unknown as TestProject)
  const stop = async () => {
    await stopPostgres()
    await rm(folder, { recursive: true, force: true })
  }
  // Whoever has seen enough leaves no Postgres behind.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void stop().finally(() => process.exit(1)))
  try {
    const admin = new pg.Client(provided.adminUrl)
    await admin.connect()
    const names = ['ledger', 'mirror'].map((name) => `aef_soak_${process.pid}_${name}`)
    await admin.query(`CREATE DATABASE ${names[0]} TEMPLATE ${provided.templates.seeded}`)
    await admin.query(`CREATE DATABASE ${names[1]}`)
    const [databaseUrl, mirrorUrl] = names.map((name) => withDatabase(provided.adminUrl, name)) as [
      string,
      string,
    ]
    print(`seed ${values.seed}\n`)
    print(
      ['revisions', 'client kills', 'server kills', 'cuts', 'seconds'].map((n) => n.padStart(14)).join(''),
    )
    let told = -1
    const result = await chaos({
      ...{
        databaseUrl,
        isWhole: true,
        targets: [join(folder, 'mirror'), mirrorUrl],
        temporary: folder,
        seed: Number(values.seed),
      },
      revisions: Number(values.revisions),
      clientKills: Number(values['client-kills']),
      serverKills: Number(values['server-kills']),
      onProgress: (state) => {
        const tenth = Math.floor((state.written * 20) / Number(values.revisions))
        if (tenth === told) return
        told = tenth
        print(line(state, seconds()))
      },
    })
    print(line(result, seconds()))
    const stages = Object.entries(result.stages).map(([stage, kills]) => `${stage} ${kills}`)
    print(
      `\nClients were killed after: ${stages.sort().join(', ')}. They had applied revisions ${result.applied} times.`,
    )
    print(
      `Both mirrors are revision ${result.revision}, equal to the full copies row by row and digest by digest; ${result.changes} changes were applied, each once.`,
    )
    await admin.query(`DROP DATABASE ${names[0]} WITH (FORCE)`)
    await admin.query(`DROP DATABASE ${names[1]} WITH (FORCE)`)
    await admin.end()
  } finally {
    await stop()
  }
}

if (values.help) print(HELP)
else {
  try {
    await soak()
  } catch (error) {
    process.stderr.write(`seed ${values.seed}: ${error instanceof Error ? error.stack : error}\n`)
    process.exitCode = 1
  }
  process.exit()
}
