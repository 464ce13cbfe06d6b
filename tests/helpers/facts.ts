/** Small imports in the `facts` format, from real files, and what they leave in the ledger. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import type { ImportReport } from '../../src/domain/ledger/input.ts'
import { type FactsImport, InputProblems, importFacts } from '../../src/ingest/facts/run.ts'
import { fixedClock } from './clock.ts'
import { createDatabase } from './db.ts'

/** The names that the claims of these tests refer to. */
export const WORLD = `
units:
  - { code: USD/Mtok, name: US dollars per million tokens, dimension: money-per-tokens }
  - { code: CNY/Mtok, name: yuan per million tokens, dimension: money-per-tokens }
  - { code: USD/kWh, name: US dollars per kilowatt-hour, dimension: money-per-energy }
  - { code: tok/d, name: tokens per day, dimension: tokens-per-time }
  - { code: "%", name: per cent, dimension: ratio }
meters:
  - { code: input, name: input tokens, unit: USD/Mtok, definition: What is read. }
  - { code: output, name: output tokens, unit: USD/Mtok, definition: What is written. }
metrics:
  - { code: share, name: share, unit: "%", definition: A share. }
coverages:
  - { code: national, name: whole country, definition: Everything. }
topics:
  - { code: outlook, name: outlook, question: "What is to come?", category: FORECAST }
publishers:
  - { slug: paper, name: The Paper, kind: PRESS }
  - { slug: bureau, name: The Bureau, kind: OFFICIAL }
  - { slug: maker, name: Maker, kind: COMPANY, provider: maker }
sources:
  - { slug: article, title: An article, kind: ARTICLE, publisher: paper, publishedOn: 2026-03-01 }
  - { slug: rumour, title: A rumour, kind: ARTICLE, publisher: paper, publishedOn: 2026-04-01 }
  - { slug: bulletin, title: A bulletin, kind: REPORT, publisher: bureau, publishedOn: 2026-02-01 }
  - { slug: list, title: A price list, kind: PRICE_PAGE, publisher: maker, accessedOn: 2026-05-01 }
providers:
  - { slug: maker, name: Maker, kinds: [LAB], cites: [{ source: article }] }
models:
  - { slug: model-1, name: Model 1, maker: maker, cites: [{ source: article }] }
`

/** A migrated database without data that goes with the test. */
export async function emptyDb(): Promise<Db> {
  const { url, drop } = await createDatabase('empty')
  const db = openDb({ url })
  onTestFinished(async () => {
    await db.$disconnect()
    await drop()
  })
  return db
}

/** Writes files into a temporary folder that goes with the test. */
async function folder(files: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'aef-facts-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true })
    await writeFile(join(dir, name), text)
  }
  return dir
}

/** Imports files, or one file's text, at a fixed time. */
export async function importYaml(
  db: Db,
  files: string | Record<string, string>,
  { now = '2026-11-24T12:00:00Z', ...options }: Partial<FactsImport> & { now?: string } = {},
): Promise<ImportReport> {
  const path = await folder(typeof files === 'string' ? { 'claims.yaml': files } : files)
  const report = await importFacts(db, fixedClock(now), {
    path,
    origin: 'test',
    ...options,
  })
  return report!
}

/** What is wrong with the input, as `claims.yaml:3 why`; fails when it is imported. */
export async function problemsOf(db: Db, files: string | Record<string, string>): Promise<string[]> {
  try {
    await importYaml(db, files)
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error
    return error.problems.map((p) => `${p.path.split('/').at(-1)}:${p.line} ${p.message}`)
  }
  throw new Error('there is nothing wrong with it')
}

/** A claim on the daily tokens of China. */
export function usage(key: string, value: number | string, more: Record<string, string> = {}): string {
  const rest = Object.entries(more).map(([k, v]) => `, ${k}: ${v}`)
  const source = more.source ? '' : ', source: article'
  const question = 'tokenUsage: { subject: country/CN, period: DAY, coverage: national }'
  return `  - { key: ${key}${source}, ${question}, value: ${value}${rest.join('')} }\n`
}

/** How many rows every table holds. */
export async function counts(db: Db): Promise<Record<string, number>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  const result: Record<string, number> = {}
  for (const { name } of tables) {
    const [row] = await db.$queryRawUnsafe<{ n: number }[]>(`SELECT count(*)::int AS n FROM "${name}"`)
    result[name] = row!.n
  }
  return result
}
