/** What a page tells machines in its head: JSON-LD, Open Graph, the card of Twitter, where its chart can be embedded. */
import { Html, html } from '../lib/html.ts'
import { inLanguage } from '../site/language.ts'
import { SITE } from '../site/layout.ts'
import { type Context, link, outside, type Rendered } from './page.ts'

const LICENCE = 'https://creativecommons.org/licenses/by/4.0/'

export function headOf({ title, description, head }: Rendered, context: Context): Html {
  const { origin, language } = context
  const url = `${origin}${link(context, context.path, context.chosen)}`
  const chart = head?.chart
  const given = Object.fromEntries(new URLSearchParams(chart?.search ?? ''))
  const look = language === 'zh' ? { lang: 'zh' } : {}
  const picture =
    chart === undefined ? null : `${origin}${outside(context, `${chart.path}.png`, { ...given, ...look })}`
  const page =
    chart === undefined ? '' : `${origin}${outside(context, inLanguage(language, chart.path), given)}`
  return html`<meta property="og:type" content="website">
<meta property="og:site_name" content="${SITE}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${url}">
<meta property="og:locale" content="${language === 'zh' ? 'zh_CN' : 'en_GB'}">
${
  picture &&
  html`<meta property="og:image" content="${picture}">
<meta property="og:image:alt" content="${chart!.alt}">
<meta name="twitter:image" content="${picture}">
<link rel="alternate" type="application/json+oembed" href="${origin}/oembed?format=json&#38;url=${encodeURIComponent(page)}">`
}
<meta name="twitter:card" content="${picture ? 'summary_large_image' : 'summary'}">
<meta name="twitter:title" content="${title}">
<meta name="twitter:description" content="${description}">
${(head?.data ?? []).map(dataBlock)}`
}

/** Not run, so the policy lets it stand; no text in it may end the element. */
function dataBlock(data: object): Html {
  const json = JSON.stringify({ '@context': 'https://schema.org', ...data }).replaceAll('<', '\\u003c')
  return new Html(`<script type="application/ld+json">${json}</script>\n`)
}

/** A Dataset of schema.org: what a list, an entity or the series of a fact is. */
export function dataset(
  { origin, language, path, revision, askUrl, isOneTable }: Context,
  about: {
    name: string
    description: string
    variables?: readonly string[]
    temporalCoverage?: string | undefined
    chart?: string | undefined
    /** Of a source that forbids to pass its values on: its own terms, where they have an address; no file is offered. */
    withheld?: { url: string | null } | null | undefined
  },
): object {
  const download = (format: string, type: string) => ({
    '@type': 'DataDownload',
    encodingFormat: type,
    contentUrl: `${origin}${askUrl}&format=${format}`,
  })
  const { withheld } = about
  const distribution = [
    ...(isOneTable ? [download('csv', 'text/csv')] : []),
    download('xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
    ...(about.chart
      ? [{ '@type': 'DataDownload', encodingFormat: 'text/csv', contentUrl: `${origin}${about.chart}` }]
      : []),
  ]
  return {
    '@type': 'Dataset',
    name: about.name,
    description: about.description,
    url: `${origin}${inLanguage(language, path)}`,
    inLanguage: language === 'zh' ? 'zh-Hans' : 'en',
    ...(withheld ? (withheld.url ? { license: withheld.url } : {}) : { license: LICENCE }),
    isAccessibleForFree: true,
    creator: { '@type': 'Organization', name: SITE, url: `${origin}/` },
    dateModified: revision.time.toISOString(),
    version: String(revision.number),
    ...(about.variables?.length ? { variableMeasured: about.variables } : {}),
    ...(about.temporalCoverage ? { temporalCoverage: about.temporalCoverage } : {}),
    ...(withheld ? {} : { distribution }),
  }
}
