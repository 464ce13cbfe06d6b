/** Who may make and change which webhook, what it may be, and where its secrets are found: nowhere. */
import { Webhook } from 'standardwebhooks'
import { expect, test as plain } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { revokeKey, rotateKey } from '../../src/domain/access/keys.ts'
import type { Json } from '../graphql/world.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'
import {
  CREATE,
  makeMessages,
  messagesFor,
  partner,
  publish,
  receiver,
  server,
  sharedDatabase,
  WEBHOOK,
} from './world.ts'

const URL = 'http://127.0.0.1:9/hook'
const EVERY = { url: URL, events: ['REVISION_PUBLISHED'] }
const base = sharedDatabase()

test('a webhook is what its owner makes of it', async ({ seeded: { db } }) => {
  const own = await partner(db)
  const { prices } = await own.ask('{ prices(first: 2) { nodes { id } } }')
  const facts = prices.nodes.map((p: Json) => p.id)
  const raw = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1]!
  const { id } = await own.hook({
    url: URL,
    events: ['FACT_CORRECTED', 'PRICE_CHANGED', 'PRICE_CHANGED'],
    threshold: '2.50',
    models: ['deepseek-v3.2'],
    sellers: ['deepseek'],
    meters: ['output', 'input'],
    facts: [facts[0], raw(facts[1])],
  })
  const made = {
    ...{ id, url: URL, events: ['FACT_CORRECTED', 'PRICE_CHANGED'], threshold: '2.5' },
    ...{ models: ['deepseek-v3.2'], sellers: ['deepseek'], meters: ['output', 'input'], facts },
    ...{ disabledAt: null, disabledReason: null, failingSince: null, replayingAfter: null },
    ...{ twoSignaturesUntil: null, deliveries: { totalCount: 0, nodes: [] } },
  }
  expect(await own.webhook(id)).toEqual(made)
  const update = `mutation($id: ID!, $input: WebhookChanges!) { updateWebhook(id: $id, input: $input) { ${WEBHOOK} } }`
  const change = async (input: object) => (await own.ask(update, { id, input })).updateWebhook
  expect(await change({})).toEqual(made)
  expect(await change({ threshold: '0', models: [] })).toEqual({ ...made, threshold: '0', models: [] })
  expect(await change({ models: null, enabled: false })).toMatchObject({
    ...{ models: [], disabledReason: 'BY_OWNER', disabledAt: expect.any(String) },
  })
  expect(await change({ enabled: true })).toMatchObject({ disabledReason: null, disabledAt: null })

  const second = await own.hook(EVERY)
  const { webhooks } = await own.ask('{ webhooks { id } }')
  expect(webhooks.map((w: Json) => w.id)).toEqual([id, second.id])
  expect(await own.ask(`mutation { deleteWebhook(id: "${id}") }`)).toEqual({ deleteWebhook: true })
  expect((await own.ask('{ webhooks { id } }')).webhooks).toEqual([{ id: second.id }])
})

test('facts are followed by the ids of full copies, whatever these look like', async ({ seeded: { db } }) => {
  const own = await partner(db)
  const rows = await db.fact.findMany({ select: { id: true } })
  const alike = rows.map(({ id }) => id).filter((id) => /^[^:]+:/.test(Buffer.from(id, 'base64').toString()))
  expect(alike.length).toBeGreaterThan(0)
  const { id } = await own.hook({ ...EVERY, facts: alike })
  const { facts } = await own.webhook(id)
  expect(facts.map((f: string) => Buffer.from(f, 'base64').toString().split(':')[1])).toEqual(alike)
})

test('what cannot be is told at once', async ({ seeded: { db } }) => {
  const own = await partner(db)
  for (const [more, text] of [
    [{ events: [] }, 'at least one event'],
    [{ events: ['FACT_CORRECTED'] }, 'names at least one fact'],
    [{ facts: ['pri_nothing'] }, 'facts names what is not there: pri_nothing'],
    [{ facts: ['TW9kZWw6Z3B0LTUuNA=='] }, 'facts names what is not there'],
    [{ facts: Array.from({ length: 1001 }, (_, i) => `pri_${i}`) }, 'at most 1000'],
    [{ models: ['gpt-5.4', 'gpt-0'] }, 'models names what is not there: gpt-0.'],
    [{ sellers: 'abcdefg'.split('').map((c) => `no-${c}`) }, 'no-a, no-b, no-c, no-d, no-e and 2 more'],
    [{ meters: ['x'] }, 'meters names what is not there: x'],
    [{ models: Array.from({ length: 201 }, (_, i) => `m${i}`) }, 'at most 200'],
    [{ threshold: '-1' }, '0 or more'],
    [{ threshold: '1e9' }, '0 or more'],
    [{ threshold: 'much' }, ''],
    [{ events: ['EVERYTHING'] }, ''],
  ] as const) {
    const [code, message] = await own.refused(CREATE, { input: { ...EVERY, ...more } })
    expect([code, message], JSON.stringify(more).slice(0, 80)).toEqual([
      'BAD_ARGUMENT',
      expect.stringContaining(text),
    ])
  }
  for (let i = 0; i < 20; i++) await own.hook(EVERY)
  expect(await own.refused(CREATE, { input: EVERY })).toEqual([
    ...['BAD_ARGUMENT', 'A key has at most 20 webhooks: delete one first.'],
  ])
  for (const hours of [-1, 169]) {
    const query = `mutation { rotateWebhookSecret(id: "x", overlapHours: ${hours}) { secret } }`
    expect((await own.refused(query))[0]).toBe('BAD_ARGUMENT')
  }
})

test('the webhook of another key is answered as one that does not exist', async ({ seeded: { db } }) => {
  const [own, other] = [await partner(db), await partner(db, { scopes: ['sync', 'admin', 'write'] })]
  const { id } = await own.hook(EVERY)
  await own.ask(`mutation { testWebhook(id: "${id}") { id } }`)
  const before = await own.webhook(id)
  const queries = (name: string) => [
    `{ webhook(id: "${name}") { id } }`,
    `mutation { updateWebhook(id: "${name}", input: { enabled: false }) { id } }`,
    `mutation { deleteWebhook(id: "${name}") }`,
    `mutation { rotateWebhookSecret(id: "${name}") { secret } }`,
    `mutation { testWebhook(id: "${name}") { id } }`,
    `mutation { replayWebhook(id: "${name}", sinceRevision: 0) { id } }`,
    `mutation { replayWebhook(id: "${name}", delivery: "${before.deliveries.nodes[0].id}") { id } }`,
  ]
  for (const [i, query] of queries(id).entries()) {
    const [code, message] = await other.refused(query)
    const [, unknown] = await other.refused(queries('whk_unknown')[i]!)
    expect([code, message.replace(id, '')]).toEqual(['NOT_FOUND', unknown.replace('whk_unknown', '')])
  }
  expect((await other.ask('{ webhooks { id } }')).webhooks).toEqual([])
  expect(await own.webhook(id)).toEqual(before)
  // A delivery belongs to its webhook.
  const { id: second } = await other.hook(EVERY)
  const replay = `mutation { replayWebhook(id: "${second}", delivery: "${before.deliveries.nodes[0].id}") { id } }`
  expect((await other.refused(replay))[0]).toBe('NOT_FOUND')
})

plain('a key that is rotated hands its webhooks on; one that has ended sends nothing more', async () => {
  const there = await receiver()
  const clock = fixedClock('2026-06-02T00:00:00Z')
  const partners = await Promise.all(
    ['/rotated', '/revoked', '/expired'].map(async (path) => {
      const expiresAt = path === '/expired' ? { expiresAt: new Date('2026-06-05T00:00:00Z') } : {}
      const own = await partner(base.db, { clock, ...expiresAt })
      const { id } = await own.hook({ url: there.url(path), events: ['REVISION_PUBLISHED'] })
      return { own, id }
    }),
  )
  type Owner = (typeof partners)[0]
  const [rotated, revoked, expired] = partners as [Owner, Owner, Owner]
  const { key } = (await rotateKey(base.db, clock, rotated.own.keyId, 86_400_000))!
  const newer = await partner(base.db, { clock, key })
  expect((await rotated.own.refused(`{ webhook(id: "${rotated.id}") { id } }`))[0]).toBe('NOT_FOUND')
  expect((await newer.webhook(rotated.id)).id).toBe(rotated.id)
  expect((await rotated.own.refused(CREATE, { input: EVERY }))[1]).toContain('was rotated')

  // These have messages that wait when the keys end.
  const waiting = await publish(base.db)
  await makeMessages(base.db, clock)
  for (const { id } of partners) expect(await messagesFor(base.db, id)).toHaveLength(1)
  await revokeKey(base.db, clock, revoked.own.keyId)
  clock.set('2026-06-05T00:00:00Z')
  await publish(base.db)
  server(base, { clock })
  await there.got('/rotated', 2)
  for (const { id } of [revoked, expired]) {
    for (;;) {
      const rows = await base.db.delivery.findMany({ where: { webhookId: id } })
      if (rows.some((r) => r.state === 'PENDING')) continue
      expect(rows.map((r) => [r.revision, r.state])).toEqual([[waiting, 'FAILED']])
      expect(JSON.stringify(rows[0]!.log)).toContain(
        'the key that owns the webhook was revoked or has expired',
      )
      break
    }
  }
  expect([...there.of('/revoked'), ...there.of('/expired')]).toEqual([])
})

plain('a new secret signs beside the old one for a while, and neither is found anywhere', async () => {
  const there = await receiver()
  const clock = fixedClock(new Date().toISOString())
  const own = await partner(base.db, { clock })
  const { id, secret: first } = await own.hook({ url: there.url('/hook'), events: ['REVISION_PUBLISHED'] })
  const sender = server(base, { clock })
  const rotate = async (more = '') =>
    (
      await own.ask(
        `mutation { rotateWebhookSecret(id: "${id}" ${more}) { secret webhook { twoSignaturesUntil } } }`,
      )
    ).rotateWebhookSecret
  const ping = async (count: number) => {
    await own.ask(`mutation { testWebhook(id: "${id}") { id } }`)
    await own.settled(id)
    return there.of('/hook')[count - 1]!
  }
  const fits = ({ body, headers }: Awaited<ReturnType<typeof ping>>, secret: string) => {
    try {
      return new Webhook(secret).verify(body, headers) !== undefined
    } catch {
      return false
    }
  }
  expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const { secret: second, webhook } = await rotate(', overlapHours: 1')
  expect(second).not.toBe(first)
  expect(new Date(webhook.twoSignaturesUntil).getTime() - clock.now().getTime()).toBe(3_600_000)
  const both = await ping(1)
  expect([first, second].map((s) => fits(both, s))).toEqual([true, true])
  clock.set(new Date(clock.now().getTime() + 3_600_000).toISOString())
  const one = await ping(2)
  expect(one.headers['webhook-signature']!.split(' ')).toHaveLength(1)
  expect(one.headers['webhook-signature']).toBe(
    new Webhook(second).sign(one.headers['webhook-id']!, clock.now(), one.body),
  )
  const { secret: third } = await rotate(', overlapHours: 0')
  const last = await ping(3)
  expect(last.headers['webhook-signature']).toBe(
    new Webhook(third).sign(last.headers['webhook-id']!, clock.now(), last.body),
  )

  await own.settled(id)
  const dump = await everything(base.db)
  expect(dump).toContain(id)
  expect(sender.lines.length).toBeGreaterThan(0)
  for (const secret of [first, second, third]) {
    const bytes = Buffer.from(secret.slice(6), 'base64')
    for (const form of [
      secret,
      secret.slice(6),
      bytes.toString('hex'),
      Buffer.from(secret).toString('hex'),
    ]) {
      expect(dump).not.toContain(form)
      expect(sender.lines.join('')).not.toContain(form)
    }
  }
  // Neither are addresses, which may hold what opens them.
  expect(sender.lines.join('')).not.toContain('/hook')
  await own.ask(`mutation { deleteWebhook(id: "${id}") }`)
  expect([await base.db.webhook.count(), await base.db.delivery.count()]).toEqual([0, 0])
})

/** Every row of every table, as text. */
async function everything(db: Db): Promise<string> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE'`
  const texts = await Promise.all(
    tables.map(({ name }) => db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`)),
  )
  return texts
    .flat()
    .map(({ row }) => row)
    .join('\n')
}
