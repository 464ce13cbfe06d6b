/** The page of a model: what it is, what it costs at each seller, its usage, its names. */
import { type Html, html } from '../lib/html.ts'
import { type Brief, badge, CORE, card, doubts, factPath, said, scrolling, valueText } from './brief.ts'
import { type CitationRow, PROVENANCE } from './claims.ts'
import { dayText, periodText } from './dates.ts'
import { otherNames, provenanceSection, terms } from './entity.ts'
import { enumText } from './enums.ts'
import { conditionsText, meterText, type Named, nameOf, nameText, OWN_PARTS } from './fact-names.ts'
import { type FactsOf, factFields, factSections, ownFacts, variablesOf } from './facts-of.ts'
import { chartFigure } from './figures.ts'
import { dataset } from './head.ts'
import { entityLink } from './links.ts'
import { type Context, link, movedTo, outside, type PageKind } from './page.ts'
import { pager, takeAway } from './parts.ts'
import { type Words, wordsOf } from './words.ts'

interface PriceBrief extends Brief {
  offer: { isMakersOwn: boolean; endpoint: string | null; region: string | null; plan: string | null }
}

interface PricePage {
  totalCount: number
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  nodes: PriceBrief[]
}

interface Data {
  model:
    | (FactsOf & {
        slug: string
        name: string
        nameZh: string | null
        maker: Named
        family: Named | null
        releasedOn: string | null
        openWeights: boolean | null
        licence: string | null
        note: string | null
        aliases: string[]
        unreconciled: boolean
        mergedInto: { slug: string } | null
        sellerNames: { text: string; kind: string; seller: Named | null }[]
        prices: PricePage
        provenance: CitationRow[]
      })
    | null
}

export const MODEL: PageKind<Data> = {
  pattern: '/models/{}',
  parameters: ['after'],
  query: (language) => `# A model: what it costs at each seller, its usage and its names.
query ModelPage($slug: String!, $after: String) {
  model(slug: $slug) {
    slug name nameZh releasedOn openWeights licence note aliases unreconciled
    maker { slug name nameZh }
    family { slug name nameZh }
    mergedInto { slug }
    sellerNames { text kind seller { slug name nameZh } }
    prices(first: 60, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ...Core ${OWN_PARTS.prices} offer { isMakersOwn endpoint region plan } } }
    ${factFields(language, ['tokenUsage', 'indicators', 'assertions'], 12)}
    provenance { ...Provenance }
  }
}
${CORE}
${PROVENANCE}`,
  variables: (slug, { after }) => ({ slug, ...(after ? { after } : {}) }),
  render: (data, context) => {
    if (!data.model) return null
    const model = ownFacts(data.model)
    const slug = model.mergedInto?.slug ?? model.slug
    if (slug !== context.key) return movedTo(`/models/${encodeURIComponent(slug)}`)
    const { language } = context
    const words = wordsOf(language)
    const title = nameText(model, language)
    const description = words.modelText(title, nameText(model.maker, language))
    const { prices } = model
    const plain = prices.nodes.filter(
      (p) => p.conditions!.text === '' && /^(in|out)put$/.test(p.meter!.code!),
    )
    const headline = plain.slice(0, 2)
    const parameters = { model: slug }
    const search = new URLSearchParams(parameters).toString()
    const alt = words.priceChart(title)
    return {
      title,
      description,
      head: {
        chart: prices.totalCount > 0 ? { path: '/charts/price-history', search, alt } : undefined,
        data: [
          dataset(context, {
            name: title,
            description,
            variables: [...prices.nodes.map((p) => p.question), ...variablesOf(model)].slice(0, 50),
            chart:
              prices.totalCount > 0 ? outside(context, '/charts/price-history.csv', parameters) : undefined,
          }),
        ],
      },
      main: html`<p class="crumbs">${words.model} · ${entityLink({ __typename: 'Provider', ...model.maker }, context)}</p><h1>${nameOf(model, language)}</h1>
${terms([
  [words.maker, entityLink({ __typename: 'Provider', ...model.maker }, context)],
  [words.family, model.family && nameOf(model.family, language)],
  [words.released, model.releasedOn && dayText(model.releasedOn, language)],
  [words.openWeights, model.openWeights === null ? words.unknown : model.openWeights ? words.yes : words.no],
  [words.licence, model.licence && said(model.licence, language)],
  [words.otherNames, otherNames(model.aliases, [model.name, model.nameZh, title], context)],
  [words.note, model.note && said(model.note, language)],
])}
${model.unreconciled && html`<div class="note"><p>${words.unreconciled}</p></div>`}
${headline.length > 0 && html`<h2 class="hidden">${words.inShort}</h2><ul class="cards">${headline.map((fact) => card(fact, context))}</ul>`}
${prices.totalCount > 0 && chartFigure('price-history', parameters, alt, context)}
${priceTables(prices, words, context)}
${factSections(model, context)}
${names(model.sellerNames, words, context)}
${provenanceSection(model.provenance, context)}
${takeAway(context)}`,
    }
  },
}

/** A table for each seller, the maker's own first. */
function priceTables({ nodes, totalCount, pageInfo }: PricePage, words: Words, context: Context): Html {
  const sellers = new Map<string, PriceBrief[]>()
  for (const price of nodes)
    sellers.set(price.seller!.slug!, [...(sellers.get(price.seller!.slug!) ?? []), price])
  return html`<section aria-labelledby="prices"><h2 id="prices">${words.prices} (${totalCount})</h2>${totalCount === 0 ? html`<p>${words.noPrices}</p>` : html`<p class="soft">${words.pricesText}</p>`}
${[...sellers.values()].map((prices) => sellerTable(prices, words, context))}${pager(pageInfo, words.prices, context)}</section>`
}

function sellerTable(prices: readonly PriceBrief[], words: Words, context: Context): Html {
  const { language } = context
  const [first] = prices
  const seller = first!.seller!
  const rows = prices.map((price) => {
    const { offer, claim } = price
    const of = [offer.endpoint, offer.region, offer.plan].filter(Boolean).join(' · ')
    const conditions = [conditionsText(price.conditions!, language), of].filter(Boolean).join(' · ')
    return html`<tr><th scope="row"><a href="${link(context, factPath(price.id))}">${meterText(price.meter!, language)}</a>${conditions && html` <small>${conditions}</small>`}</th><td data-label="${words.value}">${price.state === 'PRICED' ? valueText(price, language) : badge(valueText(price, language), price.state === 'FREE' ? 'ok' : 'plain')}</td><td data-label="${words.period}">${claim && periodText(claim, language)}</td><td>${doubts(price, language)}</td></tr>`
  })
  const name = nameText(seller, language)
  return html`<h3>${entityLink({ __typename: 'Provider', ...seller }, context)} ${first!.offer.isMakersOwn && badge(words.makersOwn, 'ok')}</h3>${scrolling(
    words.pricesAt(name),
    html`<table class="stack"><caption class="hidden">${words.pricesAt(name)}</caption><thead><tr><th scope="col">${words.meter}</th><th scope="col">${words.price}</th><th scope="col">${words.period}</th><th scope="col">${words.doubts}</th></tr></thead><tbody>${rows}</tbody></table>`,
  )}`
}

function names(list: NonNullable<Data['model']>['sellerNames'], words: Words, context: Context): Html {
  if (list.length === 0) return html``
  const { language } = context
  const rows = list.map(
    ({ text, kind, seller }) =>
      html`<tr><th scope="row"><code>${text}</code></th><td data-label="${words.seller}">${seller && entityLink({ __typename: 'Provider', ...seller }, context)}</td><td data-label="${words.kind}">${enumText('aliasKind', kind, language)}</td></tr>`,
  )
  return html`<section aria-labelledby="names"><h2 id="names">${words.sellerNames} (${list.length})</h2>${scrolling(words.sellerNames, html`<table class="stack"><caption class="hidden">${words.sellerNames}</caption><thead><tr><th scope="col">${words.name}</th><th scope="col">${words.seller}</th><th scope="col">${words.kind}</th></tr></thead><tbody>${rows}</tbody></table>`)}</section>`
}
