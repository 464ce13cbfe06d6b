/** Corrections as a list: what was wrong, what stands now, why, and since which revision. */
import { type Html, html } from '../lib/html.ts'
import { badge, factPath, said } from './brief.ts'
import { dayText } from './dates.ts'
import { enumText } from './enums.ts'
import { type FactName, factOf } from './fact-names.ts'
import { type Context, link } from './page.ts'
import { type Amount, amountText } from './quantity.ts'
import { wordsOf } from './words.ts'

export interface CorrectionItem {
  reason: string
  note: string
  revision: { number: number; time: string }
  fact: FactName
  before: { text: string; value: Amount | null }
  after: { text: string; value: Amount | null } | null
}

/** Needs the fragments `Amount` and `FactName` beside it. */
export const CORRECTION = `fragment CorrectionItem on Correction {
  reason
  note
  revision { number time }
  fact { ...FactName }
  before { text value { ...Amount } }
  after { text value { ...Amount } }
}`

export function correctionList(items: readonly CorrectionItem[], context: Context): Html {
  const { language } = context
  const words = wordsOf(language)
  if (items.length === 0) return html`<p>${words.noCorrections}</p>`
  const amount = ({ text, value }: CorrectionItem['before']) =>
    value ? amountText(value, language) : said(text, language)
  return html`<ol class="rank">${items.map(
    ({
      fact,
      reason,
      note,
      revision,
      before,
      after,
    }) => html`<li><h3><a href="${link(context, factPath(fact.id))}">${factOf(fact, language)}</a></h3>
<p>${words.was} <del>${amount(before)}</del>, ${after ? html`${words.now} <ins>${amount(after)}</ins>` : html`${words.withdrawn}`} ${badge(enumText('reason', reason, language), 'differs')}</p>
<p class="soft">${said(note, language)} · ${words.corrected} ${revision.number}, ${dayText(revision.time, language)}</p></li>`,
  )}</ol>`
}
