/** Messages that are deleted while somebody reads the list of them. */
import { expect, test } from 'vitest'
import type { Json } from '../graphql/world.ts'
import { partner, receiver, sharedDatabase } from './world.ts'

const base = sharedDatabase()

test('a message that is forgotten while the list is read is not in it', async () => {
  const [own, there] = [await partner(base.db), await receiver()]
  const { id } = await own.hook({ url: there.url('/forgotten'), events: ['REVISION_PUBLISHED'] })
  const sent = (name: string) => ({
    ...{ id: name, webhookId: id, event: 'PING', state: 'DELIVERED' },
    createdAt: new Date(),
  })
  await base.db.delivery.createMany({ data: [sent('msg_kept'), sent('msg_forgotten')] })
  // As if it came between the statement of the page and that of its rows.
  const table = new Proxy(base.db.delivery, {
    get: (all, name) =>
      name === 'findMany'
        ? async (query: object) => {
            await all.deleteMany({ where: { id: 'msg_forgotten' } })
            return all.findMany(query)
          }
        : Reflect.get(all, name),
  })
  const db = new Proxy(base.db, {
    get: (all, name) => (name === 'delivery' ? table : Reflect.get(all, name)),
  })
  const reader = await partner(db, { key: own.key })
  expect((await reader.webhook(id)).deliveries.nodes.map((d: Json) => d.id)).toEqual(['msg_kept'])
})
