/** Read files, linked with what the ledger holds and translated into what it takes. */
import type { Db, Tx } from '../../db/client.ts'
import type { LedgerInput } from '../../domain/ledger/input.ts'
import { ledgerNames, mergedSlugs } from '../../domain/ledger/names.ts'
import { canonicalJson } from '../../lib/canonical.ts'
import { sha256 } from '../../lib/ids.ts'
import { isoCodes } from './countries.ts'
import { type Known, linkFacts } from './link.ts'
import type { LoadedFile, Problem } from './read.ts'
import { mergesOf, translateFacts } from './translate.ts'

/** Bumped when the same files would be read differently, so that seeds are read again after an upgrade. */
export const READER_VERSION = 1

/** Of what the files say, not of their bytes: a comment or a new line makes nothing new. */
export function contentHashOf(files: readonly LoadedFile[]): string {
  const said = canonicalJson(files.map((f) => f.data) as never)
  return sha256(`${READER_VERSION}\n${said}`)
}

/** @returns what is wrong with it, all at once, in place of an input. */
export async function inputOf(
  db: Db | Tx,
  files: readonly LoadedFile[],
  origin: string,
): Promise<LedgerInput | readonly Problem[]> {
  const names = await ledgerNames(db, sourcesNamed(files))
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
  const { bundle, problems } = linkFacts(files, known)
  if (problems.length > 0) return problems
  const merged = await mergedSlugs(db, mergesOf(bundle))
  const dimensions = { units: names.units, meters: names.meters, metrics: names.metrics }
  return translateFacts(
    bundle,
    { dimensions, makers: names.makers, accessedOn: names.accessedOn, merged },
    { origin, contentHash: contentHashOf(files) },
  )
}

/** The sources of all claims that files may refer to, by names such as `source/key`; of others none need be looked up. */
function sourcesNamed(files: readonly LoadedFile[]): string[] {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      const slash = value.indexOf('/')
      if (slash > 0) found.add(value.slice(0, slash))
    } else if (typeof value === 'object' && value !== null)
      for (const part of Object.values(value)) visit(part)
  }
  for (const { data } of files) visit([data.claims, data.checks])
  return [...found]
}
