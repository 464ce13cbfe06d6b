/** The page of a source: who published it, under which terms, what to print beside its numbers, and all its claims. */
import { type Html, html } from '../lib/html.ts'
import { badge, factPath, said, scrolling } from './brief.ts'
import { outward, stated } from './claims.ts'
import { dayText, periodText, type When } from './dates.ts'
import { terms } from './entity.ts'
import { enumText, tone } from './enums.ts'
import { type FactName, factName, factOf, type Named, nameOf } from './fact-names.ts'
import { dataset } from './head.ts'
import { type Context, link, type PageKind } from './page.ts'
import { pager, takeAway } from './parts.ts'
import { AMOUNT, type Amount, grouped } from './quantity.ts'
import { type Words, wordsOf } from './words.ts'

interface SourceClaim extends When {
  text: string
  value: Amount | null
  corroboration: string
  status: string
  preferred: boolean
  repeatOf: { id: string } | null
  fact: FactName
  provenance: { role: string; locator: string | null; source: { slug: string } }[]
}

interface Data {
  source: {
    slug: string
    title: string
    titleZh: string | null
    url: string | null
    kind: string
    publishedOn: string | null
    accessedOn: string | null
    seenAs: string | null
    note: string | null
    attribution: string
    redistributable: boolean
    licence: { code: string; name: string; url: string | null; note: string | null } | null
    publisher: Named & { kind: string; website: string | null; country: Named | null }
    claims: {
      totalCount: number
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
      nodes: SourceClaim[]
    }
  } | null
}

export const SOURCE: PageKind<Data> = {
  pattern: '/sources/{}',
  parameters: ['after'],
  query: (language) => `# A source: its terms, and what it says.
query SourcePage($slug: String!, $after: String) {
  source(slug: $slug) {
    slug title titleZh url kind publishedOn accessedOn seenAs note attribution redistributable
    licence { code name url note }
    publisher { slug name nameZh kind website country { code name nameZh } }
    claims(first: 50, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        text value { ...Amount } validFrom validTo precision periodText corroboration status preferred
        repeatOf { id }
        fact { ...FactName }
        provenance { role locator source { slug } }
      }
    }
  }
}
${AMOUNT}
${factName(language)}`,
  variables: (slug, { after }) => ({ slug, ...(after ? { after } : {}) }),
  render: ({ source }, context) => {
    if (!source) return null
    const { language } = context
    const words = wordsOf(language)
    const { publisher, licence, claims } = source
    const title = language === 'zh' ? (source.titleZh ?? source.title) : source.title
    const description = words.sourceText(title, publisher.name!)
    return {
      title,
      description,
      head: {
        data: [
          {
            ...dataset(context, {
              name: title,
              description,
              withheld: source.redistributable ? null : { url: licence?.url ?? null },
            }),
            isBasedOn: {
              '@type': 'CreativeWork',
              name: source.title,
              ...(source.url ? { url: source.url } : {}),
            },
          },
        ],
      },
      main: html`<p class="crumbs">${enumText('sourceKind', source.kind, language)}</p><h1>${nameOf(source, language)}</h1>
${source.titleZh && html`<p class="lead" lang="${language === 'zh' ? 'en' : 'zh'}">${language === 'zh' ? source.title : source.titleZh}</p>`}
${terms([
  [
    words.publisher,
    html`${nameOf(publisher, language)} <small>(${enumText('publisherKind', publisher.kind, language)})</small>`,
  ],
  [words.published, source.publishedOn && dayText(source.publishedOn, language)],
  [words.readOn, source.accessedOn && dayText(source.accessedOn, language)],
  [words.address, outward(source.url, source.url ?? '')],
  [
    words.terms,
    licence ? html`${said(licence.name, language)} ${outward(licence.url, words.original)}` : words.noTerms,
  ],
  [words.seenAs, source.seenAs && said(source.seenAs, language)],
  [words.note, source.note && said(source.note, language)],
])}
${!source.redistributable && html`<div class="note differs"><p>${words.withheldSource}</p></div>`}
<section aria-labelledby="print"><h2 id="print">${words.printTitle}</h2><p>${words.printText}</p><pre class="wrap" tabindex="0" aria-label="${words.printTitle}">${source.attribution}</pre></section>
${claimSection(claims, source.slug, words, context)}
${takeAway(context)}`,
    }
  },
}

function claimSection(
  { nodes, totalCount, pageInfo }: NonNullable<Data['source']>['claims'],
  slug: string,
  words: Words,
  context: Context,
): Html {
  const { language } = context
  const rows = nodes.map((claim) => {
    const own = claim.provenance.find(({ source }) => source.slug === slug)
    return html`<tr><th scope="row"><a href="${link(context, factPath(claim.fact.id))}">${factOf(claim.fact, language)}</a></th><td class="wide" data-label="${words.value}">${stated(claim, context, claim.fact.__typename === 'Price')}</td><td data-label="${words.period}">${periodText(claim, language)}</td><td data-label="${words.locator}">${own?.locator ? said(own.locator, language) : null}</td><td data-label="${words.standing}">${claim.preferred && badge(words.preferred, 'ok')} ${claim.repeatOf !== null && badge(words.repeat)} ${badge(enumText('corroboration', claim.corroboration, language), tone(claim.corroboration))}</td></tr>`
  })
  return html`<section aria-labelledby="says"><h2 id="says">${words.whatItSays}</h2><p>${words.total(grouped(String(totalCount)))}</p>${rows.length > 0 && scrolling(words.whatItSays, html`<table class="stack claims"><caption class="hidden">${words.whatItSays}</caption><thead><tr><th scope="col">${words.fact}</th><th scope="col">${words.value}</th><th scope="col">${words.period}</th><th scope="col">${words.locator}</th><th scope="col">${words.standing}</th></tr></thead><tbody>${rows}</tbody></table>`)}${pager(pageInfo, words.whatItSays, context)}</section>`
}
