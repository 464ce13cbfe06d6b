/** Tables of guides that are made from the code, so that none of its parts is forgotten. */
import { CHARTS } from '../charts/registry.ts'
import { SCOPES } from '../domain/access/caller.ts'
import { COMPARISON_REASONS } from '../domain/belief/comparability.ts'
import { ERROR_CODES, type ErrorCode } from '../errors.ts'
import { schema } from '../graphql/schema.ts'
import { deprecationsOf } from './deprecations.ts'
import { REFERENCE } from './reference-type.ts'
import { releasedSchemas } from './schema-changes.ts'

/** What a client does about each error. */
const ADVICE: Record<ErrorCode, string> = {
  GRAPHQL_PARSE_FAILED: 'Correct the document; the text names the place.',
  GRAPHQL_VALIDATION_FAILED: 'Compare the document with the reference; the text names the field.',
  BAD_REQUEST: 'Send JSON by POST with `content-type: application/json`, or the query by GET.',
  BAD_ARGUMENT: 'Correct the value that the text names. Asking the same again fails again.',
  INCOMMENSURABLE_UNITS:
    'Ask in one of the units that the message names, or leave `in` out and take the value as it is given.',
  EXCHANGE_RATE_MISSING: 'Ask in the currency of the value, or import the rate, with its source, as a claim.',
  QUERY_TOO_COSTLY: 'Ask for smaller pages (`first`), fewer lists within lists, or in several requests.',
  QUERY_TOO_DEEP: 'Ask for the inner part in a request of its own.',
  UNKNOWN_REVISION: 'Take a number from `revisions`, or a time that has passed.',
  CURSOR_INVALID: 'Begin the list anew, and hand cursors on as they came.',
  CURSOR_TOO_OLD: 'Take full copies again, and go on from the cursor that they name.',
  UNAUTHENTICATED: 'Check the key and its header. Whoever runs the server makes keys.',
  FORBIDDEN: 'Ask whoever runs the server for a key with the scope that the text names.',
  NOT_FOUND: 'Check the address or id. Slugs never change their meaning, so it was never there.',
  PERSISTED_QUERY_NOT_FOUND: 'Send the text beside its hash; with a key, that registers it.',
  PERSISTED_QUERY_MISMATCH: 'Compute the hash from the very text that you send, in UTF-8.',
  DOCUMENT_NOT_REGISTERED: 'Have the document registered, or ask by another key; the text says how.',
  LICENCE_WITHHELD: 'Cite the source itself: its address is in `provenance`.',
  WITHHELD: 'Nothing: it does not come back.',
  IDEMPOTENCY_CONFLICT: 'Take another idempotency key for each thing to do.',
  METHOD_NOT_ALLOWED: 'Use a method that the header `Allow` names.',
  PAYLOAD_TOO_LARGE: 'Send less: values go into variables, long documents into several requests.',
  RATE_LIMITED: 'Wait as long as `Retry-After` says, then ask the same again.',
  TOO_MANY_STREAMS: 'Close a subscription or a followed feed, then ask again after `Retry-After`.',
  TIMEOUT: 'Ask for less. A mutation may have been done: ask again under the same idempotency key.',
  UNAVAILABLE: 'Ask again after `Retry-After`, a few times, with growing pauses.',
  INTERNAL: 'Ask once more; then report it with the id that the text names.',
}

type Cells = readonly (string | number)[]

const table = (heads: readonly string[], rows: readonly Cells[]) =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const errors = () =>
  table(
    ['code', 'status', 'meaning', 'what to do'],
    Object.entries(ERROR_CODES).map(([code, { status, meaning }]) => [
      ...[`\`${code}\``, status, meaning, ADVICE[code as ErrorCode]],
    ]),
  )

const scopes = () =>
  table(
    ['scope', 'what it allows'],
    Object.entries(SCOPES).map(([scope, meaning]) => [`\`${scope}\``, meaning]),
  )

/** The address shows the chart as it needs to be asked. */
const charts = () =>
  table(
    ['chart', 'what it shows', 'its own parameters'],
    CHARTS.map(({ name, title, description, parameters }) => [
      `[\`${name}\`](/charts/${name}${exampleOf(parameters)})`,
      `${title.en}. ${description.en}`,
      parameters.map((one) => `\`${one.name}\`: ${one.description}`).join('; ') || 'none',
    ]),
  )

function exampleOf(parameters: (typeof CHARTS)[number]['parameters']): string {
  const needed = parameters.filter(({ fallback }) => fallback === undefined)
  const search = new URLSearchParams(needed.map(({ name, example }) => [name, example]))
  return needed.length > 0 ? `?${search}` : ''
}

function deprecations(): string {
  const all = deprecationsOf(schema)
  if (all.length === 0) return 'Nothing is deprecated.'
  return table(
    ['what', 'may go from', 'instead'],
    all.map(({ type, path, day, reason }) => [`[\`${path}\`](${REFERENCE}/${type})`, day, reason]),
  )
}

const releases = () =>
  table(
    ['day', 'schema'],
    releasedSchemas()
      .reverse()
      .map(({ day }) => [day, `[what changed](/docs/changelog#${day})`]),
  )

const comparing = () =>
  table(
    ['reason', 'what it says'],
    Object.entries(COMPARISON_REASONS).map(([code, text]) => [`\`${code}\``, text]),
  )

export const TABLES: Record<string, () => string> = {
  errors,
  scopes,
  comparing,
  charts,
  deprecations,
  releases,
}
