/** Where sources disagree most: each fact a row, each source a dot, as a multiple of what is preferred. */
import type { TopLevelSpec } from 'vega-lite'
import { AppError } from '../errors.ts'
import type { Chart, Look, Row, Table, Texts } from './chart.ts'
import { CLAIM_FRAGMENT, type ClaimData, isDoubted, type Numbered, place, sift, signed } from './cited.ts'
import { type Cited, isFree, ownSource, PROVENANCE_FIELD, sourcesOf } from './claims.ts'
import { disputeGroup, SIGNS } from './dispute-kinds.ts'
import { type DotRow, dotKey, dotRows, labelRoom } from './dot-rows.ts'
import { FACT_FRAGMENT, type FactData, factName } from './fact-names.ts'

interface Disputed extends FactData {
  claim: ClaimData | null
  resolution: {
    likelyKind: string | null
    likelyKindReason: string | null
    spread: { ratio: string | null; unit: { code: string } } | null
    rivals: readonly ClaimData[]
    evidence: readonly (Cited & { id: string })[]
  } | null
}

interface Data {
  disagreements?: { totalCount: number; nodes: readonly { fact: Disputed }[] }
  /** Null where there is none of the chosen id. */
  fact?: Disputed | null
}

const groupOf = ({ resolution }: Disputed) => disputeGroup(resolution?.likelyKind ?? null)

/** Those of the list, or the chosen one. @throws AppError NOT_FOUND */
function factsOf({ disagreements, fact }: Data): readonly Disputed[] {
  if (disagreements) return disagreements.nodes.map((node) => node.fact)
  if (!fact) throw new AppError('NOT_FOUND', 'There is no fact of this id.')
  if (!fact.claim?.value)
    throw new AppError('NOT_FOUND', 'This fact has no number, so there is nothing to compare.')
  return [fact]
}

interface Shown {
  /** Without ratio, kind and reason where a claim behind them may not be shown: they would tell its number. */
  fact: Disputed
  /** Null where it may not be shown. */
  preferred: Numbered | null
  rivals: readonly Numbered[]
  withheld: number
}

function shownOf(fact: Disputed): Shown {
  const all = [...(fact.claim ? [fact.claim] : []), ...(fact.resolution?.rivals ?? [])]
  const { shown, withheld } = sift(all)
  const preferred = shown.find(({ id }) => id === fact.claim?.id) ?? null
  const isTold = [...all, ...(fact.resolution?.evidence ?? [])].every(isFree)
  return {
    fact: isTold ? fact : { ...fact, resolution: null },
    ...{ preferred, rivals: shown.filter((claim) => claim !== preferred), withheld },
  }
}

export const disagreements: Chart<Data> = {
  name: 'disagreements',
  title: { en: 'Where sources disagree most', zh: '来源分歧最大之处' },
  description: {
    en: 'For each fact, what its sources say as a multiple of the preferred value, on a logarithmic scale.',
    zh: '每个事实各来源的数值与采用值之比，对数刻度。',
  },
  parameters: [
    {
      name: 'fact',
      description:
        'Global id of one fact, whose answers are shown a row each; the widest disagreements without it.',
      example: 'RW5lcmd5UmF0ZTplbmVfaDF5eDhha2pzbTlkdmY5dG05eXJqaHQxdGE=',
      fallback: '',
    },
  ],
  query: `query Disagreements($one: Boolean!, $fact: ID!) {
  disagreements(first: 15) @skip(if: $one) {
    totalCount
    nodes { fact { ...FigureDispute } }
  }
  fact(id: $fact) @include(if: $one) { ...FigureDispute }
}
fragment FigureDispute on Fact {
  ...FigureFact
  claim { ...FigureClaim }
  resolution { likelyKind likelyKindReason spread { ratio unit { code } } rivals { ...FigureClaim }
    evidence: likelyKindEvidence { id ${PROVENANCE_FIELD} } }
}
${FACT_FRAGMENT}
${CLAIM_FRAGMENT}`,
  variables: ({ fact = '' }) => ({ one: fact !== '', fact }),
  titleOf: (data, language) => (data.fact ? factName(data.fact, language) : disagreements.title[language]),
  table(data) {
    const all = factsOf(data).map(shownOf)
    const claims = all.flatMap(({ preferred, rivals }) => [...(preferred ? [preferred] : []), ...rivals])
    return {
      columns: COLUMNS,
      rows: all.flatMap(rowsOf),
      sources: sourcesOf([...all.flatMap(({ preferred }) => preferred ?? []), ...claims]),
      withheld: all.reduce((sum, { withheld }) => sum + withheld, 0),
      notes: notes(all, data),
    }
  },
  spec(_table, data, look) {
    const all = factsOf(data).map(shownOf)
    const rows = data.disagreements
      ? all.flatMap((shown) => factRow(shown, look))
      : all.flatMap((shown) => sourceRows(shown, look))
    const title = { en: 'multiple of the preferred value (log scale)', zh: '与采用值之比（对数刻度）' }[
      look.language
    ]
    const axis = {
      title,
      log: true,
      signs: SIGNS,
      labels: labelRoom(rows, look),
      mark: 1,
      labelExpr: "datum.label + '×'",
    }
    return {
      spacing: 14,
      vconcat: [dotKey(rows, SIGNS, look), dotRows(rows, axis, look)],
    } as unknown as TopLevelSpec
  },
}

/** Values that can be set against the preferred one: of its unit, and above nothing. */
const comparable = ({ preferred, rivals }: Shown): Numbered[] =>
  preferred && place(preferred.value) > 0
    ? [preferred, ...rivals].filter(
        ({ value }) =>
          value.unit.code === preferred.value.unit.code && place(value) > 0 && Number(value.low ?? 1) > 0,
      )
    : []

function kindOf(claim: Numbered, { fact, preferred }: Pick<Shown, 'fact' | 'preferred'>): keyof typeof SIGNS {
  if (isDoubted(claim)) return 'doubted'
  const { point, low, high } = preferred!.value
  const { value } = claim
  const same = value.point === point && value.low === low && value.high === high
  return same ? 'same' : groupOf(fact).sign
}

function dotOf(claim: Numbered, { fact, preferred }: Shown, look: Look) {
  const { low, high, point } = claim.value!
  const base = place(preferred!.value)
  const isRange = low !== null && high !== null && point === null
  return {
    kind: claim === preferred ? 'preferred' : kindOf(claim, { fact, preferred }),
    value: place(claim.value) / base,
    ...{ low: isRange ? Number(low) / base : null, high: isRange ? Number(high) / base : null },
    text: signed(claim.value, look.language),
    source: ownSource(claim)?.title ?? null,
  }
}

function factRow(shown: Shown, look: Look): DotRow[] {
  const claims = comparable(shown)
  if (claims.length < 2) return []
  return [
    {
      label: factName(shown.fact, look.language),
      remark: `${groupOf(shown.fact).words[look.language]}, ${shown.preferred!.value.unit.code}`,
      dots: claims.map((claim) => dotOf(claim, shown, look)),
    },
  ]
}

const sourceRows = (shown: Shown, look: Look): DotRow[] =>
  comparable(shown).map((claim) => ({
    label: ownSource(claim)?.title ?? '',
    remark: `${claim.periodText}, ${claim.value.unit.code}${claim === shown.preferred ? '' : `, ${groupOf(shown.fact).words[look.language]}`}`,
    dots: [dotOf(claim, shown, look)],
  }))

function rowsOf({ fact, preferred, rivals }: Shown): Row[] {
  return [...(preferred ? [preferred] : []), ...rivals].map((claim) => ({
    ...{ fact: fact.id, question: fact.question, role: claim === preferred ? 'preferred' : 'rival' },
    ...{ point: claim.value.point, low: claim.value.low, high: claim.value.high },
    ...{ qualifier: claim.value.qualifier, unit: claim.value.unit.code, period: claim.periodText },
    ...{ ratio: fact.resolution?.spread?.ratio ?? null, kind: fact.resolution?.likelyKind ?? null },
    ...{ reason: fact.resolution?.likelyKindReason ?? null, corroboration: claim.corroboration },
    ...{ source: ownSource(claim)?.title ?? null, claim: claim.id },
  }))
}

const label = (en: string, zh: string): Texts => ({ en, zh })

const COLUMNS: Table['columns'] = [
  { name: 'fact', label: label('Id of the fact', '事实编号') },
  { name: 'question', label: label('What is measured', '所测问题') },
  { name: 'role', label: label('Preferred or rival', '采用值或其他值') },
  { name: 'point', label: label('Value (in the unit of the row)', '数值（单位见本行）') },
  { name: 'low', label: label('At least (in the unit of the row)', '下限（单位见本行）') },
  { name: 'high', label: label('At most (in the unit of the row)', '上限（单位见本行）') },
  { name: 'qualifier', label: label('How the source puts it', '来源的限定') },
  { name: 'unit', label: label('Unit', '单位') },
  { name: 'period', label: label('Period, in words', '时期') },
  {
    name: 'ratio',
    label: label('Highest answer of the fact by its lowest (times)', '该事实最高值与最低值之比（倍）'),
  },
  { name: 'kind', label: label('What may lie behind it: a guess by rule', '可能原因（按规则推测）') },
  { name: 'reason', label: label('Why that is guessed', '推测依据') },
  { name: 'corroboration', label: label('What other sources say of the value', '佐证情况') },
  { name: 'source', label: label('Source', '来源') },
  { name: 'claim', label: label('Id of the claim', '声明编号') },
]

function notes(all: readonly Shown[], { disagreements: list }: Data): Texts[] {
  const left = all.reduce((sum, shown) => {
    const drawn = comparable(shown).length
    return sum + (shown.preferred ? 1 : 0) + shown.rivals.length - (list && drawn < 2 ? 0 : drawn)
  }, 0)
  // In English only, as the API has it.
  const why = list ? null : all[0]?.fact.resolution?.likelyKindReason
  return [
    label(
      `The numbers behind the dots are the values, in the order of the dots. What may lie behind a disagreement is a guess by rule; the table gives its reason.${why ? ` ${why}` : ''}`,
      '圆点后的数字为各来源的数值，按圆点次序排列。分歧原因按规则推测，依据见数据表。',
    ),
    ...(list && list.totalCount > all.length
      ? [
          label(
            `The ${all.length} widest of ${list.totalCount} disagreements.`,
            `共 ${list.totalCount} 处分歧，此为最大的 ${all.length} 处。`,
          ),
        ]
      : []),
    ...(left > 0
      ? [
          label(
            `Not drawn, for they cannot be set against the preferred value: ${left}. The table has them.`,
            `另有 ${left} 个数值无法与采用值相比，未绘出，见数据表。`,
          ),
        ]
      : []),
  ]
}
