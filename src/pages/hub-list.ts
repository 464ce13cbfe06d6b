/** The list of hubs: all, or those of a kind, the most powerful first. */
import { html } from '../lib/html.ts'
import { badge } from './brief.ts'
import { enumText } from './enums.ts'
import { type Named, nameOf } from './fact-names.ts'
import { chartFigure } from './figures.ts'
import { entityLink } from './links.ts'
import { options, PAGE_INFO } from './lists.ts'
import type { PageKind } from './page.ts'
import { AMOUNT, type Amount, amountText } from './quantity.ts'
import { afterOf, filterOf, type ListPage, listPage, table } from './tables.ts'
import { wordsOf } from './words.ts'

interface Item extends Named {
  role: string | null
  kind: string
  country: Named
  clusters: Named[]
  power: { value: Amount | null } | null
}

export const HUBS: PageKind<{ hubs: ListPage<Item> }> = {
  pattern: '/hubs',
  parameters: ['kind', 'after'],
  query:
    () => `# Hubs of computing: national ones first with their clusters; of a kind, the most powerful first.
query Hubs($filter: HubFilter, $orderBy: HubOrder, $after: String) {
  hubs(first: 50, filter: $filter, orderBy: $orderBy, after: $after) { ${PAGE_INFO} nodes {
    slug name nameZh role kind country { code name nameZh } clusters { slug name nameZh } power { value { ...Amount } } } }
}
${AMOUNT}`,
  variables: (_key, chosen) => ({
    ...filterOf({ kind: chosen.kind }),
    ...(chosen.kind && { orderBy: { field: 'POWER', direction: 'DESC' } }),
    ...afterOf(chosen),
  }),
  render: ({ hubs }, context) => {
    const { language } = context
    const words = wordsOf(language)
    const rows = hubs.nodes.map(({ role, kind, country, clusters, power, ...named }) => [
      entityLink({ __typename: 'Hub', ...named }, context),
      badge(enumText(role ? 'hubRole' : 'hubKind', role ?? kind, language)),
      power?.value
        ? amountText(power.value, language)
        : html`${clusters.map((cluster, i) => html`${i > 0 && ', '}${nameOf(cluster, language)}`)}`,
      entityLink({ __typename: 'Country', ...country }, context),
    ])
    const isOfChina = [undefined, '', 'NATIONAL_HUB'].includes(context.chosen.kind)
    return listPage(
      {
        title: words.hubsHeading,
        description: words.hubsText,
        before: isOfChina && chartFigure('computing-hubs', {}, words.hubsChart, context),
        form: [{ name: 'kind', label: words.kind, options: options('hubKind', language) }],
        body: table(words.hubsHeading, [words.name, words.kind, words.powerOrClusters, words.country], rows),
        page: hubs,
        chart: { path: '/charts/computing-hubs', alt: words.hubsChart },
      },
      context,
    )
  },
}
