/** A snapshot on its way into a folder: its parts stand in files of their own until all of them are there. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../lib/ids.ts'
import { codeOf } from '../lib/processes.ts'
import { type Commit, SNAPSHOT_FOLDER } from './commit.ts'
import type { WriteNext } from './directory.ts'
import { readEntries, readJson, replaceFile } from './durable.ts'
import type { Entry } from './entries.ts'
import { type Kind, keyOf } from './kinds.ts'
import { FORMAT, type KindState, Terms } from './state.ts'
import type { Part, SnapshotPlan, SnapshotStore } from './target.ts'

export function directorySnapshot(
  folder: string,
  writeNext: WriteNext,
  make: (commit: Omit<Commit, 'before'>) => Promise<void>,
): SnapshotStore {
  const own = join(folder, SNAPSHOT_FOLDER)
  const planFile = join(own, 'plan.json')
  const partFile = ({ kind, number }: Pick<Part, 'kind' | 'number'>) => join(own, `${kind}.${number}.ndjson`)
  const digests = new Map<string, string>()
  const plan = () => readJson<SnapshotPlan>(planFile)
  const drop = () => rm(own, { recursive: true, force: true })

  async function* rowsOf(kind: Kind, parts: number): AsyncGenerator<Entry> {
    for (let number = 1; number <= parts; number++) {
      const path = partFile({ kind, number })
      yield* readEntries(path, (line) => keyOf(kind, JSON.parse(line)), digests.get(path)!)
    }
  }

  return {
    plan,
    drop,
    begin: async (begun) => {
      await drop()
      await mkdir(own, { recursive: true })
      await replaceFile(planFile, JSON.stringify(begun))
    },
    has: async (part) => {
      const path = partFile(part)
      const bytes = await readFile(path).catch((error) => {
        if (codeOf(error) === 'ENOENT') return null
        throw error
      })
      if (!bytes || sha256(bytes) !== part.sha256) return false
      digests.set(path, part.sha256)
      return true
    },
    put: async (part, lines) => {
      const path = partFile(part)
      await replaceFile(path, lines)
      digests.set(path, part.sha256)
    },
    finish: async (parts, cursor) => {
      const { from, ledger, revision, time } = (await plan())!
      const kinds: Partial<Record<Kind, KindState>> = {}
      const terms = new Terms()
      for (const [kind, count] of parts)
        kinds[kind] = await writeNext(kind, rowsOf(kind, count), kind === 'source' ? terms : undefined)
      await make({
        kinds: [...parts.keys()],
        state: {
          ...{ format: FORMAT, from, ledger, revision, time, cursor, verified: null, kinds },
          ...terms.get(),
        },
        applied: [{ revision, time, snapshot: true, changes: 0, sha256: null }],
        endsSnapshot: true,
      })
    },
  }
}
