/** Runs a case, what a user asks and what must come back, over HTTP on a whole server. */
import assert from 'node:assert/strict'
import { pino } from 'pino'
import type { Db } from '../../src/db/client.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import { createApp } from '../../src/http/app.ts'
import { ENDPOINT } from '../../src/http/endpoint.ts'
import { listen } from '../../src/http/server.ts'
import { systemClock } from '../../src/lib/clock.ts'

export interface Case {
  query: string
  variables?: Record<string, unknown>
  headers?: Record<string, string>
  /** Files of statistics that are imported before, in this order: format, and name in the folder of files. */
  releases?: [format: string, file: string][]
  check(answer: unknown, response: Response, assertion: typeof assert): unknown
}

/** Some cases read a partner's key from the environment when they are loaded, so each is loaded for a key of its own. */
export async function loadCase(db: Db, path: string): Promise<Case> {
  const { key } = await createKey(db, systemClock, {
    name: 'acceptance',
    scopes: ['read', 'sync'],
    expiresAt: null,
  })
  process.env.API_KEY = key
  return import(/* @vite-ignore */ `${path}?${key}`)
}

export async function runCase(db: Db, { query, variables, headers, check }: Case): Promise<void> {
  const server = await listen(
    createApp({
      db,
      log: pino({ level: 'silent' }),
      limiter: createLimiter(db, systemClock),
      answers: createAnswers(10_000_000),
    }),
    { host: '127.0.0.1', port: 0 },
  )
  try {
    const response = await fetch(`${server.url}${ENDPOINT}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    })
    await check(await response.json(), response, assert)
  } finally {
    await server.close()
  }
}
