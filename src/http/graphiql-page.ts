/** The page of GraphiQL: its HTML, its Content-Security-Policy and the script that boots it. */
import { PREPARED_TABS } from './graphiql-tabs.ts'

const TITLE = 'AI Economy Facts – GraphiQL'

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">' +
  '<rect width="32" height="32" rx="6" fill="#1f3a5f"/>' +
  '<path fill="#fff" d="M7 18h4v7H7zM14 13h4v12h-4zM21 7h4v18h-4z"/></svg>'

/**
 * GraphiQL animates its tabs into place and leaves their starting points behind: at the first press of the mouse a tab
 * jumps there, so that the click misses it. Tabs that stay where they are cannot be dragged, but they can be opened.
 */
const TABS_STAY = '.graphiql-tabs > li { transform: none !important; }'

/**
 * The page's Content-Security-Policy.
 * Monaco and GraphiQL put `<style>` elements and style attributes into the page and carry their fonts as data
 * URLs; everything else comes from this origin, the workers too, so neither `blob:` nor `'unsafe-eval'` is needed.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

/**
 * The script that starts GraphiQL in the browser. The page's URL may carry three things:
 * - `query` and `variables`, a shared link. GraphiQL shows it to a visitor who has stored tabs, but default tabs win
 *   over it for a new one, so the link becomes the first of these. `variables` is then dropped from the URL, because
 *   GraphiQL writes each edit into `query` and would leave variables there that belong to another query.
 * - `asOf`, the recorded clock: without passing it on, the page would show today's numbers under a pinned link.
 *   It is put into the title, which GraphiQL takes as HTML, only when it is nothing but digits.
 *
 * A visitor who comes back gets the stored tab named to GraphiQL, which else opens one more, empty one.
 */
export const BOOT = `'use strict'
{
  const { workers, ...options } = JSON.parse(document.getElementById('options').textContent)
  const url = new URL(location.href)

  const readStoredTabs = () => {
    try {
      const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState'))
      return [tabs[activeTabIndex], ...tabs].filter(Boolean)
    } catch {
      return []
    }
  }

  const passOnAsOf = () => {
    const asOf = url.searchParams.get('asOf')
    if (asOf === null) return
    options.endpoint += '?asOf=' + encodeURIComponent(asOf)
    if (/^[0-9]+$/.test(asOf)) options.title += ' (as of revision ' + asOf + ')'
    document.title = options.title
  }

  const chooseFirstTab = () => {
    const query = url.searchParams.get('query') || null
    const variables = url.searchParams.get('variables')
    const known = (tab) => (query === null || tab.query === query) && (variables === null || tab.variables === variables)
    const first = readStoredTabs().find(known) ?? { query, variables }
    Object.assign(options, { query: first.query, variables: first.variables })
    if (query !== null) {
      options.defaultTabs = [{ query, variables }, ...options.defaultTabs.filter((tab) => tab.query !== query)]
    }
    if (variables !== null) {
      url.searchParams.delete('variables')
      history.replaceState({}, '', url)
    }
  }

  self.MonacoEnvironment = {
    // The panel reads the editors by it.
    globalAPI: true,
    getWorkerUrl: (_module, label) => workers[label] ?? workers.editorWorkerService,
  }
  document.addEventListener('DOMContentLoaded', () => {
    const root = document.getElementById('root')
    if (!self.YogaGraphiQL) {
      root.textContent = 'GraphiQL could not be loaded. Please reload the page.'
      return
    }
    passOnAsOf()
    chooseFirstTab()
    self.YogaGraphiQL.renderYogaGraphiQL(root, { ...options, ...self.panelOptions })
  })
}
`

/** Of `graphiql-panel`. */
const PANEL_STYLES = ['colours', 'panel', 'questions', 'answer']

/** The HTML of the page; `base` is the path of its assets, with their hash. */
export function renderPage(endpoint: string, base: string): string {
  const options = {
    title: TITLE,
    logo: LOGO,
    endpoint,
    credentials: 'same-origin',
    // A key typed into the headers editor must not outlive the tab.
    shouldPersistHeaders: false,
    defaultEditorToolsVisibility: false,
    defaultTabs: PREPARED_TABS.map(({ query }) => ({ query })),
    workers: {
      editorWorkerService: `${base}/editor.worker.js`,
      graphql: `${base}/graphql.worker.js`,
      json: `${base}/json.worker.js`,
    },
  }
  // A "<" could end the script element.
  const json = JSON.stringify(options).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${TITLE}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(LOGO)}">
<link rel="stylesheet" href="${base}/graphiql.css">
<style>${TABS_STAY}</style>
<script type="application/json" id="options">${json}</script>
${PANEL_STYLES.map((name) => `<link rel="stylesheet" href="${base}/${name}.css">`).join('\n')}
<script type="module" src="${base}/panel.js"></script>
<script defer src="${base}/boot.js"></script>
<script defer src="${base}/graphiql.js"></script>
</head>
<body class="no-focus-outline">
<noscript>GraphiQL needs JavaScript. Without it, send queries to this address by POST.</noscript>
<nav id="panel" aria-label="Questions"></nav>
<div id="tools-place"></div>
<main id="work">
<div id="root">Loading GraphiQL …</div>
<div id="answer-place"></div>
</main>
</body>
</html>
`
}
