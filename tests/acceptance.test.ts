/** The fixed cases: what a user asks, over HTTP, on a server as a fresh start fills it. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect } from 'vitest'
import { createKey } from '../src/domain/access/keys.ts'
import { createLimiter } from '../src/domain/access/limits.ts'
import { createAnswers } from '../src/http/answers/store.ts'
import { createApp } from '../src/http/app.ts'
import { ENDPOINT } from '../src/http/endpoint.ts'
import { listen } from '../src/http/server.ts'
import { systemClock } from '../src/lib/clock.ts'
import { test } from './helpers/db.ts'
import { shared } from './helpers/shared.ts'

const folder = join(import.meta.dirname, 'acceptance')
const cases = readdirSync(folder).filter((name) => name.endsWith('.mjs'))

test.for(cases)('%s holds', async (name, { market }) => {
  // Some cases read a partner's key from the environment when they are loaded, so each is loaded for this key.
  const { key } = await createKey(market.db, systemClock, {
    name: 'acceptance',
    scopes: ['read', 'sync'],
    expiresAt: null,
  })
  process.env.API_KEY = key
  const { query, variables, headers, check } = await import(/* @vite-ignore */ `${join(folder, name)}?${key}`)
  const server = await listen(
    createApp({
      db: market.db,
      log: pino({ level: 'silent' }),
      limiter: createLimiter(market.db, systemClock),
      answers: createAnswers(10_000_000),
    }),
    {
      host: '127.0.0.1',
      port: 0,
    },
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
})

test('the copies are the shared cases, all of this stage', () => {
  const original = shared('acceptance')
  if (!original) return
  const stage = readdirSync(original).filter((name) => /^[123456]-.*\.mjs$/.test(name))
  expect(cases).toEqual(stage)
  for (const name of stage) {
    expect(readFileSync(join(folder, name), 'utf8'), name).toBe(readFileSync(join(original, name), 'utf8'))
  }
})
