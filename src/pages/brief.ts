/** A fact in short, as cards, lists and tables show it: value, period, who says so, and the doubts. */
import { type Html, html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'
import { periodText, type When } from './dates.ts'
import { enumText, tone, VERDICT_ORDER } from './enums.ts'
import { type FactName, factName, factOf, type Named, nameOf } from './fact-names.ts'
import { type Context, link } from './page.ts'
import { AMOUNT, type Amount, amountParts, amountText, timesText } from './quantity.ts'
import { wordsOf } from './words.ts'

/** Characters of a number beyond which it is set smaller. */
const LONG_NUMBER = 11

export interface Brief extends FactName {
  value: Amount | null
  state?: string
  claim: (When & { text: string; provenance: Said[] }) | null
  /** Of all periods. */
  claimCount: number
  /** Where a page asks for them, as the fragment `Beside` does. */
  claims?: readonly Beside[]
  checks: { verdict: string }[]
  resolution: { rivals: { id: string }[]; spread: { ratio: string | null } | null } | null
}

/** What tells whether a claim was a rival in its own period. */
export interface Beside {
  id: string
  preferred: boolean
  status: string
  validFrom: string | null
  repeatOf: { id: string } | null
}

/** The fragment `Beside`. */
export const BESIDE = 'fragment Beside on Claim { id preferred status validFrom repeatOf { id } }'

/**
 * Whether another claim was preferred for the whole of its period. One that answers any part of it is preferred
 * there; undated ones and those that never came into force answer none.
 */
export function wasRival({ preferred, status, validFrom, repeatOf }: Beside): boolean {
  return (
    !preferred && repeatOf === null && validFrom !== null && (status === 'ENDED' || status === 'IN_FORCE')
  )
}

/** Who says it: a citation without the rest. */
export interface Said {
  role: string
  source: { publisher: Named }
}

/** Of a fact whatever its kind: the fragment `Core`, with those that it needs. */
export const CORE = `${AMOUNT}
fragment Core on Fact {
  __typename
  id
  question
  ... on Price { state }
  value { ...Amount }
  claim { text validFrom validTo precision periodText provenance { role source { publisher { name nameZh } } } }
  claimCount
  checks { verdict }
  resolution { rivals { id } spread { ratio } }
}`

/** The fragment `Brief`, with those that it needs: a fact in short that names itself. */
export function brief(language: Language): string {
  return `${CORE}
${factName(language)}
fragment Brief on Fact { ...Core ...FactName }`
}

/** The id without its type, which its first letters name: `use_…`. */
export function plainId(globalId: string): string {
  const text = Buffer.from(globalId, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

export const factPath = (globalId: string) => `/facts/${plainId(globalId)}`

export function badge(text: string, kind: ReturnType<typeof tone> = 'plain'): Html {
  return html`<span class="badge${kind !== 'plain' && ` ${kind}`}">${text}</span>`
}

/** The number large, with what stands around it small. */
export function valueBlock(fact: Pick<Brief, 'value' | 'state' | 'claim'>, language: Language): Html {
  const { value, state, claim } = fact
  if (state && state !== 'PRICED')
    return html`<p class="value"><b>${enumText('state', state, language)}</b></p>`
  if (!value)
    return claim
      ? html`<p${language === 'zh' && html` lang="en"`}>${claim.text}</p>`
      : html`<p class="value"><b>${wordsOf(language).unknown}</b></p>`
  const { before, number, after } = amountParts(value, language)
  // `8,141,808,945` does not fit a card in the size of others, and must not be broken.
  const isLong = number.split(' ').some((word) => word.length > LONG_NUMBER)
  return html`<p class="${isLong ? 'value long' : 'value'}">${before && html`<span class="lead-in">${before}</span> `}<b>${number}</b>${after && html` <span class="unit">${after.trim()}</span>`}</p>`
}

/** The same in one line. */
export function valueText(
  { value, state, claim }: Pick<Brief, 'value' | 'state' | 'claim'>,
  language: Language,
): string {
  if (state && state !== 'PRICED') return enumText('state', state, language)
  if (value) return amountText(value, language)
  return claim?.text ?? wordsOf(language).unknown
}

/** Who made the statement: the publisher of the original, else of what passes it on. */
export function saidBy(provenance: readonly Said[]): Named | null {
  return (provenance.find((c) => c.role === 'ORIGINAL') ?? provenance[0])?.source.publisher ?? null
}

export function whenAndWho({ claim }: Pick<Brief, 'claim'>, language: Language): Html {
  if (!claim) return html``
  const who = saidBy(claim.provenance)
  return html`${periodText(claim, language)}${who && html` · ${nameOf(who, language)}`}`
}

/** How many rivals there are and how far apart; what the checks found, worst first. With words, not by colour alone. */
export function doubts(
  fact: Pick<Brief, 'resolution' | 'checks' | 'claims' | 'claimCount'>,
  language: Language,
): Html {
  return html`${rivalBadge(fact, language)} ${checkBadge(fact.checks, language)}`
}

/** How many checks of the fact's own claims found what. A fact that a check only computes with is not judged by it. */
export function checkBadge(checks: readonly { verdict: string }[], language: Language): Html | null {
  const [worst] = VERDICT_ORDER.filter((verdict) => checks.some((check) => check.verdict === verdict))
  if (worst === undefined) return null
  const words = wordsOf(language)
  const found = VERDICT_ORDER.flatMap((verdict) => {
    const { length } = checks.filter((check) => check.verdict === verdict)
    return length > 0 ? [words.verdictCount(length, enumText('verdict', verdict, language))] : []
  })
  return badge(words.checksFound(found.join(words.comma)), tone(worst))
}

function rivalBadge(
  { resolution, claims = [], claimCount }: Pick<Brief, 'resolution' | 'claims' | 'claimCount'>,
  language: Language,
): Html {
  const words = wordsOf(language)
  const rivals = resolution?.rivals ?? []
  if (rivals.length === 0) {
    const before = claims.filter(wasRival).length
    return badge(
      before > 0 ? words.rivalsBefore(before) : claimCount > 1 ? words.noRivalsNow : words.noRivals,
    )
  }
  const ratio = resolution?.spread?.ratio
  const apart = ratio && ratio !== '1'
  const count = words.rivals(rivals.length)
  return badge(
    apart ? words.apart(count, timesText(ratio)) : ratio === '1' ? words.agree(rivals.length) : count,
    apart ? 'differs' : 'plain',
  )
}

/** The verdict that refutes what a fact's source asserts; null where no check does. */
export function refutation(checks: readonly { verdict: string }[]): string | null {
  const refuting = ['SUSPECT', 'CONTRADICTED', 'MIS_SCOPED']
  return refuting.find((verdict) => checks.some((check) => check.verdict === verdict)) ?? null
}

export function factLink(fact: FactName, context: Context): Html {
  return html`<a href="${link(context, factPath(fact.id))}">${factOf(fact, context.language)}</a>`
}

export function card(fact: Brief, context: Context, title?: string): Html {
  const { language } = context
  return html`<li><article class="card"><h3><a href="${link(context, factPath(fact.id))}">${title ?? factOf(fact, language)}</a></h3>
${valueBlock(fact, language)}<p class="meta">${whenAndWho(fact, language)}</p><p class="doubt">${doubts(fact, language)}</p></article></li>`
}

/** Facts as a table: what, how much, when, who, doubts. */
export function factTable(facts: readonly Brief[], caption: string, context: Context): Html {
  const { language } = context
  const words = wordsOf(language)
  const rows = facts.map((fact) => {
    const who = fact.claim && saidBy(fact.claim.provenance)
    return html`<tr><th scope="row">${factLink(fact, context)}</th><td data-label="${words.value}">${fact.value === null && fact.claim && !fact.state ? said(fact.claim.text, language) : valueText(fact, language)}</td><td data-label="${words.period}">${fact.claim && periodText(fact.claim, language)}</td><td data-label="${words.publisher}">${who && nameOf(who, language)}</td><td>${doubts(fact, language)}</td></tr>`
  })
  return scrolling(
    caption,
    html`<table class="stack"><caption class="hidden">${caption}</caption><thead><tr><th scope="col">${words.fact}</th><th scope="col">${words.value}</th><th scope="col">${words.period}</th><th scope="col">${words.publisher}</th><th scope="col">${words.doubts}</th></tr></thead><tbody>${rows}</tbody></table>`,
  )
}

/** Prose of the API, which stays in English. */
export function said(text: string, language: Language): Html {
  return language === 'zh' ? html`<span lang="en">${text}</span>` : html`${text}`
}

/** A table that scrolls by itself, and by keyboard, where the screen is narrow. */
export function scrolling(label: string, table: Html): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">${table}</div>`
}
