/** The questions that the page offers in words, in groups and both languages. */
import { DERIVED_QUESTIONS } from './graphiql-derived-questions.ts'
import { LEDGER_QUESTIONS } from './graphiql-ledger-questions.ts'
import type { PreparedTab } from './graphiql-market-tabs.ts'
import { MORE_QUESTIONS } from './graphiql-more-questions.ts'
import { PREPARED_TABS } from './graphiql-tabs.ts'
import { UNIT_QUESTIONS } from './graphiql-unit-questions.ts'

type Texts = Readonly<Record<'en' | 'zh', string>>

interface Question {
  title: Texts
  query: string
  /** Whose items are the rows, where the nearest list is not what a reader wants; see `table-shape.ts`. */
  rows?: string
}

export interface QuestionGroup {
  title: Texts
  questions: readonly Question[]
}

const ask = (en: string, zh: string, { query }: PreparedTab, rows?: string): Question => ({
  title: { en, zh },
  query,
  ...(rows && { rows }),
})
const prepared = (title: string) => PREPARED_TABS.find((tab) => tab.title === title)!

export const QUESTION_GROUPS: readonly QuestionGroup[] = [
  {
    title: { en: 'Usage', zh: '用量' },
    questions: [
      ask(
        'How many tokens does China process in a day, and how did it grow?',
        '中国每天处理多少 token？增长如何？',
        prepared('The headline series'),
        'tokenUsage.history',
      ),
      ask(
        'Whose models are used more, Chinese or American ones?',
        '中国模型和美国模型，谁用得更多？',
        MORE_QUESTIONS.usageByOrigin,
      ),
      ask(
        'Which figures for China compete, and which one is preferred?',
        '关于中国的各种数字有何分歧？优先采用哪个？',
        MORE_QUESTIONS.chinaAllFigures,
        'tokenUsage.claims',
      ),
    ],
  },
  {
    title: { en: 'Prices', zh: '价格' },
    questions: [
      ask(
        'What does a million output tokens cost at each maker?',
        '各厂商的百万输出 token 价格是多少？',
        MORE_QUESTIONS.outputPrices,
      ),
      ask(
        'What does one model cost at its maker and elsewhere?',
        '同一模型在原厂和其他渠道各卖多少钱？',
        prepared('The rival prices'),
      ),
      ask('What would my usage cost?', '我的用量要花多少钱？', prepared('The cost of a request')),
      ask(
        'How many times dearer are American models than Chinese ones?',
        '美国模型比中国模型贵多少倍？',
        DERIVED_QUESTIONS.priceGap,
        'priceGap.stated',
      ),
      ask('Which prices changed this year?', '今年哪些价格变了？', MORE_QUESTIONS.priceChanges),
    ],
  },
  {
    title: { en: 'Energy', zh: '能源' },
    questions: [
      ask(
        'What does industry pay for electricity in China, the US and Europe?',
        '中国、美国和欧洲的工业电价是多少？',
        MORE_QUESTIONS.industrialPower,
      ),
      ask(
        'What did electricity cost, in one unit and currency?',
        '换算成同一单位和货币，电价是多少？',
        UNIT_QUESTIONS.powerInOneUnit,
      ),
      ask(
        'How much of a token’s price is electricity?',
        '电费占 token 价格的多少？',
        DERIVED_QUESTIONS.electricityInPrice,
        'electricityShare.inputs',
      ),
      ask(
        'What is known of data centres and power in the world?',
        '全球数据中心与用电有哪些已知数字？',
        MORE_QUESTIONS.gridOfWorld,
      ),
    ],
  },
  {
    title: { en: 'Hubs', zh: '枢纽' },
    questions: [
      ask('What are China’s eight computing hubs for?', '中国八大算力枢纽各有何分工？', prepared('The hubs')),
      ask(
        'What would the same workload cost in electricity at each hub?',
        '同样的负载在各枢纽要花多少电费、排多少碳？',
        DERIVED_QUESTIONS.workloadAtHubs,
      ),
      ask(
        'Where do the clusters of data centres lie?',
        '数据中心集群分布在哪里？',
        MORE_QUESTIONS.clusters,
        'hubs.clusters',
      ),
    ],
  },
  {
    title: { en: 'Checks', zh: '核查' },
    questions: [
      ask('Does the arithmetic of the article add up?', '文章里的数字算得对吗？', prepared('The arithmetic')),
      ask('Where do sources disagree most?', '来源之间分歧最大的是什么？', prepared('The disagreements')),
      ask('What was corrected?', '更正了什么？', LEDGER_QUESTIONS.corrections),
    ],
  },
  {
    title: { en: 'For partners', zh: '合作伙伴' },
    questions: [
      ask(
        'Which sources may I pass on, and how do I name them?',
        '哪些来源可以转载？如何署名？',
        LEDGER_QUESTIONS.licences,
      ),
      ask('What changed in the newest revisions?', '最新修订改了什么？', LEDGER_QUESTIONS.revisions),
      ask(
        'What may my key do, and what is left of it?',
        '我的密钥能做什么？额度还剩多少？',
        LEDGER_QUESTIONS.myLimits,
      ),
    ],
  },
]
