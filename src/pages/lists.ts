/** The lists of countries, providers, models and sources. */
import { html } from '../lib/html.ts'
import { badge, said } from './brief.ts'
import { dayText } from './dates.ts'
import { nameList } from './entity.ts'
import { ENUMS, enumText } from './enums.ts'
import { type Named, nameText } from './fact-names.ts'
import { entityLink } from './links.ts'
import { link, type PageKind } from './page.ts'
import { afterOf, filterOf, flagOf, type ListPage, listPage, prefixOf, table } from './tables.ts'
import { wordsOf } from './words.ts'

export const PAGE_INFO = 'totalCount pageInfo { hasNextPage endCursor }'

/** The values of an enum as options of a form. */
export function options(name: keyof typeof ENUMS, language: 'en' | 'zh') {
  return Object.keys(ENUMS[name]).map((value) => [value, enumText(name, value, language)] as const)
}

export const COUNTRIES: PageKind<{
  countries: ListPage<Named & { continent: string | null; isAggregate: boolean }>
  energyRates: { nodes: { country: Named }[] }
}> = {
  pattern: '/countries',
  parameters: ['q', 'continent', 'after'],
  query: () => `# Countries, and those of which electricity prices are known.
query Countries($filter: CountryFilter, $after: String) {
  countries(first: 100, filter: $filter, after: $after) { ${PAGE_INFO} nodes { code name nameZh continent isAggregate } }
  energyRates(first: 100) { nodes { country { code name nameZh } } }
}`,
  variables: (_key, chosen) => ({
    ...filterOf({ name: prefixOf(chosen.q), continent: chosen.continent }),
    ...afterOf(chosen),
  }),
  render: ({ countries, energyRates }, context) => {
    const { language } = context
    const words = wordsOf(language)
    const known = new Map(energyRates.nodes.map(({ country }) => [country.code, country]))
    const rows = countries.nodes.map((country) => [
      entityLink({ __typename: 'Country', ...country }, context),
      country.code!,
      country.isAggregate
        ? words.aggregate
        : country.continent && enumText('continent', country.continent, language),
    ])
    return listPage(
      {
        title: words.countriesTitle,
        description: words.countriesText,
        before: html`<h2>${words.withNumbers}</h2>${nameList([...known.values()], 'Country', context)}<h2>${words.allCountries}</h2>`,
        form: [
          { name: 'q', label: words.beginsWith },
          { name: 'continent', label: words.continent, options: options('continent', language) },
        ],
        body: table(words.countriesTitle, [words.name, words.code, words.continent], rows),
        page: countries,
        chart: { path: '/charts/energy-rates', alt: words.energyChart },
      },
      context,
    )
  },
}

export const PROVIDERS: PageKind<{
  providers: ListPage<Named & { kinds: string[]; country: Named | null }>
}> = {
  pattern: '/providers',
  parameters: ['q', 'kind', 'country', 'after'],
  query: () => `# Who makes or sells models and computing.
query Providers($filter: ProviderFilter, $after: String) {
  providers(first: 100, filter: $filter, after: $after) { ${PAGE_INFO} nodes { slug name nameZh kinds country { code name nameZh } } }
}`,
  variables: (_key, chosen) => ({
    ...filterOf({ name: prefixOf(chosen.q), kind: chosen.kind, country: chosen.country }),
    ...afterOf(chosen),
  }),
  render: ({ providers }, context) => {
    const { language } = context
    const words = wordsOf(language)
    const rows = providers.nodes.map(({ kinds, country, ...named }) => [
      entityLink({ __typename: 'Provider', ...named }, context),
      html`${kinds.map((kind) => html`${badge(enumText('providerKind', kind, language))} `)}`,
      country && entityLink({ __typename: 'Country', ...country }, context),
    ])
    return listPage(
      {
        title: words.providersTitle,
        description: words.providersText,
        form: [
          { name: 'q', label: words.beginsWith },
          { name: 'kind', label: words.kind, options: options('providerKind', language) },
          { name: 'country', label: words.countryCode },
        ],
        body: table(words.providersTitle, [words.name, words.kind, words.country], rows),
        page: providers,
      },
      context,
    )
  },
}

export const MODELS: PageKind<{
  models: ListPage<Named & { maker: Named; releasedOn: string | null; openWeights: boolean | null }>
}> = {
  pattern: '/models',
  parameters: ['q', 'maker', 'country', 'open', 'after'],
  query: () => `# Models with their makers.
query Models($filter: ModelFilter, $after: String) {
  models(first: 100, filter: $filter, after: $after) { ${PAGE_INFO} nodes { slug name nameZh releasedOn openWeights maker { slug name nameZh } } }
}`,
  variables: (_key, chosen) => ({
    ...filterOf({
      name: prefixOf(chosen.q),
      maker: chosen.maker,
      makerCountry: chosen.country,
      openWeights: flagOf(chosen.open),
    }),
    ...afterOf(chosen),
  }),
  render: ({ models }, context) => {
    const { language } = context
    const words = wordsOf(language)
    const rows = models.nodes.map(({ maker, releasedOn, openWeights, ...named }) => [
      entityLink({ __typename: 'Model', ...named }, context),
      entityLink({ __typename: 'Provider', ...maker }, context),
      releasedOn && dayText(releasedOn, language),
      openWeights === null ? null : openWeights ? words.yes : words.no,
    ])
    return listPage(
      {
        title: words.modelsTitle,
        description: words.modelsText,
        form: [
          { name: 'q', label: words.beginsWith },
          { name: 'maker', label: words.makerSlug },
          {
            name: 'country',
            label: words.makerCountry,
            options: [
              ['CN', words.china],
              ['US', words.unitedStates],
              ['FR', words.france],
            ],
          },
          {
            name: 'open',
            label: words.openWeights,
            options: [
              ['yes', words.yes],
              ['no', words.no],
            ],
          },
        ],
        body: table(words.modelsTitle, [words.model, words.maker, words.released, words.openWeights], rows),
        page: models,
        chart: { path: '/charts/price-comparison', alt: words.comparisonChart },
      },
      context,
    )
  },
}

export const SOURCES: PageKind<{
  sources: ListPage<
    Named & { kind: string; publishedOn: string | null; publisher: Named; licence: { name: string } | null }
  >
}> = {
  pattern: '/sources',
  parameters: ['q', 'kind', 'publisher', 'after'],
  query: () => `# Sources with their publishers and terms.
query Sources($filter: SourceFilter, $after: String) {
  sources(first: 50, filter: $filter, after: $after) { ${PAGE_INFO} nodes { slug title titleZh kind publishedOn licence { name } publisher { slug name nameZh } } }
}`,
  variables: (_key, chosen) => ({
    ...filterOf({ title: prefixOf(chosen.q), kind: chosen.kind, publisher: chosen.publisher }),
    ...afterOf(chosen),
  }),
  render: ({ sources }, context) => {
    const { language } = context
    const words = wordsOf(language)
    const rows = sources.nodes.map(({ kind, publishedOn, publisher, licence, ...named }) => [
      entityLink({ __typename: 'Source', ...named }, context),
      html`<a href="${link(context, '/sources', { publisher: publisher.slug })}">${nameText(publisher, language)}</a>`,
      enumText('sourceKind', kind, language),
      publishedOn && dayText(publishedOn, language),
      licence && said(licence.name, language),
    ])
    return listPage(
      {
        title: words.sourcesTitle,
        description: words.sourcesText,
        form: [
          { name: 'q', label: words.titleBegins },
          { name: 'kind', label: words.kind, options: options('sourceKind', language) },
        ],
        body: table(
          words.sourcesTitle,
          [words.source, words.publisher, words.kind, words.published, words.terms],
          rows,
        ),
        page: sources,
      },
      context,
    )
  },
}
