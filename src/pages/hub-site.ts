/** What the page of a hub shows of it as a place: where it stands, how it grew, whose it is, and what applies there. */
import { type Html, html } from '../lib/html.ts'
import { type Brief, badge, card, said } from './brief.ts'
import { terms } from './entity.ts'
import { enumText } from './enums.ts'
import { factText, type Named, nameOf } from './fact-names.ts'
import { chartFigure } from './figures.ts'
import { entityLink } from './links.ts'
import type { Context } from './page.ts'
import { wordsOf } from './words.ts'

interface Party {
  name: string
  confidence: string
  provider: Named | null
}

interface Applied {
  scope: string
  fact: Brief
}

export interface Site {
  status: string | null
  address: string | null
  latitude: string | null
  longitude: string | null
  power: (Brief & { historyCount: number }) | null
  owners: Party[]
  users: Party[]
  electricityRate: Applied | null
  carbonIntensity: Applied | null
}

const PARTY = '{ name confidence provider { slug name nameZh } }'

/** Selections for a hub, which need the fragment `Brief` beside them. */
export const SITE_FIELDS = `status address latitude longitude
    power { ...Brief historyCount }
    owners ${PARTY} users ${PARTY}
    electricityRate { scope fact { ...Brief } } carbonIntensity { scope fact { ...Brief } }`

/** The terms of the place; those that are not known are left out. */
export function siteTerms(site: Site, context: Context): Html {
  const { language } = context
  const words = wordsOf(language)
  return terms([
    [words.siteStatus, site.status && enumText('hubStatus', site.status, language)],
    [words.siteAddress, site.address && said(site.address, language)],
    [
      words.place,
      site.latitude && `${degrees(site.latitude, 'N', 'S')}, ${degrees(site.longitude!, 'E', 'W')}`,
    ],
    [words.siteOwners, parties(site.owners, context)],
    [words.siteUsers, parties(site.users, context)],
  ])
}

const degrees = (value: string, positive: string, negative: string) =>
  value.startsWith('-') ? `${value.slice(1)}° ${negative}` : `${value}° ${positive}`

/** Each with how sure the source is. */
function parties(list: readonly Party[], context: Context): Html | null {
  if (list.length === 0) return null
  const { language } = context
  return html`<ul class="list">${list.map(
    ({ name, confidence, provider }) =>
      html`<li>${provider ? entityLink({ __typename: 'Provider', ...provider }, context) : nameOf({ name }, language)} ${badge(enumText('confidence', confidence, language))}</li>`,
  )}</ul>`
}

/** The power of a site over time, where it was told of more than one day. */
export const powerChart = ({ power }: Site) =>
  power && power.value !== null && power.historyCount > 1 ? { fact: power.id } : null

/** How its power grew, and what its electricity costs and causes. */
export function siteSections(site: Site, context: Context): Html {
  const { language } = context
  const words = wordsOf(language)
  const chart = powerChart(site)
  const applied = [site.electricityRate, site.carbonIntensity].filter((one) => one !== null)
  return html`${chart && html`<section aria-labelledby="power"><h2 id="power">${words.sitePower}</h2>${chartFigure('fact', chart, words.factChart(factText(site.power!, language)), context)}</section>`}
${applied.length > 0 && html`<section aria-labelledby="applies"><h2 id="applies">${words.siteApplies}</h2><p class="soft">${words.siteAppliesText}</p><ul class="cards">${applied.map(({ scope, fact }) => card(fact, context, `${factText(fact, language)} · ${enumText('placeScope', scope, language)}`))}</ul></section>`}`
}
