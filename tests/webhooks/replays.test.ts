/** Replays beside everything else: they hold up nobody, lose nothing, and lock in an order that all keep. */
import { expect, onTestFinished, test } from 'vitest'
import { dispatchNext } from '../../src/domain/webhooks/dispatch.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { hold } from '../helpers/hold.ts'
import { makeMessages, partner, publish, receiver, server, sharedDatabase } from './world.ts'

const base = sharedDatabase()

const publishMany = async (count: number) => {
  const made: number[] = []
  for (let i = 0; i < count; i++) made.push(await publish(base.db))
  return made
}

async function held(sql: string) {
  const lock = await hold(base.url, sql)
  onTestFinished(() => lock.release())
  return lock
}

const replay = (id: string, sinceRevision: number) =>
  `mutation { replayWebhook(id: "${id}", sinceRevision: ${sinceRevision}) { id } }`

test('what is ready is sent while a replay goes on', async () => {
  const [own, other, there] = [await partner(base.db), await partner(base.db), await receiver()]
  const to = (path: string) => ({ url: there.url(path), events: ['REVISION_PUBLISHED'] })
  const [first, , last] = (await publishMany(3)) as [number, number, number]
  const [replayed, pinged] = [await own.hook(to('/replayed')), await other.hook(to('/pinged'))]
  await makeMessages(base.db)
  await own.ask(replay(replayed.id, first - 1))
  // A message refers to its revision, so the third one cannot be made.
  const lock = await held(`SELECT 1 FROM "Revision" WHERE "number" = ${last} FOR UPDATE`)
  server(base)
  await there.got('/replayed', 2)
  await lock.waiting()
  await other.ask(`mutation { testWebhook(id: "${pinged.id}") { id } }`)
  await there.got('/pinged', 1)
  await lock.release()
  expect((await own.settled(replayed.id, 3)).deliveries.totalCount).toBe(3)
})

test('no replay waits until others have ended, however many a key has', async () => {
  const input = { url: 'http://127.0.0.1:9/hook', events: ['PRICE_CHANGED'] }
  const made = await publishMany(100)
  await makeMessages(base.db)
  const partners = await Promise.all([partner(base.db), partner(base.db)])
  const hooks = await Promise.all(partners.map(async (own) => ({ own, hooks: [(await own.hook(input)).id] })))
  // By no order of ids is it the turn of the one that has little to be told.
  const [many, one] = hooks.sort((a, b) => (a.hooks[0]! < b.hooks[0]! ? -1 : 1))
  for (let i = 1; i < 20; i++) many!.hooks.push((await many!.own.hook(input)).id)
  for (const id of many!.hooks) await many!.own.ask(replay(id, made[0]! - 1))
  const [id] = one!.hooks as [string]
  await one!.own.ask(replay(id, made.at(-11)!))
  // Two keys, ten revisions: about twenty steps. Chance makes it four times as many once in 10^12 times.
  const isOver = async () => (await base.db.webhook.findUnique({ where: { id } }))!.replayAfter === null
  for (let steps = 0; steps < 80 && !(await isOver()); steps++) await dispatchNext(base.db, systemClock)
  expect(await isOver()).toBe(true)
})

/** What a mutation that sends again does, or one that deletes: first the webhook, then its messages. */
const touchMessages = (id: string) =>
  `UPDATE "Delivery" SET "createdAt" = "createdAt" WHERE "webhookId" = '${id}'`

test('an attempt that ends while its webhook is at work elsewhere waits, and is counted once', async () => {
  const [own, there] = [await partner(base.db), await receiver()]
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  there.answers('/once', async (_request, response) => {
    await answered
    response.writeHead(204).end()
  })
  const { id } = await own.hook({ url: there.url('/once'), events: ['REVISION_PUBLISHED'] })
  server(base)
  await own.ask(`mutation { testWebhook(id: "${id}") { id } }`)
  await there.got('/once', 1)
  const lock = await held(`SELECT 1 FROM "Webhook" WHERE "id" = '${id}' FOR NO KEY UPDATE`)
  answer()
  await lock.waiting()
  await lock.run(touchMessages(id))
  await lock.release('COMMIT')
  const [delivery] = (await own.settled(id)).deliveries.nodes
  expect(delivery).toMatchObject({ state: 'DELIVERED', attempts: 1 })
  expect(there.of('/once')).toHaveLength(1)
})

test('a replay that is asked for anew while a step of the old one is made begins anew', async () => {
  const own = await partner(base.db)
  const { id } = await own.hook({ url: 'http://127.0.0.1:9/hook', events: ['REVISION_PUBLISHED'] })
  const made = await publishMany(3)
  await makeMessages(base.db)
  await own.ask(replay(id, made[1]!))
  const lock = await held(`UPDATE "Webhook" SET "replayAfter" = ${made[0]} WHERE "id" = '${id}'`)
  const step = dispatchNext(base.db, systemClock)
  await lock.waiting()
  await lock.run(touchMessages(id))
  await lock.release('COMMIT')
  await step
  expect((await own.webhook(id)).replayingAfter).toBe(made[0])
})
