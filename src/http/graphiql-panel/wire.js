/** How the panel talks to the endpoint: it looks on while GraphiQL asks, and asks for costs, files and receipts. */
import { current, typedHeaders } from './editor.js'

const TABLE_TYPE = 'application/vnd.ai-economy-facts.table+json'
const FILE_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const send = self.fetch.bind(self)

/**
 * What requests depend on beside the question.
 * @property key of the caller, or null. @property asOf the pinned revision, or null.
 * @property rowsOf names the list whose items are the rows of a question, or null.
 */
export const state = { key: null, asOf: null, rowsOf: () => null }

const endpoint = new URL(location.pathname, location.href)

function address(asOf, rows = null) {
  const url = new URL(endpoint)
  if (asOf !== null) url.searchParams.set('asOf', asOf)
  if (rows !== null) url.searchParams.set('rows', rows)
  return url
}

function withKey(headers) {
  const own = new Headers(headers)
  if (state.key !== null && !own.has('authorization') && !own.has('x-api-key'))
    own.set('authorization', `Bearer ${state.key}`)
  return own
}

const isIntrospection = ({ query }) => /\b__(schema|type)\b/.test(query ?? '')

/**
 * Looks on at what GraphiQL asks by POST: sends the key along, pins the revision, and has the rows told beside the JSON,
 * which GraphiQL gets without them. Streams and all else pass untouched but for key and revision.
 * @param answered is told each question with its answer.
 */
export function lookOn(answered) {
  self.fetch = async (input, init = {}) => {
    const url = new URL(input.url ?? input, location.href)
    const isOurs = url.origin === endpoint.origin && url.pathname === endpoint.pathname
    if (!isOurs || init.method !== 'POST' || typeof init.body !== 'string') return send(input, init)
    const headers = withKey(init.headers)
    const question = JSON.parse(init.body)
    const isStream = headers.get('accept')?.startsWith('text/event-stream')
    if (isStream || isIntrospection(question)) return send(address(state.asOf), { ...init, headers })
    headers.set('accept', `${TABLE_TYPE}, ${headers.get('accept') ?? 'application/json'}`)
    // GraphiQL sends it in a spelling of its own.
    const asked = current()
    const rows = state.rowsOf(asked.query)
    const response = await send(address(state.asOf, rows), { ...init, headers })
    const text = await response.text()
    const kept = { status: response.status, headers: { 'content-type': 'application/json' } }
    let answer
    try {
      answer = JSON.parse(text)
    } catch {
      return new Response(text, kept)
    }
    const { table, ...json } = answer
    answered(asked, json, table ?? null)
    return new Response(JSON.stringify(json), kept)
  }
}

/** @param question with `query` and `variables`. */
async function post(question, { accept, asOf, rows = null, extensions, signal }) {
  const headers = withKey({ ...typedHeaders(), 'content-type': 'application/json', accept })
  const body = JSON.stringify({ ...question, ...(extensions && { extensions }) })
  return send(address(asOf, rows), { method: 'POST', headers, body, signal })
}

/** What a question would cost: `{ cost, revision, message }`, each where it is known. */
export async function dryRun(question, signal) {
  const response = await post(question, {
    ...{ accept: 'application/json', asOf: state.asOf, signal },
    extensions: { dryRun: true },
  })
  const { errors, extensions } = await response.json()
  return { ...extensions, message: errors?.[0]?.message ?? null }
}

/** @throws Error with the text of the first error. */
export async function makeReceipt(question, asOf) {
  const response = await post(question, { accept: 'application/json', asOf, extensions: { receipt: true } })
  const { errors, extensions } = await response.json()
  if (!extensions?.receipt) throw new Error(errors?.[0]?.message ?? response.statusText)
  return new URL(extensions.receipt.url, location.href).href
}

/** Saves the answer as a file, and returns its name. @throws Error with the text of the first error. */
export async function download(question, format, asOf) {
  const rows = state.rowsOf(question.query)
  const response = await post(question, { accept: FILE_TYPES[format], asOf, rows })
  if (!response.headers.has('content-disposition')) {
    const { errors } = await response.json()
    throw new Error(errors?.[0]?.message ?? response.statusText)
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition'))[1]
  const url = URL.createObjectURL(await response.blob())
  const anchor = Object.assign(document.createElement('a'), { href: url, download: name })
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
  return name
}

/** The address that opens a question as of a revision. */
export function shareLink({ query, variables }, asOf) {
  const url = new URL(endpoint)
  url.searchParams.set('query', query)
  if (Object.keys(variables).length > 0) url.searchParams.set('variables', JSON.stringify(variables, null, 2))
  if (asOf !== null) url.searchParams.set('asOf', asOf)
  return url.href
}
