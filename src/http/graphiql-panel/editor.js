/** What stands in GraphiQL's editors. Its state is its own, so its editors are read and its buttons pressed. */

const modelOf = (name) => self.monaco?.editor.getModels().find(({ uri }) => uri.path.endsWith(name))

const textOf = (name) => modelOf(name)?.getValue() ?? ''

/** The open question; variables are null where they are no JSON object. */
export function current() {
  return { query: textOf('operation.graphql'), variables: objectOf(textOf('variables.json')) }
}

/** Headers that were typed into GraphiQL. */
export const typedHeaders = () => objectOf(textOf('request-headers.json')) ?? {}

function objectOf(text) {
  if (text.trim() === '') return {}
  try {
    const value = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

export const operationName = (query) => /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(query)?.[1]

/** Calls back whenever question or variables change; waits until GraphiQL is there. */
export function onEdit(edited) {
  const wait = setInterval(() => {
    const models = ['operation.graphql', 'variables.json'].map(modelOf)
    if (!models.every(Boolean)) return
    clearInterval(wait)
    for (const model of models) model.onDidChangeContent(edited)
    edited()
  }, 100)
}

const settled = () => new Promise((done) => setTimeout(done, 50))
const press = (selector) => document.querySelector(selector)?.click()

/** Opens a question in its tab, or in a new one where its tab holds something else by now. */
export async function open(query) {
  if (current().query === query) return
  const name = operationName(query)
  const tab = [...document.querySelectorAll('.graphiql-tab-button')].find((t) => t.textContent === name)
  if (tab) {
    tab.click()
    await settled()
    if (current().query === query) return
  }
  if (current().query.trim() !== '') {
    press('.graphiql-tab-add')
    await settled()
  }
  modelOf('operation.graphql')?.setValue(query)
  modelOf('variables.json')?.setValue('')
}

/** GraphiQL sends the name of the operation that it read last, which is not yet that of a text just put in. */
export async function run() {
  const name = operationName(current().query)
  const isKnown = () => !name || document.querySelector('.graphiql-tab-active')?.textContent.includes(name)
  for (let tries = 0; tries < 60 && !isKnown(); tries++) await settled()
  press('.graphiql-execute-button')
}

export const toggleDocs = () => press('.graphiql-sidebar button[aria-label$="Documentation Explorer"]')
