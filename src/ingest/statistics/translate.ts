/** Records of a release become claims of the ledger, once everything that they name is known to be there. */
import type { ClaimInput } from '../../domain/ledger/input.ts'
import type { LedgerNames } from '../../domain/ledger/names.ts'
import type { Release } from '../../domain/ledger/releases.ts'
import { type FactIdentity, factOf, KINDS } from '../../kinds/facts.ts'
import { parsePeriod, periodText } from '../../lib/period.ts'
import type { RecordReason } from '../market/report.ts'
import { type ParsedRelease, RELEASE_DAY, type StatisticClaim, type StatisticRecord } from './types.ts'

export interface TranslatedRelease {
  claims: ClaimInput[]
  reasons: RecordReason[]
  /** What records name and the ledger does not hold yet, `Hub/google-lincoln`, in order: once it does, they can be kept. */
  missing: readonly string[]
}

/**
 * @param names what the ledger holds; a claim about anything else is kept aside, for the database would refuse all.
 * @param others by `Hub/guizhou`, why what a record calls so is not what the ledger does.
 */
export function translateRelease(
  parsed: ParsedRelease,
  release: Release,
  names: LedgerNames,
  others: ReadonlyMap<string, string> = new Map(),
): TranslatedRelease {
  const known = new KnownNames(parsed, names)
  const done = { claims: [] as ClaimInput[], reasons: [] as RecordReason[] }
  const missing = new Set<string>()
  const keys = new Set<string>()
  const paths = new Set<string>()
  for (const record of parsed.records) {
    const told = new Set<string>()
    const tell = (outcome: RecordReason['outcome'], reason: string) => {
      // The values of a row are mostly about one thing: once is enough.
      if (!told.has(reason)) done.reasons.push({ record: record.path, outcome, reason })
      told.add(reason)
    }
    if (record.quarantine) tell('quarantined', record.quarantine)
    if (paths.has(record.path)) {
      tell('rejected', 'it stands in the file twice; the first is taken')
      continue
    }
    paths.add(record.path)
    for (const problem of record.problems) tell('rejected', problem)
    for (const claim of record.claims) {
      const unknown = known.missing(claim)
      const problem = known.unitProblem(claim)
      const other = namedBy(claim.fact)
        .map((name) => others.get(name.join('/')))
        .find((reason) => reason !== undefined)
      if (other) tell('quarantined', `another thing has its name: ${other}`)
      else if (unknown) {
        missing.add(unknown.join('/'))
        tell('quarantined', `the ledger holds no ${unknown[0]} ${JSON.stringify(unknown[1])}`)
      } else if (problem) tell('rejected', problem)
      else if (keys.has(claim.key)) tell('rejected', `another record has its key ${claim.key}`)
      else {
        keys.add(claim.key)
        const translated = claimOf(claim, record, parsed, release)
        if (typeof translated === 'string') tell('rejected', translated)
        else done.claims.push(translated)
      }
    }
  }
  return { ...done, missing: [...missing].sort() }
}

const SECTIONS = {
  country: 'Country',
  provider: 'Provider',
  model: 'Model',
  group: 'ModelGroup',
  hub: 'Hub',
  cluster: 'Cluster',
  publisher: 'Publisher',
  source: 'Source',
} as const

class KnownNames {
  readonly #names: LedgerNames
  readonly #brought: ReadonlySet<string>

  constructor({ entities = [] }: ParsedRelease, names: LedgerNames) {
    this.#names = names
    this.#brought = new Set(entities.map((e) => `${e.table}/${e.row.slug ?? e.row.code}`))
  }

  /** What a claim names and is not there; null where all is. */
  missing(claim: StatisticClaim): [table: string, key: string] | null {
    const named = [...namedBy(claim.fact), ...this.#sourcesOf(claim)]
    const unknown = named.find(
      ([table, key]) => !this.#names.keys[table].has(key) && !this.#brought.has(`${table}/${key}`),
    )
    return unknown ?? null
  }

  /** Why the unit of a claim is none that its fact can have; null where it is one. */
  unitProblem(claim: StatisticClaim): string | null {
    if (claim.unit === null) return null
    const dimension = this.#names.units.get(claim.unit)
    const wanted =
      KINDS[claim.fact.kind].dimension ??
      (claim.fact.kind === 'INDICATOR'
        ? this.#names.units.get(this.#names.metrics.get(claim.fact.metric) ?? '')
        : undefined)
    return dimension !== undefined && dimension === wanted
      ? null
      : `its unit ${claim.unit} does not measure ${wanted ?? 'what it is about'}`
  }

  #sourcesOf({ via = [] }: StatisticClaim): ['Source', string][] {
    return via.map((v) => ['Source', v.source])
  }
}

function namedBy(fact: FactIdentity): [keyof LedgerNames['keys'], string][] {
  if (fact.kind === 'ENERGY_RATE') return [['Country', fact.country]]
  if (fact.kind === 'PRICE') return []
  const slash = fact.subject.indexOf('/')
  const table = SECTIONS[fact.subject.slice(0, slash) as keyof typeof SECTIONS]
  const subject: [keyof LedgerNames['keys'], string] = [table, fact.subject.slice(slash + 1)]
  if (fact.kind === 'ASSERTION') return [subject, ['Topic', fact.topic]]
  if (fact.kind === 'TOKEN_USAGE') return [subject, ['Coverage', fact.coverage]]
  return [
    subject,
    ['Metric', fact.metric],
    ...(fact.coverage ? [['Coverage', fact.coverage] as ['Coverage', string]] : []),
  ]
}

function claimOf(
  claim: StatisticClaim,
  record: StatisticRecord,
  { source, role = 'ORIGINAL' }: ParsedRelease,
  release: Release,
): ClaimInput | string {
  const isCurrent = claim.valid === RELEASE_DAY
  if (isCurrent && release.isGuess)
    return 'it holds on the day of the release, which nothing tells for sure: name it with --date'
  const period = parsePeriod(isCurrent ? release.date : (claim.valid as Exclude<typeof claim.valid, symbol>))
  if (!period) return `its period cannot be read: ${JSON.stringify(claim.valid)}`
  const isText = claim.fact.kind === 'ASSERTION'
  if (isText === (claim.value !== null) || isText === (claim.text === undefined))
    return isText ? 'an assertion has a text and no value' : 'it has no value'
  return {
    fact: factOf(claim.fact),
    source,
    key: isCurrent ? `${claim.key}.${release.date}` : claim.key,
    form: isText ? 'TEXT' : 'NUMBER',
    low: claim.value?.low ?? null,
    point: claim.value?.point ?? null,
    high: claim.value?.high ?? null,
    qualifier: claim.value?.qualifier ?? null,
    unit: claim.unit,
    text: claim.text ?? null,
    validFrom: period.from?.toISOString() ?? null,
    validTo: period.to?.toISOString() ?? null,
    precision: period.precision,
    periodText: periodText(period),
    basis: claim.basis ?? 'STATED',
    corroboration: 'UNCONFIRMED',
    note: claim.note ?? null,
    plausible: null,
    correction: null,
    repeatOf: null,
    citations: [
      { source, role, locator: claim.locator ?? record.path },
      ...(claim.via ?? []).map((v) => ({ ...v, role: 'DERIVES' as const })),
    ],
    seen: [],
    release,
    where: record.path,
  }
}
