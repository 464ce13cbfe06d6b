/** Addresses of charts. */
import type { Look } from '../charts/chart.ts'
import { inLanguage } from '../site/language.ts'
import type { ChartAnswer } from './chart-answer.ts'
import type { ChartFormat, ChartLinks } from './chart-files.ts'
import type { ChartAsked } from './chart-parameters.ts'

/** The part of an address that says what is shown: what was chosen, and of which revision where that was said. */
export function chosenSearch({ chart, chosen, asOf, receipt }: ChartAsked): URLSearchParams {
  const search = new URLSearchParams()
  for (const { name, fallback } of chart.parameters)
    if (chosen[name] !== undefined && chosen[name] !== fallback) search.set(name, chosen[name])
  if (asOf !== null) search.set('asOf', String(asOf))
  if (receipt !== null) search.set('receipt', receipt)
  return search
}

/** `?a=b`, or nothing. */
export const searchText = (search: URLSearchParams) => (search.size > 0 ? `?${search}` : '')

/** The address of a file, with its look where that is not the usual one. */
export function filePath(asked: ChartAsked, format: ChartFormat, look: Partial<Look>): string {
  const search = chosenSearch(asked)
  if (look.language && look.language !== 'en') search.set('lang', look.language)
  if (look.width) search.set('width', String(look.width))
  if (look.theme && look.theme !== 'light') search.set('theme', look.theme)
  return `/charts/${asked.chart.name}.${format}${searchText(search)}`
}

export function pagePath(asked: ChartAsked): string {
  return inLanguage(asked.look.language, `/charts/${asked.chart.name}`) + searchText(chosenSearch(asked))
}

export function embedPath(asked: ChartAsked, width?: number): string {
  const search = chosenSearch(asked)
  if (asked.look.language !== 'en') search.set('lang', asked.look.language)
  if (width) search.set('width', String(width))
  return `/embed/${asked.chart.name}${searchText(search)}`
}

/** Where the question opens in GraphiQL, as of the revision that was read. */
export function graphiqlPath(endpoint: string, { chart, variables, revision }: ChartAnswer): string {
  const search = new URLSearchParams({ query: chart.query })
  if (Object.keys(variables).length > 0) search.set('variables', JSON.stringify(variables, null, 2))
  search.set('asOf', String(revision.number))
  return `${endpoint}?${search}`
}

/** @param origin scheme and host. */
export function linksOf(
  origin: string,
  endpoint: string,
  asked: ChartAsked,
  answer: ChartAnswer,
): ChartLinks {
  const { language } = asked.look
  const file = (format: ChartFormat) => origin + filePath(asked, format, { language })
  return {
    ...{ svg: file('svg'), png: file('png'), csv: origin + filePath(asked, 'csv', {}), json: file('json') },
    ...{ page: origin + pagePath(asked), embed: origin + embedPath(asked) },
    graphiql: origin + graphiqlPath(endpoint, answer),
  }
}
