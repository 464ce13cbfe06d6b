/** A client that asks for receipts, on a small ledger of its own. */
import { pino } from 'pino'
import type { Db } from '../../src/db/client.ts'
import { createApp } from '../../src/http/app.ts'
import { fixedClock } from './clock.ts'
import { emptyDb, importYaml, usage, WORLD } from './facts.ts'

export const USAGE = `query Usage($code: [String!]!, $rivals: Int) {
  tokenUsage(filter: { country: $code }) { nodes { value { text } claims(first: $rivals) { key value { point } } } }
}`
export const VARIABLES = { code: 'CN', rivals: 5 }

export interface Sent {
  status: number
  headers: Headers
  text: string
  body: any
}

export function clientOf(db: Db) {
  const app = createApp({
    db,
    log: pino({ level: 'silent' }),
    clock: fixedClock('2026-11-24T13:00:00Z'),
  })
  const send = async (path: string, init?: RequestInit): Promise<Sent> => {
    const response = await app(new Request(`http://test${path}`, init))
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text ? JSON.parse(text) : null,
    }
  }
  const post = (body: string | object, headers: Record<string, string> = {}) =>
    send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return {
    send,
    post,
    /** Asks for a receipt as the README says. */
    pin: (query: string, variables?: object, more: object = {}) =>
      post({ query, variables, extensions: { receipt: true }, ...more }),
    page: (path: string) => send(path, { headers: { accept: 'text/html,*/*;q=0.8' } }),
  }
}

/** An app on a small ledger that knows one figure. */
export async function small(): Promise<{ db: Db } & ReturnType<typeof clientOf>> {
  const db = await emptyDb()
  await importYaml(db, `${WORLD}\nclaims:\n${usage('daily', 140)}`)
  return { db, ...clientOf(db) }
}

export const idOf = ({ body }: Sent): string => body.extensions.receipt.id
export const codeOf = ({ body }: Sent): string => body.errors[0].extensions.code
