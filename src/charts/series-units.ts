/** One axis takes one unit: what is stated in another is told beside the picture, and nothing is converted. */
import type { Language } from '../site/language.ts'
import type { Texts } from './chart.ts'
import { type ClaimData, ownSource, type Series } from './claims.ts'
import { periodWords, quantityWords, unitWords } from './words.ts'

/** So many values are told one by one; the table has all. */
const TOLD = 4

/** What is drawn: all in the unit of the newest preferred value; and the rest. */
export function inOneUnit(series: Series): { drawn: Series; foreign: readonly ClaimData[] } {
  const { history, rivals, withheld } = series
  const unitOf = ({ value }: ClaimData) => value!.unit.code
  const first = history.at(-1) ?? rivals[0]
  const own = (claim: ClaimData) => first !== undefined && unitOf(claim) === unitOf(first)
  return {
    drawn: { history: history.filter(own), rivals: rivals.filter(own), withheld },
    foreign: [...history, ...rivals].filter((claim) => !own(claim)),
  }
}

export function foreignNotes(foreign: readonly ClaimData[]): Texts[] {
  if (foreign.length === 0) return []
  const list = (language: Language) => {
    const zh = language === 'zh'
    const told = foreign.slice(0, TOLD).map((claim) => {
      const of = [periodWords(claim, language), ownSource(claim)?.title ?? ''].filter(Boolean)
      return zh
        ? `${quantityWords(claim.value!, 'zh')} ${unitWords(claim.value!.unit, 'zh')}（${of.join('，')}）`
        : `${claim.value!.text} (${of.join(', ')})`
    })
    const more = foreign.length - told.length
    const rest = zh ? `另有 ${more} 个，见数据表` : `and ${more} more in the table`
    return [...told, ...(more > 0 ? [rest] : [])].join(zh ? '；' : '; ')
  }
  return [
    {
      en: `Stated in another unit, not drawn: ${list('en')}.`,
      zh: `以其他单位表述，未绘出：${list('zh')}。`,
    },
  ]
}
