/** The closed words of the API in both languages of the pages. */
import type { Language } from '../site/language.ts'

type Pair = readonly [en: string, zh: string]
type Table = Readonly<Record<string, Pair>>

export const ENUMS = {
  verdict: {
    CONFIRMED: ['confirmed', '已证实'],
    CONSISTENT: ['consistent', '相符'],
    ROUNDED: ['rounded', '取整'],
    UNCONFIRMED: ['nothing to compare with', '无可比较'],
    MIS_SCOPED: ['about something else', '范围不符'],
    CONTRADICTED: ['contradicted', '有矛盾'],
    SUSPECT: ['suspect', '存疑'],
  },
  corroboration: {
    CONFIRMED: ['confirmed', '已证实'],
    REPEATED: ['only repeated', '仅有转述'],
    UNCONFIRMED: ['unconfirmed', '未证实'],
    CONTRADICTED: ['contradicted', '有矛盾'],
    MIS_SCOPED: ['about something else', '范围不符'],
    ROUNDED: ['rounded', '取整'],
    OPINION: ['opinion', '观点'],
  },
  basis: {
    STATED: ['stated', '来源陈述'],
    DERIVED: ['derived', '推算'],
    ESTIMATED: ['estimated', '估计'],
    PROJECTED: ['projected', '预测'],
  },
  role: {
    ORIGINAL: ['original', '原始来源'],
    REPEATS: ['repeats it', '转述'],
    DISPUTES: ['disputes it', '质疑'],
    DERIVES: ['derived from it', '推算依据'],
    EDITORIAL: ['our editors', '本站编辑'],
  },
  state: {
    PRICED: ['priced', '有标价'],
    FREE: ['free', '免费'],
    NOT_OFFERED: ['not offered', '不提供'],
    UNKNOWN: ['unknown', '未知'],
  },
  status: {
    ANNOUNCED: ['announced', '已宣布'],
    IN_FORCE: ['in force', '有效'],
    ENDED: ['ended', '已结束'],
    WITHDRAWN: ['withdrawn', '已撤回'],
  },
  direction: {
    CUT: ['cut', '降价'],
    RISE: ['rise', '涨价'],
    BECAME_FREE: ['became free', '转为免费'],
    BECAME_PRICED: ['became priced', '开始收费'],
    NO_LONGER_OFFERED: ['no longer offered', '停止提供'],
    OFFERED_AGAIN: ['offered again', '恢复提供'],
  },
  reason: {
    SOURCE_REVISED: ['the source changed its number', '来源修订了数字'],
    OUR_ERROR: ['our error', '本站录入错误'],
    UNIT_ERROR: ['wrong unit', '单位错误'],
    WRONG_SUBJECT: ['belongs to another subject', '对象错误'],
    SOURCE_WITHDRAWN: ['the source took it back', '来源撤回'],
    RECOMPUTED: ['computed anew', '重新计算'],
    LEGAL_DEMAND: ['withheld on legal demand', '依法撤下'],
  },
  decidedBy: {
    ONLY: ['It is the only claim for this period.', '它是此时期唯一的陈述。'],
    RANK: ['Its source is ranked higher.', '其来源的评级较高。'],
    ORIGINAL: ['It is an original, the others are not.', '它是原始来源，其余不是。'],
    STANDING: ['Its publisher has more standing.', '其发布者更具权威性。'],
    NEWEST: ['It is the newest.', '它是最新的。'],
    TIE: ['All else is equal, so a fixed order decides.', '其余条件相同，按固定顺序决定。'],
  },
  disagreement: {
    CURRENCY: ['Another currency', '货币不同'],
    DECIMAL_SLIP: ['A slip of the decimal point', '小数点错位'],
    DIFFERENT_DATES: ['Different dates', '日期不同'],
    FACTOR_OF_TEN: ['A factor of ten', '相差十倍'],
    MOVING_NAME: ['A name that moved on', '名称指向已变'],
    OTHER_METER: ['Another meter', '计量项不同'],
    RESELLER_PRICE: ["A reseller's price", '转售价格'],
    ROUNDED: ['Rounding', '取整'],
    SWAPPED: ['Swapped values', '数值对调'],
    TIER_AS_BASE: ["A tier's price taken for the base", '将分级价当作基准价'],
    UNKNOWN: ['Reason unknown', '原因不明'],
  },
  method: {
    COMPUTED: ['recomputed', '重新计算'],
    DATES: ['compared by date', '按日期比较'],
    SCOPE: ['scope compared', '比较范围'],
    ANOMALY: ['compared with its like', '与同类比较'],
  },
  factKind: {
    Price: ['Prices', '价格'],
    EnergyRate: ['Electricity', '电价'],
    TokenUsage: ['Tokens', '词元用量'],
    Indicator: ['Indicators', '指标'],
    Assertion: ['Statements', '陈述'],
  },
  providerKind: {
    LAB: ['lab', '实验室'],
    CLOUD: ['cloud', '云服务'],
    AGGREGATOR: ['aggregator', '聚合平台'],
    CHIP_MAKER: ['chip maker', '芯片厂商'],
    DATA_CENTRE: ['data centres', '数据中心'],
    DEVICE_MAKER: ['device maker', '设备厂商'],
    REPOSITORY: ['repository', '模型库'],
  },
  sourceKind: {
    ARTICLE: ['article', '文章'],
    PRICE_PAGE: ['price page', '价格页'],
    DATASET: ['data set', '数据集'],
    REPORT: ['report', '报告'],
    SPEECH: ['speech', '讲话'],
    OFFICIAL_DOCUMENT: ['official document', '官方文件'],
    WEB_PAGE: ['web page', '网页'],
    EDITORIAL: ['our editors', '本站编辑'],
  },
  publisherKind: {
    OFFICIAL: ['official', '官方'],
    INTERGOVERNMENTAL: ['intergovernmental', '政府间组织'],
    COMPANY: ['company', '企业'],
    PRESS: ['press', '媒体'],
    RESEARCH: ['research', '研究机构'],
    TRACKER: ['tracker', '追踪网站'],
    COMMUNITY: ['community', '社区'],
    EDITORIAL: ['our editors', '本站编辑'],
  },
  hubKind: {
    NATIONAL_HUB: ['national hub', '国家枢纽'],
    DATA_CENTRE: ['data centre', '数据中心'],
    CLOUD_REGION: ['cloud region', '云区域'],
    GPU_CLUSTER: ['GPU cluster', '算力集群'],
  },
  hubStatus: {
    EXISTING: ['computes today', '运行中'],
    PLANNED: ['planned or being built', '规划或建设中'],
    DECOMMISSIONED: ['decommissioned', '已停用'],
  },
  confidence: {
    CONFIDENT: ['confident', '有把握'],
    LIKELY: ['likely', '很可能'],
    SPECULATIVE: ['speculative', '推测'],
    UNSTATED: ['not said how sure', '未说明'],
  },
  placeScope: {
    HUB: ['of the hub itself', '枢纽本身'],
    SUBDIVISION: ['of its state or province', '所在省州'],
    COUNTRY: ['of the whole country', '全国'],
  },
  hubRole: {
    DEMAND: ['demand side', '需求侧'],
    SUPPLY: ['supply side', '供给侧'],
    MIXED: ['both sides', '供需兼有'],
  },
  strength: { OFFICIAL: ['official', '官方'], PLANNED: ['planned', '规划'], REPORTED: ['reported', '报道'] },
  sector: {
    INDUSTRIAL: ['industry', '工业'],
    COMMERCIAL: ['commerce', '商业'],
    BUSINESS: ['business', '企业'],
    DATA_CENTRE: ['data centres', '数据中心'],
    WHOLESALE: ['wholesale', '批发'],
  },
  period: {
    DAY: ['per day', '每日'],
    WEEK: ['per week', '每周'],
    MONTH: ['per month', '每月'],
    YEAR: ['per year', '每年'],
  },
  aliasKind: {
    MOVING: ['moves on to newer versions', '随版本更新'],
    REDIRECT: ['redirected', '重定向'],
    REGIONAL: ['regional', '地区名称'],
    RENAMED: ['renamed', '改名'],
    SNAPSHOT: ['snapshot', '快照'],
    THRESHOLD: ['name of a price step', '价格档名称'],
    VARIANT: ['variant', '变体'],
  },
  searchItem: {
    Cluster: ['cluster', '集群'],
    Country: ['country', '国家或地区'],
    Hub: ['hub', '枢纽'],
    Metric: ['metric', '指标'],
    Model: ['model', '模型'],
    ModelGroup: ['group of models', '模型组'],
    Provider: ['provider', '供应商'],
    Publisher: ['publisher', '发布者'],
    Source: ['source', '来源'],
    Topic: ['topic', '主题'],
  },
  continent: {
    AF: ['Africa', '非洲'],
    AN: ['Antarctica', '南极洲'],
    AS: ['Asia', '亚洲'],
    EU: ['Europe', '欧洲'],
    NA: ['North America', '北美洲'],
    OC: ['Oceania', '大洋洲'],
    SA: ['South America', '南美洲'],
  },
} as const satisfies Record<string, Table>

/** A value of the API in words; an unknown one as it is. */
export function enumText(name: keyof typeof ENUMS, value: string, language: Language): string {
  const pair = (ENUMS[name] as Table)[value]
  return pair ? pair[language === 'en' ? 0 : 1] : value
}

/** From what must worry a reader most to what least; what nothing could be compared with tells nothing. */
export const VERDICT_ORDER = [
  'SUSPECT',
  'CONTRADICTED',
  'MIS_SCOPED',
  'ROUNDED',
  'CONSISTENT',
  'CONFIRMED',
  'UNCONFIRMED',
]

/** How loudly a verdict or corroboration is shown. A rounded number is no mistake. */
export function tone(value: string): 'ok' | 'differs' | 'bad' | 'plain' {
  if (value === 'CONFIRMED' || value === 'CONSISTENT') return 'ok'
  if (value === 'CONTRADICTED' || value === 'SUSPECT') return 'bad'
  return value === 'MIS_SCOPED' ? 'differs' : 'plain'
}
