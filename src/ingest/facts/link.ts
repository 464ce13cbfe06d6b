/** Joins the files of one import and checks that every name used is declared once, in the files or the ledger. */
import { EDITORIAL_SOURCE } from '../../domain/ledger/input.ts'
import { linkChecks } from './link-checks.ts'
import { at, type Has, NAMED, namesIn, type Section } from './link-names.ts'
import type { LoadedFile, Problem } from './read.ts'
import type { FactsFile, SeedClaim } from './schema.ts'
import type { SeedCheck } from './schema-check.ts'

export type Known = Record<Section | 'claims', ReadonlySet<string>>

/** Where a claim came from, for reports: file and line. */
interface Located<T> {
  item: T
  where: string
}

export interface Bundle {
  sections: { [S in Section]: FactsFile[S] }
  claims: Located<SeedClaim>[]
  checks: Located<SeedCheck>[]
  merges: Located<FactsFile['merges'][number]>[]
}

/**
 * @param known names that the ledger holds already, so that a file may refer to them without repeating them.
 * @returns the joined bundle and all problems; with problems, nothing may be written.
 */
export function linkFacts(
  files: readonly LoadedFile[],
  known: Known,
): { bundle: Bundle; problems: Problem[] } {
  const problems: Problem[] = []
  const sections = Object.fromEntries(Object.keys(NAMED).map((s) => [s, []])) as unknown as Bundle['sections']
  const declared = new Map<string, string>()
  const claims: Bundle['claims'] = []
  const checks: Bundle['checks'] = []
  const merges: Bundle['merges'] = []

  for (const file of files) {
    for (const [section, field] of Object.entries(NAMED) as [Section, 'slug' | 'code'][]) {
      for (const [i, item] of file.data[section].entries()) {
        const name = (item as unknown as Record<string, string>)[field]!
        const where = `${file.path}:${file.line([section, i])}`
        const before = declared.get(`${section}/${name}`)
        if (before)
          problems.push(at(file, [section, i], `${section} "${name}" is declared twice, first in ${before}`))
        else declared.set(`${section}/${name}`, where)
        ;(sections[section] as unknown[]).push(item)
      }
    }
    for (const [i, item] of file.data.claims.entries()) {
      claims.push({ item, where: `${file.path}:${file.line(['claims', i])}` })
    }
    for (const [i, item] of file.data.checks.entries()) {
      checks.push({ item, where: `${file.path}:${file.line(['checks', i])}` })
    }
    for (const [i, item] of file.data.merges.entries()) {
      merges.push({ item, where: `${file.path}:${file.line(['merges', i])}` })
    }
  }

  const has = (section: Section, name: string) =>
    declared.has(`${section}/${name}`) || known[section].has(name)
  for (const file of files) checkFile(file, has, problems)
  const keys = checkKeys(files, known.claims, problems)
  linkChecks(files, has, (name) => keys.has(name) || known.claims.has(name), problems)
  return { bundle: { sections, claims, checks, merges }, problems }
}

function checkFile(file: LoadedFile, has: Has, problems: Problem[]): void {
  const { need, subject } = namesIn(file, has, problems)
  const each = <S extends keyof FactsFile>(
    section: S,
    check: (item: FactsFile[S][number], path: PropertyKey[]) => void,
  ) => {
    for (const [i, item] of (file.data[section] as FactsFile[S][number][]).entries()) {
      check(item, [section, i])
      const cites = 'cites' in item ? item.cites : 'via' in item ? item.via : []
      // What cites nothing will cite our editorial source, so that must be there.
      if ('cites' in item && cites.length === 0) need([section, i, 'cites'], 'sources', EDITORIAL_SOURCE)
      for (const [j, cite] of cites.entries())
        need([section, i, 'via' in item ? 'via' : 'cites', j, 'source'], 'sources', cite.source)
    }
  }
  each('publishers', (p, path) => {
    need([...path, 'country'], 'countries', p.country)
    need([...path, 'provider'], 'providers', p.provider)
    need([...path, 'owner'], 'providers', p.owner)
  })
  each('sources', (s, path) => {
    need([...path, 'publisher'], 'publishers', s.publisher)
    need([...path, 'licence'], 'licences', s.licence)
  })
  each('countries', (c, path) => {
    for (const { code } of c.members) need([...path, 'members'], 'countries', code)
  })
  each('providers', (p, path) => need([...path, 'country'], 'countries', p.country))
  each('groups', (g, path) => {
    need([...path, 'country'], 'countries', g.country)
    need([...path, 'maker'], 'providers', g.maker)
  })
  each('models', (m, path) => {
    need([...path, 'maker'], 'providers', m.maker)
    need([...path, 'family'], 'groups', m.family)
  })
  for (const [i, m] of file.data.merges.entries())
    for (const name of [m.model ?? m.provider, m.into])
      need(['merges', i], m.model ? 'models' : 'providers', name)
  each('meters', (m, path) => need([...path, 'unit'], 'units', m.unit))
  each('metrics', (m, path) => need([...path, 'unit'], 'units', m.unit))
  each('hubs', (h, path) => need([...path, 'country'], 'countries', h.country))
  each('clusters', (c, path) => {
    need([...path, 'hub'], 'hubs', c.hub)
    if (!c.latitude !== !c.longitude)
      problems.push(at(file, path, 'a cluster has both of latitude and longitude, or neither'))
  })
  each('flows', (f, path) => {
    need([...path, 'from'], 'hubs', f.from)
    need([...path, 'to'], 'hubs', f.to)
    if (!f.from === !f.fromArea || !f.to === !f.toArea) {
      problems.push(at(file, path, 'a flow has one of `from` and `fromArea`, and one of `to` and `toArea`'))
    }
  })
  each('claims', (c, path) => {
    need([...path, 'source'], 'sources', c.source)
    need([...path, 'unit'], 'units', c.unit)
    need([...path, 'value', 'unit'], 'units', c.value?.unit)
    if (c.price) {
      need([...path, 'price', 'model'], 'models', c.price.model)
      need([...path, 'price', 'seller'], 'providers', c.price.seller)
      for (const meter of Object.keys(c.prices ?? {})) need([...path, 'prices', meter], 'meters', meter)
    }
    if (c.energyRate) need([...path, 'energyRate', 'country'], 'countries', c.energyRate.country)
    if (c.tokenUsage) {
      subject([...path, 'tokenUsage', 'subject'], c.tokenUsage.subject)
      need([...path, 'tokenUsage', 'coverage'], 'coverages', c.tokenUsage.coverage)
    }
    if (c.indicator) {
      subject([...path, 'indicator', 'subject'], c.indicator.subject)
      need([...path, 'indicator', 'metric'], 'metrics', c.indicator.metric)
      need([...path, 'indicator', 'coverage'], 'coverages', c.indicator.coverage)
    }
    if (c.assertion) {
      subject([...path, 'assertion', 'subject'], c.assertion.subject)
      need([...path, 'assertion', 'topic'], 'topics', c.assertion.topic)
    }
  })
}

/** The keys under which a claim's values are stored: its own, or one per meter for a price. */
function claimKeys(claim: SeedClaim): string[] {
  return claim.prices ? Object.keys(claim.prices).map((meter) => `${claim.key}.${meter}`) : [claim.key]
}

/** @returns the names of all claims of the files. */
function checkKeys(
  files: readonly LoadedFile[],
  known: ReadonlySet<string>,
  problems: Problem[],
): { has(name: string): boolean } {
  const seen = new Map<string, string>()
  for (const file of files) {
    for (const [i, claim] of file.data.claims.entries()) {
      for (const key of claimKeys(claim)) {
        const name = `${claim.source}/${key}`
        const before = seen.get(name)
        if (before) problems.push(at(file, ['claims', i], `key "${name}" is used twice, first in ${before}`))
        seen.set(name, `${file.path}:${file.line(['claims', i])}`)
      }
    }
  }
  for (const file of files) {
    for (const [i, claim] of file.data.claims.entries()) {
      const { repeatOf } = claim
      if (repeatOf === undefined) continue
      // A price's meters repeat the same meters of a price that is named without them.
      const targets = claimKeys(claim).map((key) => repeatOf + key.slice(claim.key.length))
      const there = (name: string) => seen.has(name) || known.has(name)
      if (!there(repeatOf) && !targets.every(there)) {
        problems.push(at(file, ['claims', i, 'repeatOf'], `there is no claim "${claim.repeatOf}"`))
      }
    }
  }
  return seen
}
