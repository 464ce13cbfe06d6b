/** The search: names in English and Chinese, aliases, sources. */
import { html } from '../lib/html.ts'
import { badge, said } from './brief.ts'
import { enumText } from './enums.ts'
import { type Named, nameOf, nameText } from './fact-names.ts'
import { entityLink, entityPath } from './links.ts'
import { TOPICS_ZH } from './names-topics.ts'
import { type Context, link, type PageKind } from './page.ts'
import { searchForm, takeAway } from './parts.ts'
import { wordsOf } from './words.ts'

interface Hit {
  matched: string
  item: (Named & { __typename: string; hub?: Named; publisherSources?: never }) | null
}

export const SEARCH: PageKind<{ search: Hit[] }> = {
  pattern: '/search',
  parameters: ['q'],
  query: () => `# What goes by a name.
query Search($text: String!, $asked: Boolean!) {
  search(text: $text, first: 40) @include(if: $asked) {
    matched
    item {
      __typename
      ... on Country { code name nameZh }
      ... on Provider { slug name nameZh }
      ... on Model { slug name nameZh }
      ... on ModelGroup { slug name nameZh }
      ... on Hub { slug name nameZh }
      ... on Cluster { slug name nameZh hub { slug name nameZh } }
      ... on Publisher { slug name nameZh }
      ... on Source { slug title titleZh }
      ... on Metric { code name nameZh }
      ... on Topic { code name }
    }
  }
}`,
  variables: (_key, { q = '' }) => ({ text: q, asked: q !== '' }),
  render: ({ search = [] }, context) => {
    const { language, chosen } = context
    const words = wordsOf(language)
    const { q = '' } = chosen
    const hits = search.filter((hit) => hit.item !== null)
    return {
      title: q === '' ? words.search : words.searchTitle(q),
      description: words.searchText,
      main: html`<h1>${q === '' ? words.search : words.searchTitle(q)}</h1>${searchForm(context, q)}
${q === '' ? html`<p>${words.searchText}</p>` : hits.length === 0 ? html`<p>${words.nothingFound}</p>` : html`<ol class="rank">${hits.map((hit) => hitItem(hit, context))}</ol>`}
${q !== '' && takeAway(context)}`,
    }
  },
}

function hitItem({ item, matched }: Hit, context: Context) {
  const { language } = context
  const words = wordsOf(language)
  const named =
    item!.__typename === 'Topic' && language === 'zh'
      ? { ...item!, nameZh: TOPICS_ZH[item!.code!] ?? null }
      : item!
  const name = nameText(named, language)
  return html`<li>${whereTo(named, context)} ${badge(enumText('searchItem', named.__typename!, language))}${matched !== name && html` <small>${words.matched} ${said(matched, language)}</small>`}</li>`
}

/** Clusters stand on the page of their hub, publishers before their sources, metrics and topics before their facts. */
function whereTo(item: NonNullable<Hit['item']>, context: Context) {
  const name = nameText(item, context.language)
  if (item.hub)
    return html`<a href="${link(context, entityPath({ __typename: 'Hub', ...item.hub })!)}">${name}</a>`
  if (item.__typename === 'Publisher')
    return html`<a href="${link(context, '/sources', { publisher: item.slug })}">${name}</a>`
  if (item.__typename === 'Metric' || item.__typename === 'Topic')
    return html`<a href="${link(context, '/facts', { [item.__typename.toLowerCase()]: item.code })}">${nameOf(item, context.language)}</a>`
  return entityLink(item, context)
}
