/** The page of a hub: what it is for, its clusters, what flows in and out, its numbers. */
import { type Html, html } from '../lib/html.ts'
import { type Brief, badge, brief, card, factTable, said, scrolling } from './brief.ts'
import { type CitationRow, citations, PROVENANCE } from './claims.ts'
import { otherNames, provenanceSection, terms } from './entity.ts'
import { enumText } from './enums.ts'
import { type Named, nameOf, nameText } from './fact-names.ts'
import {
  type FactPage,
  type FactsOf,
  FIRST,
  factFields,
  factSections,
  ownFacts,
  variablesOf,
} from './facts-of.ts'
import { chartFigure } from './figures.ts'
import { dataset } from './head.ts'
import { powerChart, SITE_FIELDS, type Site, siteSections, siteTerms } from './hub-site.ts'
import { entityLink } from './links.ts'
import { type Context, movedTo, type PageKind } from './page.ts'
import { takeAway } from './parts.ts'
import { type Words, wordsOf } from './words.ts'

interface Flow {
  strength: string
  statement: string
  from?: Named | null
  fromArea?: string | null
  to?: Named | null
  toArea?: string | null
  provenance: CitationRow[]
}

interface Cluster extends Named {
  latitude: string | null
  longitude: string | null
  subdivisions: string[]
  note: string | null
  indicators: FactPage
}

interface Data {
  hub:
    | (FactsOf &
        Site & {
          slug: string
          name: string
          nameZh: string | null
          kind: string
          role: string | null
          country: Named
          subdivisions: string[]
          note: string | null
          aliases: string[]
          clusters: Cluster[]
          flowsOut: Flow[]
          flowsIn: Flow[]
          provenance: CitationRow[]
        })
    | null
}

const FLOW = 'strength statement provenance { ...Provenance }'

export const HUB: PageKind<Data> = {
  pattern: '/hubs/{}',
  parameters: [],
  query: (language) => `# A hub of computing: its clusters, its flows and its numbers.
query HubPage($slug: String!) {
  hub(slug: $slug) {
    slug name nameZh kind role subdivisions note aliases
    country { code name nameZh }
    ${SITE_FIELDS}
    clusters { slug name nameZh latitude longitude subdivisions note ${factFields(language, ['indicators'], 12)} }
    flowsOut { to { slug name nameZh } toArea ${FLOW} }
    flowsIn { from { slug name nameZh } fromArea ${FLOW} }
    ${factFields(language, ['energyRates', 'indicators', 'assertions'])}
    energyRates(first: ${FIRST.energyRates}) { nodes { area } }
    provenance { ...Provenance }
  }
}
${brief(language)}
${PROVENANCE}`,
  variables: (slug) => ({ slug }),
  render: (data, context) => {
    if (!data.hub) return null
    const hub = ownFacts(data.hub)
    if (hub.slug !== context.key) return movedTo(`/hubs/${encodeURIComponent(hub.slug)}`)
    const { language } = context
    const words = wordsOf(language)
    const title = nameText(hub, language)
    const description = words.hubText(title)
    const rates = ratesOf(hub.energyRates)
    const headline = (hub.indicators?.nodes ?? []).slice(0, 3)
    const isNational = hub.kind === 'NATIONAL_HUB'
    const power = powerChart(hub)
    return {
      title,
      description,
      head: {
        chart: isNational
          ? { path: '/charts/computing-hubs', search: '', alt: words.hubsChart }
          : power
            ? { path: '/charts/fact', search: new URLSearchParams(power).toString(), alt: words.sitePower }
            : undefined,
        data: [
          dataset(context, {
            name: title,
            description,
            variables: variablesOf(hub),
            chart: isNational ? '/charts/computing-hubs.csv' : undefined,
          }),
        ],
      },
      main: html`<p class="crumbs">${enumText('hubKind', hub.kind, language)} · ${entityLink({ __typename: 'Country', ...hub.country }, context)}</p><h1>${nameOf(hub, language)}</h1>
${hub.role && html`<p>${badge(enumText('hubRole', hub.role, language))}</p>`}
${terms([
  [words.subdivisions, said(hub.subdivisions.join(', '), language)],
  [words.otherNames, otherNames(hub.aliases, [hub.name, hub.nameZh, title], context)],
  [words.note, hub.note && said(hub.note, language)],
])}
${siteTerms(hub, context)}
${headline.length > 0 && html`<h2 class="hidden">${words.inShort}</h2><ul class="cards">${headline.map((fact) => card(fact, context))}</ul>`}
${isNational && chartFigure('computing-hubs', {}, words.hubsChart, context)}
${!isNational && siteSections(hub, context)}
${hub.clusters.length > 0 && clusters(hub.clusters, words, context)}
${flows('flows-in', words.flowsIn, hub.flowsIn, words, context)}
${flows('flows-out', words.flowsOut, hub.flowsOut, words, context)}
${factSections({ ...hub, energyRates: rates.own }, context)}
${rates.nationwide.length > 0 && html`<section aria-labelledby="comparison"><h2 id="comparison">${words.forComparison}${nameOf(hub.country, language)} (${rates.nationwide.length})</h2><p class="soft">${words.forComparisonText}</p>${factTable(rates.nationwide, words.electricity, context)}</section>`}
${provenanceSection(hub.provenance, context)}
${takeAway(context)}`,
    }
  },
}

/** Its own rates apart from those of the whole country, which the API puts first. */
function ratesOf(page: FactPage = { totalCount: 0, nodes: [] }): { own: FactPage; nationwide: Brief[] } {
  const nationwide = page.nodes.filter(({ area }) => area === null)
  const own = page.nodes.filter(({ area }) => area !== null)
  return { own: { totalCount: page.totalCount - nationwide.length, nodes: own }, nationwide }
}

function clusters(list: readonly Cluster[], words: Words, context: Context): Html {
  const { language } = context
  return html`<section aria-labelledby="clusters"><h2 id="clusters">${words.clusters} (${list.length})</h2>${list.map(
    (cluster) =>
      html`<h3>${nameOf(cluster, language)}</h3>${terms([
        [words.subdivisions, said(cluster.subdivisions.join(', '), language)],
        [words.place, cluster.latitude && `${cluster.latitude}° N, ${cluster.longitude}° E`],
        [words.note, cluster.note && said(cluster.note, language)],
      ])}${cluster.indicators.totalCount > 0 && clusterFacts(cluster, context)}`,
  )}</section>`
}

function clusterFacts({ indicators, ...cluster }: Cluster, context: Context): Html {
  return html`<ul class="cards">${indicators.nodes.map((fact) => card(fact, context))}</ul>${indicators.totalCount > indicators.nodes.length && html`<p>${wordsOf(context.language).firstOf(String(indicators.nodes.length))} ${nameOf(cluster, context.language)}</p>`}`
}

function flows(id: string, heading: string, list: readonly Flow[], words: Words, context: Context): Html {
  if (list.length === 0) return html``
  const { language } = context
  const rows = list.map(({ from, fromArea, to, toArea, strength, statement, provenance }) => {
    const other = from ?? to
    const area = fromArea ?? toArea
    return html`<tr><th scope="row">${other ? entityLink({ __typename: 'Hub', ...other }, context) : said(area ?? '', language)}</th><td data-label="${words.standing}">${badge(enumText('strength', strength, language))}</td><td class="wide" data-label="${words.statement}">${said(statement, language)}</td><td class="wide" data-label="${words.source}">${citations(provenance, context)}</td></tr>`
  })
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heading} (${list.length})</h2>${scrolling(heading, html`<table class="stack claims"><caption class="hidden">${heading}</caption><thead><tr><th scope="col">${words.otherEnd}</th><th scope="col">${words.standing}</th><th scope="col">${words.statement}</th><th scope="col">${words.source}</th></tr></thead><tbody>${rows}</tbody></table>`)}</section>`
}
