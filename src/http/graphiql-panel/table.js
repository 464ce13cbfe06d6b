/** An answer as tables with its sources below. */
import { element, link } from './dom.js'
import { words } from './words.js'

/** Rows that a page shows without becoming slow; files hold all. */
const MAX_ROWS = 500

/** Characters from which a cell gets a wide column. */
const LONG = 40

const NUMERIC = new Set(['Decimal', 'Int', 'Float'])

/** @param chosen is told the list whose items are to be the rows. */
export function showTable(place, table, chosen) {
  place.replaceChildren(
    ...table.tables.flatMap((one) => section(one, table.tables.length > 1, chosen)),
    sources(table.sources),
    element('section', {}, element('h2', {}, words.cite), element('p', { class: 'cite' }, table.citation)),
  )
}

/** `20 of 143 rows`. */
export const countText = ({ rows, goesOn, total }) => words.count(rows.length, goesOn, total)

function section(one, isOneOfMany, chosen) {
  const { name, columns, rows, lists, list } = one
  const isShared = columns.map(
    ({ isAbove }, i) => isAbove && rows.length > 1 && rows.every((row) => row[i] === rows[0][i]),
  )
  const varies = (_, i) => !isShared[i]
  const head = columns.filter(varies).map((column) => element('th', { scope: 'col' }, column.name))
  const body = rows.slice(0, MAX_ROWS).map((row) => {
    const cells = row.map((cell, i) => cellOf(cell, columns[i]))
    return element('tr', {}, cells.filter(varies))
  })
  const grid = element(
    'table',
    {},
    element('caption', {}, isOneOfMany ? `${name}: ${countText(one)}` : countText(one)),
    element('thead', {}, element('tr', {}, head)),
    element('tbody', {}, body),
  )
  return [
    lists.length > 1 && rowChooser(lists, list, chosen),
    isShared.includes(true) && sharedFacts(columns, rows[0], isShared),
    element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name }, grid),
    rows.length === 0 && element('p', {}, words.empty),
    rows.length > MAX_ROWS && element('p', {}, words.shown(MAX_ROWS)),
  ].filter(Boolean)
}

/** What is the same in all rows is said once. */
function sharedFacts(columns, row, isShared) {
  const facts = columns.flatMap(({ name, type, lists }, i) =>
    isShared[i]
      ? [
          element('dt', {}, name),
          element('dd', { dir: 'auto' }, contentOf(row[i], { type, lists }) ?? words.none),
        ]
      : [],
  )
  return element('dl', {}, facts)
}

function rowChooser(lists, list, chosen) {
  const options = lists.map((one) => element('option', { value: one, selected: one === list }, one))
  return element(
    'label',
    { class: 'rows' },
    `${words.rows} `,
    element('select', { change: ({ target }) => chosen(target.value) }, options),
  )
}

function cellOf(cell, column) {
  const content = contentOf(cell, column)
  if (content === null) return element('td')
  const isNumber = NUMERIC.has(column.type) && column.lists === 0
  const look = isNumber ? 'number' : String(cell).length > LONG ? 'long' : null
  return element('td', { class: look, dir: 'auto' }, content)
}

function contentOf(cell, { type, lists }) {
  if (cell === null || cell === '') return null
  if (typeof cell === 'boolean') return cell ? words.yes : words.no
  return type === 'URL' && lists === 0 ? link(cell, cell) : String(cell)
}

function sources(all) {
  const groups = ['PREFERRED', 'COMPARED', 'DESCRIBES'].flatMap((use) => {
    const items = all.filter((source) => source.use === use).map(sourceItem)
    return items.length > 0 ? [element('h3', {}, words[use]), element('ol', {}, items)] : []
  })
  const heading = element('h2', {}, words.sources)
  return element(
    'section',
    { class: 'sources' },
    heading,
    groups.length > 0 ? groups : element('p', {}, words.noSources),
  )
}

function sourceItem({ title, titleZh, url, attribution, licence, mayGoOut }) {
  const terms = licence ? link(licence.url, licence.name) : words.noTerms
  return element(
    'li',
    {},
    link(url, title),
    titleZh && [' ', element('bdi', { lang: 'zh' }, titleZh)],
    element(
      'small',
      {},
      `${attribution}. ${words.terms}: `,
      terms,
      !mayGoOut && element('strong', {}, ` ${words.mayNot}`),
    ),
  )
}
