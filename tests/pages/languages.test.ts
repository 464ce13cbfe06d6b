/** Chinese pages are Chinese: every word of the site, of the API's enums, units and vocabularies; the rest says that it is not. */
import { isEnumType } from 'graphql'
import { expect } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { periodText } from '../../src/pages/dates.ts'
import { ENUMS } from '../../src/pages/enums.ts'
import { nameText } from '../../src/pages/fact-names.ts'
import { TOPICS_ZH } from '../../src/pages/names-topics.ts'
import { UNITS_ZH } from '../../src/pages/names-units.ts'
import { COVERAGES_ZH, METERS_ZH } from '../../src/pages/names-vocabulary.ts'
import { periodZh } from '../../src/pages/periods-zh.ts'
import { wordsOf } from '../../src/pages/words.ts'
import { type Answer, testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { CHINA_FACT, PRICE_FACT, pageOf, SAMPLES, visible } from './world.ts'

const HAN = /\p{Script=Han}/u

test('both languages have the same words, and none is the same in both', () => {
  const [en, zh] = [wordsOf('en'), wordsOf('zh')]
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
  const spoken = (words: object) =>
    Object.entries(words).map(([key, text]) => [key, typeof text === 'function' ? text('1', '2') : text])
  const marks = /^[：；、。]$/
  for (const [key, text] of spoken(zh)) expect(text, key).toMatch(marks.test(text) ? marks : HAN)
  for (const [key, text] of spoken(en)) expect(text, key).not.toMatch(HAN)
})

test('every value of the enums that pages show has a word in each language', () => {
  const types: Record<string, keyof typeof ENUMS> = {
    Verdict: 'verdict',
    Corroboration: 'corroboration',
    Basis: 'basis',
    CitationRole: 'role',
    PriceState: 'state',
    ClaimStatus: 'status',
    PriceDirection: 'direction',
    CorrectionReason: 'reason',
    DecidedBy: 'decidedBy',
    DisagreementKind: 'disagreement',
    CheckMethod: 'method',
    ProviderKind: 'providerKind',
    SourceKind: 'sourceKind',
    PublisherKind: 'publisherKind',
    HubKind: 'hubKind',
    HubRole: 'hubRole',
    HubStatus: 'hubStatus',
    PartyConfidence: 'confidence',
    PlaceScope: 'placeScope',
    FlowStrength: 'strength',
    EnergySector: 'sector',
    UsagePeriod: 'period',
    ModelAliasKind: 'aliasKind',
  }
  for (const [type, name] of Object.entries(types)) {
    const found = schema.getType(type)
    if (!isEnumType(found)) throw new Error(`${type} is no enum`)
    expect(Object.keys(ENUMS[name]).sort(), type).toEqual(
      found
        .getValues()
        .map((v) => v.name)
        .sort(),
    )
  }
  for (const table of Object.values(ENUMS)) for (const [, zh] of Object.values(table)) expect(zh).toMatch(HAN)
})

test('every unit, metric, meter, coverage and topic of the market has a Chinese name', async ({ market }) => {
  const { ask } = testApp(market.db)
  const all: Record<string, { code: string; slug: string; name: string; nameZh: string | null }[]> = {}
  for (const list of ['units', 'metrics', 'meters', 'coverages', 'topics', 'modelGroups', 'countries']) {
    const named = /metrics|modelGroups|countries/.test(list) ? 'name nameZh' : ''
    const key = list === 'modelGroups' ? 'slug' : 'code'
    const only = list === 'countries' ? ', filter: { isAggregate: true }' : ''
    const rows: (typeof all)[string] = []
    all[list] = rows
    for (let after: string | null = null, more = true; more; ) {
      const query = `query ($after: String) { ${list}(first: 100, after: $after${only}) { pageInfo { hasNextPage endCursor } nodes { ${key} ${named} } } }`
      const answer: Answer = await ask(query, { after })
      const { pageInfo, nodes } = answer.body.data[list]
      rows.push(...nodes)
      after = pageInfo.endCursor
      more = pageInfo.hasNextPage
    }
  }
  const { units, metrics, meters, coverages, topics, modelGroups, countries } = all
  expect(metrics!.length).toBeGreaterThan(100)
  const lacking = (nodes: { code: string }[], table: Readonly<Record<string, string>>) =>
    nodes.map(({ code }) => code).filter((code) => !(code in table))
  expect(lacking(units!, UNITS_ZH)).toEqual([])
  expect(lacking(meters!, METERS_ZH)).toEqual([])
  expect(lacking(coverages!, COVERAGES_ZH)).toEqual([])
  expect(lacking(topics!, TOPICS_ZH)).toEqual([])
  const unnamed = [...metrics!, ...countries!, ...modelGroups!].filter((n) => !HAN.test(nameText(n, 'zh')))
  // Names of model families are not translated.
  expect(unnamed.map((n) => n.name)).toEqual(
    modelGroups!
      .map((n) => n.name)
      .filter((name) => /^(Claude|DeepSeek V4|Gemini|GLM|Kimi|MiMo|MiniMax M|Seed|Step)$/.test(name)),
  )
})

/** Words of more than two letters that stand in Chinese text: names, units and abbreviations. */
const NAME = /^[A-Z0-9][\w.'+&/-]*$/

test.for(SAMPLES)('nothing of /zh%s is left in English without saying so', async (path, { seeded }) => {
  const { app } = testApp(seeded.db)
  const page = await pageOf(app, path === '/' ? '/zh' : `/zh${path}`)
  const body = page
    .replace(/^[\s\S]*?<body>/, '')
    .replaceAll(/<(code|pre|summary)[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<(\w+)[^>]* lang="en"[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<a [^>]*hreflang="en"[^>]*>[\s\S]*?<\/a>/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&#\d+;/g, ' ')
  // Two plain English words in a row are a phrase that nobody translated.
  const phrases = body.match(/\b[A-Za-z]?[a-z]{2,} [a-z]{2,}\b/g) ?? []
  expect(phrases.filter((p) => !p.split(' ').every((w) => NAME.test(w)))).toEqual([])
})

test('numbers and days are told the Chinese way', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const text = visible(await pageOf(app, '/zh'))
  expect(text).toContain('140 万亿')
  expect(text).toContain('个词元／日')
  expect(text).toContain('2026年4月10日')
  expect(text).toContain('美元／百万词元')
  expect(text).toContain('约 61%')
})

test('why a claim is preferred is said in Chinese, from the step that decided', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const page = await pageOf(app, `/zh/facts/${CHINA_FACT}`)
  expect(visible(page)).toContain('它是此时期唯一的陈述。')
  expect(page).not.toContain('It is the only')
  expect(visible(page)).toContain('对每个时期')
  expect(visible(await pageOf(app, `/facts/${CHINA_FACT}`)).match(/It is the only/g)).toHaveLength(1)
})

test.for([
  ['seen from 22 September 2026', '2026年9月22日起可见'],
  ['as given on 22 May 2026', '截至2026年5月22日所述'],
  ['end of 2025', '2025年底'],
  ['early 2024', '2024年初'],
  ['start of 2025', '2025年初'],
  ['around 2030', '约2030年'],
  ['seen February to June 2026', '见于2026年2月至6月'],
  [
    'from 1 May 2026 until 2 June 2026 and from 3 July 2026',
    '2026年5月1日起，至2026年6月2日；2026年7月3日起',
  ],
] as const)('the period “%s” is %s', ([english, chinese]) => {
  expect(periodZh(english)).toBe(chinese)
})

test('every period of the market is told in Chinese with all that qualifies it', async ({ market }) => {
  const rows = await market.db.claim.findMany({ distinct: ['periodText'], select: { periodText: true } })
  const texts = rows.map((row) => row.periodText)
  expect(texts.length).toBeGreaterThan(150)
  expect(texts.filter((text) => periodZh(text) === null)).toEqual([])
  for (const text of texts) {
    const chinese = periodZh(text)!
    expect(chinese, text).toMatch(HAN)
    expect(chinese.replace(/ V4 /, ''), text).not.toMatch(/[A-Za-z]/)
    // No digit is lost or made up, but for those of months and quarters.
    const years = (words: string) => words.match(/\d{4}/g) ?? []
    expect(new Set(years(chinese)), text).toEqual(new Set(years(text)))
    if (/early|start of/.test(text)) expect(chinese, text).toContain('初')
    if (/end of/.test(text)) expect(chinese, text).toContain('底')
    if (/^seen/.test(text)) expect(chinese, text).toContain('见')
    if (/about|around/.test(text)) expect(chinese, text).toContain('约')
  }
})

test('a period that no pattern knows is shown as it was said', () => {
  const when = { validFrom: null, validTo: null, precision: 'UNDATED', periodText: 'once upon a time' }
  expect(periodText(when, 'zh').text).toBe('<span lang="en">once upon a time</span>')
})

test('a space stands between Chinese and Latin letters only', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const title = /<title>([^<]*)/.exec(await pageOf(app, `/zh/facts/${PRICE_FACT}`))![1]!
  expect(title).toMatch(/[A-Za-z0-9] 在\p{Script=Han}|[A-Za-z0-9] 在 [A-Za-z0-9]/u)
  expect(title).not.toMatch(/\p{Script=Han} (?=\p{Script=Han})/u)
})

test.for(['/disagreements', '/zh/disagreements'])(
  'numbers of %s have units in words, not codes',
  async (path, { seeded }) => {
    const { app } = testApp(seeded.db)
    const text = visible(await pageOf(app, path))
    expect(text).toContain('9.223 trillion tokens per week')
    expect(text).not.toMatch(/\d{9}|\d (tok\/(d|wk)|mo|USD\/Mtok|1) \(/)
  },
)
