/** Words of the panels of shares: names that the API has in English only, lengths of periods. */
import type { Language } from '../site/language.ts'
import type { Texts } from './chart.ts'

const CHINESE: Readonly<Record<string, string>> = {
  'openrouter-platform': 'OpenRouter 全平台',
  'openrouter-ranked': 'OpenRouter 上榜模型',
  'openrouter-top-ten': 'OpenRouter 前十模型',
  'openrouter-cn-plus-us': 'OpenRouter 中美模型合计',
  'openrouter-providers': 'OpenRouter 按厂商',
  'global-ai-market': '全球人工智能市场',
  'global-ai-usage': '全球人工智能使用量',
  'origin-other-open-weights': '中国以外的开源模型',
  'origin-us-open-weights': '美国开源模型',
  'proprietary-models': '闭源模型',
  'qwen-and-deepseek': '千问与深度求索合计',
  'unassigned-origin': '未标明来源地的模型',
  'token-share': '词元份额',
  'token-share-peak': '词元份额峰值',
  'market-share': '市场份额',
}

/** @param code by which the API knows it for ever. */
export function shareName(code: string, name: string, nameZh: string | null, language: Language): string {
  return language === 'zh' ? (nameZh ?? CHINESE[code] ?? name) : name
}

export const PERIODS: Readonly<Record<string, Texts>> = {
  WEEK: { en: 'weeks', zh: '周' },
  MONTH: { en: 'months', zh: '月' },
  QUARTER: { en: 'quarters', zh: '季度' },
  HALF_YEAR: { en: 'half-years', zh: '半年' },
  YEAR: { en: 'years', zh: '年' },
}
