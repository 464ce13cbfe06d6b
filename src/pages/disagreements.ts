/** Disagreements as a list: the fact, how far its claims lie apart, and the likely reason. */
import { type Html, html } from '../lib/html.ts'
import { type Brief, badge, factPath, said, valueText, whenAndWho } from './brief.ts'
import { enumText } from './enums.ts'
import { factOf } from './fact-names.ts'
import { type Context, link } from './page.ts'
import { rangeText, readable, timesText } from './quantity.ts'
import { wordsOf } from './words.ts'

export interface DisagreementItem {
  likelyKind: string
  likelyKindReason: string
  fact: Brief
  resolution: {
    rivals: { id: string }[]
    spread: {
      low: string
      high: string
      ratio: string | null
      unit: { code: string; name: string; nameZh: string | null }
    } | null
  }
}

/** Needs the fragment `Brief` beside it. */
export const DISAGREEMENT = `fragment DisagreementItem on Disagreement {
  likelyKind
  likelyKindReason
  fact { ...Brief }
  resolution { rivals { id } spread { low high ratio unit { code name nameZh } } }
}`

export function disagreementList(items: readonly DisagreementItem[], context: Context): Html {
  const { language } = context
  const words = wordsOf(language)
  if (items.length === 0) return html`<p>${words.noDisagreements}</p>`
  return html`<ol class="rank">${items.map(
    ({ fact, likelyKind, likelyKindReason, resolution: { rivals, spread } }) => {
      const range = spread && rangeText(spread, language)
      return html`<li><h3><a href="${link(context, factPath(fact.id))}">${factOf(fact, language)}</a></h3>
<p>${spread !== null && spread.ratio !== null && html`<span class="times">${timesText(spread.ratio)}</span> `}${range && html`${words.rangeIs(range)} `}${words.preferredIs}${valueText(fact, language)} <span class="soft">${language === 'zh' ? '（' : '('}${whenAndWho(fact, language)}${language === 'zh' ? '）' : ')'}</span></p>
<p>${badge(words.rivals(rivals.length))} ${badge(enumText('disagreement', likelyKind, language), 'differs')}</p><details><summary>${words.likelyReason}</summary><p>${said(spread ? readable(likelyKindReason, spread.unit) : likelyKindReason, language)}</p></details></li>`
    },
  )}</ol>`
}
