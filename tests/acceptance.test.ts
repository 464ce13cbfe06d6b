/** The fixed cases: what a user asks, over HTTP, on a server as a fresh start fills it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { loadCase, runCase } from './helpers/acceptance.ts'
import { test } from './helpers/db.ts'
import { shared } from './helpers/shared.ts'

const folder = join(import.meta.dirname, 'acceptance')
const cases = readdirSync(folder).filter((name) => name.endsWith('.mjs'))

test.for(cases)('%s holds', async (name, { market }) => {
  await runCase(market.db, await loadCase(market.db, join(folder, name)))
})

test('the copies are the shared cases, all of them', () => {
  const original = shared('acceptance')
  if (!original) return
  const stage = readdirSync(original).filter((name) => /^\d-.*\.mjs$/.test(name))
  expect(cases).toEqual(stage)
  for (const name of stage) {
    expect(readFileSync(join(folder, name), 'utf8'), name).toBe(readFileSync(join(original, name), 'utf8'))
  }
})
