/**
 * How long an import of a price file takes, beside what Postgres itself needs to COPY the same rows into the same
 * tables with all guards on. See `HELP`.
 */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { openDb } from '../../src/db/client.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { importFacts } from '../../src/ingest/facts/run.ts'
import { importEmbedded } from '../../src/ingest/formats/embedded.ts'
import { litellm } from '../../src/ingest/formats/litellm.ts'
import { readNames } from '../../src/ingest/market/names.ts'
import { importRead } from '../../src/ingest/market/run.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { withDatabase } from '../setup/postgres.ts'

const RUNS = 5
const RECORDS = 2982
/** In the order in which they refer to each other; the revision last, as the guards want it. */
const TABLES = [
  ...[
    'Provider',
    'Publisher',
    'Source',
    'Model',
    'Alias',
    'ModelAlias',
    'Offer',
    'Fact',
    'Price',
    'Claim',
    'Citation',
  ],
  ...[
    'Edition',
    'Sighting',
    'ClaimPeriod',
    'Resolution',
    'Check',
    'ComputationInput',
    'Revision',
    'ImportRun',
  ],
]

const VERSIONED = ['Claim', 'Citation', 'ClaimPeriod', 'Resolution', 'Check']

const HELP = `Usage: npm run bench-import -- [<litellm file>] [--json <file>]

Imports a price file of LiteLLM into a Postgres of its own, ${RUNS} times into a fresh database, and beside it copies the rows
that the import added with COPY, with all guards on: lowest, median and highest time of both, and the ratio. Without a file
it makes one of the size of the real one. --json writes the result to a file.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, help: { type: 'boolean' } },
})
if (values.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
const bytes = positionals[0] ? await readFile(positionals[0]) : madeFile()
const raw = { files: [{ path: 'map.json', bytes }], contentHash: sha256(bytes), isAddress: false }

await using stack = new AsyncDisposableStack()
const folder = await mkdtemp(join(tmpdir(), 'aef-bench-'))
stack.defer(() => rm(folder, { recursive: true, force: true }))
await chmod(folder, 0o755)
const server = await openEmbedded({ dir: join(folder, 'postgres') })
stack.defer(() => server.release())
const admin = new pg.Client({ connectionString: server.url })
await admin.connect()
stack.defer(() => admin.end())

await admin.query('CREATE DATABASE warm')
await migrate(withDatabase(server.url, 'warm'))
await withDb('warm', async (db) => {
  await importFacts(db, systemClock, {
    path: new URL('../../seeds', import.meta.url).pathname,
    origin: 'seeds',
  })
  await importEmbedded(db, systemClock)
})
// A first import of each kind is left out: it compiles and fills caches.
const [imports, copies]: [number[], number[]] = [[], []]
let rows = 0
for (let i = 0; i <= RUNS; i++) {
  const imported = await timedImport()
  const copied = await timedCopy()
  if (i > 0) {
    imports.push(imported)
    copies.push(copied)
  }
}
const ratios = imports.map((ms, i) => ms / copies[i]!)
const line = (name: string, all: number[], digits: number) => {
  const sorted = all.toSorted((a, b) => a - b)
  const [min, median, max] = [sorted[0]!, sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!]
  process.stdout.write(
    `${name.padEnd(24)} ${[min, median, max].map((n) => n.toFixed(digits).padStart(8)).join(' ')}\n`,
  )
  return { min, median, max }
}
process.stdout.write(
  `${rows} rows in ${TABLES.length} tables, ${RUNS} runs each      min   median      max\n`,
)
const result = {
  rows,
  import: line('import, ms', imports, 0),
  copy: line('COPY, ms', copies, 0),
  ratio: line('import / COPY', ratios, 2),
}
if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`)

async function withDb<T>(name: string, work: (db: ReturnType<typeof openDb>) => Promise<T>): Promise<T> {
  const db = openDb({ url: withDatabase(server.url, name) })
  try {
    return await work(db)
  } finally {
    await db.$disconnect()
  }
}

async function timedImport(): Promise<number> {
  await admin.query('DROP DATABASE IF EXISTS imported WITH (FORCE)')
  await admin.query('CREATE DATABASE imported TEMPLATE warm')
  return withDb('imported', async (db) => {
    await db.$queryRaw`SELECT 1`
    const names = readNames()
    const began = performance.now()
    await importRead(db, systemClock, { format: litellm, names, input: 'map.json', origin: 'map.json' }, raw)
    return performance.now() - began
  })
}

/** The rows that the import added, copied into the database as it was before. */
async function timedCopy(): Promise<number> {
  await admin.query('DROP DATABASE IF EXISTS copied WITH (FORCE)')
  await admin.query('CREATE DATABASE copied TEMPLATE warm')
  const [from, to] = [
    new pg.Client({ connectionString: withDatabase(server.url, 'imported') }),
    new pg.Client({ connectionString: withDatabase(server.url, 'copied') }),
  ]
  await Promise.all([from.connect(), to.connect()])
  const dumps = new Map<string, Buffer>()
  rows = 0
  for (const table of TABLES) {
    const column = { Revision: 'number', ImportRun: 'revision' }[table] ?? 'fromRevision'
    const newest = `(SELECT max("number") FROM "Revision")`
    const chunks: Buffer[] = []
    const stream = from.query(
      copyTo(`COPY (SELECT * FROM "${table}" WHERE "${column}" = ${newest}) TO STDOUT`),
    )
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    dumps.set(table, Buffer.concat(chunks))
    rows += stream.rowCount ?? 0
  }
  await to.query('BEGIN; SET CONSTRAINTS ALL DEFERRED')
  // What the import ended makes room for what it added; only the copying is timed.
  for (const table of VERSIONED) {
    const { rows: ended } = await from.query(
      `SELECT "id" FROM "${table}" WHERE "toRevision" = (SELECT max("number") FROM "Revision")`,
    )
    const ids = ended.map((r) => r.id)
    const next = `(SELECT max("number") + 1 FROM "Revision")`
    await to.query(`UPDATE "${table}" SET "toRevision" = ${next} WHERE "id" = ANY($1)`, [ids])
  }
  const began = performance.now()
  for (const [table, dump] of dumps) {
    await pipeline([dump], to.query(copyFrom(`COPY "${table}" FROM STDIN`)))
  }
  await to.query('COMMIT')
  const took = performance.now() - began
  await Promise.all([from.end(), to.end()])
  return took
}

/** As many records as the real file, with prices of as many kinds; models and sellers are made up. */
function madeFile(): Buffer {
  const records = Array.from({ length: RECORDS }, (_, i) => {
    const price = (1 + (i % 97)) / 1e7
    const more = i % 4 === 0 ? { cache_read_input_token_cost: price / 10 } : {}
    const tier =
      i % 8 === 0 ? { input_cost_per_token_batches: price / 2, output_cost_per_token_batches: price } : {}
    return [
      `made/model-${i}`,
      {
        litellm_provider: `made-${i % 40}`,
        mode: 'chat',
        input_cost_per_token: price,
        output_cost_per_token: price * 2,
        ...more,
        ...tier,
      },
    ]
  })
  return Buffer.from(JSON.stringify({ ...Object.fromEntries(records), last_updated: '2026-07-24T00:00:00Z' }))
}
