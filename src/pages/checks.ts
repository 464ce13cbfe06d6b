/** Checks as a list: what was asked, what came out, the arithmetic in words, and what it was computed from. */
import { type Html, html } from '../lib/html.ts'
import { badge, factLink, said } from './brief.ts'
import { inputs } from './claims.ts'
import { enumText, tone } from './enums.ts'
import type { FactName } from './fact-names.ts'
import type { Context } from './page.ts'
import { type Amount, amountText } from './quantity.ts'
import { wordsOf } from './words.ts'

export interface CheckRow {
  slug: string
  verdict: string
  method: string
  question: string
  explanation: string
  formula: string | null
  expected: Amount | null
  actual: Amount | null
  fact: FactName
  namedInputs: { name: string; claim: { fact: FactName } }[]
}

/** Needs the fragments `Amount` and `FactName` beside it. */
export const CHECK_ROW = `fragment CheckRow on Check {
  slug
  verdict
  method
  question
  explanation
  formula
  expected { ...Amount }
  actual { ...Amount }
  fact { ...FactName }
  namedInputs { name claim { fact { ...FactName } } }
}`

/** @param withFact names the fact that each check is about. */
export function checkList(checks: readonly CheckRow[], context: Context, withFact = false): Html {
  const { language } = context
  const words = wordsOf(language)
  return html`${checks.map(
    (
      check,
    ) => html`<article class="check" id="${check.slug}"><h3>${badge(enumText('verdict', check.verdict, language), tone(check.verdict))} ${said(check.question, language)}</h3>
<p>${said(check.explanation, language)}</p><p class="soft">${enumText('method', check.method, language)}${check.expected && html` · ${words.expected}${words.colon}${amountText(check.expected, language)}`}${check.actual && html` · ${words.actual}${words.colon}${amountText(check.actual, language)}`}</p>
${withFact && html`<p>${words.fact}${words.colon}${factLink(check.fact, context)}</p>`}${check.namedInputs.length > 0 && inputs(check.namedInputs, context)}</article>`,
  )}`
}
