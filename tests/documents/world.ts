/** A server on a ledger with the seeds, and questions by text and by hash. */
import { expect } from 'vitest'
import { createKey, rotateKey } from '../../src/domain/access/keys.ts'
import { addDocuments } from '../../src/domain/documents/operator.ts'
import type { AppOptions } from '../../src/http/app-options.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test as base, type TestDb } from '../helpers/db.ts'

const NOW = '2026-11-24T12:00:00Z'
const JSON_TYPES = { 'content-type': 'application/json', accept: 'application/graphql-response+json' }

let questions = 0
/** A question that no test asked before. */
export const fresh = (rest = '{ country(code: "CN") { name } }') => `query Fresh${++questions} ${rest}`
export const CHINA = { country: { name: 'China' } }
export const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
export const persisted = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } })

export interface Outcome {
  status: number
  headers: Headers
  data: any
  /** Of the only error. */
  code: string | undefined
  message: string | undefined
  extensions: any
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const { data, errors, extensions } = (await response.json()) as any
  expect(errors?.length ?? 1).toBe(1)
  const [error] = errors ?? []
  const { status, headers } = response
  return { status, headers, data, code: error?.extensions.code, message: error?.message, extensions }
}

export function worldOf({ db, statements }: TestDb, options: Partial<AppOptions> = {}) {
  const clock = fixedClock(NOW)
  const { app } = testApp(db, { clock, ...options })
  const key = async (more: { documentsOf?: string; scopes?: ('read' | 'sync' | 'admin')[] } = {}) =>
    createKey(db, clock, { name: 'test', scopes: ['read'], expiresAt: null, ...more })
  return {
    ...{ db, app, clock, key, statements },
    rotate: async (id: string) => (await rotateKey(db, clock, id, 0))!,
    register: (text: string) => addDocuments(db, clock, [{ text, name: null }]),
    rows: (text: string) => db.registeredDocument.findMany({ where: { hash: sha256(text) } }),
    post: async (body: object, headers: Record<string, string> = {}) =>
      outcomeOf(
        await app(
          new Request('http://test/graphql', {
            ...{ method: 'POST', headers: { ...JSON_TYPES, ...headers }, body: JSON.stringify(body) },
          }),
        ),
      ),
    get: async (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
      outcomeOf(
        await app(
          new Request(`http://test/graphql?${new URLSearchParams(parameters)}`, {
            headers: { accept: 'application/graphql-response+json', ...headers },
          }),
        ),
      ),
  }
}

export type World = ReturnType<typeof worldOf>

export const test = base.extend<{ world: World }>({
  world: [async ({ seeded }, use) => use(worldOf(seeded)), { scope: 'test' }],
})
