/** The pages of charts, and what lets them stand in the pages of others. */
import { titleOf } from '../charts/picture.ts'
import { CHARTS, chartNamed } from '../charts/registry.ts'
import { newestOf } from '../domain/read/revisions.ts'
import { AppError } from '../errors.ts'
import { html } from '../lib/html.ts'
import { chartEmbed, EMBED_FOOT, EMBED_POLICY } from '../pages/chart-embed.ts'
import { chartGallery } from '../pages/chart-gallery.ts'
import { chartPage } from '../pages/chart-page.ts'
import { altText, type Pictures } from '../pages/chart-parts.ts'
import { type Language, languageOf } from '../site/language.ts'
import { SITE } from '../site/layout.ts'
import { PAGE_POLICY } from '../site/style.ts'
import { chargeMade } from './charge-refused.ts'
import { answerOf, type ChartAnswer, standingOf } from './chart-answer.ts'
import { pictureOf } from './chart-files.ts'
import { chosenSearch, embedPath, filePath, graphiqlPath, pagePath, searchText } from './chart-links.ts'
import { type ChartAsked, chartAsked, WIDTHS } from './chart-parameters.ts'
import { type ChartRequest, type ChartsOptions, isPinned, keyOf, standingKey } from './chart-request.ts'
import type { Made } from './kept.ts'

const HTML = 'text/html; charset=utf-8'

/** Pixels of the picture for narrow screens. */
const NARROW = 380

/** @param usual pixels for wide screens, where not the usual. */
function picturesOf(asked: ChartAsked, language: Language, usual?: number): Pictures {
  const path = (theme: 'light' | 'dark', width = usual) =>
    filePath(asked, 'svg', { language, theme, ...(width ? { width } : {}) })
  const narrow = { light: path('light', NARROW), dark: path('dark', NARROW) }
  return { light: path('light'), dark: path('dark'), narrow }
}

export async function page(
  chart: ChartAsked,
  asked: ChartRequest,
  options: ChartsOptions,
): Promise<Response> {
  const standing = await standingOf(chart, options)
  const make = async () => {
    const answer = await answerOf(chart, standing, options, asked.behalf)
    return made(viewPage(chart, answer, asked, options), PAGE_POLICY, answer.revision.number)
  }
  const key = keyOf(['page', standingKey(standing), chart, chart.look, asked.origin])
  return options.keeper.answer(asked.request, key, chargeMade(asked.behalf.budget, make), isPinned(chart))
}

function viewPage(
  chart: ChartAsked,
  answer: ChartAnswer,
  { origin }: ChartRequest,
  { endpoint }: ChartsOptions,
) {
  const { language } = chart.look
  const held = { ...chart, asOf: chart.receipt === null ? answer.revision.number : null }
  return chartPage({
    ...{ language, origin, name: chart.chart.name, title: titleOf(answer, chart.look) },
    description: chart.chart.description[language],
    ...{ table: answer.table, revision: answer.revision, receipt: chart.receipt, held: chart.asOf !== null },
    pictures: picturesOf(chart, language),
    search: searchText(chosenSearch(chart)),
    heldSearch: searchText(chosenSearch(held)),
    parameters: chart.chart.parameters.map((parameter) => ({
      ...parameter,
      value: chart.chosen[parameter.name] ?? '',
    })),
    query: chart.chart.query,
    links: {
      svg: filePath(held, 'svg', { language }),
      png: filePath(held, 'png', { language }),
      csv: filePath(held, 'csv', {}),
      json: filePath(held, 'json', { language }),
      graphiql: graphiqlPath(endpoint, answer),
      oembed: `/oembed?${new URLSearchParams({ url: origin + pagePath(chart), format: 'json' })}`,
      embed: embedPath(chart),
    },
  })
}

const made = (body: string, policy: string, revision: number): Made => ({
  body,
  headers: {
    'content-type': HTML,
    'content-security-policy': policy,
    'referrer-policy': 'same-origin',
    'x-revision': String(revision),
  },
})

export async function gallery(
  language: Language,
  asked: ChartRequest,
  options: ChartsOptions,
): Promise<Response> {
  const { url, request, origin } = asked
  for (const name of url.searchParams.keys())
    throw new AppError('BAD_ARGUMENT', `There is no parameter ${name} of /charts.`)
  const newest = await newestOf(options.db)
  const items = CHARTS.map((chart) => {
    const needed = chart.parameters.filter(({ fallback }) => fallback === undefined)
    const example = new URL('http://localhost/')
    for (const { name, example: value } of needed) example.searchParams.set(name, value)
    const shown = chartAsked(chart, example)
    return {
      ...{ title: chart.title[language], description: chart.description[language] },
      href: pagePath({ ...shown, look: { ...shown.look, language } }),
      isExample: needed.length > 0,
      pictures: picturesOf(shown, language),
    }
  })
  const make = async () =>
    made(chartGallery(items, language, newest.revision, origin), PAGE_POLICY, newest.revision)
  const key = JSON.stringify(['charts', newest.revision, language, origin])
  return options.keeper.answer(request, key, chargeMade(asked.behalf.budget, make))
}

export async function embed(
  chart: ChartAsked,
  asked: ChartRequest,
  options: ChartsOptions,
): Promise<Response> {
  const { language, width } = chart.look
  const standing = await standingOf(chart, options)
  const make = async () => {
    const answer = await answerOf(chart, standing, options, asked.behalf)
    const title = titleOf(answer, chart.look)
    const body = chartEmbed({
      ...{ language, title, alt: altText([title, chart.chart.description[language]], language) },
      page: asked.origin + pagePath(chart),
      pictures: picturesOf(chart, language, width),
      sources: answer.table.sources,
    })
    return made(body, EMBED_POLICY, answer.revision.number)
  }
  const key = keyOf(['embed', standingKey(standing), chart, chart.look, asked.origin])
  return options.keeper.answer(asked.request, key, chargeMade(asked.behalf.budget, make), isPinned(chart))
}

/** oEmbed 1.0, of our own pages and embeds of charts; of nothing else. */
export async function oembed(asked: ChartRequest, options: ChartsOptions): Promise<Response> {
  const { searchParams } = asked.url
  const format = searchParams.get('format') ?? 'json'
  if (format !== 'json')
    return new Response('Only format=json is made here.\n', {
      status: 501,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  const chart = ownChart(searchParams.get('url'), asked)
  const most = pixels(searchParams, 'maxwidth')
  const width = Math.max(WIDTHS.least, Math.min(most ?? WIDTHS.usual, WIDTHS.usual))
  const standing = await standingOf(chart, options)
  const make = async () => {
    const answer = await answerOf(chart, standing, options, asked.behalf)
    const look = { ...chart.look, width }
    const title = titleOf(answer, look)
    const drawn = Buffer.from(await pictureOf(answer, look, 'svg', asked.behalf)).toString('utf8')
    const height = Number(/^<svg[^>]* height="(\d+)"/.exec(drawn)![1]) + EMBED_FOOT
    const src = asked.origin + embedPath(chart, width)
    const body = {
      ...{
        version: '1.0',
        type: 'rich',
        title,
        provider_name: SITE,
        provider_url: `${asked.origin}/`,
        width,
        height,
      },
      html: html`<iframe src="${src}" title="${title}" width="${width}" height="${height}" style="border:0;max-width:100%" loading="lazy"></iframe>`
        .text,
      thumbnail_url: asked.origin + filePath(chart, 'png', { language: look.language, width }),
      thumbnail_width: width * 2,
      thumbnail_height: (height - EMBED_FOOT) * 2,
    }
    return {
      body: `${JSON.stringify(body)}\n`,
      headers: { 'content-type': 'application/json; charset=utf-8' },
    }
  }
  const key = keyOf(['oembed', standingKey(standing), chart, { ...chart.look, width }, asked.origin])
  return options.keeper.answer(asked.request, key, make)
}

/** @throws AppError NOT_FOUND for any other address. */
function ownChart(text: string | null, { url, origin }: ChartRequest): ChartAsked {
  if (!text) throw new AppError('BAD_ARGUMENT', 'Give ?url=, the address of a chart of this site.')
  const target = URL.parse(text)
  const { language, path } = languageOf(target?.pathname ?? '')
  const [, , name] = /^\/(charts|embed)\/([^/.]+)$/.exec(path) ?? []
  const ours = target && [URL.parse(origin)?.host, url.host].includes(target.host)
  if (!ours || name === undefined)
    throw new AppError('NOT_FOUND', 'This is no address of a chart of this site.')
  const chart = chartAsked(chartNamed(name), target, path.startsWith('/embed/') ? ['lang', 'width'] : [])
  const spoken = path.startsWith('/embed/') ? chart.look.language : language
  return { ...chart, look: { ...chart.look, language: spoken } }
}

function pixels(given: URLSearchParams, name: string): number | null {
  const text = given.get(name)
  if (text === null) return null
  if (!/^\d{1,6}$/.test(text)) throw new AppError('BAD_ARGUMENT', `${name} is a number of pixels.`)
  return Number(text)
}
