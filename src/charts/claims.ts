/** Claims as charts ask for them, and what charts have in common that show claims of one fact over time. */
import { AppError } from '../errors.ts'
import type { Spoken } from '../kinds/format.ts'
import type { ChartSource, Column, Row, Table, Texts } from './chart.ts'

/** What charts ask of whatever names its sources. */
export const PROVENANCE_FIELD = `provenance {
        role
        source {
          slug
          title
          url
          attribution
          redistributable
          licence {
            name
          }
        }
      }`

/** What every chart of claims asks of each. */
export const CLAIM_FIELDS = `id
      preferred
      periodText
      validFrom
      validTo
      precision
      basis
      repeatOf {
        id
      }
      value {
        point
        low
        high
        qualifier
        text
        unit {
          code
          name
          nameZh
        }
      }
      ${PROVENANCE_FIELD}`

/** The same as a fragment, as it stands at the end of a question. */
export const CLAIM_FRAGMENT = `fragment ChartClaim on Claim {
  ${CLAIM_FIELDS.replaceAll('\n    ', '\n')}
}
`

export interface SourceData {
  slug: string
  title: string
  url: string | null
  attribution: string
  redistributable: boolean
  licence: { name: string } | null
}

export interface ClaimData {
  id: string
  preferred: boolean
  periodText: string
  validFrom: string | null
  validTo: string | null
  precision: string
  basis: string
  repeatOf: { id: string } | null
  value: (Spoken & { text: string; unit: { code: string; name: string; nameZh: string | null } }) | null
  provenance: { role: string; source: SourceData }[]
}

/** What names its sources: a claim, or an entity that states things itself. */
export type Cited = Pick<ClaimData, 'provenance'>

/** Whether its value may go out; see `markWithheld`. */
export const isFree = ({ provenance }: Cited) => provenance.every(({ source }) => source.redistributable)

/** The series of preferred claims, and the answers of others. Repetitions are neither. */
export interface Series {
  history: readonly ClaimData[]
  rivals: readonly ClaimData[]
  withheld: number
}

/** @throws AppError NOT_FOUND where no claim has a number. */
export function seriesOf(fact: { history: readonly ClaimData[]; claims: readonly ClaimData[] }): Series {
  const numbered = (claim: ClaimData) => claim.value !== null
  const ids = new Set(fact.history.map(({ id }) => id))
  const history = fact.history.filter(numbered)
  const rivals = fact.claims.filter((claim) => numbered(claim) && !claim.repeatOf && !ids.has(claim.id))
  if (history.length + rivals.length === 0)
    throw new AppError('NOT_FOUND', 'No claim of this fact has a number, so there is nothing to draw.')
  return {
    history: history.filter(isFree),
    rivals: rivals.filter(isFree),
    withheld: [...history, ...rivals].filter((claim) => !isFree(claim)).length,
  }
}

const text = (en: string, zh: string): Texts => ({ en, zh })

const COLUMNS: readonly Column[] = [
  { name: 'role', label: text('Preferred by us, or a rival', '采用值或竞争值') },
  { name: 'period', label: text('Period, in words', '时期') },
  { name: 'from', label: text('Period begins', '时期起') },
  { name: 'to', label: text('Period ends (exclusive)', '时期止（不含）') },
  { name: 'point', label: text('Value', '数值') },
  { name: 'low', label: text('At least', '下限') },
  { name: 'high', label: text('At most', '上限') },
  { name: 'qualifier', label: text('How the source puts it', '限定') },
  { name: 'unit', label: text('Unit', '单位') },
  { name: 'text', label: text('Value, in words', '数值（文字）') },
  { name: 'basis', label: text('How the value came about', '数值由来') },
  { name: 'source', label: text('Source', '来源') },
  { name: 'url', label: text('Address of the source', '来源地址') },
  { name: 'claim', label: text('Id of the claim', '声明编号') },
]

function rowOf(claim: ClaimData, role: 'preferred' | 'rival'): Row {
  const { value, provenance } = claim
  const own = ownSource(claim)
  return {
    ...{ role, period: claim.periodText, from: claim.validFrom, to: claim.validTo },
    ...{ point: value!.point, low: value!.low, high: value!.high, qualifier: value!.qualifier },
    ...{ unit: value!.unit.code, text: value!.text, basis: claim.basis },
    source: provenance.map(({ source }) => source.title).join('; '),
    ...{ url: own?.url ?? null, claim: claim.id },
  }
}

/** The source to name where there is room for one: the original before those that repeat it. */
export function ownSource({ provenance }: Cited): SourceData | undefined {
  return (provenance.find(({ role }) => role === 'ORIGINAL') ?? provenance[0])?.source
}

/** Each once, in the order of the claims. */
export function sourcesOf(claims: readonly Cited[]): ChartSource[] {
  const all = new Map<string, ChartSource>()
  const ranked = claims.flatMap((claim) => [
    ownSource(claim),
    ...claim.provenance.map(({ source }) => source),
  ])
  for (const source of ranked)
    if (source && !all.has(source.slug))
      all.set(source.slug, {
        ...{ title: source.title, attribution: source.attribution, url: source.url },
        licence: source.licence?.name ?? null,
      })
  return [...all.values()]
}

export function tableOf(series: Series, notes: readonly Texts[]): Table {
  const { history, rivals, withheld } = series
  return {
    columns: COLUMNS,
    rows: [
      ...history.map((claim) => rowOf(claim, 'preferred')),
      ...rivals.map((claim) => rowOf(claim, 'rival')),
    ],
    sources: sourcesOf([...history, ...rivals]),
    ...{ withheld, notes },
  }
}

/** What readers must know of a series. */
export function seriesNotes({ history, rivals }: Series): Texts[] {
  const open = [...history, ...rivals].filter(
    ({ value }) => value!.point === null && value!.qualifier !== 'RANGE',
  )
  const notes: Texts[] = []
  if (rivals.length > 0)
    notes.push(
      text(
        `Hollow squares: ${rivals.length === 1 ? 'one other answer' : `${rivals.length} other answers`} to the same question that we do not prefer.`,
        `空心方块：对同一问题的其他 ${rivals.length} 个答案，本站未采用。`,
      ),
    )
  if (open.length > 0)
    notes.push(
      text(
        'Triangles point to where the true number lies: the source says more than, or less than.',
        '三角形指向真实数值所在的方向：来源称“超过”或“不到”。',
      ),
    )
  if ([...history, ...rivals].some(({ validFrom, validTo }) => validFrom === null && validTo === null))
    notes.push(
      text(
        'Right of the dashed line: values without a dated period, at no point of time.',
        '虚线右侧：未注明确切日期的数值，不对应任何时间。',
      ),
    )
  return notes
}
