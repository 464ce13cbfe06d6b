/** Why a claim is preferred, in Chinese: from the step that decided and what stands beside it, not from the API's prose. */
import { enumText } from './enums.ts'

/** @param rivals how many other claims stand for the period, undated and suspect ones included. */
export function reasonZh(decidedBy: string, rivals: number): string {
  if (decidedBy === 'ONLY' && rivals > 0)
    return `它是此时期唯一注明日期且无存疑的陈述；另有 ${rivals} 项未注明日期或存疑。`
  const others = rivals > 1 ? `另有 ${rivals} 项陈述（含未注明日期或存疑者）。` : ''
  return `${enumText('decidedBy', decidedBy, 'zh')}${others}`
}

/** Translations of rules by their ids; another version has another id. */
export const RULES_ZH: Readonly<Record<string, string>> = {
  'preference-2':
    '对每个时期，仅转述其他陈述者不参与比较，存疑者亦然（数值相差过大，可能用错单位），直至另一来源或本站编辑予以证实。其余依次比较：本站编辑就此类事实给来源的评级（未评级为 100），数字小者在先；原始陈述先于转述或推算；官方或当事方来源先于其他；较新的陈述在先；最后按来源及其键的字母顺序。未注明日期的陈述只作为不同说法，除非所有陈述均未注明日期。核验结论不参与决定：它只说明两个数字不能同时成立，而不说明哪个有误。',
}
