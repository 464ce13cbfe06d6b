/** Price changes: as a table on several pages, and the page of them all. */
import { Decimal } from '../lib/decimal.ts'
import { type Html, html } from '../lib/html.ts'
import { badge, factPath, scrolling } from './brief.ts'
import { dayText } from './dates.ts'
import { enumText } from './enums.ts'
import { type Conditions, conditionsText, meterText, type Named, nameOf } from './fact-names.ts'
import { type Context, link } from './page.ts'
import { type Amount, amountText, grouped } from './quantity.ts'
import { wordsOf } from './words.ts'

export interface Change {
  on: string
  change: string | null
  direction: string
  status: string
  before: Amount | null
  after: Amount | null
  price: { id: string; model: Named; seller: Named; meter: Named; conditions: Conditions }
}

/** Needs the fragment `Amount` beside it. */
export const CHANGE = `fragment Change on PriceChange {
  on
  change
  direction
  status
  before { ...Amount }
  after { ...Amount }
  price { id model { slug name nameZh } seller { slug name nameZh } meter { code name nameZh } conditions { text tier region cacheLifetime windowFrom windowTo threshold { amount comparison counts scope } } }
}`

/** @param short leaves out what a narrow column has no room for. */
export function changeTable(
  changes: readonly Change[],
  caption: string,
  context: Context,
  short = false,
): Html {
  const { language } = context
  const words = wordsOf(language)
  const rows = changes.map(({ on, change, direction, before, after, price }) => {
    const conditions = conditionsText(price.conditions, language)
    const percent = change ? ` ${change.startsWith('-') ? '−' : '+'}${grouped(percentText(change))}%` : ''
    const down = direction === 'CUT' || direction === 'BECAME_FREE'
    return html`<tr><td data-label="${words.date}">${dayText(on, language)}</td><th scope="row"><a href="${link(context, factPath(price.id))}">${nameOf(price.model, language)} · ${meterText(price.meter, language)}</a>${conditions && html` <small>${conditions}</small>`}<br><small>${nameOf(price.seller, language)}</small></th><td data-label="${words.change}">${badge(`${enumText('direction', direction, language)}${percent}`, down ? 'ok' : 'differs')}</td>${!short && html`<td data-label="${words.before}">${before ? amountText(before, language) : words.none}</td>`}<td data-label="${words.after}">${after ? amountText(after, language) : words.none}</td></tr>`
  })
  return scrolling(
    caption,
    html`<table class="stack"><caption class="hidden">${caption}</caption><thead><tr><th scope="col">${words.date}</th><th scope="col">${words.model}</th><th scope="col">${words.change}</th>${!short && html`<th scope="col">${words.before}</th>`}<th scope="col">${words.after}</th></tr></thead><tbody>${rows}</tbody></table>`,
  )
}

/** One digit after the point is enough for a percentage beside exact prices: "-5.55556" → "5.6". */
export function percentText(change: string): string {
  return new Decimal(change).abs().toDecimalPlaces(1).toFixed()
}
