/** The page of a provider: what it is, its numbers, its models, what it sells. */
import { html } from '../lib/html.ts'
import { CORE, card, said } from './brief.ts'
import { type CitationRow, outward, PROVENANCE } from './claims.ts'
import { nameSection, otherNames, provenanceSection, terms } from './entity.ts'
import { enumText } from './enums.ts'
import { type Named, nameOf, nameText } from './fact-names.ts'
import { type FactsOf, factFields, factSections, ownFacts, variablesOf } from './facts-of.ts'
import { dataset } from './head.ts'
import { entityLink } from './links.ts'
import { link, movedTo, type PageKind } from './page.ts'
import { takeAway } from './parts.ts'
import { wordsOf } from './words.ts'

interface Data {
  provider:
    | (FactsOf & {
        slug: string
        name: string
        nameZh: string | null
        kinds: string[]
        country: Named | null
        city: string | null
        website: string | null
        note: string | null
        aliases: string[]
        unreconciled: boolean
        mergedInto: { slug: string } | null
        models: { totalCount: number; nodes: Named[] }
        offers: { totalCount: number; nodes: { model: Named }[] }
        provenance: CitationRow[]
      })
    | null
}

const path = (slug: string) => `/providers/${encodeURIComponent(slug)}`

export const PROVIDER: PageKind<Data> = {
  pattern: '/providers/{}',
  parameters: [],
  query: (language) => `# A provider: its numbers, the models that it makes, and those that it sells.
query ProviderPage($slug: String!) {
  provider(slug: $slug) {
    slug name nameZh kinds city website note aliases unreconciled
    country { code name nameZh }
    mergedInto { slug }
    ${factFields(language, ['tokenUsage', 'indicators', 'assertions'])}
    models(first: 100) { totalCount nodes { slug name nameZh } }
    offers(first: 100) { totalCount nodes { model { slug name nameZh } } }
    provenance { ...Provenance }
  }
}
${CORE}
${PROVENANCE}`,
  variables: (slug) => ({ slug }),
  render: (data, context) => {
    if (!data.provider) return null
    const provider = ownFacts(data.provider)
    const slug = provider.mergedInto?.slug ?? provider.slug
    if (slug !== context.key) return movedTo(path(slug))
    const { language } = context
    const words = wordsOf(language)
    const title = nameText(provider, language)
    const description = words.providerText(title)
    const { models, offers, provenance } = provider
    const sold = new Map(offers.nodes.map(({ model }) => [model.slug, model]))
    const [usage, share] = [provider.tokenUsage?.nodes[0], provider.indicators?.nodes[0]]
    const headline = [usage, share].filter((f) => f !== undefined)
    return {
      title,
      description,
      head: { data: [dataset(context, { name: title, description, variables: variablesOf(provider) })] },
      main: html`<p class="crumbs">${provider.kinds.map((kind) => enumText('providerKind', kind, language)).join(' · ')}</p><h1>${nameOf(provider, language)}</h1>
${terms([
  [words.country, provider.country && entityLink({ __typename: 'Country', ...provider.country }, context)],
  [words.city, provider.city && said(provider.city, language)],
  [words.website, outward(provider.website, provider.website ?? '')],
  [words.otherNames, otherNames(provider.aliases, [provider.name, provider.nameZh, title], context)],
  [words.note, provider.note && said(provider.note, language)],
])}
${headline.length > 0 && html`<h2 class="hidden">${words.inShort}</h2><ul class="cards">${headline.map((fact) => card(fact, context))}</ul>`}
${factSections(provider, context)}
${nameSection('models', words.modelsMade, models, 'Model', context)}${models.totalCount > 0 && html`<p><a href="${link(context, '/models', { maker: provider.slug })}">${words.modelsOf(title)}</a> · <a href="${link(context, '/price-changes', { maker: provider.slug })}">${words.priceChangesOf(title)}</a></p>`}
${nameSection('offers', words.modelsSold, { totalCount: sold.size, nodes: [...sold.values()] }, 'Model', context)}${offers.totalCount > offers.nodes.length && html`<p>${words.firstOf(String(offers.nodes.length))}</p>`}
${provenanceSection(provenance, context)}
${takeAway(context)}`,
    }
  },
}
