/**
 * How fast a full copy of claims goes out of a real server, and how much memory that takes, beside what Postgres itself
 * needs to COPY the same rows to the same client. See `HELP`.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { progress, step, table } from '../../src/cli/terminal.ts'
import { openDb } from '../../src/db/client.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { importFacts } from '../../src/ingest/facts/run.ts'
import { importEmbedded } from '../../src/ingest/formats/embedded.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { CLAIMS_AS_JSON } from './copy-statement.ts'
import { fillWithClaims } from './many-claims.ts'

const ROOT = join(import.meta.dirname, '../..')
const PEER = 'COPY as JSON'
const OURS = 'NDJSON'
/** By the name of a row of the result: path and `Accept-Encoding`. */
const FORMATS: Record<string, [path: string, encoding: string]> = {
  [OURS]: ['claim.ndjson', 'identity'],
  'NDJSON, zstd': ['claim.ndjson', 'zstd'],
  'NDJSON, gzip': ['claim.ndjson', 'gzip'],
  CSV: ['claim.csv', 'identity'],
  Parquet: ['claim.parquet', 'identity'],
}

const HELP = `Usage: npm run bench-export -- [--rows 1000000] [--runs 3] [--folder <folder>] [--json <file>]

Fills a Postgres of its own with claims, starts the server on it, and takes full copies as a client that throws the bytes
away: rows and megabytes a second, the time to the first byte, and the most memory that the server's process took. Beside
it, COPY of a statement that makes the same JSON of the same rows, and COPY of the bare table. A folder keeps the
database for the next time; it must be open to the user that Postgres runs as.
`

interface Taken {
  bytes: number
  seconds: number
  firstMs: number
  /** Megabytes. */
  memory?: number
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '3' },
    folder: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  process.stdout.write(HELP)
  process.exit(0)
}

await using stack = new AsyncDisposableStack()
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'aef-bench-')))
if (!values.folder) stack.defer(() => rm(folder, { recursive: true, force: true }))
await chmod(folder, 0o755)
const postgres = await openEmbedded({
  dir: join(folder, 'postgres'),
  // Only while it is filled: reading writes nothing.
  settings: { fsync: 'off', max_wal_size: '8GB' },
})
stack.defer(() => postgres.release())
const client = new pg.Client({ connectionString: postgres.url })
await client.connect()
stack.defer(() => client.end())

await step('Database', () => fill(Number(values.rows)))
const { rows: counted } = await client.query(
  'SELECT count(*)::int AS n FROM "Claim" WHERE "toRevision" IS NULL',
)
const rows: number = counted[0].n
const key = await makeKey()
const server = await step('Server', startServer)
stack.defer(server.stop)
const atRest = memoryOf(server.pid)

const results = new Map<string, Taken[]>()
const runs = Number(values.runs)
const bar = progress('Copies')
// Alternated, so that what else the machine does weighs on both alike; the first of each warms up.
for (let run = 0; run <= runs; run++) {
  const once = run > 0 ? Object.keys(FORMATS) : [OURS]
  const all: [string, () => Promise<Taken>][] = [
    [PEER, () => copied(CLAIMS_AS_JSON)],
    ...once.map((name): [string, () => Promise<Taken>] => [name, () => exported(...FORMATS[name]!)]),
    ['COPY of the table', () => copied('SELECT * FROM "Claim"')],
  ]
  for (const [i, [name, take]] of all.entries()) {
    bar.at(name, (run + i / all.length) / (runs + 1))
    const taken = await take()
    if (run > 0) results.set(name, [...(results.get(name) ?? []), taken])
  }
}
bar.done(`${rows} claims, ${runs} runs`)
await report()

async function fill(wanted: number): Promise<void> {
  await migrate(postgres.url)
  const { rows: there } = await client.query('SELECT count(*)::int AS n FROM "Claim"')
  if (there[0].n >= wanted) return
  const db = openDb({ url: postgres.url })
  try {
    await importFacts(db, systemClock, { path: join(ROOT, 'seeds'), origin: 'seeds', skipSame: true })
    await importEmbedded(db, systemClock)
  } finally {
    await db.$disconnect()
  }
  const filled = progress('Claims')
  await fillWithClaims(client, wanted, (share) => filled.at('', share))
  filled.clear()
}

async function makeKey(): Promise<string> {
  const db = openDb({ url: postgres.url })
  try {
    return (await createKey(db, systemClock, { name: 'bench', scopes: ['sync'], expiresAt: null })).key
  } finally {
    await db.$disconnect()
  }
}

/** As `npm start` does it, whose options decide how much memory is held. */
async function startServer() {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const [, ...args] = scripts.start.split(' ') as string[]
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: postgres.url,
      PORT: '0',
      PACKAGE_PRICES: '0',
      PACKAGE_CARBON: '0',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const found = /Health\s+(http:\S+)\/healthz/.exec(printed)?.[1]
      if (found) resolve(found)
    })
    void ended.then(() => reject(new Error(`the server ended: ${printed}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url, pid: child.pid!, stop }
}

async function exported(path: string, encoding: string): Promise<Taken> {
  let memory = 0
  const watch = setInterval(() => {
    memory = Math.max(memory, memoryOf(server.pid))
  }, 50)
  try {
    const began = performance.now()
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}`, 'accept-encoding': encoding }
      get(`${server.url}/export/${path}`, { headers, agent: false }, resolve).on('error', reject)
    })
    if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`)
    return { ...(await readToEnd(response, began)), memory }
  } finally {
    clearInterval(watch)
  }
}

async function copied(select: string): Promise<Taken> {
  const began = performance.now()
  return readToEnd(client.query(copyTo(`COPY (${select}) TO STDOUT`)), began)
}

async function readToEnd(stream: NodeJS.ReadableStream, began: number): Promise<Taken> {
  let bytes = 0
  let firstMs = 0
  for await (const chunk of stream) {
    if (bytes === 0) firstMs = performance.now() - began
    bytes += (chunk as Buffer).length
  }
  return { bytes, seconds: (performance.now() - began) / 1000, firstMs }
}

/** Megabytes that a process holds. */
function memoryOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}

async function report(): Promise<void> {
  const median = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!
  const figures = [...results].map(([name, all]) => ({
    name,
    rowsPerSecond: rows / median(all.map((t) => t.seconds)),
    megabytesPerSecond: median(all.map((t) => t.bytes / t.seconds)) / 1e6,
    megabytes: all[0]!.bytes / 1e6,
    firstByteMs: Math.max(...all.map((t) => t.firstMs)),
    peakMemoryMb: all[0]!.memory === undefined ? null : Math.max(...all.map((t) => t.memory!)),
  }))
  const speed = (name: string) => figures.find((f) => f.name === name)!.rowsPerSecond
  const ratios = results.get(OURS)!.map((ours, i) => results.get(PEER)![i]!.seconds / ours.seconds)
  const cells = figures.map((f) => [
    f.name,
    ...[f.rowsPerSecond, f.megabytesPerSecond, f.megabytes, f.firstByteMs].map((n) => n.toFixed(0)),
    f.peakMemoryMb === null ? '' : f.peakMemoryMb.toFixed(0),
  ])
  const head = ['', 'rows/s', 'MB/s', 'MB', 'first byte, ms (worst)', 'memory, MB (peak)']
  process.stdout.write(`${table([head, ...cells])}\n
The server at rest holds ${atRest.toFixed(0)} MB.
${OURS} is ${(speed(OURS) / speed(PEER)).toFixed(2)} times as fast as ${PEER} (single runs ${ratios.map((r) => r.toFixed(2)).join(', ')}).
`)
  if (values.json)
    await writeFile(values.json, `${JSON.stringify({ rows, runs, atRest, ratios, figures }, null, 2)}\n`)
}
