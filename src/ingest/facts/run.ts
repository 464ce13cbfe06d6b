/** Imports the `facts` format from disk: read, check, link, translate, record. */
import { relative } from 'node:path'
import type { Db } from '../../db/client.ts'
import { recordImport } from '../../domain/ledger/import.ts'
import type { ImportReport } from '../../domain/ledger/input.ts'
import { newestRun } from '../../domain/ledger/names.ts'
import { rulesAreCurrent } from '../../domain/ledger/rules.ts'
import type { Clock } from '../../lib/clock.ts'
import { filesHash } from '../files-hash.ts'
import { contentHashOf, inputOf, READER_VERSION } from './input.ts'
import { listFiles, type Problem, readFactsFiles } from './read.ts'

/** The input cannot be imported as it stands; nothing was written. */
export class InputProblems extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(`${problems.length} problem${problems.length === 1 ? '' : 's'} in the input; nothing was imported`)
    this.problems = problems
  }
}

export interface FactsImport {
  /** A file or a directory, searched recursively for YAML. */
  path: string
  /** The name under which the import is recorded. */
  origin: string
  dryRun?: boolean
  /** Of a folder: answer null when the newest import of this origin said the same, at once where it had the same bytes. */
  skipSame?: boolean
}

/**
 * @returns the report, or null when skipped.
 * @throws InputProblems with file, line and reason of each when shapes or references are wrong.
 */
export async function importFacts(db: Db, clock: Clock, run: FactsImport): Promise<ImportReport | null> {
  const { path, origin, skipSame = false } = run
  const inputHash = skipSame ? await hashOf(path) : undefined
  // Newer rules decide anew, also where the files are the same.
  const same = skipSame && (await rulesAreCurrent(db)) ? await newestRun(db, 'facts', origin) : null
  if (same && inputHash && same.inputHash === inputHash) return null
  const { files, problems } = await readFactsFiles(path)
  if (problems.length > 0) throw new InputProblems(problems)
  if (same?.contentHash === contentHashOf(files)) return null
  if (files.length === 0) {
    throw new InputProblems([{ path, line: 1, message: 'there is no .yaml file here' }])
  }
  const input = await inputOf(db, files, origin)
  if (!('format' in input)) throw new InputProblems(input)
  return recordImport(db, clock, { ...input, inputHash }, { dryRun: run.dryRun ?? false })
}

/** Undefined for what cannot be read, which whoever reads it then says better. */
async function hashOf(folder: string): Promise<string | undefined> {
  try {
    const names = (await listFiles(folder)).map((path) => relative(folder, path))
    return filesHash(READER_VERSION, folder, names)
  } catch {
    return undefined
  }
}
