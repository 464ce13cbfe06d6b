/** /charts, /embed and /oembed: charts as files, as pages, and for the pages of others. */

import { chartNamed } from '../charts/registry.ts'
import { AppError } from '../errors.ts'
import { languageOf } from '../site/language.ts'
import type { Behalf } from './ask.ts'
import { answerOf, createAnswers, standingOf } from './chart-answer.ts'
import { CHART_TYPES, type ChartFormat, chartFile } from './chart-files.ts'
import { linksOf, pagePath } from './chart-links.ts'
import { embed, gallery, oembed, page } from './chart-pages.ts'
import { type ChartAsked, chartAsked } from './chart-parameters.ts'
import { type ChartRequest, type ChartsOptions, isPinned, keyOf, standingKey } from './chart-request.ts'
import { originOf } from './request-parts.ts'

const PIN = /^\/charts\/([^/.]+)\/pin$/

/** Whether a path takes POST. */
export const pinsChart = (pathname: string) => PIN.test(languageOf(pathname).path)

/** @returns null when the path is not one of charts. */
export function createCharts(given: Omit<ChartsOptions, 'answers'>) {
  const options = { ...given, answers: createAnswers() }
  const { endpoint, publicUrl } = options
  return async (request: Request, url: URL, behalf: Behalf): Promise<Response | null> => {
    const asked = { request, url, behalf, origin: originOf(url, publicUrl) }
    const { language, path } = languageOf(url.pathname)
    const [, pinned] = PIN.exec(path) ?? []
    if (pinned) return pin(chartAsked(chartNamed(pinned), url, []), asked)
    if (path === '/charts') return gallery(language, asked, options)
    const [, named] = /^\/charts\/([^/.]+)$/.exec(path) ?? []
    if (named) return page(inLook(chartAsked(chartNamed(named), url, [])), asked, options)
    if (language !== 'en') return null
    const [, name, format] = /^\/charts\/([^/]*)\.([^/.]*)$/.exec(path) ?? []
    if (name !== undefined) return file(chartAsked(chartNamed(name), url), formatOf(name, format!), asked)
    const [, embedded] = /^\/embed\/([^/]+)$/.exec(path) ?? []
    if (embedded) return embed(chartAsked(chartNamed(embedded), url, ['lang', 'width']), asked, options)
    return path === '/oembed' ? oembed(asked, options) : null

    function inLook(chart: ChartAsked): ChartAsked {
      return { ...chart, look: { ...chart.look, language } }
    }
  }

  async function file(chart: ChartAsked, format: ChartFormat, asked: ChartRequest): Promise<Response> {
    const { request, behalf, origin } = asked
    const standing = await standingOf(chart, options)
    const make = async () => {
      const answer = await answerOf(chart, standing, options, behalf)
      const links = linksOf(origin, endpoint, chart, answer)
      const chosen = chart.receipt === null ? chart.chosen : { receipt: chart.receipt }
      return chartFile(format, answer, chart.look, { links, chosen }, behalf)
    }
    // A table is the same however it looks, and only JSON holds addresses.
    const look = format === 'csv' ? null : chart.look
    const key = keyOf([format, standingKey(standing), chart, look, format === 'json' ? origin : null])
    return options.keeper.answer(request, key, make, isPinned(chart))
  }

  /** Keeps the answer in a receipt, and goes to the page that is drawn from it. */
  async function pin(chart: ChartAsked, asked: ChartRequest): Promise<Response> {
    const { request, url, behalf } = asked
    if (request.method !== 'POST')
      throw new AppError('METHOD_NOT_ALLOWED', 'A chart is pinned by POST; its page has a button for it.')
    if (isOfAnotherSite(asked))
      throw new AppError('BAD_REQUEST', 'A chart is pinned from its own page, not by a form of another site.')
    if (chart.receipt !== null) throw new AppError('BAD_ARGUMENT', 'This chart is pinned already.')
    const standing = await standingOf(chart, options)
    // Receipts stay for ever, and of what cannot be drawn there shall be none.
    const { variables } = await answerOf(chart, standing, options, behalf)
    const question = { query: chart.chart.query, variables, extensions: { receipt: true } } as const
    const { receipt } = await options.ask(question, behalf, standing.at.revision)
    const look = { ...chart.look, language: languageOf(url.pathname).language }
    const location = pagePath({ ...chart, look, chosen: {}, asOf: null, receipt: receipt! })
    return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
  }
}

/** A form needs no leave of ours to be sent from any page; what is no browser says nothing of where it comes from. */
function isOfAnotherSite({ request: { headers }, url, origin }: ChartRequest): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin' && site !== 'none'
  const from = headers.get('origin')
  return from !== null && ![url.host, URL.parse(origin)?.host].includes(URL.parse(from)?.host)
}

function formatOf(name: string, format: string): ChartFormat {
  if (Object.hasOwn(CHART_TYPES, format)) return format as ChartFormat
  const all = Object.keys(CHART_TYPES).map((ending) => `${name}.${ending}`)
  throw new AppError('NOT_FOUND', `There is no such file of this chart. There are ${all.join(', ')}.`)
}
