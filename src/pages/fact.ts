/** The page of a fact: the answer, its chart, all claims, why one is preferred, the checks, and how to cite it. */

import { KIND_NAMES, kindOfId } from '../kinds/facts.ts'
import { type Html, html } from '../lib/html.ts'
import {
  type Brief,
  brief,
  doubts,
  factPath,
  plainId,
  said,
  saidBy,
  scrolling,
  valueBlock,
  valueText,
  whenAndWho,
} from './brief.ts'
import { CHECK_ROW, type CheckRow, checkList } from './checks.ts'
import { type Citations, withAddress } from './cite-address.ts'
import { CLAIM_ROW, type ClaimRow, claimTable, PROVENANCE, stated } from './claims.ts'
import { periodText } from './dates.ts'
import { enumText } from './enums.ts'
import { FACT_PARTS, factOf, factText, meterText, nameOf, nameText } from './fact-names.ts'
import { chartFigure } from './figures.ts'
import { dataset } from './head.ts'
import { entityLink } from './links.ts'
import { type Context, movedTo, outside, type PageKind } from './page.ts'
import { takeAway } from './parts.ts'
import { type Amount, rangeText, readable, timesText } from './quantity.ts'
import { RULES_ZH, reasonZh } from './reasons-zh.ts'
import { type Words, wordsOf } from './words.ts'

interface Detail extends Brief, Citations {
  statement: string
  mergedInto?: { id: string } | null
  claim: (NonNullable<Brief['claim']> & { id: string }) | null
  claimCount: number
  claims: ClaimRow[]
  history: ClaimRow[]
  resolution:
    | (NonNullable<Brief['resolution']> & {
        decidedBy: string
        reason: string
        rule: { id: string; text: string; version: number }
        spread: { low: string; high: string; ratio: string | null; unit: Amount['unit'] } | null
        likelyKind: string | null
        likelyKindReason: string | null
      })
    | null
  checks: CheckRow[]
}

interface Data {
  fact: Detail | null
}

/** Claims and points of the series that one page shows. */
const SHOWN = 100

export const FACT: PageKind<Data> = {
  pattern: '/facts/{}',
  parameters: [],
  query: (language) => `# A fact with all its claims, the rule that chose one, its checks and its citations.
query FactPage($id: ID!) {
  fact(id: $id) {
    ...Brief
    ...FactParts
    ... on Price { mergedInto { id } }
    statement
    claim { id }
    claimCount
    claims(first: ${SHOWN}) { ...ClaimRow }
    history(first: ${SHOWN}) { text value { ...Amount } validFrom validTo precision periodText provenance { ...Provenance } }
    resolution { decidedBy reason rule { id text version } spread { low high unit { code name nameZh } } likelyKind likelyKindReason }
    checks { ...CheckRow }
    apa: cite(style: APA)
    chicago: cite(style: CHICAGO)
    bibtex: cite(style: BIBTEX)
    ris: cite(style: RIS)
    csl: cite(style: CSL_JSON)
  }
}
${brief(language)}${language === 'en' ? `\n${FACT_PARTS}` : ''}
${CLAIM_ROW}
${PROVENANCE}
${CHECK_ROW}`,
  otherPath: (key) => (kindOfId(plainId(key)) ? factPath(key) : null),
  variables: (key) => ({ id: globalId(key) }),
  render: ({ fact }, context) => {
    if (!fact) return null
    const { language } = context
    const title = factText(fact, language)
    if (fact.mergedInto) return movedTo(factPath(fact.mergedInto.id))
    const words = wordsOf(language)
    const hasChart = fact.__typename !== 'Assertion' && fact.history.some(({ value }) => value !== null)
    const parameters = { fact: fact.id }
    return {
      title,
      description: language === 'en' ? fact.statement : `${title}：${valueText(fact, 'zh')}`,
      main: main(fact, title, hasChart, words, context),
      head: {
        chart: hasChart
          ? { path: '/charts/fact', search: new URLSearchParams(parameters).toString(), alt: title }
          : undefined,
        data: [
          series(fact, title, hasChart, context),
          ...fact.claims
            .filter((claim) => !closedSource(claim))
            .slice(0, 50)
            .map(claimData),
        ],
      },
    }
  },
}

/** Ids are known by their letters: `use_…` is the TokenUsage of that id. Global ids pass as they are. */
function globalId(key: string): string {
  const kind = kindOfId(key)
  return kind ? Buffer.from(`${KIND_NAMES[kind]}:${key}`).toString('base64') : key
}

function main(fact: Detail, title: string, hasChart: boolean, words: Words, context: Context): Html {
  const { language } = context
  const { claims, claimCount, checks, resolution } = fact
  const rivals = resolution?.rivals ?? []
  const isPrice = fact.__typename === 'Price'
  return html`<p class="crumbs">${enumText('factKind', fact.__typename, language)} · ${about(fact, context)}</p><h1>${factOf(fact, language)}</h1>
<div class="answer">${valueBlock(fact, language)}<p class="soft">${whenAndWho(fact, language)}</p>${language === 'en' && html`<p>${fact.statement}</p>`}<p class="doubt">${doubts(fact, language)}</p></div>
${hasChart && chartFigure('fact', { fact: fact.id }, words.factChart(title), context)}
${fact.history.length > 0 && seriesTable(fact, words, context)}
<section aria-labelledby="claims"><h2 id="claims">${words.allClaims} (${claimCount})</h2>${claimTable(claims, { answer: fact.claim?.id ?? null, rivals, isPrice }, context)}${claimCount > claims.length && html`<p>${words.firstOf(String(claims.length))}</p>`}
${why(fact, words, context)}</section>
<section aria-labelledby="checks"><h2 id="checks">${words.checksTitle}</h2>${checks.length === 0 ? html`<p>${words.noChecks}</p>` : checkList(checks, context)}</section>
<section aria-labelledby="cite"><h2 id="cite">${words.citeTitle}</h2>${citeBlocks(fact, words, context)}</section>
${takeAway(context, hasChart ? chartData(fact, words, context) : [])}`
}

function chartData({ id }: Detail, words: Words, context: Context): Html[] {
  const to = (format: string) => outside(context, `/charts/fact.${format}`, { fact: id })
  return [
    html`<li><a href="${to('csv')}">${words.chartCsv}</a></li>`,
    html`<li><a href="${to('json')}">${words.asJson}</a></li>`,
  ]
}

/** Links to what the fact is about. */
function about({ model, seller, country, subject, meter }: Detail, context: Context): Html {
  const named = [
    model && { __typename: 'Model', ...model },
    seller && { __typename: 'Provider', ...seller },
    country && { __typename: 'Country', ...country },
    subject,
  ].filter((one) => one !== undefined)
  return html`${named.map((one, i) => html`${i > 0 && ' · '}${entityLink(one, context)}`)}${meter !== undefined && html` · ${meterText(meter, context.language)}`}`
}

function seriesTable({ history, __typename }: Detail, words: Words, context: Context): Html {
  const { language } = context
  const rows = history.map((point) => {
    const who = saidBy(point.provenance)
    return html`<tr><th scope="row">${periodText(point, language)}</th><td>${stated(point, context, __typename === 'Price')}</td><td>${who && nameOf(who, language)}</td></tr>`
  })
  return html`<details${history.length <= 12 && html` open`}><summary>${words.seriesTitle} (${history.length})</summary>${scrolling(words.seriesTitle, html`<table><caption class="hidden">${words.seriesTitle}</caption><thead><tr><th scope="col">${words.period}</th><th scope="col">${words.value}</th><th scope="col">${words.publisher}</th></tr></thead><tbody>${rows}</tbody></table>`)}</details>`
}

/** The rule that chose, and how far the claims lie apart. */
function why({ resolution }: Detail, words: Words, { language }: Context): Html | null {
  if (!resolution) return null
  const { decidedBy, reason, rivals, rule, spread, likelyKind, likelyKindReason } = resolution
  return html`<div class="note"><p><strong>${words.whyTitle}</strong> ${language === 'en' ? reason : reasonZh(decidedBy, rivals.length)}</p>
${spread && html`<p>${spreadText(spread, words, language)}</p>`}${likelyKind && html`<p>${words.likelyReason}${words.colon}${enumText('disagreement', likelyKind, language)}${words.fullStop}${said(spread ? readable(likelyKindReason ?? '', spread.unit) : (likelyKindReason ?? ''), language)}</p>`}
<details><summary>${words.ruleTitle} ${rule.id}</summary>${ruleText(rule, language)}</details></div>`
}

/** The text by which the rule is applied is the English one; a Chinese reader gets a translation with it. */
function ruleText({ id, text }: { id: string; text: string }, language: Context['language']): Html {
  const translated = language === 'zh' ? RULES_ZH[id] : undefined
  return html`${translated !== undefined && html`<p>${translated}</p>`}<p>${said(text, language)}</p>`
}

function spreadText(
  spread: NonNullable<NonNullable<Detail['resolution']>['spread']>,
  words: Words,
  language: Context['language'],
): string {
  const { ratio } = spread
  const times = ratio && ratio !== '1' ? ` (${timesText(ratio)})` : ''
  return words.rangeIs(`${rangeText(spread, language)}${times}`)
}

function citeBlocks(fact: Detail, words: Words, { origin, revision: { number } }: Context): Html {
  const id = plainId(fact.id)
  const address = `${origin}/facts/${id}?asOf=${number}`
  const record = `ai-economy-facts-${id}-r${number}`
  const { apa, chicago, bibtex, ris, csl } = withAddress(fact, record, number, address)
  const block = (name: string, text: string, open: boolean) =>
    html`<details${open && html` open`}><summary>${name}</summary><pre class="wrap" tabindex="0" aria-label="${name}">${text}</pre></details>`
  return html`<p>${words.lastingAddress}${words.colon}<a href="${address}">${address}</a></p>${block('APA', apa, true)}${block('Chicago', chicago, false)}${block('BibTeX', bibtex, false)}${block('RIS', ris, false)}${block('CSL JSON', csl, false)}`
}

/** The series as a Dataset of schema.org. */
function series(fact: Detail, title: string, hasChart: boolean, context: Context): object {
  const { history } = fact
  const preferred = fact.claims.find(({ id }) => id === fact.claim?.id)
  const closed = preferred && closedSource(preferred)
  const from = history.find(({ validFrom }) => validFrom !== null)?.validFrom?.slice(0, 10)
  const to = history.findLast(({ validFrom }) => validFrom !== null)
  const end = (to?.validTo ?? to?.validFrom)?.slice(0, 10)
  return dataset(context, {
    name: title,
    description: fact.statement,
    variables: [fact.metric ? nameText(fact.metric, context.language) : title],
    temporalCoverage: from && `${from}/${end === from ? '..' : end}`,
    chart: hasChart ? outside(context, '/charts/fact.csv', { fact: fact.id }) : undefined,
    withheld: closed && { url: closed.licence?.url ?? null },
  })
}

/** The source of a claim that forbids to pass its values on. */
const closedSource = ({ provenance }: ClaimRow) =>
  provenance.find(({ source }) => !source.redistributable)?.source

/** A claim as schema.org has it: who said what, and where it appeared. */
function claimData({ text, provenance }: ClaimRow): object {
  const [first] = provenance
  const appearance = provenance.map(({ source }) => ({
    '@type': 'CreativeWork',
    name: source.title,
    ...(source.url ? { url: source.url } : {}),
    ...(source.publishedOn ? { datePublished: source.publishedOn } : {}),
    publisher: { '@type': 'Organization', name: source.publisher.name },
  }))
  return {
    '@type': 'Claim',
    text,
    appearance,
    ...(first
      ? { author: { '@type': 'Organization', name: (saidBy(provenance) ?? first.source.publisher).name } }
      : {}),
    ...(first?.source.publishedOn ? { datePublished: first.source.publishedOn } : {}),
  }
}
