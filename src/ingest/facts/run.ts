/** Imports the `facts` format from disk: read, check, link, translate, record. */
import type { Db } from '../../db/client.ts'
import { recordImport } from '../../domain/ledger/import.ts'
import type { ImportReport } from '../../domain/ledger/input.ts'
import { alreadyImported, ledgerNames, mergedSlugs } from '../../domain/ledger/names.ts'
import { rulesAreCurrent } from '../../domain/ledger/rules.ts'
import { canonicalJson } from '../../lib/canonical.ts'
import type { Clock } from '../../lib/clock.ts'
import { sha256 } from '../../lib/ids.ts'
import { isoCodes } from './countries.ts'
import { type Known, linkFacts } from './link.ts'
import { type Problem, readFactsFiles } from './read.ts'
import { mergesOf, translateFacts } from './translate.ts'

/** Bumped when the same files would be read differently, so that seeds are read again after an upgrade. */
const READER_VERSION = 1

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
  /** Answer null at once when the newest import of this origin had the same bytes. */
  skipSame?: boolean
}

/**
 * @returns the report, or null when skipped.
 * @throws InputProblems with file, line and reason of each when shapes or references are wrong.
 */
export async function importFacts(db: Db, clock: Clock, run: FactsImport): Promise<ImportReport | null> {
  const { files, problems } = await readFactsFiles(run.path)
  if (problems.length > 0) throw new InputProblems(problems)
  // Of what the files say, not of their bytes: a comment or a new line makes nothing new.
  const said = canonicalJson(files.map((f) => f.data) as never)
  const contentHash = sha256(`${READER_VERSION}\n${said}`)
  // Newer rules decide anew, also where the files are the same.
  const isKnown = await alreadyImported(db, 'facts', run.origin, contentHash)
  if (run.skipSame && isKnown && (await rulesAreCurrent(db))) return null
  if (files.length === 0) {
    throw new InputProblems([{ path: run.path, line: 1, message: 'there is no .yaml file here' }])
  }
  const names = await ledgerNames(db)
  const known: Known = {
    licences: names.keys.Licence,
    publishers: names.keys.Publisher,
    sources: names.keys.Source,
    countries: new Set([...isoCodes(), ...names.keys.Country]),
    providers: names.keys.Provider,
    groups: names.keys.ModelGroup,
    models: names.keys.Model,
    units: names.keys.Unit,
    meters: names.keys.Meter,
    metrics: names.keys.Metric,
    coverages: names.keys.Coverage,
    topics: names.keys.Topic,
    hubs: names.keys.Hub,
    clusters: names.keys.Cluster,
    flows: names.keys.Flow,
    claims: names.claims,
  }
  const linked = linkFacts(files, known)
  if (linked.problems.length > 0) throw new InputProblems(linked.problems)
  const merged = await mergedSlugs(db, mergesOf(linked.bundle))
  const dimensions = { units: names.units, meters: names.meters, metrics: names.metrics }
  const input = translateFacts(
    linked.bundle,
    { dimensions, makers: names.makers, accessedOn: names.accessedOn, merged },
    { origin: run.origin, contentHash },
  )
  return recordImport(db, clock, input, { dryRun: run.dryRun ?? false })
}
