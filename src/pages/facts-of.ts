/** The facts of an entity as tables, one for each kind; asked and shown the same on every entity's page. */
import { type Html, html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'
import { type Brief, factTable } from './brief.ts'
import { type Named, OWN_PARTS } from './fact-names.ts'
import type { Context } from './page.ts'
import { wordsOf } from './words.ts'

export interface FactPage {
  totalCount: number
  nodes: Brief[]
}

/** What may be asked of an entity; a type that lacks one leaves it out. */
export interface FactsOf {
  tokenUsage?: FactPage
  energyRates?: FactPage
  indicators?: FactPage
  assertions?: FactPage
}

/** How many of a kind one page shows; most entities have fewer. */
export const FIRST = { tokenUsage: 20, energyRates: 30, indicators: 60, assertions: 20 } as const

/**
 * Selections for an entity, which needs the fragment `Core` beside them. The subject of the facts is the entity itself,
 * so it is not asked for again; `ownFacts` puts it back.
 * @param more what else is asked of each fact of a kind.
 */
export function factFields(
  language: Language,
  names: readonly (keyof FactsOf)[],
  first?: number,
  more: Partial<Record<keyof FactsOf, string>> = {},
): string {
  const parts = (name: keyof FactsOf) =>
    `${language === 'zh' ? ` ${OWN_PARTS[name]}` : ''}${more[name] ? ` ${more[name]}` : ''}`
  return names
    .map((name) => `${name}(first: ${first ?? FIRST[name]}) { totalCount nodes { ...Core${parts(name)} } }`)
    .join('\n    ')
}

/** The facts of an entity, each with it as its subject. */
export function ownFacts<T extends FactsOf>(of: T & Named): T {
  const subject = { code: of.code, slug: of.slug, name: of.name, nameZh: of.nameZh } as Named
  const withSubject = (page: FactPage) => ({
    ...page,
    nodes: page.nodes.map((fact) => ({ ...fact, subject })),
  })
  const pages = Object.fromEntries(KINDS.flatMap((name) => (of[name] ? [[name, withSubject(of[name])]] : [])))
  return { ...of, ...pages }
}

/** Rows of a table that are seen without asking. */
const OPEN = 12

const KINDS = ['tokenUsage', 'energyRates', 'indicators', 'assertions'] as const

/** A section for each kind of which there are facts. */
export function factSections(of: FactsOf, context: Context): Html {
  const words = wordsOf(context.language)
  const sections: [keyof FactsOf, string][] = [
    ['tokenUsage', words.tokens],
    ['energyRates', words.electricity],
    ['indicators', words.indicators],
    ['assertions', words.statements],
  ]
  return html`${sections.map(([name, heading]) => {
    const page = of[name]
    if (!page || page.totalCount === 0) return null
    const { nodes, totalCount } = page
    return html`<section aria-labelledby="${name}"><h2 id="${name}">${heading} (${totalCount})</h2>${factTable(nodes.slice(0, OPEN), heading, context)}${nodes.length > OPEN && html`<details><summary>${words.more(nodes.length - OPEN)}</summary>${factTable(nodes.slice(OPEN), words.more(nodes.length - OPEN), context)}</details>`}${totalCount > nodes.length && html`<p>${words.firstOf(String(nodes.length))}</p>`}</section>`
  })}`
}

/** Names of what is measured, for search engines. */
export function variablesOf(of: FactsOf): string[] {
  const facts = KINDS.flatMap((name) => of[name]?.nodes ?? [])
  return [...new Set(facts.map(({ question }) => question))].slice(0, 50)
}
