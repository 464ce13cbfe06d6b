/** Whose models are used how much: a panel for each coverage, for shares of different wholes make no series. */
import type { TopLevelSpec } from 'vega-lite'
import type { Chart, Row, Table, Texts } from './chart.ts'
import { CLAIM_FRAGMENT, type ClaimData, isDoubted, type Numbered, sift, signed } from './cited.ts'
import { ownSource, sourcesOf } from './claims.ts'
import { sharePicture } from './share-picture.ts'
import { shareName } from './share-words.ts'

interface Named {
  name: string
  nameZh: string | null
}

interface Share {
  id: string
  metric: Named & { code: string }
  coverageDetail: { code: string; name: string; definition: string } | null
  subject: { slug?: string; name?: string; nameZh?: string | null; country?: { code: string } | null }
  history: readonly ClaimData[]
  claims: readonly ClaimData[]
}

interface Data {
  revision: { time: string }
  indicators: { nodes: readonly Share[] }
}

/** One answer on a panel. */
export interface SharePoint {
  claim: Numbered
  /** Whose share: all points of one name on one panel are one series. */
  subject: Named & { slug: string }
  /** Code of what it is a share of. */
  coverage: string
  preferred: boolean
  doubted: boolean
  precision: string
  /** ISO 8601: the period that it stands in; an undated rival stands in the newest one of its fact. */
  from: string
  to: string
}

/** Shares of the same whole, counted in the same way: what may stand on one axis. */
export interface SharePanel {
  key: string
  metric: Named & { code: string }
  coverage: { code: string; name: string }
  /** Lengths of its periods: weeks alone, or whatever is longer. A line joins one length only. */
  precisions: readonly string[]
  points: readonly SharePoint[]
}

/** Weeks are drawn on an axis of their own. */
const panelKey = ({ metric, coverageDetail }: Share, precision: string) =>
  [metric.code, coverageDetail?.code ?? '', precision === 'WEEK'].join(' ')

const ORDER = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR']

function panelsOf({ indicators, revision }: Data): { panels: SharePanel[]; withheld: number } {
  const panels = new Map<string, SharePanel & { points: SharePoint[] }>()
  let withheld = 0
  for (const share of indicators.nodes) {
    const { slug, name } = share.subject
    if (!slug || !name) continue
    const series = new Set(share.history.map(({ id }) => id))
    const sifted = sift([...share.history, ...share.claims.filter(({ repeatOf }) => !repeatOf)])
    withheld += sifted.withheld
    const newest = share.history.findLast(({ validFrom }) => validFrom)
    for (const claim of sifted.shown) {
      const { precision, validFrom: from, validTo: to } = claim.validFrom ? claim : (newest ?? claim)
      // What nobody dates has no place on an axis of time.
      if (!from) continue
      const key = panelKey(share, precision)
      const { metric, coverageDetail } = share
      const coverage = coverageDetail ?? { code: '', name: '' }
      if (!panels.has(key)) panels.set(key, { key, metric, coverage, precisions: [], points: [] })
      panels.get(key)!.points.push({
        claim,
        subject: { slug, name, nameZh: share.subject.nameZh ?? null },
        coverage: coverage.code,
        preferred: series.has(claim.id),
        doubted: isDoubted(claim),
        precision,
        from,
        to: to ?? revision.time,
      })
    }
  }
  const lengths = (points: readonly SharePoint[]) => new Set(points.map(({ precision }) => precision))
  const sorted = [...panels.values()].map((panel) => ({
    ...panel,
    precisions: ORDER.filter((precision) => lengths(panel.points).has(precision)),
    points: panel.points.sort(
      (a, b) =>
        compare(a.subject.slug, b.subject.slug) || compare(a.from, b.from) || compare(a.claim.id, b.claim.id),
    ),
  }))
  // Weeks first, and of these what has most to tell.
  sorted.sort(
    (a, b) =>
      Number(b.precisions.includes('WEEK')) - Number(a.precisions.includes('WEEK')) ||
      b.points.length - a.points.length ||
      compare(a.key, b.key),
  )
  return { panels: sorted, withheld }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export const usageShare: Chart<Data> = {
  name: 'usage-share',
  title: { en: 'Whose models are used: shares by origin', zh: '谁的模型被使用：按来源地的份额' },
  description: {
    en: 'Shares of Chinese, American and other models in the use of AI. Each panel is another whole or another way of counting, so that lines never join two of them.',
    zh: '中国、美国及其他模型在人工智能使用量中的份额。每个小图的总体或统计口径不同，线条从不跨图相连。',
  },
  parameters: [],
  query: `query UsageShare {
  revision { time }
  indicators(
    first: 30
    filter: {
      metric: ["token-share", "token-share-peak", "market-share"]
      group: [
        "origin-cn", "origin-us", "unassigned-origin", "origin-cn-open-weights", "origin-us-open-weights",
        "origin-other-open-weights", "proprietary-models", "qwen-and-deepseek"
      ]
    }
  ) {
    nodes {
      id
      metric { code name nameZh }
      coverageDetail { code name definition }
      subject { ... on ModelGroup { slug name nameZh country { code } } }
      history(first: 40) { ...FigureClaim }
      claims(first: 20) { ...FigureClaim }
    }
  }
}
${CLAIM_FRAGMENT}`,
  variables: () => ({}),
  table(data) {
    const { panels, withheld } = panelsOf(data)
    const points = panels.flatMap((panel) => panel.points)
    const claims = (preferred: boolean) =>
      points.filter((point) => point.preferred === preferred).map(({ claim }) => claim)
    return {
      columns: COLUMNS,
      rows: panels.flatMap(rowsOf),
      sources: sourcesOf([...claims(true), ...claims(false)]),
      withheld,
      notes: notes(panels),
    }
  },
  spec: (_table, data, look) => sharePicture(panelsOf(data).panels, look) as unknown as TopLevelSpec,
}

const rowsOf = ({ metric, coverage, points }: SharePanel): Row[] =>
  points.map(({ claim, subject, preferred, precision }) => ({
    ...{ group: subject.slug, name: subject.name, metric: metric.code, coverage: coverage.code },
    ...{ coverageName: coverage.name, precision, period: claim.periodText },
    ...{ from: claim.validFrom, to: claim.validTo, role: preferred ? 'preferred' : 'rival' },
    ...{ point: claim.value.point, low: claim.value.low, high: claim.value.high },
    ...{ qualifier: claim.value.qualifier, unit: claim.value.unit.code, basis: claim.basis },
    ...{ corroboration: claim.corroboration, source: ownSource(claim)?.title ?? null, claim: claim.id },
  }))

const label = (en: string, zh: string): Texts => ({ en, zh })

const COLUMNS: Table['columns'] = [
  { name: 'group', label: label('Whose share', '份额所属（标识）') },
  { name: 'name', label: label('Whose share, in words', '份额所属') },
  { name: 'metric', label: label('What is measured', '指标') },
  { name: 'coverage', label: label('Coverage: the whole that it is a share of', '口径：总体（标识）') },
  { name: 'coverageName', label: label('Coverage, in words', '口径') },
  { name: 'precision', label: label('Length of the period', '时期长度') },
  { name: 'period', label: label('Period, in words', '时期') },
  { name: 'from', label: label('Period begins', '时期起') },
  { name: 'to', label: label('Period ends (exclusive)', '时期止（不含）') },
  { name: 'role', label: label('Preferred or rival', '采用值或其他值') },
  { name: 'point', label: label('Share (%)', '份额（%）') },
  { name: 'low', label: label('Share, at least (%)', '份额下限（%）') },
  { name: 'high', label: label('Share, at most (%)', '份额上限（%）') },
  { name: 'qualifier', label: label('How the source puts it', '来源的限定') },
  { name: 'unit', label: label('Unit', '单位') },
  { name: 'basis', label: label('How the value came about', '数值由来') },
  { name: 'corroboration', label: label('What other sources say of it', '佐证情况') },
  { name: 'source', label: label('Source', '来源') },
  { name: 'claim', label: label('Id of the claim', '声明编号') },
]

function notes(panels: readonly SharePanel[]): Texts[] {
  return [
    label(
      'A break between panels is a break in coverage: another whole (the platform, its ranked or ten most used models, a market) or weeks against longer periods. Shares of different panels make no series, and a line joins periods of one length only.',
      '小图之间即口径断点：总体（整个平台、上榜模型、前十模型或某一市场）或时期长度不同。不同小图的份额不构成同一序列，线条只连接同一长度的时期。',
    ),
    ...contradictions(panels),
  ]
}

/** What is stated of one whole, against the share of another whole in the same week: the doubted ones and their like. */
function contradictions(panels: readonly SharePanel[]): Texts[] {
  const all = panels.flatMap(({ coverage, points }) => points.map((point) => ({ ...point, whole: coverage })))
  const doubted = all.filter(({ doubted, claim }) => doubted && claim.validFrom && claim.precision === 'WEEK')
  return doubted.flatMap((said) => {
    const others = all.filter(
      ({ claim, subject, doubted }) =>
        !doubted &&
        subject.slug === said.subject.slug &&
        claim.validFrom === said.claim.validFrom &&
        claim.precision === 'WEEK',
    )
    if (others.length === 0) return []
    const percent = ({ claim }: SharePoint, language: 'en' | 'zh') => `${signed(claim.value, language)}%`
    const list = (language: 'en' | 'zh') =>
      others
        .map(
          (other) =>
            `${percent(other, language)} (${shareName(other.whole.code, other.whole.name, null, language)})`,
        )
        .join(language === 'zh' ? '、' : ', ')
    return [
      label(
        `${said.subject.name}, ${said.claim.periodText}: ${percent(said, 'en')} (${said.whole.name}) is stated, which checks find wrong or mis-scoped; the same week gives ${list('en')}.`,
        `${said.subject.nameZh ?? said.subject.name}：来源称 ${percent(said, 'zh')}（${shareName(said.whole.code, said.whole.name, null, 'zh')}），核查认为有误或口径不符；同一周为 ${list('zh')}。`,
      ),
    ]
  })
}
