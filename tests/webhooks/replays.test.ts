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
