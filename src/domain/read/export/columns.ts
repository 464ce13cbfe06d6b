/**
 * The columns of copies in tables (CSV, Parquet), declared for each kind, because they must be known before the first
 * row is. Objects are spread over dotted columns, `value.point`; lists of any length stay one column of JSON.
 */
import type { KIND_NAMES } from '../../../kinds/facts.ts'
import { canonicalJson, type Plain } from '../../../lib/canonical.ts'
import type { EntityTable } from '../../ledger/input.ts'

export type ColumnType = 'TEXT' | 'DECIMAL' | 'BOOLEAN' | 'INTEGER' | 'INSTANT' | 'DAY' | 'JSON'

export interface Column {
  /** The key in a row; dotted where objects lie within each other. */
  name: string
  type: ColumnType
}

/** Of the keys in one text, separated by spaces. */
const columnsOf = (type: ColumnType) => (names: string) =>
  names.split(' ').map((name): Column => ({ name, type }))
const text = columnsOf('TEXT')
const decimal = columnsOf('DECIMAL')
const boolean = columnsOf('BOOLEAN')
const integer = columnsOf('INTEGER')
const instant = columnsOf('INSTANT')
const day = columnsOf('DAY')
const json = columnsOf('JSON')

const WITHHELD = text('withheld.code withheld.licence.code withheld.licence.name withheld.licence.url')
const DESCRIBED = integer('recordedIn describedIn')

const quantity = (name: string) => [
  ...decimal(`${name}.low ${name}.point ${name}.high`),
  ...text(`${name}.qualifier ${name}.unit`),
]

const fact = (...own: Column[][]) => [
  ...text('id kind'),
  ...own.flat(),
  ...text('question'),
  ...json('resolutions'),
]
const SUBJECTS = text('country provider model group hub cluster publisher source')

const COLUMNS: ReadonlyMap<string, readonly Column[]> = new Map(
  Object.entries({
    Price: fact(
      ...[text('offer model seller meter tier'), decimal('promptAbove'), text('thresholdCounts')],
      text('thresholdScope windowFrom windowTo cacheLifetime'),
    ),
    EnergyRate: fact(text('country area sector band')),
    TokenUsage: fact(text('country provider model group period coverage')),
    Indicator: fact(SUBJECTS, text('metric coverage')),
    Assertion: fact(SUBJECTS, text('topic')),
    Claim: [
      ...text('id factId key source attribution form'),
      ...[...quantity('value'), ...text('text note')],
      ...[...instant('period.from period.to'), ...text('period.precision period.text')],
      ...[...text('series'), ...json('periods'), ...text('basis corroboration plausible comparison')],
      ...[...boolean('promotional'), ...text('doubt repeatOf supersedes'), ...integer('recordedIn')],
      ...[...day('sightings.first sightings.last'), ...text('digest'), ...json('provenance')],
      ...[...text('derivation.formula derivation.ruleId'), ...json('derivation.inputs')],
      ...[...text('derivation.arithmetic'), ...integer('derivation.redactedIn'), ...WITHHELD],
    ],
    Check: [
      ...text('id slug method verdict formula claimId factId ruleId question explanation'),
      ...[...quantity('expected'), ...json('inputs'), ...integer('recordedIn redactedIn'), ...WITHHELD],
    ],
    Correction: [
      ...text('id claimId successorId reason note'),
      ...[...integer('recordedIn redactedIn'), ...WITHHELD],
    ],
    Rule: [...text('id subject'), ...integer('version'), ...text('text'), ...integer('recordedIn')],
    Licence: [...text('code name url'), ...boolean('redistributable'), ...text('note'), ...DESCRIBED],
    Country: [
      ...text('code name nameZh iso3 numeric continent currency'),
      ...[
        ...boolean('isAggregate'),
        ...json('members'),
        ...text('note'),
        ...json('memberTerms aliases'),
        ...DESCRIBED,
      ],
    ],
    Unit: [...text('code name nameZh dimension'), ...DESCRIBED],
    Provider: [
      ...[...text('slug name nameZh'), ...json('kinds'), ...text('country city website note')],
      ...[...boolean('unreconciled'), ...text('mergedInto'), ...json('aliases provenance'), ...DESCRIBED],
    ],
    Publisher: [
      ...text('slug name nameZh kind country city website provider owner note'),
      ...[...json('aliases'), ...DESCRIBED],
    ],
    Source: [
      ...[...text('slug title titleZh url kind publisher'), ...day('publishedOn')],
      ...[...text('publishedPrecision licence attribution'), ...day('accessedOn'), ...text('seenAs note')],
      ...[...json('aliases'), ...DESCRIBED],
    ],
    ModelGroup: [
      ...text('slug name nameZh kind definition country maker'),
      ...[...json('aliases'), ...DESCRIBED],
    ],
    Model: [
      ...[...text('slug name nameZh maker family'), ...day('releasedOn'), ...text('releasedPrecision')],
      ...[...boolean('openWeights'), ...text('licence note'), ...boolean('unreconciled')],
      ...[...text('mergedInto'), ...json('aliases provenance'), ...DESCRIBED],
    ],
    Meter: [...text('code name nameZh unit definition'), ...DESCRIBED],
    Metric: [...text('code name nameZh unit definition'), ...json('aliases'), ...DESCRIBED],
    Coverage: [...text('code name definition platform models tokenizer'), ...DESCRIBED],
    Topic: [...text('code name question category'), ...json('aliases'), ...DESCRIBED],
    Hub: [
      ...[...text('slug name nameZh kind country role'), ...json('subdivisions'), ...text('note address')],
      ...[...decimal('latitude longitude'), ...text('status'), ...json('aliases provenance'), ...DESCRIBED],
    ],
    Cluster: [
      ...[...text('slug name nameZh hub startArea'), ...json('subdivisions')],
      ...[...decimal('latitude longitude'), ...text('note'), ...json('aliases provenance'), ...DESCRIBED],
    ],
    Flow: [
      ...text('slug fromHub fromArea toHub toArea strength statement note'),
      ...[...json('provenance'), ...DESCRIBED],
    ],
    Offer: [
      ...[...text('slug model seller endpoint region plan'), ...boolean('isMakersOwn')],
      ...integer('recordedIn'),
    ],
  } satisfies Record<Copied, Column[]>),
)

type Copied = (typeof KIND_NAMES)[keyof typeof KIND_NAMES] | EntityTable | CopiedBeside
type CopiedBeside = 'Claim' | 'Check' | 'Correction' | 'Rule' | 'Offer'

/** @param table the kind as its table is named: `TokenUsage`. */
export function columnsFor(table: string): readonly Column[] {
  return COLUMNS.get(table)!
}

type Cell = string | number | boolean

/**
 * What a row has in each column that is not empty; JSON as its text, in which keys are sorted.
 * @throws Error at a key that no column is declared for: a table must not lose what the lines have.
 */
export function cellsOf(columns: ReadonlySet<string>, row: Plain): Map<string, Cell> {
  const cells = new Map<string, Cell>()
  const walk = (value: Plain, name: string) => {
    if (value === null || value === undefined) return
    const isObject = typeof value === 'object'
    if (columns.has(name)) cells.set(name, isObject ? canonicalJson(value) : (value as Cell))
    else if (isObject && !Array.isArray(value))
      for (const [key, inner] of Object.entries(value)) walk(inner, name ? `${name}.${key}` : key)
    else throw new Error(`no column is declared for ${name}`)
  }
  walk(row, '')
  return cells
}
