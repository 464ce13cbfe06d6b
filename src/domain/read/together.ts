/**
 * Reading for several requests at once. While a statement runs, those who want the same of other things are gathered, and
 * the next statement reads for all of them: what a statement costs beside its rows is most of a small question.
 */

/** Things that one may ask for and be gathered with others; whoever wants more has a statement of his own. */
const FEW = 50
/** Nobody waits longer than this for a statement of others. */
const PATIENCE_MS = 5

interface Asking<Key, Value> {
  keys: readonly Key[]
  resolve(found: ReadonlyMap<Key, Value>): void
  reject(error: unknown): void
}

interface Line {
  running: number
  begun: number
  waiting: Asking<unknown, unknown>[]
  timer: NodeJS.Timeout | undefined
}

/** What is found by keys; it is shared with others, and so are its values: they are not to be changed. */
export type Read<Key, Value> = (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>

/**
 * For all requests of one revision.
 * @param name of what is read: whoever gives the same name must read the same, whichever of them does it.
 */
export type Together = <Key, Value>(
  name: string,
  keys: readonly Key[],
  read: Read<Key, Value>,
) => Promise<ReadonlyMap<Key, Value>>

export function createTogether(): Together {
  const lines = new Map<string, Line>()

  async function go<Key, Value>(name: string, line: Line, read: Read<Key, Value>): Promise<void> {
    clearTimeout(line.timer)
    line.timer = undefined
    const batch = line.waiting.splice(0) as Asking<Key, Value>[]
    if (batch.length === 0) return
    line.running++
    line.begun = performance.now()
    try {
      const found = await read([...new Set(batch.flatMap(({ keys }) => keys))])
      for (const { resolve } of batch) resolve(found)
    } catch (error) {
      // The fault may be of what one of them asks for.
      if (batch.length === 1) batch[0]!.reject(error)
      else for (const { keys, resolve, reject } of batch) read(keys).then(resolve, reject)
    } finally {
      line.running--
      if (line.waiting.length > 0) void go(name, line, read)
      else if (line.running === 0) lines.delete(name)
    }
  }

  return <Key, Value>(name: string, keys: readonly Key[], read: Read<Key, Value>) => {
    if (keys.length > FEW) return read(keys)
    const line = lines.get(name) ?? { running: 0, begun: 0, waiting: [], timer: undefined }
    lines.set(name, line)
    return new Promise<ReadonlyMap<Key, Value>>((resolve, reject) => {
      line.waiting.push({ keys, resolve, reject } as unknown as Asking<unknown, unknown>)
      const waited = performance.now() - line.begun
      if (line.running === 0 || waited >= PATIENCE_MS) void go(name, line, read)
      else line.timer ??= setTimeout(() => void go(name, line, read), PATIENCE_MS - waited)
    })
  }
}
