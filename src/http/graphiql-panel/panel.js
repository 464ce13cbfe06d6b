/** The panel around GraphiQL: questions in words, cost, revision, answer as a table, files, links and receipts. */
import { costParts, counted, countSoon } from './cost.js'
import { element, storage } from './dom.js'
import { current, onEdit, open, run, toggleDocs } from './editor.js'
import { keyPart } from './key.js'
import { GROUPS } from './questions.js'
import { countText, showTable } from './table.js'
import { download, lookOn, makeReceipt, shareLink, state } from './wire.js'
import { language, words } from './words.js'

/** The last answer: what was asked, and from which revision it came. */
let last = null
/** The newest revision that was heard of. */
let newest = null
/** List whose items are the rows, by question, where the visitor chose one. */
const chosenRows = new Map()

const question = (query) => GROUPS.flatMap((group) => group.questions).find((q) => q.query === query)
state.rowsOf = (query) => chosenRows.get(query) ?? question(query)?.rows ?? null

const isSame = (a, b) => a?.query === b.query && JSON.stringify(a.variables) === JSON.stringify(b.variables)

/** What a file or link of the open question is pinned to. */
const revisionOf = (asked) => (isSame(last?.question, asked) ? last.revision : (state.asOf ?? newest))

const say = (...parts) => status.replaceChildren(...parts)
const status = element('p', { id: 'status', role: 'status' })

// The questions.
const buttons = new Map()
const questionList = element(
  'details',
  { id: 'questions' },
  element('summary', {}, words.questions),
  GROUPS.map((group) => {
    const items = group.questions.map((q) => {
      const button = element('button', { type: 'button', click: () => choose(q) }, q.title[language])
      buttons.set(q.query, button)
      const other = language === 'zh' ? 'en' : 'zh'
      return element('li', {}, button, element('small', { lang: other }, q.title[other]))
    })
    return element('section', {}, element('h2', {}, group.title[language]), element('ul', {}, items))
  }),
)

const wide = matchMedia('(min-width: 60rem)')
const adapt = () => {
  questionList.open = wide.matches
}
wide.addEventListener('change', adapt)
adapt()

/** Whoever is quick runs what was chosen, not what stood there before. */
let chosen = Promise.resolve()
function choose({ query }) {
  if (!wide.matches) questionList.open = false
  chosen = open(query).then(() => runButton.focus())
}

// Cost and run.
const runButton = element(
  'button',
  {
    type: 'button',
    class: 'run',
    click: () => chosen.then(run),
    'aria-describedby': 'cost',
  },
  words.run,
)
counted.asked = (asked) => {
  for (const [query, button] of buttons) button.setAttribute('aria-current', String(query === asked.query))
}
counted.revision = (revision) => heard(revision)

// The revision.
const asOfField = element('input', {
  ...{ id: 'as-of', type: 'number', min: 1, step: 1, inputmode: 'numeric', placeholder: words.newest },
  change: ({ target }) => pin(/^\d+$/.test(target.value) ? Number(target.value) : null),
})
const pinButton = element('button', {
  type: 'button',
  click: () => pin(state.asOf === null ? (last?.revision ?? newest) : null),
})
const pinText = element('span', { id: 'pin' })

function heard(revision) {
  if (state.asOf === null) newest = revision
  showPin()
}

function pin(revision) {
  state.asOf = revision
  const url = new URL(location.href)
  if (revision === null) url.searchParams.delete('asOf')
  else url.searchParams.set('asOf', revision)
  history.replaceState({}, '', url)
  showPin()
  countSoon()
}

function showPin() {
  const isPinned = state.asOf !== null
  asOfField.value = state.asOf ?? ''
  pinText.textContent = isPinned ? words.pinned(state.asOf) : words.unpinned(newest)
  pinText.classList.toggle('pinned', isPinned)
  pinButton.textContent = isPinned ? words.unpin : words.pin
  pinButton.disabled = !isPinned && (last?.revision ?? newest) === null
}

// JSON or table.
const views = Object.fromEntries(
  ['table', 'json'].map((view) => [
    view,
    element('button', { type: 'button', click: () => show(view, true) }, words[view]),
  ]),
)
const answerPlace = element('div', { id: 'answer' }, element('p', {}, words.noAnswer))

function show(view, isChosen = false) {
  if (isChosen) storage.set('view', view)
  document.body.dataset.view = view
  for (const [name, button] of Object.entries(views))
    button.setAttribute('aria-pressed', String(name === view))
}

function answered(asked, { extensions, errors }, table) {
  const revision = extensions?.revision ?? null
  last = revision === null ? null : { question: asked, revision }
  if (revision !== null) heard(revision)
  if (table && table.tables.length > 0) {
    showTable(answerPlace, table, (list) => {
      chosenRows.set(asked.query, list)
      run()
    })
    say(words.answered(revision, table.tables.map(countText).join('; ')))
    if (storage.get('view') !== 'json') show('table')
    return
  }
  answerPlace.replaceChildren(element('p', {}, errors ? errors[0].message : words.noAnswer))
  if (errors) say(`${words.failed} ${errors[0].message}`)
  show('json')
}

// Files, links and receipts.
const tool = (label, does) =>
  element('button', { type: 'button', click: () => does().catch((error) => say(error.message)) }, label)

const file = (format) =>
  tool(format.toUpperCase(), async () => {
    say(words.downloading)
    const asked = current()
    say(words.downloaded(await download(asked, format, revisionOf(asked))))
  })

const addressField = (text, address) => [
  element(
    'label',
    {},
    `${text} `,
    element('input', { readonly: true, value: address, focus: (e) => e.target.select() }),
  ),
  element('a', { href: address, target: '_blank' }, '↗'),
]

const share = tool(words.share, async () => {
  const asked = current()
  const address = shareLink(asked, revisionOf(asked))
  // Pages that are not served over TLS have no clipboard.
  const copied = await navigator.clipboard?.writeText(address).then(
    () => true,
    () => false,
  )
  say(...addressField(copied ? words.shared : words.notCopied, address))
})

const receipt = tool(words.receipt, async () => {
  const asked = current()
  say(...addressField(words.receiptMade, await makeReceipt(asked, revisionOf(asked))))
})

const bar = (...parts) => element('div', { class: 'bar' }, parts)
const tools = element(
  'div',
  { id: 'tools' },
  bar(
    runButton,
    ...costParts,
    element('div', { class: 'views', role: 'group', 'aria-label': words.view }, views.table, views.json),
    element(
      'div',
      { class: 'files', role: 'group', 'aria-label': words.panel },
      file('csv'),
      file('xlsx'),
      share,
      receipt,
    ),
    element('button', { type: 'button', click: toggleDocs }, words.docs),
  ),
  bar(element('label', { for: 'as-of' }, words.asOf), asOfField, pinButton, pinText, keyPart()),
  status,
)

const asOf = new URL(location.href).searchParams.get('asOf')
state.asOf = asOf !== null && /^\d+$/.test(asOf) ? Number(asOf) : null
document.documentElement.lang = language
const home = element('h1', {}, element('a', { href: '/' }, words.home))
document.getElementById('panel').replaceChildren(home, questionList)
document.getElementById('tools-place').replaceChildren(tools)
document.getElementById('answer-place').replaceChildren(answerPlace)
lookOn(answered)
show('json')
showPin()
onEdit(countSoon)

/** What GraphiQL is started with besides: an edit must not bring back the revision that the address had at first. */
self.panelOptions = {
  onEditQuery(query) {
    const url = new URL(location.href)
    url.searchParams.set('query', query)
    history.replaceState({}, '', url)
  },
}
