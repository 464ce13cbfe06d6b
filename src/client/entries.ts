/** Rows as text under their keys: read from lines, and merged in the order of keys. */
import { compareKeys } from './kinds.ts'

/** A row; null in place of its line where it is withdrawn. */
export interface Entry {
  key: string
  /** Canonical JSON, without the end of the line. */
  line: string | null
}

const NEWLINE = 0x0a

/**
 * Lines without their ends, as many at once as came at once.
 * @param cut the error where the end lies within a line.
 */
export async function* lineBatches(
  chunks: AsyncIterable<Uint8Array>,
  cut: () => Error,
): AsyncGenerator<string[], void, void> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk])
    const lines: string[] = []
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      lines.push(bytes.toString('utf8', start, end))
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (lines.length > 0) yield lines
  }
  if (rest.length > 0) throw cut()
}

/** Entries of several sources, each sorted by key and each key in it once; where keys are equal the last source counts. */
export async function* merged(sources: readonly AsyncIterable<Entry>[]): AsyncGenerator<Entry, void, void> {
  const readers = sources.map((source) => source[Symbol.asyncIterator]())
  try {
    const heads = await Promise.all(readers.map((reader) => reader.next()))
    for (;;) {
      let first: Entry | undefined
      for (const { done, value } of heads) {
        if (done) continue
        if (first === undefined || compareKeys(value.key, first.key) <= 0) first = value
      }
      if (first === undefined) return
      for (const [i, { done, value }] of heads.entries())
        if (!done && value.key === first.key) heads[i] = await readers[i]!.next()
      yield first
    }
  } finally {
    for (const reader of readers) await reader.return?.()
  }
}
