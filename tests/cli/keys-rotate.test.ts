/** Keys that take the place of others, and the log of what was done to keys. */
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { runKeys } from '../../src/cli/keys.ts'
import { openDb } from '../../src/db/client.ts'
import { revokeKey, rotateKey } from '../../src/domain/access/keys.ts'
import { createApp } from '../../src/http/app.ts'
import { test as base, type Cli, type Outcome } from '../helpers/cli.ts'
import { fixedClock } from '../helpers/clock.ts'
import { inProcess } from '../helpers/in-process.ts'

const NOW = '2026-11-25T12:00:30Z'
const KEY = /^aef_[0-9a-z]{10}_[0-9a-z]{32}$/
const ID = /^[0-9a-z]{10}$/

interface World {
  clock: ReturnType<typeof fixedClock>
  db: ReturnType<typeof openDb>
  url: string
  keys(...args: string[]): Promise<Outcome>
  /** What `--json` prints. */
  json(...args: string[]): Promise<any>
  create(...args: string[]): Promise<{ id: string; key: string; scopes: string[] }>
  /** `keys list --json` by id. */
  info(id: string): Promise<any>
  /** The status of a request with a key. */
  status(key: string): Promise<number>
}

async function worldOf(cli: Cli): Promise<World> {
  const clock = fixedClock(NOW)
  const url = await cli.database('empty')
  const db = openDb({ url })
  const app = createApp({ db, log: pino({ level: 'silent' }), clock })
  const keys = (...args: string[]) =>
    inProcess((rest, config) => runKeys(rest, config, clock), args, { DATABASE_URL: url })
  const json = async (...args: string[]) => {
    const { code, stdout } = await keys(...args, '--json')
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    return JSON.parse(stdout)
  }
  return {
    ...{ clock, db, url, keys, json },
    create: (...args) => json('create', '--name', 'Partner', '--scopes', 'read,sync', ...args),
    info: async (id) => (await json('list')).find((key: { id: string }) => key.id === id),
    status: async (key) =>
      (await app(new Request('http://test/healthz', { headers: { 'x-api-key': key } }))).status,
  }
}

const test = base.extend<{ world: World }>({
  world: async ({ cli }, use) => {
    const world = await worldOf(cli)
    await use(world)
    await world.db.$disconnect()
  },
})

/** With the last line only: before it stands where the database is. */
const refusal = ({ code, stdout, stderr }: Outcome) => ({
  code,
  stdout,
  told: stderr.trimEnd().split('\n').at(-1),
})

describe('a rotated key', () => {
  test('gives all that it allows to a new one, and goes on beside it for a week', async ({ world }) => {
    const terms = ['--expires', '2027-01-31', '--daily', '9000', '--per-minute', '500']
    const old = await world.create(...terms)
    world.clock.set('2026-11-26T00:00:00Z')
    const made = await world.json('rotate', old.id)
    expect(made).toEqual({
      ...{ id: expect.stringMatching(ID), key: expect.stringMatching(KEY), scopes: ['read', 'sync'] },
      ...{ replaces: old.id, oldExpiresAt: '2026-12-03T00:00:00.000Z' },
    })
    expect(made.id).not.toBe(old.id)
    expect(made.key.slice(-32)).not.toBe(old.key.slice(-32))
    const before = await world.info(old.id)
    expect(before).toMatchObject({ rotatedTo: made.id, expiresAt: made.oldExpiresAt, revokedAt: null })
    expect(await world.info(made.id)).toEqual({
      ...before,
      ...{ id: made.id, createdAt: '2026-11-26T00:00:00.000Z', rotatedTo: null },
      ...{ expiresAt: '2027-02-01T00:00:00.000Z', perMinute: 500, daily: 9000 },
    })
    world.clock.set('2026-12-02T23:59:59.999Z')
    expect([await world.status(old.key), await world.status(made.key)]).toEqual([200, 200])
    world.clock.set('2026-12-03T00:00:00Z')
    expect([await world.status(old.key), await world.status(made.key)]).toEqual([401, 200])
    world.clock.set('2027-02-01T00:00:00Z')
    expect(await world.status(made.key)).toBe(401)
    expect((await world.keys('list')).stdout).toMatch(
      new RegExp(`^${old.id} .* 2026-12-02  - +500 +9000 +${made.id} +any$`, 'm'),
    )
  })

  test('ends at once with an overlap of 0, after hours, and never later than it would have', async ({
    world,
  }) => {
    for (const [overlap, until] of [
      ['0', '2026-11-25T12:00:30.000Z'],
      ['0d', '2026-11-25T12:00:30.000Z'],
      ['36h', '2026-11-27T00:00:30.000Z'],
      ['365d', '2026-12-01T00:00:00.000Z'],
    ] as const) {
      const old = await world.create('--expires', '2026-11-30')
      const made = await world.json('rotate', old.id, '--overlap', overlap)
      expect(made.oldExpiresAt, overlap).toBe(until)
      expect((await world.info(made.id)).expiresAt).toBe('2026-12-01T00:00:00.000Z')
      expect(await world.status(old.key)).toBe(overlap.startsWith('0') ? 401 : 200)
      expect(await world.status(made.key)).toBe(200)
    }
  })

  test('is told in words, with the new key once', async ({ world }) => {
    const old = await world.create('--daily', '1000000')
    const { code, stdout } = await world.keys('rotate', old.id)
    expect(code).toBe(0)
    const key = stdout.split('\n')[0]!
    expect(key).toMatch(KEY)
    expect(stdout.split(key)).toHaveLength(2)
    expect(stdout).toContain(
      'The new key of Partner: scopes read, sync; cost at most 1,000,000 a day; valid until it is revoked.',
    )
    expect(stdout).toContain(`The old one, ${old.id}, is valid until 2026-12-02 12:00 UTC.`)
    const again = await world.keys('rotate', key.split('_')[1]!, '--overlap', '0')
    expect(again.stdout).toMatch(/The old one, \w{10}, has ended\.\n$/)
  })

  test('is neither revoked, expired, rotated before, nor unknown', async ({ world }) => {
    const [revoked, expired, rotated] = [
      await world.create(),
      await world.create('--expires', '2026-11-25'),
      await world.create(),
    ]
    await world.keys('revoke', revoked.id)
    const { id } = await world.json('rotate', rotated.id, '--overlap', '1h')
    world.clock.set('2026-11-26T00:00:00Z')
    const [keys, events] = [await world.json('list'), await world.json('log')]
    for (const [of, told] of [
      [revoked.id, `The key ${revoked.id} is revoked, so it cannot be rotated.`],
      [expired.id, `The key ${expired.id} has expired, so it cannot be rotated.`],
      [rotated.id, `The key ${rotated.id} was rotated already, to ${id}, so it cannot be rotated.`],
      ['nobody', 'There is no key with the id nobody.'],
    ] as const)
      expect(refusal(await world.keys('rotate', of))).toEqual({ code: 1, stdout: '', told })
    expect([await world.json('list'), await world.json('log')]).toEqual([keys, events])
  })

  test('has one successor, however many rotate it at once', async ({ world: { db, clock, ...world } }) => {
    const old = await world.create()
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => rotateKey(db, clock, old.id, 0)))
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1)
    for (const { reason } of tries.filter((t) => t.status === 'rejected'))
      expect(reason).toMatchObject({
        code: 'BAD_ARGUMENT',
        message: expect.stringMatching(/rotated already/),
      })
    expect(await world.json('list')).toHaveLength(2)
    expect(await world.json('log', old.id)).toHaveLength(2)
  })
})

describe('the log', () => {
  test('holds each change once, newest first, with who made it', async ({ world }) => {
    expect((await world.keys('log')).stdout).toBe('Nothing is in the log.\n')
    const one = await world.create()
    world.clock.set('2026-11-25T13:00:00Z')
    const two = await world.json('rotate', one.id)
    world.clock.set('2026-11-25T14:00:00Z')
    const revoke = () => revokeKey(world.db, world.clock, one.id, two.id)
    await Promise.all([revoke(), revoke(), revoke()])
    world.clock.set('2026-11-25T15:00:00Z')
    expect((await world.json('revoke', one.id)).revokedAt).toBe('2026-11-25T14:00:00.000Z')
    const event = (at: string, keyId: string, action: string, by = 'cli') => ({
      ...{ id: expect.stringMatching(/^evt_[0-9a-z]{26}$/), keyId, action, at: `2026-11-25T${at}.000Z`, by },
    })
    const all = [
      event('14:00:00', one.id, 'REVOKED', two.id),
      event('13:00:00', one.id, 'ROTATED'),
      event('13:00:00', two.id, 'CREATED'),
      event('12:00:30', one.id, 'CREATED'),
    ]
    expect(await world.json('log')).toEqual(all)
    expect(await world.json('log', two.id)).toEqual([all[2]])
    expect(await world.json('log', one.id)).toEqual(all.filter(({ keyId }) => keyId === one.id))
    const { stdout } = await world.keys('log', two.id)
    expect(stdout).toMatch(/^at +key +action +by\n/)
    expect(stdout).toContain(`\n2026-11-25T13:00:00.000Z  ${two.id}  CREATED  cli\n`)
    const unknown = refusal(await world.keys('log', 'nobody'))
    expect(unknown).toEqual({ code: 1, stdout: '', told: 'There is no key with the id nobody.' })
  })

  test('and the keys change together or not at all', async ({ world }) => {
    const { id } = await world.create()
    const before = await world.json('list')
    await world.db.$executeRawUnsafe('ALTER TABLE "KeyEvent" ADD CHECK ("action" IS NULL) NOT VALID')
    const tries = [() => world.create(), () => world.keys('rotate', id), () => world.keys('revoke', id)]
    for (const attempt of tries) await expect(attempt()).rejects.toThrow(/constraint/)
    expect(await world.json('list')).toEqual(before)
  })
})
