/** The front page: the state of the AI economy in a minute. */
import { type Html, html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'
import {
  BESIDE,
  type Brief,
  brief,
  card,
  checkBadge,
  doubts,
  factPath,
  refutation,
  valueBlock,
  valueText,
  whenAndWho,
} from './brief.ts'
import { CHANGE, type Change, changeTable } from './changes.ts'
import { CORRECTION, type CorrectionItem, correctionList } from './corrections.ts'
import { dayText, periodText, type When } from './dates.ts'
import { DISAGREEMENT, type DisagreementItem, disagreementList } from './disagreements.ts'
import { enumText } from './enums.ts'
import { type Named, nameText } from './fact-names.ts'
import { chartFigure } from './figures.ts'
import { type Context, link, type PageKind } from './page.ts'
import { searchForm } from './parts.ts'
import { type Amount, amountParts, amountText, grouped } from './quantity.ts'
import { type Words, wordsOf } from './words.ts'

interface Nodes<T> {
  nodes: T[]
  totalCount: number
}

type Point = When & { text: string; value: Amount | null }

interface Data {
  china: Nodes<Brief & { history: Point[] }>
  share: Nodes<Brief & { history: Point[] }>
  ranked: Nodes<Brief>
  growth: Nodes<Brief>
  deepseek: Nodes<Brief>
  gpt: Nodes<Brief>
  electricity: Nodes<Brief>
  power: Nodes<Brief>
  computing: Nodes<Brief>
  hubs: Nodes<Brief>
  changed: Nodes<NamedChange>
  announced: Nodes<Change>
  disagreements: Nodes<DisagreementItem>
  corrections: Nodes<CorrectionItem>
  models: Nodes<never>
  providers: Nodes<never>
  sources: Nodes<never>
  checks: Nodes<never>
}

/** How far back price changes are shown. */
const CHANGES_DAYS = 180

type NamedChange = Change & {
  price: { model: { sellerNames: { kind: string; seller: Named | null }[] } }
}

/** The newest price changes, of which the front page shows one of each model. */
const RECENT = 30
const CHANGES = 6

/** A name that moves on to newer versions has another price because it means another model. */
function moves({ price: { model, seller } }: NamedChange): boolean {
  return model.sellerNames.some(
    (name) => name.kind === 'MOVING' && (name.seller === null || name.seller.slug === seller.slug),
  )
}

/** The output price of each model where it changed with others, else the first. */
function oneOfEach(changes: readonly NamedChange[]): NamedChange[] {
  const chosen = new Map<string, NamedChange>()
  for (const change of changes.filter((one) => !moves(one))) {
    const { model, meter } = change.price
    const before = chosen.get(model.slug!)
    if (!before || (before.on === change.on && meter.code === 'output')) chosen.set(model.slug!, change)
  }
  return [...chosen.values()].slice(0, CHANGES)
}

/** The widest disagreements, among which those are looked for that time does not explain. */
const CANDIDATES = 40
const DISPUTES = 5

/** Numbers of different dates need no dispute; the list of all has them too. */
function disputed(items: readonly DisagreementItem[]): DisagreementItem[] {
  return items.filter(({ likelyKind }) => likelyKind !== 'DIFFERENT_DATES').slice(0, DISPUTES)
}

export const FRONT: PageKind<Data> = {
  pattern: '/',
  parameters: [],
  query: (language) => `# The front page: headline facts, newest price changes, disagreements and corrections.
query FrontPage($since: Date!) {
  china: tokenUsage(first: 1, filter: { country: "CN", coverage: "national", period: DAY }) { nodes { ...Brief claims(first: 100) { ...Beside } history(first: 12) { text validFrom validTo precision periodText value { ...Amount } } } }
  share: indicators(first: 1, filter: { group: "origin-cn", metric: "token-share", coverage: "openrouter-platform" }) { nodes { ...Brief history(first: 12) { text validFrom validTo precision periodText value { ...Amount } } } }
  ranked: indicators(first: 1, filter: { group: "origin-cn", metric: "token-share", coverage: "openrouter-ranked" }) { nodes { ...Brief } }
  growth: indicators(first: 1, filter: { country: "CN", metric: "daily-token-multiple", coverage: "national" }) { nodes { ...Brief } }
  deepseek: prices(first: 1, at: "2026-04-10", filter: { model: "deepseek-v3.2", seller: "deepseek", meter: "output", isPlain: true }) { nodes { ...Brief } }
  gpt: prices(first: 1, filter: { model: "gpt-5.4", seller: "openai", meter: "output", isPlain: true }) { nodes { ...Brief } }
  electricity: indicators(first: 1, filter: { country: "CN", metric: "data-centre-electricity", coverage: "data-centres" }) { nodes { ...Brief } }
  power: energyRates(first: 2, filter: { country: ["CN", "US"], sector: INDUSTRIAL, isWholeCountry: true }) { nodes { ...Brief country { code name nameZh } } }
  computing: indicators(first: 1, filter: { country: "CN", metric: "computing-power-ai" }) { nodes { ...Brief } }
  hubs: indicators(first: 1, filter: { country: "CN", metric: "national-hubs" }) { nodes { ...Brief } }
  changed: priceChanges(first: ${RECENT}, since: $since, filter: { status: IN_FORCE }) { nodes { ...Change price { model { sellerNames { kind seller { slug } } } } } }
  announced: priceChanges(first: 4, since: $since, filter: { status: ANNOUNCED }) { nodes { ...Change } }
  disagreements(first: ${CANDIDATES}) { totalCount nodes { ...DisagreementItem } }
  corrections(first: 4) { nodes { ...CorrectionItem } }
  models(first: 1) { totalCount }
  providers(first: 1) { totalCount }
  sources(first: 1) { totalCount }
  checks(first: 1) { totalCount }
}
${brief(language)}
${BESIDE}
${CHANGE}
${DISAGREEMENT}
${CORRECTION}`,
  variables: (_key, _chosen, { time }) => ({
    since: new Date(time.getTime() - CHANGES_DAYS * 86_400_000).toISOString().slice(0, 10),
  }),
  render: (data, context) => {
    const words = wordsOf(context.language)
    return {
      title: words.frontTitle,
      description: words.siteLead,
      head: {
        chart: { path: '/charts/china-daily-tokens', search: '', alt: words.chinaChart },
        data: [
          {
            '@type': 'WebSite',
            name: 'AI Economy Facts',
            url: `${context.origin}/`,
            potentialAction: searchAction(context),
          },
        ],
      },
      main: html`${hero(data, words, context)}
<section aria-labelledby="now"><h2 id="now">${words.frontNow}</h2>${headline(data, words, context)}${cards(data, words, context)}</section>
<div class="columns"><section aria-labelledby="changes"><h2 id="changes">${words.newestPriceChanges}</h2>${data.changed.nodes.length === 0 ? html`<p>${words.noPriceChanges}</p>` : html`<p class="soft">${words.oneOfModel}</p>${changeTable(oneOfEach(data.changed.nodes), words.newestPriceChanges, context, true)}`}
${data.announced.nodes.length > 0 && html`<h3>${words.announcedChanges}</h3>${changeTable(data.announced.nodes, words.announcedChanges, context, true)}`}<p><a href="${link(context, '/price-changes')}">${words.allPriceChanges}</a></p></section>
<section aria-labelledby="differ"><h2 id="differ">${words.biggestDisagreements}</h2>${disagreementList(disputed(data.disagreements.nodes), context)}<p><a href="${link(context, '/disagreements')}">${words.allDisagreements}</a> (${data.disagreements.totalCount})</p></section></div>
<section aria-labelledby="corrections"><h2 id="corrections">${words.newestCorrections}</h2>${correctionList(data.corrections.nodes, context)}${data.corrections.nodes.length > 0 && html`<p><a href="${link(context, '/corrections')}">${words.allCorrections}</a></p>`}</section>
${audiences(words, context)}`,
    }
  },
}

function searchAction({ origin }: Context): object {
  return {
    '@type': 'SearchAction',
    target: `${origin}/search?q={search_term_string}`,
    'query-input': 'required name=search_term_string',
  }
}

function hero(data: Data, words: Words, context: Context): Html {
  const { language, revision } = context
  const stat = (n: number, word: string, path: string) =>
    html`<li><a href="${link(context, path)}"><b>${grouped(String(n))}</b> ${word}</a></li>`
  return html`<div class="hero"><h1>${words.frontTitle}</h1><p class="lead">${words.siteLead}</p>${searchForm(context, '')}
<ul class="stats" aria-label="${words.frontStats}">${stat(data.models.totalCount, words.models, '/models')}${stat(data.providers.totalCount, words.sellers, '/providers')}${stat(data.sources.totalCount, words.sources, '/sources')}${stat(data.checks.totalCount, words.checks, '/checks')}<li>${words.updated} ${dayText(revision.time, language)}</li></ul></div>`
}

/** The founding number, with its chart. */
function headline({ china }: Data, words: Words, context: Context): Html {
  const [fact] = china.nodes
  if (!fact) return html``
  const { language } = context
  return html`<div class="feature"><article class="card"><h3><a href="${link(context, factPath(fact.id))}">${words.chinaTitle}</a></h3>
${valueBlock(fact, language)}<p class="meta">${whenAndWho(fact, language)}</p>${series(fact.history, words, language)}<p class="doubt">${doubts(fact, language)}</p></article>
${chartFigure('china-daily-tokens', {}, words.chinaChart, context)}</div>`
}

/** Of the number before it, from the newest on. */
function series(points: readonly Point[], words: Words, language: Language): Html {
  const before = points.slice(0, -1).reverse()
  return html`<table class="series"><caption class="hidden">${words.earlier}</caption><thead class="hidden"><tr><th scope="col">${words.period}</th><th scope="col">${words.value}</th></tr></thead><tbody>${before.map(
    (point) =>
      html`<tr><th scope="row">${periodText(point, language)}</th><td>${point.value && numberOnly(point.value, language)}</td></tr>`,
  )}</tbody></table>`
}

function numberOnly(value: Amount, language: Language): string {
  const { before, number } = amountParts(value, language)
  return `${before} ${number}`.trim()
}

function cards(data: Data, words: Words, context: Context): Html {
  const { language } = context
  const one = ({ nodes }: Nodes<Brief>, title: string) => nodes[0] && card(nodes[0], context, title)
  const power = data.power.nodes.map((fact) => ({ ...fact, label: nameText(fact.country!, language) }))
  return html`<ul class="cards">${[
    shareCard(data, words, context),
    one(data.growth, words.growthTitle),
    one(data.deepseek, words.deepseekTitle),
    one(data.gpt, words.gptTitle),
    pairCard(power, words.power, context),
    one(data.electricity, words.electricityTitle),
    one(data.computing, words.computingTitle),
    one(data.hubs, words.hubsTitle),
  ].map((item) => item || null)}</ul>`
}

/**
 * The share that the platform's own numbers give; a number that a check refutes never stands large, but is struck
 * through, with what the platform's are for the same period.
 */
function shareCard({ share, ranked }: Data, words: Words, context: Context): Html | null {
  const [fact] = share.nodes
  const [other] = ranked.nodes
  if (!fact) return null
  const { language } = context
  const verdict = other && refutation(other.checks)
  const then = other?.claim && fact.history.find(({ validFrom }) => validFrom === other.claim!.validFrom)
  return html`<li><article class="card"><h3><a href="${link(context, factPath(fact.id))}">${words.shareTitle}</a></h3>
${valueBlock(fact, language)}<p class="meta">${whenAndWho(fact, language)}</p><p class="doubt">${doubts(fact, language)}</p>${
    then
      ? html`<p class="meta">${periodText(then, language)}${words.colon}${stated(then, language)}</p>`
      : null
  }${other ? html`<p class="meta"><a href="${link(context, factPath(other.id))}">${verdict ? html`${enumText('verdict', verdict, language)}${words.colon}<s>${valueText(other, language)}</s>` : valueText(other, language)}</a> ${whenAndWho(other, language)}</p><p class="doubt">${checkBadge(other.checks, language)}</p>` : null}</article></li>`
}

const stated = ({ value, text }: Point, language: Language) => (value ? amountText(value, language) : text)

/** Two facts side by side, each number a link to its own page. */
function pairCard(facts: readonly (Brief & { label: string })[], title: string, context: Context): Html {
  const { language } = context
  return html`<li><article class="card"><h3>${title}</h3><div class="pair">${facts.map(
    (fact) =>
      html`<div><p class="who"><a href="${link(context, factPath(fact.id))}">${fact.label}</a></p>${valueBlock(fact, language)}<p class="meta">${whenAndWho(fact, language)}</p><p class="doubt">${doubts(fact, language)}</p></div>`,
  )}</div></article></li>`
}

function audiences(words: Words, context: Context): Html {
  const item = (href: string, text: string) => html`<li><a href="${href}">${text}</a></li>`
  return html`<div class="columns three"><section aria-labelledby="press"><h2 id="press">${words.forJournalists}</h2><p>${words.forJournalistsText}</p><ul class="links">${item('/graphql', words.askPrepared)}${item(link(context, '/charts'), words.allCharts)}${item('/charts/china-daily-tokens.csv', words.chartCsv)}${item(context.askUrl, words.queryBehind)}</ul></section>
<section aria-labelledby="developers"><h2 id="developers">${words.forDevelopers}</h2><p>${words.forDevelopersText}</p><ul class="links">${item('/docs', words.documentation)}${item('/schema.graphql', words.schema)}</ul></section>
<section aria-labelledby="partners"><h2 id="partners">${words.forPartners}</h2><p>${words.forPartnersText}</p><ul class="links">${item('/docs', words.syncGuide)}</ul></section></div>`
}
