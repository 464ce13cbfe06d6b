/** Requests that come again, from clients that read slowly, go away, or stay while the server stops. */
import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { keptServer, post } from '../helpers/kept-server.ts'

const ASKED = post('{"query":"{ kept }"}')
/** More than the kernel takes for a client that does not read. */
const LARGE = Buffer.alloc(24_000_000, 'x')
/** Of Node: five seconds, and one for what is on the way. */
const REST_MS = 6_000

/** A connection on which the question is known. */
async function known({ open }: Awaited<ReturnType<typeof keptServer>>) {
  const line = await open()
  for (let i = 0; i < 2; i++) {
    await line.send(ASKED)
    await vi.waitFor(() => expect(line.received().length).toBeGreaterThan((i + 1) * LARGE.length), {
      timeout: 20_000,
    })
  }
  const one = line.received().length / 2
  return { ...line, answers: () => Math.round((line.received().length / one) * 1000) / 1000 }
}

test('who does not read is not answered without end, loses nothing, and rests only when all is read', async () => {
  const server = await keptServer({ body: LARGE })
  const line = await known(server)
  await vi.waitFor(() => expect(line.server.timeout).toBe(REST_MS))
  line.client.pause()
  for (let i = 0; i < 4; i++) await line.send(ASKED)
  expect(line.server.writableLength).toBeGreaterThan(0)
  expect(line.server.writableLength).toBeLessThan(2.5 * LARGE.length)
  expect(line.server.timeout).toBe(0)
  line.client.resume()
  await vi.waitFor(() => expect(line.answers()).toBe(6), { timeout: 20_000 })
  await vi.waitFor(() => expect(line.server.timeout).toBe(REST_MS))
  expect(line.received().match(/HTTP\/1\.1 200 /g)).toHaveLength(6)
})

test('one answer alone that is read slowly is no rest, and then there is one', async () => {
  const server = await keptServer({ body: LARGE })
  const line = await known(server)
  line.client.pause()
  await line.send(ASKED)
  expect(line.server.timeout).toBe(0)
  line.client.resume()
  await vi.waitFor(() => expect(line.answers()).toBe(3), { timeout: 20_000 })
  await vi.waitFor(() => expect(line.server.timeout).toBe(REST_MS))
})

test('a server that stops sends what it owes, and whoever asks meanwhile is told that the connection ends', async () => {
  const server = await keptServer({ body: LARGE })
  const [slow, other] = [await known(server), await known(server)]
  slow.client.pause()
  await slow.send(ASKED)
  const closed = server.close()
  await other.send(ASKED)
  await vi.waitFor(() => expect(other.answers()).toBe(3), { timeout: 20_000 })
  expect(other.received()).toMatch(/connection: close/)
  slow.client.resume()
  await vi.waitFor(() => expect(slow.answers()).toBe(3), { timeout: 20_000 })
  await closed
})

test('who says nothing more after a question is answered, and who goes away leaves the server standing', async () => {
  const server = await keptServer({ body: LARGE })
  const [last, gone] = [await known(server), await known(server)]
  last.client.end(ASKED, 'latin1')
  await once(last.client, 'close')
  expect(last.answers()).toBe(3)
  gone.client.pause()
  await gone.send(ASKED)
  gone.client.destroy()
  await vi.waitFor(() => expect(gone.server.destroyed).toBe(true))
  const again = await known(server)
  expect(again.answers()).toBe(2)
})
