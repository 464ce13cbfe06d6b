/** What the README shows of writing is what works: its commands, sent as they stand. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createKey } from '../../src/domain/access/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')

/** The body that the README's command with this key sends. */
function bodyOf(key: string): { query: string; variables?: object } {
  const [, body] = new RegExp(`Bearer \\$${key}"[^']*'content-type: application/json'[^']*-d '([^']*)'`).exec(
    readme,
  )!
  return JSON.parse(body!)
}

test('the commands that write do what they say', async ({ seeded: { db } }) => {
  const { ask } = testApp(db)
  const { key } = await createKey(db, systemClock, {
    ...{ name: 'test', scopes: ['sync', 'write', 'admin'], expiresAt: null },
  })
  const send = async ({ query, variables }: ReturnType<typeof bodyOf>) =>
    (await ask(query, variables, { authorization: `Bearer ${key}` })).body.data
  expect(await send(bodyOf('ADMIN_KEY'))).toEqual({
    createKey: { key: expect.stringMatching(/^aef_/), apiKey: { id: expect.any(String) } },
  })
  expect(await send(bodyOf('WRITE_KEY'))).toEqual({
    submitClaims: { revision: 2, claimsAdded: 1, rejected: [], problems: [] },
  })
})
