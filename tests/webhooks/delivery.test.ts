/** Messages on their way: signed, tried again, given up, sent once more; to a real receiver. */
import { setTimeout as delay } from 'node:timers/promises'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { importYaml, type Json, WORLD } from '../graphql/world.ts'
import { fixedClock } from '../helpers/clock.ts'
import {
  exampleOf,
  partner,
  publish,
  receiver,
  server,
  shapeOf,
  sharedDatabase,
  verifyOfReadme,
} from './world.ts'

const base = sharedDatabase()

async function world() {
  const [own, there] = [await partner(base.db), await receiver()]
  return {
    ...{ own, there },
    hook: (path: string, more = {}) =>
      own.hook({ url: there.url(path), events: ['REVISION_PUBLISHED'], ...more }),
  }
}

test('a revision is told within a second, signed as Standard Webhooks says', async () => {
  await importYaml(base.db, WORLD, '2030-06-01T00:00:00Z')
  const { own, there, hook } = await world()
  const { id, secret } = await hook('/told')
  const sender = server(base)
  // So that the queue is open.
  await own.ask(`mutation { testWebhook(id: "${id}") { state } }`)
  await there.got('/told', 1)
  const land = 'countries: [{ code: XB, name: Land, isAggregate: "false" }]\n'
  await importYaml(base.db, land, '2030-06-02T00:00:00Z')
  const [ping, told] = await there.got('/told', 2)
  expect(ping!.message).toMatchObject({ type: 'ping', data: { webhook: id } })
  expect(told!.message).toEqual({
    type: 'revision.published',
    timestamp: '2030-06-02T00:00:00.000Z',
    data: {
      revision: 3,
      time: '2030-06-02T00:00:00.000Z',
      digest: (await own.ask('{ revision(number: 3) { digest } }')).revision.digest,
      summary: 'Import of facts from world: 1 entities added.',
      claims: { added: 0, superseded: 0, withdrawn: 0, unchanged: 0, rejected: 0 },
      entities: { added: 1, changed: 0 },
      ...{ answers: 0, checks: 0 },
    },
  })
  expect(told!.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'ai-economy-facts',
  })
  expect(told!.headers['webhook-id']).toMatch(/^msg_[0-9a-z]{26}$/)
  expect(shapeOf(told!.message)).toEqual(shapeOf(exampleOf('revision.published')))
  const verify = await verifyOfReadme()
  for (const got of [ping!, told!]) {
    expect(new Webhook(secret).verify(got.body, got.headers)).toEqual(got.message)
    const nobodys = `whsec_${Buffer.alloc(32).toString('base64')}`
    expect(verify(secret, got.headers, got.body)).toBe(true)
    expect(verify(nobodys, got.headers, got.body)).toBe(false)
    expect(verify(secret, got.headers, `${got.body} `)).toBe(false)
    expect(verify(secret, { ...got.headers, 'webhook-timestamp': '1' }, got.body)).toBe(false)
    const other = new Webhook(nobodys)
    expect(() => other.verify(got.body, got.headers)).toThrow(WebhookVerificationError)
    expect(() => new Webhook(secret).verify(`${got.body} `, got.headers)).toThrow(WebhookVerificationError)
  }
  const { deliveries } = await own.settled(id)
  expect(deliveries.nodes.map((d: Json) => [d.event, d.revision, d.state, d.attempts, d.payload])).toEqual(
    expect.arrayContaining([
      ['REVISION_PUBLISHED', 3, 'DELIVERED', 1, told!.body],
      ['PING', null, 'DELIVERED', 1, ping!.body],
    ]),
  )
  expect(sender.state()).toBe('ok')
})

test('what fails is tried again under the same id, with what is true of each attempt in the log', async () => {
  const { own, there, hook } = await world()
  there.answers(
    '/flaky',
    500,
    (request) => request.socket.destroy(),
    // Longer than the sender waits.
    () => undefined,
    (_request, response) => response.writeHead(302, { location: there.url('/elsewhere') }).end(),
    (_request, response) => response.socket!.end('nonsense\r\n\r\n'),
    404,
    (_request, response) => response.writeHead(200).write('a'.repeat(100_000)),
  )
  const { id, secret } = await hook('/flaky')
  await publish(base.db)
  server(base, { timeoutMs: 300 })
  const { deliveries, failingSince, disabledAt } = await own.settled(id)
  const [delivery] = deliveries.nodes
  expect(delivery).toMatchObject({ state: 'DELIVERED', attempts: 7, nextAttemptAt: null })
  expect(delivery.log.map((a: Json) => [a.status, a.error])).toEqual([
    [500, 'answered 500'],
    [null, 'the connection was cut'],
    [null, 'no answer within 0.3 seconds'],
    [302, 'answered 302, and redirects are not followed'],
    [null, 'the answer is not HTTP'],
    [404, 'answered 404'],
    [200, null],
  ])
  expect([failingSince, disabledAt]).toEqual([null, null])
  expect(there.of('/elsewhere')).toEqual([])
  const tries = there.of('/flaky')
  expect(tries).toHaveLength(7)
  expect(new Set(tries.map((t) => t.headers['webhook-id']))).toEqual(new Set([delivery.id]))
  for (const tried of tries) expect(new Webhook(secret).verify(tried.body, tried.headers)).toBeTruthy()
})

test('an answer counts when its status is there, whatever becomes of the rest', async () => {
  const { own, there, hook } = await world()
  there.answers(
    '/open',
    // No answer to a POST, and nothing follows.
    (_request, response) => {
      response.socket!.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')
    },
    (_request, response) => response.writeHead(500).write('never ended'),
    (_request, response) => {
      response.writeHead(500, { 'content-length': 10 }).write('cut', () => response.socket!.destroy())
    },
    (_request, response) => response.writeHead(200).write('never ended'),
  )
  const { id } = await hook('/open')
  await publish(base.db)
  server(base, { timeoutMs: 300 })
  const [delivery] = (await own.settled(id)).deliveries.nodes
  expect(delivery.log.map((a: Json) => [a.status, a.error])).toEqual([
    [null, 'the request failed'],
    [500, 'answered 500'],
    [500, 'answered 500'],
    [200, null],
  ])
})

test('after ten attempts a message has failed, and may be sent again, alone or with all since a revision', async () => {
  const { own, there, hook } = await world()
  there.answers('/down', 503)
  const { id } = await hook('/down')
  const number = await publish(base.db)
  server(base)
  const failed = await own.settled(id)
  expect(failed).toMatchObject({ disabledAt: null, failingSince: expect.any(String) })
  const [message] = failed.deliveries.nodes
  expect(message).toMatchObject({ state: 'FAILED', attempts: 10, nextAttemptAt: null })
  expect(there.of('/down')).toHaveLength(10)

  there.answers('/down', 204)
  await own.ask(`mutation { replayWebhook(id: "${id}", delivery: "${message.id}") { id } }`)
  const again = (await own.settled(id)).deliveries.nodes[0]
  expect(again).toMatchObject({ id: message.id, state: 'DELIVERED', attempts: 1, payload: message.payload })
  expect(again.log).toHaveLength(11)
  expect(await own.webhook(id)).toMatchObject({ failingSince: null })

  // The revision before was there when the webhook was not, and nobody told it.
  await own.ask(`mutation { replayWebhook(id: "${id}", sinceRevision: ${number - 2}) { replayingAfter } }`)
  const all = await there.got('/down', 13)
  const told = all.slice(11).map((r) => r.message.data.revision)
  expect(told.sort((a, b) => a - b)).toEqual([number - 1, number])
  expect(all.slice(11).map((r) => r.headers['webhook-id'])).toContain(message.id)
  const { deliveries, replayingAfter } = await own.settled(id)
  expect([deliveries.totalCount, replayingAfter]).toEqual([2, null])

  const replay = `mutation($d: ID, $r: Int) { replayWebhook(id: "${id}", delivery: $d, sinceRevision: $r) { id } }`
  expect((await own.refused(replay, {}))[0]).toBe('BAD_ARGUMENT')
  expect((await own.refused(replay, { d: message.id, r: 1 }))[0]).toBe('BAD_ARGUMENT')
  expect((await own.refused(replay, { d: 'msg_x' }))[0]).toBe('NOT_FOUND')
  for (const r of [-1, number + 1])
    expect((await own.refused(replay, { r }))[0], `${r}`).toBe('UNKNOWN_REVISION')
})

test('an address that is gone is not asked again, until its owner switches it on', async () => {
  const { own, there, hook } = await world()
  there.answers('/gone', 410)
  const { id } = await hook('/gone')
  const number = await publish(base.db)
  server(base)
  const gone = await own.settled(id)
  expect(gone).toMatchObject({ disabledReason: 'GONE', disabledAt: expect.any(String) })
  expect(gone.deliveries.nodes[0]).toMatchObject({ state: 'FAILED', attempts: 1 })
  await publish(base.db)
  await publish(base.db)
  for (const query of [`testWebhook(id: "${id}")`, `replayWebhook(id: "${id}", sinceRevision: ${number})`])
    expect((await own.refused(`mutation { ${query} { id } }`))[0]).toBe('BAD_ARGUMENT')

  there.answers('/gone', 200)
  await own.ask(`mutation { updateWebhook(id: "${id}", input: { enabled: true }) { id } }`)
  await publish(base.db)
  expect((await there.got('/gone', 2))[1]!.message.data.revision).toBe(number + 3)
  // What it missed is told when its owner asks for it.
  await own.ask(`mutation { replayWebhook(id: "${id}", sinceRevision: ${number}) { id } }`)
  const missed = (await there.got('/gone', 5)).slice(2).map((r) => r.message.data.revision)
  expect(missed.sort((a, b) => a - b)).toEqual([number + 1, number + 2, number + 3])
})

test('a ping is tried once, and what is older than thirty days is forgotten', async () => {
  const { own, there, hook } = await world()
  there.answers('/ping', 500)
  const { id } = await hook('/ping')
  const day = 86_400_000
  const old = (name: string, days: number) => ({
    ...{ id: name, webhookId: id, event: 'PING', state: 'DELIVERED' },
    createdAt: new Date(Date.now() - days * day),
  })
  await base.db.delivery.createMany({ data: [old('msg_young', 29.9), old('msg_old', 30.1)] })
  server(base)
  const { testWebhook } = await own.ask(
    `mutation { testWebhook(id: "${id}") { id event state revision payload } }`,
  )
  // Its state is read after it was queued: a quick sender may have tried it by then.
  expect(testWebhook).toMatchObject({ event: 'PING', revision: null })
  const [delivery, ...before] = (await own.settled(id, 2)).deliveries.nodes
  expect(delivery).toMatchObject({ id: testWebhook.id, state: 'FAILED', attempts: 1 })
  expect(before.map((d: Json) => d.id)).toContain('msg_young')
  expect(there.of('/ping')).toHaveLength(1)
  while (await base.db.delivery.findUnique({ where: { id: 'msg_old' } })) await delay(5)
  expect(await base.db.delivery.count({ where: { webhookId: id } })).toBe(2)
})

test('a webhook that fails for five days is switched off', async () => {
  const there = await receiver()
  there.answers('/down', 500)
  const clock = fixedClock('2026-06-02T00:00:00Z')
  const own = await partner(base.db, { clock })
  const { id } = await own.hook({ url: there.url('/down'), events: ['REVISION_PUBLISHED'] })
  server(base, { clock, schedule: { attempts: 2, wait: () => 0 } })
  let messages = 0
  const failing = async (now: string) => {
    clock.set(now)
    await publish(base.db)
    const { disabledReason, failingSince } = await own.settled(id, ++messages)
    return [disabledReason, failingSince]
  }
  const since = '2026-06-02T00:00:00.000Z'
  expect(await failing('2026-06-02T00:00:00Z')).toEqual([null, since])
  expect(await failing('2026-06-06T23:59:59Z')).toEqual([null, since])
  there.answers('/down', 200)
  expect(await failing('2026-06-07T00:00:00Z')).toEqual([null, null])
  there.answers('/down', 500)
  expect(await failing('2026-06-08T00:00:00Z')).toEqual([null, '2026-06-08T00:00:00.000Z'])
  expect((await failing('2026-06-13T00:00:00Z'))[0]).toBe('FAILING')
})
