/** Checks that what checks and derived values refer to is declared, in the files or the ledger. */
import { at, type Has, namesIn } from './link-names.ts'
import type { LoadedFile, Problem } from './read.ts'
import type { SeedRef } from './schema-check.ts'

/** @param hasClaim whether a claim stands under `<source>/<key>`, a price's key with its meter. */
export function linkChecks(
  files: readonly LoadedFile[],
  has: Has,
  hasClaim: (name: string) => boolean,
  problems: Problem[],
): void {
  const slugs = new Map<string, string>()
  for (const file of files) {
    const { need } = namesIn(file, has, problems)
    const claim = (path: readonly PropertyKey[], name: string | undefined) => {
      if (name !== undefined && !hasClaim(name)) problems.push(at(file, path, `there is no claim "${name}"`))
    }
    const refs = (path: readonly PropertyKey[], inputs: Readonly<Record<string, SeedRef>>) => {
      for (const [name, ref] of Object.entries(inputs)) {
        if (typeof ref === 'string') claim([...path, name], ref)
        else linkFact(file, [...path, name], ref, has, problems)
      }
    }
    for (const [i, c] of file.data.claims.entries()) {
      if (c.derive) refs(['claims', i, 'derive', 'inputs'], c.derive.inputs)
    }
    for (const [i, c] of file.data.checks.entries()) {
      const path = ['checks', i]
      const before = slugs.get(c.slug)
      if (before) problems.push(at(file, path, `checks "${c.slug}" is declared twice, first in ${before}`))
      else slugs.set(c.slug, `${file.path}:${file.line(path)}`)
      // What ends a check need not know what it was about.
      if (c.retired) continue
      claim([...path, 'claim'], c.claim)
      need([...path, 'unit'], 'units', c.unit)
      refs([...path, 'inputs'], c.inputs)
      refs([...path, 'beside'], c.beside)
      if (c.dates) refs([...path, 'dates'], c.dates)
    }
  }
}

/** The names within a reference to whatever answers a fact. */
function linkFact(
  file: LoadedFile,
  path: readonly PropertyKey[],
  { price, energyRate, tokenUsage, indicator }: Exclude<SeedRef, string>,
  has: Has,
  problems: Problem[],
): void {
  const { need, subject } = namesIn(file, has, problems)
  if (price) {
    need([...path, 'price', 'model'], 'models', price.model)
    need([...path, 'price', 'seller'], 'providers', price.seller)
    need([...path, 'price', 'meter'], 'meters', price.meter)
  }
  if (energyRate) need([...path, 'energyRate', 'country'], 'countries', energyRate.country)
  if (tokenUsage) {
    subject([...path, 'tokenUsage', 'subject'], tokenUsage.subject)
    need([...path, 'tokenUsage', 'coverage'], 'coverages', tokenUsage.coverage)
  }
  if (indicator) {
    subject([...path, 'indicator', 'subject'], indicator.subject)
    need([...path, 'indicator', 'metric'], 'metrics', indicator.metric)
    need([...path, 'indicator', 'coverage'], 'coverages', indicator.coverage)
  }
}
