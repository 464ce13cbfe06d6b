/**
 * Gathers changes until revisions are whole, in bounded memory: what is too much goes to sorted files meanwhile. A change
 * that came twice, before and after a break, counts once, for the last line that came is only taken when another follows.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson, type Plain } from '../lib/canonical.ts'
import { writeEntries } from './durable.ts'
import { type Entry, lineBatches, merged } from './entries.ts'
import { SyncError } from './errors.ts'
import { compareKeys, isKind, type Kind, keyOf } from './kinds.ts'
import type { Applied } from './state.ts'

/** A line of `/changes`. */
export type FeedLine =
  | { op: 'UPSERT'; revision: number; cursor: string; kind: string; key: string; row: Plain }
  | { op: 'WITHDRAWAL'; revision: number; cursor: string; kind: string; key: string }
  | { op: 'REVISION'; revision: number; cursor: string; time: string }
type ChangeLine = Exclude<FeedLine, { op: 'REVISION' }>

/** Changes of whole revisions. */
export interface Batch {
  revision: number
  time: string
  cursor: string
  /** Of each revision, oldest first. */
  applied: Applied[]
  kinds: Kind[]
  /** Sorted by key, each key once. */
  changes(kind: Kind): AsyncIterable<Entry>
  /** Removes what it has on disk. */
  drop(): Promise<void>
}

interface Run {
  kind: Kind
  path: string
}

/** Changes in memory and, older ones, in files. */
class Layer {
  changes = new Map<Kind, Map<string, string | null>>()
  chars = 0
  runs: Run[] = []

  set(kind: Kind, key: string, line: string | null): void {
    const own = this.changes.get(kind) ?? new Map<string, string | null>()
    this.changes.set(kind, own)
    own.set(key, line)
    this.chars += key.length + (line?.length ?? 0)
  }
}

/** Characters of changes that are held in memory. */
const MEMORY_CHARS = 32 * 1024 * 1024

interface Collecting {
  revision: number
  cursor: string
  /** A folder for what memory cannot hold. */
  spool: string
  memoryChars?: number | undefined
}

export class Collector {
  readonly #spool: string
  readonly #memoryChars: number
  #whole = new Layer()
  #part = new Layer()
  #applied: Applied[] = []
  #end: { revision: number; time: string; cursor: string } | null = null
  #revision: number
  #cursor: string
  #held: ChangeLine | null = null
  /** The revision of which a part is collected. */
  #begun: number | null = null
  #count = 0
  #hash: Hash = createHash('sha256')
  #files = 0
  /** Kinds that the server has and this client does not know. */
  readonly unknown = new Set<string>()

  constructor({ revision, cursor, spool, memoryChars = MEMORY_CHARS }: Collecting) {
    this.#revision = revision
    this.#cursor = cursor
    this.#spool = spool
    this.#memoryChars = memoryChars
  }

  /** Where the feed goes on after a break. */
  get cursor(): string {
    return this.#cursor
  }

  /** Whether there are whole revisions to take. */
  get hasWhole(): boolean {
    return this.#end !== null
  }

  /** Whether so much is gathered that it should be taken soon. */
  get isLarge(): boolean {
    return this.#whole.runs.length > 0 || this.#whole.chars > this.#memoryChars
  }

  /** Whether the feed ended between two revisions. */
  get isBetween(): boolean {
    return this.#held === null && this.#begun === null
  }

  /** @throws SyncError BAD_ANSWER where the line cannot follow the ones before. */
  async add(line: FeedLine): Promise<void> {
    const begun = this.#held?.revision ?? this.#begun
    if (line.revision <= this.#revision || (begun !== null && line.revision !== begun))
      throw new SyncError(
        'BAD_ANSWER',
        `The change feed told of revision ${line.revision} after ${begun === null ? '' : 'part of '}revision ${begun ?? this.#revision}.`,
      )
    if (this.#held) await this.#collect(this.#held)
    this.#held = null
    if (line.op !== 'REVISION') {
      this.#held = line
      return
    }
    const { revision, time, cursor } = line
    const sha256 = this.#hash.digest('hex')
    this.#applied.push({ revision, time, snapshot: false, changes: this.#count, sha256 })
    this.#end = { revision, time, cursor }
    this.#revision = revision
    this.#cursor = cursor
    this.#begun = null
    this.#count = 0
    this.#hash = createHash('sha256')
    await this.#join()
  }

  /** The feed broke off: what comes next is what follows `cursor`. */
  interrupted(): void {
    // The line that ends a revision has the cursor of its last change, so whoever asks from there would never see it.
    this.#held = null
  }

  /** The whole revisions so far; what belongs to the next one stays. */
  take(): Batch {
    const { changes, runs } = this.#whole
    const batch: Batch = {
      ...this.#end!,
      applied: this.#applied,
      kinds: [...new Set([...runs.map((run) => run.kind), ...changes.keys()])],
      changes: (kind) =>
        merged([
          ...runs.filter((run) => run.kind === kind).map((run) => readRun(run.path)),
          sorted(changes.get(kind)),
        ]),
      drop: async () => {
        for (const { path } of runs) await rm(path, { force: true })
      },
    }
    this.#whole = new Layer()
    this.#applied = []
    this.#end = null
    return batch
  }

  async #collect(line: ChangeLine): Promise<void> {
    const { op, kind, key, cursor, revision } = line
    this.#cursor = cursor
    this.#begun = revision
    this.#count++
    this.#hash.update(`${op} ${kind} ${key}\n`)
    if (!isKind(kind)) {
      this.unknown.add(kind)
      return
    }
    if (line.op === 'UPSERT' && keyOf(kind, line.row) !== key)
      throw new SyncError('BAD_ANSWER', `The change feed has a row of ${kind} under another key, ${key}.`)
    this.#part.set(kind, key, line.op === 'UPSERT' ? canonicalJson(line.row) : null)
    if (this.#part.chars > this.#memoryChars) await this.#spill(this.#part)
  }

  /** Adds the revision that is now whole to those before. */
  async #join(): Promise<void> {
    const part = this.#part
    this.#part = new Layer()
    if (part.runs.length > 0) {
      // Files are older than memory, so what is in memory of earlier revisions goes to files first.
      await this.#spill(this.#whole)
      this.#whole.runs.push(...part.runs)
    }
    for (const [kind, changes] of part.changes)
      for (const [key, line] of changes) this.#whole.set(kind, key, line)
  }

  async #spill(layer: Layer): Promise<void> {
    for (const [kind, changes] of layer.changes) {
      const path = join(this.#spool, `${++this.#files}.${kind}`)
      await writeEntries(path, runLines(changes))
      layer.runs.push({ kind, path })
    }
    layer.changes = new Map()
    layer.chars = 0
  }
}

async function* sorted(changes: ReadonlyMap<string, string | null> = new Map()): AsyncGenerator<Entry> {
  for (const key of [...changes.keys()].sort(compareKeys)) yield { key, line: changes.get(key)! }
}

/** A tab stands in no JSON text, so it tells where the key ends. */
async function* runLines(changes: ReadonlyMap<string, string | null>): AsyncGenerator<Entry> {
  for await (const { key, line } of sorted(changes))
    yield { key, line: `${JSON.stringify(key)}\t${line ?? ''}` }
}

async function* readRun(path: string): AsyncGenerator<Entry> {
  const cut = () => new Error(`${path} is cut`)
  for await (const lines of lineBatches(createReadStream(path), cut))
    for (const text of lines) {
      const tab = text.indexOf('\t')
      yield { key: JSON.parse(text.slice(0, tab)), line: text.slice(tab + 1) || null }
    }
}
