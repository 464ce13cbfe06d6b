/** Turns linked files of the `facts` format into what the ledger takes. */
import type { LedgerInput } from '../../domain/ledger/input.ts'
import type { Merged } from '../../domain/ledger/names.ts'
import type { MergeInput } from '../../domain/ledger/snapshot-input.ts'
import type { FactKind } from '../../kinds/vocabulary.ts'
import { checkInput } from './checks.ts'
import { type Dimensions, translateClaim } from './claims.ts'
import { isoCountries } from './countries.ts'
import { entitiesOf } from './entities.ts'
import type { Bundle } from './link.ts'

/**
 * @param known what the ledger holds already and a file may refer to: dimensions of units, makers of models.
 * @returns all ISO countries and the entities of the bundle, ranks and claims.
 */
export function translateFacts(
  bundle: Bundle,
  known: {
    dimensions: Dimensions
    makers: ReadonlyMap<string, string>
    accessedOn: ReadonlyMap<string, string>
    merged: Merged
  },
  run: { origin: string; contentHash: string },
): LedgerInput {
  const s = bundle.sections
  const entities = [...isoCountries(new Set(s.countries.map((c) => c.code))), ...entitiesOf(bundle)]
  // What the ledger holds of these never changes, so it comes before what a file says.
  const dimensions: Dimensions = {
    units: new Map([
      ...s.units.map((u): [string, string] => [u.code, u.dimension]),
      ...known.dimensions.units,
    ]),
    meters: new Map([...s.meters.map((m): [string, string] => [m.code, m.unit]), ...known.dimensions.meters]),
    metrics: new Map([
      ...s.metrics.map((m): [string, string] => [m.code, m.unit]),
      ...known.dimensions.metrics,
    ]),
  }
  const makers = new Map([...s.models.map((m): [string, string] => [m.slug, m.maker]), ...known.makers])
  const accessedOn = new Map([
    ...known.accessedOn,
    ...s.sources.flatMap((x): [string, string][] => (x.accessedOn ? [[x.slug, x.accessedOn]] : [])),
  ])
  const claims: LedgerInput['claims'][number][] = []
  const rejected: LedgerInput['rejected'][number][] = []
  for (const { item, where } of bundle.claims) {
    for (const result of translateClaim(item, where, {
      dimensions,
      makers,
      accessedOn,
      merged: known.merged,
    })) {
      if ('reason' in result) rejected.push(result)
      else claims.push(result)
    }
  }
  const ranks = s.sources.flatMap((source) =>
    Object.entries(source.ranks).map(([kind, rank]) => ({
      source: source.slug,
      kind: kind as FactKind,
      rank: rank!,
    })),
  )
  return {
    format: 'facts',
    origin: run.origin,
    contentHash: run.contentHash,
    entities,
    ranks,
    claims,
    merges: mergesOf(bundle),
    checks: bundle.checks.map(({ item, where }) => checkInput(item, where)),
    rejected,
  }
}

export function mergesOf(bundle: Bundle): MergeInput[] {
  return bundle.merges.map(({ item: { model, provider, into }, where }) =>
    model
      ? { table: 'Model', from: model, into, where }
      : { table: 'Provider', from: provider!, into, where },
  )
}
