/** Makes revisions while others ask, by the importer of facts, and knows what each of them says. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Db, openDb } from '../../../src/db/client.ts'
import { onUnheard } from '../../../src/db/heard.ts'
import { newestRevision } from '../../../src/domain/read/revisions.ts'
import { importFacts } from '../../../src/ingest/facts/run.ts'
import { systemClock } from '../../../src/lib/clock.ts'
import { ask } from './ask.ts'
import type { Server } from './servers.ts'

const BASE = `
publishers: [{ slug: bench-press, name: The Bench, kind: PRESS }]
sources: [{ slug: bench, title: Bench, kind: ARTICLE, publisher: bench-press, publishedOn: 2026-01-05 }]
countries: [{ code: XB, name: Benchland, isAggregate: "false" }]
units: [{ code: "1", name: count, dimension: count }]
metrics: [{ code: bench-count, name: count of the bench, unit: "1", definition: Revisions of the bench. }]
`
const QUESTION = '{ indicators(filter: {metric: ["bench-count"]}) { nodes { value { point } } } }'

interface Announced {
  revision: number
  value: number
}

export class Writer {
  readonly #db: Db
  readonly #folder: string
  #announced: Announced = { revision: 0, value: 0 }
  readonly errors: string[] = []
  /** Milliseconds that each revision took. */
  readonly took: number[] = []
  /** Revisions that were announced before the server had said that it knows them. */
  unheard = 0

  private constructor(db: Db, folder: string) {
    this.#db = db
    this.#folder = folder
    onUnheard(db, () => this.unheard++)
  }

  static async open(url: string): Promise<Writer> {
    const writer = new Writer(openDb({ url, pool: 2 }), await mkdtemp(join(tmpdir(), 'aef-bench-')))
    await writer.#import(BASE)
    await writer.write()
    return writer
  }

  get announced(): Announced {
    return this.#announced
  }

  /** Makes one revision; it is announced once it is committed. */
  async write(): Promise<number> {
    const began = performance.now()
    // The source may have counted before, in a ledger that was kept.
    const value = Math.max(this.#announced.value + 1, Math.floor(Date.now() / 100))
    await this.#import(
      `claims: [{ key: count, source: bench, indicator: { subject: country/XB, metric: bench-count }, value: ${value}, valid: 2025 }]`,
    )
    const { revision } = (await newestRevision(this.#db))!
    this.#announced = { revision, value }
    this.took.push(performance.now() - began)
    return revision
  }

  async #import(yaml: string): Promise<void> {
    const path = join(this.#folder, 'facts.yaml')
    await writeFile(path, yaml)
    const report = await importFacts(this.#db, systemClock, { path, origin: 'bench' })
    if (report?.rejected.length) throw new Error(JSON.stringify(report.rejected))
  }

  async close(): Promise<void> {
    await this.#db.$disconnect()
    await rm(this.#folder, { recursive: true })
  }
}

export interface Known {
  asked: number
  /** Answers of an older revision, or with an older value, than was announced before the question was sent. */
  stale: number
  errors: string[]
}

/** A reader that knows what was announced: it asks again and again for what the newest revision said. */
export async function readKnowing(server: Server, writer: Writer, stop: AbortSignal): Promise<Known> {
  const known: Known = { asked: 0, stale: 0, errors: [] }
  while (!stop.aborted) {
    const due = writer.announced
    try {
      const { data, extensions } = await ask(server, JSON.stringify({ query: QUESTION }))
      const value = Number(data.indicators.nodes[0]?.value?.point)
      known.asked++
      if (extensions.revision < due.revision || value < due.value) known.stale++
    } catch (error) {
      known.errors.push(String((error as Error).message).slice(0, 300))
    }
    await delay(20)
  }
  return known
}
