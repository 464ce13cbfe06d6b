/** What the open question would cost, told before it runs. */
import { element } from './dom.js'
import { current } from './editor.js'
import { dryRun } from './wire.js'
import { language, words } from './words.js'

/** Set by the panel: told each question that is counted, and each revision that is heard of. */
export const counted = { asked: () => undefined, revision: () => undefined }

const meter = element('meter', { min: 0, max: 1, value: 0, high: 0.8, 'aria-hidden': 'true' })
const costText = element('span', { id: 'cost' }, `${words.cost}: ${words.costUnknown}`)
const warning = element('strong', { id: 'warning', role: 'alert' })

let counting = null
async function count() {
  counting?.abort()
  const asked = current()
  counted.asked(asked)
  warning.textContent = ''
  if (asked.variables === null) return tell(words.badVariables)
  if (asked.query.trim() === '') return tell(words.costUnknown)
  counting = new AbortController()
  try {
    const { cost, revision, message } = await dryRun(asked, counting.signal)
    if (revision !== undefined) counted.revision(revision)
    if (!cost) return tell(message ?? words.costUnknown)
    const number = (n) => n.toLocaleString(language)
    tell(words.costOf(number(cost.requested), number(cost.limit)))
    meter.value = Math.min(1, cost.requested / cost.limit)
    if (cost.requested > cost.limit) warning.textContent = words.tooCostly
  } catch (error) {
    if (error.name !== 'AbortError') tell(words.costUnknown)
  }
}
const tell = (text) => {
  meter.value = 0
  costText.textContent = `${words.cost}: ${text}`
}

let waiting
export const countSoon = () => {
  clearTimeout(waiting)
  waiting = setTimeout(count, 400)
}

/** To stand in the bar. */
export const costParts = [element('span', { class: 'cost' }, costText, ' ', meter), warning]
