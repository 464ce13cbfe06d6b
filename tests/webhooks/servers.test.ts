/** Several servers on one database, and servers that die: nothing is lost, and nothing told twice. */
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { dispatchNext } from '../../src/domain/webhooks/dispatch.ts'
import { systemClock } from '../../src/lib/clock.ts'
import type { Json } from '../graphql/world.ts'
import { hold, SEAL_LOCK } from '../helpers/hold.ts'
import { database, makeMessages, partner, publish, receiver, server, sharedDatabase } from './world.ts'

const base = sharedDatabase()

async function world() {
  const [own, there] = [await partner(base.db), await receiver()]
  const hook = (path: string) => own.hook({ url: there.url(path), events: ['REVISION_PUBLISHED'] })
  return { own, there, hook }
}

const publishMany = async (count: number) => {
  const made: number[] = []
  for (let i = 0; i < count; i++) made.push(await publish(base.db))
  return made
}

test('two servers tell each revision once', async () => {
  const { own, there, hook } = await world()
  const { id } = await hook('/both')
  const other = openDb({ url: base.url })
  const servers = [server(base), server({ db: other, url: base.url })]
  const count = 6
  const made = await publishMany(count)
  const { deliveries } = await own.settled(id, count)
  for (const sender of servers) await sender.close()
  await other.$disconnect()
  expect(deliveries.totalCount).toBe(count)
  const revisions = there.of('/both').map((r) => r.message.data.revision)
  expect(revisions.sort((a, b) => a - b)).toEqual(made)
  expect(deliveries.nodes.map((d: Json) => d.attempts)).toEqual(Array.from({ length: count }, () => 1))
})

test('servers that make messages at once make each once, in whole', async () => {
  const { hook } = await world()
  const { id } = await hook('/never')
  const made = await publishMany(6)
  const other = openDb({ url: base.url })
  await Promise.all([base.db, other, base.db].map((db) => makeMessages(db)))
  while (await dispatchNext(other, systemClock));
  await other.$disconnect()
  const rows = await base.db.delivery.findMany({ where: { webhookId: id }, orderBy: { revision: 'asc' } })
  expect(rows.map((r) => r.revision)).toEqual(made)
})

test('whatever a server had not done when it died is done by the next one', async () => {
  const { own, there, hook } = await world()
  const { id } = await hook('/after')
  await makeMessages(base.db)
  // Died after the revision, before any message was made.
  const first = await publish(base.db)
  // Died while it made the messages: nothing of it is there, the position as it was.
  await base.db.$executeRawUnsafe(`ALTER TABLE "Delivery" ADD CONSTRAINT died CHECK ("event" = 'PING')`)
  await expect(dispatchNext(base.db, systemClock)).rejects.toThrow()
  await base.db.$executeRawUnsafe(`ALTER TABLE "Delivery" DROP CONSTRAINT died`)
  expect(await base.db.webhookPosition.findMany()).toEqual([{ id: 'messages', revision: first - 1 }])
  expect(await base.db.delivery.count()).toBe(0)
  // Died when the messages were made and no job was.
  await makeMessages(base.db)
  expect(there.of('/after')).toEqual([])
  // Died with a job that nobody finds any more.
  const second = await publish(base.db)
  await makeMessages(base.db)
  const long = new Date(Date.now() - 3_600_000)
  await base.db.delivery.updateMany({
    where: { revision: second },
    data: { queuedAt: long, nextAttemptAt: long },
  })
  server(base)
  const { deliveries } = await own.settled(id, 2)
  expect(deliveries.nodes.map((d: Json) => [d.revision, d.state])).toEqual(
    expect.arrayContaining([
      [first, 'DELIVERED'],
      [second, 'DELIVERED'],
    ]),
  )
  expect(
    there
      .of('/after')
      .map((r) => r.message.data.revision)
      .sort((a, b) => a - b),
  ).toEqual([first, second])
})

test('a server that stops hands back what it could not finish, and another one sends it', async () => {
  const { own, there, hook } = await world()
  const { id } = await hook('/stuck')
  there.answers('/stuck', () => undefined, 204)
  const stuck = server(base, { stopMs: 100 })
  await own.ask(`mutation { testWebhook(id: "${id}") { id } }`)
  await there.got('/stuck', 1)
  // It waits for an answer for a while, and not for as long as one may take.
  await stuck.close()
  expect((await own.webhook(id)).deliveries.nodes[0]).toMatchObject({
    state: 'PENDING',
    attempts: 0,
    log: [],
  })
  server(base)
  const [delivery] = (await own.settled(id)).deliveries.nodes
  expect(delivery).toMatchObject({ state: 'DELIVERED', attempts: 1 })
  expect(new Set(there.of('/stuck').map((r) => r.headers['webhook-id']))).toEqual(new Set([delivery.id]))
})

test('a server that stops waits for no digests, and leaves the messages that tell them to the next one', async () => {
  const { own, there, hook } = await world()
  const { id } = await hook('/digests')
  await makeMessages(base.db)
  const made = await publishMany(5)
  const lock = await hold(base.url, SEAL_LOCK)
  onTestFinished(() => lock.release())
  const stopping = server(base)
  await lock.waiting()
  const closed = stopping.close()
  await lock.release()
  await closed
  expect(await base.db.seal.count({ where: { revision: { in: made } } })).toBe(1)
  expect(await base.db.delivery.count()).toBe(0)
  server(base)
  await own.settled(id, 5)
  expect(there.of('/digests').map((r) => typeof r.message.data.digest)).toEqual(made.map(() => 'string'))
})

test('receivers of a partner that never answer hold no other partner up', async () => {
  const { own, there, hook } = await world()
  const other = await partner(base.db)
  const paths = ['/slow', '/slower']
  for (const path of paths) there.answers(path, () => undefined)
  const slow = [await hook('/slow'), await hook('/slower')]
  await publishMany(8)
  const quick = await other.hook({ url: there.url('/quick'), events: ['REVISION_PUBLISHED'] })
  await makeMessages(base.db)
  const sender = server(base, { timeoutMs: 60_000, stopMs: 10 })
  await there.got('/slow', 1)
  await other.ask(`mutation { testWebhook(id: "${quick.id}") { id } }`)
  await there.got('/quick', 1)
  // Not all four at once.
  expect(paths.flatMap((path) => there.of(path)).length).toBeLessThan(4)
  for (const { id } of slow) await own.ask(`mutation { deleteWebhook(id: "${id}") }`)
  await sender.close()
})

test('a ping waits until the one before has come or failed', async () => {
  const { own, there, hook } = await world()
  const { id } = await hook('/pinged')
  const ping = `mutation { testWebhook(id: "${id}") { id } }`
  await own.ask(ping)
  expect(await own.refused(ping)).toEqual(['BAD_ARGUMENT', expect.stringContaining('still on its way')])
  const second = await hook('/second')
  await own.ask(`mutation { testWebhook(id: "${second.id}") { id } }`)
  server(base)
  await own.settled(id)
  await own.ask(ping)
  expect(await there.got('/pinged', 2)).toHaveLength(2)
})

test('without webhooks a server opens no queue, and a database that fails is told and got over', async () => {
  const base = await database()
  const [own, there] = [await partner(base.db), await receiver()]
  let fails = false
  const db = new Proxy(base.db, {
    get: (target, name, self) => {
      if (fails && name === '$transaction') throw new Error('the database is away')
      return Reflect.get(target, name, self)
    },
  })
  const sender = server({ db, url: base.url })
  await publish(base.db)
  const isTold = async () => (await base.db.webhookPosition.findFirst())!.revision === 2
  while (!(await isTold())) await delay(5)
  const schemas = await base.db
    .$queryRaw`SELECT 1 FROM information_schema.schemata WHERE schema_name = 'pgboss'`
  expect(schemas).toEqual([])
  const { id } = await own.hook({ url: there.url('/back'), events: ['REVISION_PUBLISHED'] })
  fails = true
  await publish(base.db)
  while (sender.state() === 'ok') await delay(5)
  expect(sender.lines.join('')).toContain('webhooks are not sent')
  fails = false
  await publish(base.db)
  await there.got('/back', 2)
  expect((await own.settled(id, 2)).deliveries.totalCount).toBe(2)
  while (sender.state() !== 'ok') await delay(5)
})
