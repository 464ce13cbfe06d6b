/** Claims as a table: who says what of which time, which one is preferred, who only repeats it, and where it stands. */
import { type Html, html } from '../lib/html.ts'
import { badge, factPath, said, scrolling, wasRival } from './brief.ts'
import { dayText, periodText, type When } from './dates.ts'
import { enumText, tone } from './enums.ts'
import { type FactName, factOf, type Named, nameOf } from './fact-names.ts'
import { type Context, link } from './page.ts'
import { type Amount, amountText } from './quantity.ts'
import { type Words, wordsOf } from './words.ts'

export interface CitationRow {
  role: string
  locator: string | null
  accessedOn: string | null
  note: string | null
  source: SourceRow
}

interface SourceRow {
  slug: string
  title: string
  titleZh: string | null
  url: string | null
  publishedOn: string | null
  attribution: string
  redistributable: boolean
  licence: { name: string; url: string | null } | null
  publisher: Named
}

interface Said extends When {
  text: string
  value: Amount | null
}

export interface ClaimRow extends Said {
  id: string
  firstSeenOn: string | null
  lastSeenOn: string | null
  basis: string
  corroboration: string
  status: string
  preferred: boolean
  note: string | null
  doubt: string | null
  repeatOf: { id: string } | null
  derivation: { arithmetic: string; inputs: { name: string; claim: { fact: FactName } }[] } | null
  corrects: { reason: string; note: string; revision: { number: number }; before: Said } | null
  provenance: CitationRow[]
}

export const PROVENANCE = `fragment Provenance on Citation {
  role
  locator
  accessedOn
  note
  source { slug title titleZh url publishedOn attribution redistributable licence { name url } publisher { slug name nameZh } }
}`

/** Needs the fragments `Amount`, `FactName` and `Provenance` beside it. */
export const CLAIM_ROW = `fragment ClaimRow on Claim {
  id
  text
  value { ...Amount }
  validFrom
  validTo
  precision
  periodText
  firstSeenOn
  lastSeenOn
  basis
  corroboration
  status
  preferred
  note
  doubt
  repeatOf { id }
  derivation { arithmetic inputs { name claim { fact { ...FactName } } } }
  corrects { reason note revision { number } before { text value { ...Amount } validFrom validTo precision periodText } }
  provenance { ...Provenance }
}`

/**
 * @param answer the claim that answers for the newest period.
 * @param rivals those that contradict it, of the same period.
 */
export function claimTable(
  claims: readonly ClaimRow[],
  { answer, rivals, isPrice }: { answer: string | null; rivals: readonly { id: string }[]; isPrice: boolean },
  context: Context,
): Html {
  const { language } = context
  const words = wordsOf(language)
  const rows = claims.map((claim) => {
    const isAnswer = claim.id === answer
    const part = partOf(claim, isAnswer, rivals, words)
    return html`<tr${isAnswer ? html` class="preferred"` : claim.repeatOf !== null && html` class="repeat"`}><td data-label="${words.part}">${part}</td><th scope="row">${stated(claim, context, isPrice)}</th><td data-label="${words.period}">${periodText(claim, language)}${seen(claim, context)}</td><td class="wide" data-label="${words.source}">${citations(claim.provenance, context)}</td><td data-label="${words.standing}">${badge(enumText('corroboration', claim.corroboration, language), tone(claim.corroboration))} ${claim.basis !== 'STATED' && badge(enumText('basis', claim.basis, language))} ${isPrice && claim.status !== 'IN_FORCE' && badge(enumText('status', claim.status, language))}</td><td class="wide" data-label="${words.note}">${notes(claim, context, isPrice)}</td></tr>`
  })
  return scrolling(
    words.allClaims,
    html`<table class="stack claims"><caption>${words.claimsCaption}</caption><thead><tr><th scope="col">${words.part}</th><th scope="col">${words.value}</th><th scope="col">${words.period}</th><th scope="col">${words.source}</th><th scope="col">${words.standing}</th><th scope="col">${words.note}</th></tr></thead><tbody>${rows}</tbody></table>`,
  )
}

/** What a claim is beside the others; a repeat is neither a rival nor a confirmation. */
function partOf(claim: ClaimRow, isAnswer: boolean, rivals: readonly { id: string }[], words: Words): Html {
  if (isAnswer) return badge(words.preferred, 'ok')
  if (claim.repeatOf !== null) return badge(words.repeat)
  if (rivals.some(({ id }) => id === claim.id)) return badge(words.rival, 'differs')
  if (wasRival(claim)) return badge(words.rivalThen, 'differs')
  return badge(claim.preferred ? words.preferredThen : words.otherPeriod)
}

/** A claim in a word or a number. @param isPrice one without a value says that nothing is offered. */
export function stated(
  { value, text }: Said,
  { language }: Pick<Context, 'language'>,
  isPrice = false,
): Html {
  if (isPrice && !value) return html`${enumText('state', 'NOT_OFFERED', language)}`
  return value ? html`${amountText(value, language)}` : said(text, language)
}

function seen({ firstSeenOn, lastSeenOn }: ClaimRow, { language }: Context): Html | null {
  if (firstSeenOn === null || lastSeenOn === null) return null
  const words = wordsOf(language)
  return html`<br><small>${words.seen(dayText(firstSeenOn, language), dayText(lastSeenOn, language))}</small>`
}

export function citations(provenance: readonly CitationRow[], context: Context): Html {
  const { language } = context
  const words = wordsOf(language)
  return html`<ul>${provenance.map(
    ({ role, locator, accessedOn, source }) =>
      html`<li><a href="${link(context, `/sources/${encodeURIComponent(source.slug)}`)}">${nameOf(source, language)}</a> <small>${nameOf(source.publisher, language)} · ${enumText('role', role, language)}${locator !== null && html` · ${said(locator, language)}`}${accessedOn !== null && html` · ${words.accessed} ${dayText(accessedOn, language)}`}${source.licence !== null && html` · ${said(source.licence.name, language)}`}${!source.redistributable && html` · ${words.notRedistributable}`} ${outward(source.url, words.original)}</small></li>`,
  )}</ul>`
}

/** Only addresses of the web become links, whatever a source gives as its own. */
export function outward(url: string | null, text: string): Html | null {
  return url !== null && /^https?:\/\//i.test(url)
    ? html`<a href="${url}" rel="external noopener">${text}</a>`
    : null
}

function notes({ note, doubt, derivation, corrects }: ClaimRow, context: Context, isPrice: boolean): Html {
  const { language } = context
  const words = wordsOf(language)
  return html`${note !== null && html`<p>${said(note, language)}</p>`}${doubt !== null && html`<p>${badge(enumText('verdict', 'SUSPECT', language), 'bad')} ${said(doubt, language)}</p>`}${
    derivation &&
    html`<p>${words.arithmetic}${words.colon}<code>${said(derivation.arithmetic, language)}</code></p>${inputs(derivation.inputs, context)}`
  }${corrects && html`<p>${badge(words.correction, 'differs')} ${words.was} <del>${stated(corrects.before, context, isPrice)}</del>; ${enumText('reason', corrects.reason, language)}${words.fullStop}${said(corrects.note, language)} (${words.corrected} ${corrects.revision.number})</p>`}`
}

/** The facts that something was computed from, each once. */
export function inputs(list: readonly { claim: { fact: FactName } }[], context: Context): Html {
  const facts = new Map(list.map(({ claim }) => [claim.fact.id, claim.fact]))
  const words = wordsOf(context.language)
  return html`<p>${words.inputs}${words.colon}${[...facts.values()].map(
    (fact, i) =>
      html`${i > 0 && words.semicolon}<a href="${link(context, factPath(fact.id))}">${factOf(fact, context.language)}</a>`,
  )}</p>`
}
