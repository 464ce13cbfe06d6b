/** Keys cared for over the API: made, rotated and revoked by a key with the scope `admin`, and what that may not do. */
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import type { Scope } from '../../src/domain/access/caller.ts'
import { createKey, listKeys } from '../../src/domain/access/keys.ts'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test as base, type TestDb } from '../helpers/db.ts'

const NOW = '2026-11-28T12:00:00.000Z'
const KEY = /^aef_[0-9a-z]{10}_[0-9a-z]{32}$/
const ALL: Scope[] = ['read', 'sync', 'write', 'admin']
const INFO = '{ id name scopes createdAt expiresAt revokedAt perMinute daily rotatedTo }'

function worldOf({ db, statements }: TestDb) {
  const clock = fixedClock(NOW)
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })
  const { ask } = testApp(db, { clock, log, limiter: createLimiter(db, clock) })
  const keyWith = (scopes: Scope[] = ALL, expiresAt: string | null = null) =>
    createKey(db, clock, { name: 'test', scopes, expiresAt: expiresAt ? new Date(expiresAt) : null })
  const by = (key: string) => (query: string, variables?: object) =>
    ask(query, variables, { authorization: `Bearer ${key}` })
  return { db, clock, lines, statements, keyWith, by }
}

const test = base.extend<{ world: ReturnType<typeof worldOf> }>({
  world: async ({ seeded }, use) => use(worldOf(seeded)),
})

/** The code and text of the only error. */
const refused = ({ body }: { body: { errors?: any[] } }) => {
  expect(body.errors).toHaveLength(1)
  return `${body.errors![0].extensions.code}: ${body.errors![0].message}`
}

describe('a key that is made', () => {
  test('is told once, works at once, and stands in the log of keys with its maker', async ({ world }) => {
    const admin = await world.keyWith()
    const made = await world.by(admin.key)(
      `mutation { createKey(name: " A partner ", scopes: ["sync", "read", "sync"], expiresOn: "2027-01-31",
        perMinute: 5000, daily: 100000) { key apiKey ${INFO} } }`,
    )
    expect(made.headers.get('cache-control')).toBe('no-store')
    const { key, apiKey } = made.body.data.createKey
    expect(key).toMatch(KEY)
    expect(apiKey).toEqual({
      ...{ id: key.slice(4, 14), name: 'A partner', scopes: ['read', 'sync'], createdAt: NOW },
      ...{ expiresAt: '2027-02-01T00:00:00.000Z', revokedAt: null, perMinute: 5000, daily: 100000 },
      rotatedTo: null,
    })
    const { me } = (await world.by(key)('{ me { keyId scopes limits { name limit } } }')).body.data
    expect(me).toMatchObject({ keyId: apiKey.id, scopes: ['read', 'sync'] })
    expect(me.limits.map((l: any) => l.limit)).toEqual([5000, 100000])

    const asked = await world.by(admin.key)(`{ key(id: "${apiKey.id}") { name events { action at by } } }`)
    expect(asked.body.data.key.events).toEqual([{ action: 'CREATED', at: NOW, by: admin.id }])
    const stored = JSON.stringify(await world.db.$queryRaw`SELECT to_jsonb(k) FROM "ApiKey" k`)
    for (const text of [stored, world.lines.join(), JSON.stringify(asked.body)])
      expect(text).not.toContain(key.slice(15))
  })

  test('is lost with no failure of another field', async ({ world }) => {
    const admin = await world.keyWith()
    const { body } = await world.by(admin.key)(
      'mutation { createKey(name: "x", scopes: ["read"]) { key } gone: revokeKey(id: "nobody") { id } }',
    )
    expect(body.data).toEqual({ createKey: { key: expect.stringMatching(KEY) }, gone: null })
    expect(body.errors).toMatchObject([{ path: ['gone'], extensions: { code: 'NOT_FOUND' } }])
  })

  const wrong: [string, string, RegExp][] = [
    ['no name', 'name: " ", scopes: ["read"]', /Say who gets the key: `name`\./],
    ['a long name', `name: "${'x'.repeat(101)}", scopes: ["read"]`, /at most 100 characters/],
    ['a name of two lines', 'name: "a\\nb", scopes: ["read"]', /on one line/],
    // Escaped: a question in which a key stands as it is never comes so far.
    [
      'a key as a name',
      `name: "\\u0061ef_0123456789_${'z'.repeat(32)}", scopes: ["read"]`,
      /must not be a key/,
    ],
    ['no scopes', 'name: "x", scopes: []', /Name the scopes: `scopes` is a list of read, sync, write, admin/],
    ['an unknown scope', 'name: "x", scopes: ["root"]', /Unknown scope root\. There are: read, sync/],
    ['a day that is over', 'name: "x", scopes: ["read"], expiresOn: "2026-11-27"', /is over already/],
    ['no cost', 'name: "x", scopes: ["read"], perMinute: 0', /`perMinute` is a cost: a whole number from 1/],
    ['a cost below none', 'name: "x", scopes: ["read"], daily: -1', /`daily` is a cost: a whole number/],
  ]
  test.for(wrong)('is refused for %s, and nothing is made', async ([, given, told], { world }) => {
    const admin = await world.keyWith()
    const before = await listKeys(world.db)
    const answer = refused(await world.by(admin.key)(`mutation { createKey(${given}) { key } }`))
    expect(answer).toMatch(/^BAD_ARGUMENT/)
    expect(answer).toMatch(told)
    expect(await listKeys(world.db)).toEqual(before)
  })
})

describe('a key gives only what it has', () => {
  const make = (scopes: string, more = '') =>
    `mutation { createKey(name: "x", scopes: [${scopes}] ${more}) { key } }`

  test('of scopes: those of its own, and reading', async ({ world }) => {
    const admin = await world.keyWith(['sync', 'admin'])
    for (const scopes of ['"read"', '"sync"', '"admin", "sync", "read"'])
      expect((await world.by(admin.key)(make(scopes))).body.errors).toBeUndefined()
    expect(refused(await world.by(admin.key)(make('"write"')))).toBe(
      'FORBIDDEN: This key does not have the scope write, so it cannot give it.',
    )
  })

  test('of time: the scope admin for no longer than it has it itself', async ({ world }) => {
    const admin = await world.keyWith(ALL, '2027-01-01')
    const ask = world.by(admin.key)
    expect((await ask(make('"admin"', 'expiresOn: "2026-12-31"'))).body.errors).toBeUndefined()
    expect((await ask(make('"sync"', 'expiresOn: "2028-12-31"'))).body.errors).toBeUndefined()
    for (const more of ['', 'expiresOn: "2027-01-01"'])
      expect(refused(await ask(make('"admin"', more)))).toMatch(/^FORBIDDEN: This key ends at 2027-01-01T/)
  })

  test('by rotation too: it gets no key that it could not have made', async ({ world }) => {
    const admin = await world.keyWith(['admin'], '2027-01-01')
    const targets = [await world.keyWith(['sync']), await world.keyWith(['admin'])]
    const before = await listKeys(world.db)
    for (const { id } of targets)
      expect(refused(await world.by(admin.key)(`mutation { rotateKey(id: "${id}") { key } }`))).toMatch(
        /^FORBIDDEN/,
      )
    expect(await listKeys(world.db)).toEqual(before)
  })
})

describe('a key that is rotated', () => {
  test('goes on beside the new one for the overlap, and both spend from one budget', async ({ world }) => {
    const admin = await world.keyWith()
    const created = await world.by(admin.key)(
      'mutation { createKey(name: "A", scopes: ["sync"], perMinute: 600, daily: 1000) { key apiKey { id } } }',
    )
    const { key: first, apiKey: old } = created.body.data.createKey
    const rotate = (id: string, more = '') =>
      world.by(admin.key)(
        `mutation { rotateKey(id: "${id}" ${more}) { key apiKey ${INFO} replaced ${INFO} } }`,
      )
    const { key: second, apiKey, replaced } = (await rotate(old.id, 'overlapHours: 2')).body.data.rotateKey
    expect(replaced).toMatchObject({ expiresAt: '2026-11-28T14:00:00.000Z', rotatedTo: apiKey.id })
    expect(apiKey).toMatchObject({ name: 'A', scopes: ['sync'], perMinute: 600, daily: 1000 })
    const third = (await rotate(apiKey.id)).body.data.rotateKey.key

    const left = async (key: string) => {
      const { body } = await world.by(key)('{ me { limits { left } } }')
      return body.data.me.limits.map((l: any) => l.left)
    }
    const [minute, day] = await left(first)
    for (const [n, key] of [second, third, first].entries())
      expect(await left(key)).toEqual([minute - 3 * (n + 1), day - 3 * (n + 1)])

    world.clock.set('2026-11-28T14:00:00Z')
    expect((await world.by(first)('{ __typename }')).status).toBe(401)
    expect((await world.by(second)('{ __typename }')).status).toBe(200)
  })

  test('may be the one that asks, with time to keep the answer', async ({ world }) => {
    const admin = await world.keyWith()
    const ask = world.by(admin.key)
    const rotate = (hours: number) =>
      ask(`mutation { rotateKey(id: "${admin.id}", overlapHours: ${hours}) { key } }`)
    expect(refused(await rotate(0))).toMatch(/^BAD_ARGUMENT: A key that rotates itself goes on for an hour/)
    for (const hours of [-1, 8761])
      expect(refused(await rotate(hours))).toBe(
        'BAD_ARGUMENT: `overlapHours` is a whole number from 0 to 8760.',
      )
    const { key } = (await rotate(1)).body.data.rotateKey
    // The old one cannot make itself a longer life any more.
    expect(refused(await ask('mutation { createKey(name: "x", scopes: ["admin"]) { key } }'))).toMatch(
      /^FORBIDDEN/,
    )
    expect((await world.by(key)('mutation { __typename }')).status).toBe(200)
    expect(refused(await rotate(1))).toMatch(/^BAD_ARGUMENT: .* was rotated already/)
  })
})

test('a key that is revoked is refused from then on; none revokes itself', async ({ world }) => {
  const [admin, other] = [await world.keyWith(), await world.keyWith(['sync'])]
  const revoke = (id: string) =>
    world.by(admin.key)(`mutation { revokeKey(id: "${id}") { revokedAt events { action by } } }`)
  expect((await revoke(other.id)).body.data.revokeKey).toEqual({
    revokedAt: NOW,
    events: [
      { action: 'REVOKED', by: admin.id },
      { action: 'CREATED', by: 'cli' },
    ],
  })
  expect((await world.by(other.key)('{ __typename }')).status).toBe(401)
  world.clock.set('2026-11-28T13:00:00Z')
  expect((await revoke(other.id)).body.data.revokeKey).toMatchObject({ revokedAt: NOW })
  expect(refused(await revoke(admin.id))).toMatch(/^BAD_ARGUMENT: This is the key that asks/)
  expect((await world.by(admin.key)('{ __typename }')).status).toBe(200)
  const whole = refused(await revoke(other.key))
  expect(whole).toMatch(/^BAD_REQUEST: A key never goes into a question/)
  expect(whole).not.toContain(other.key.slice(15))
})

test('keys are listed in pages, with their log, in as many statements however many there are', async ({
  world,
}) => {
  const admin = await world.keyWith()
  const ask = world.by(admin.key)
  const walked: string[] = []
  const page = 'nodes { id name events { action at by } } pageInfo { hasNextPage endCursor }'
  const sent: number[] = []
  for (let after: string | null = null, more = true; more; ) {
    world.statements()
    const { body } = await ask(`query($after: String) { keys(first: 3, after: $after) { ${page} } }`, {
      after,
    })
    sent.push(world.statements().length)
    const { nodes, pageInfo } = body.data.keys
    walked.push(...nodes.map((node: any) => node.id))
    for (const { events } of nodes) expect(events.at(-1).action).toBe('CREATED')
    ;[more, after] = [pageInfo.hasNextPage, pageInfo.endCursor]
  }
  const all = (await listKeys(world.db)).map((key) => key.id)
  expect(walked).toEqual(all)
  expect(new Set(sent).size).toBe(1)
  const { body } = await ask('{ keys(first: 1) { totalCount } }')
  expect(body.data.keys.totalCount).toBe(all.length)
  for (const query of ['{ key(id: "nobody") { id } }', '{ key(id: "") { id } }'])
    expect(refused(await ask(query))).toMatch(/^NOT_FOUND/)
})
