/** Once a revision is told, by whatever way, no server answers from an older one, however late it hears of it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { type Db, openDb } from '../../src/db/client.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { type Cli, type Server, test } from '../helpers/cli.ts'
import { eventsOf } from '../helpers/events.ts'
import { publish, receiver } from '../webhooks/world.ts'

const LAND = 'countries: [{ code: XB, name: Elsewhere, isAggregate: "false" }]\n'
const QUERY = '{ revision { number } }'
const LATE = 'one process of a server has not said within 2 seconds'

interface Told {
  revision: number
  isKept: boolean
}

async function ask(server: Server): Promise<Told> {
  const response = await fetch(`${server.url}/graphql?${new URLSearchParams({ query: QUERY })}`)
  const { data } = (await response.json()) as { data: { revision: { number: number } } }
  const isKept = response.headers.get('cache-status')?.endsWith('; hit') ?? false
  return { revision: data.revision.number, isKept }
}

async function listeners(db: Db): Promise<number[]> {
  const rows = await db.$queryRaw<{ pid: number }[]>`SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE '%listener'`
  return rows.map((row) => row.pid)
}

/** Two servers on one database that send the answer of revision 1 from what they keep, and what tells the second of others. */
async function twoServers(cli: Cli, env: Record<string, string> = {}) {
  const DATABASE_URL = await cli.database('seeded')
  const all = { DATABASE_URL, LOG_LEVEL: 'warn', ...env }
  const db = openDb({ url: DATABASE_URL })
  onTestFinished(() => db.$disconnect())
  const first = await cli.serve(all)
  const others = await listeners(db)
  const second = await cli.serve(all)
  const [listener] = (await listeners(db)).filter((pid) => !others.includes(pid))
  for (const server of [first, second])
    await expect.poll(() => ask(server)).toEqual({ revision: 1, isKept: true })
  const file = join(cli.folder, 'land.yaml')
  await writeFile(file, LAND)
  return { db, first, second, listener: listener!, importing: () => cli.run(['import', 'facts', file], all) }
}

/** Stops a process until the end of the block, or until it is told to go on. */
function pause(pid: number) {
  process.kill(pid, 'SIGSTOP')
  let isPaused = true
  // Once it goes on it may end, and another may have its number.
  const goOn = () => {
    if (isPaused) process.kill(pid, 'SIGCONT')
    isPaused = false
  }
  return { goOn, [Symbol.dispose]: goOn }
}

test('when a command has ended, also a server that no notice has come to answers with its revision', async ({
  cli,
}) => {
  const { first, second, listener, importing } = await twoServers(cli)
  using paused = pause(listener)
  const { code, stderr } = await importing()
  expect(await ask(second)).toEqual({ revision: 2, isKept: false })
  expect((await ask(first)).revision).toBe(2)
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining(LATE) })
  paused.goOn()
  // It keeps answers again once it is back.
  await expect.poll(() => ask(second)).toEqual({ revision: 2, isKept: true })
})

test('when a mutation is answered, so do other servers', async ({ cli }) => {
  const { db, first, second, listener } = await twoServers(cli)
  const { key } = await createKey(db, systemClock, { name: 'x', scopes: ['write'], expiresAt: null })
  using _paused = pause(listener)
  const response = await fetch(`${first.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({
      query: 'mutation($input: SubmitClaimsInput!) { submitClaims(input: $input) { revision } }',
      variables: { input: { document: LAND } },
    }),
  })
  expect(await response.json()).toMatchObject({ data: { submitClaims: { revision: 2 } } })
  expect((await ask(second)).revision).toBe(2)
  expect((await ask(first)).revision).toBe(2)
  await first.prints(LATE)
})

test('a server that stood still all the time sends nothing older when it goes on', async ({ cli }) => {
  const { second, importing } = await twoServers(cli)
  using paused = pause(second.process.pid!)
  const { code, stderr } = await importing()
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining(LATE) })
  const asked = Array.from({ length: 10 }, () => ask(second))
  paused.goOn()
  for (const { revision } of await Promise.all(asked)) expect(revision).toBe(2)
})

test('who is told by an event, a line of the feed or a webhook finds it at every server', async ({ cli }) => {
  const { db, first, second, listener } = await twoServers(cli, { WEBHOOKS: 'private' })
  const { key } = await createKey(db, systemClock, { name: 'x', scopes: ['sync'], expiresAt: null })
  const authorization = `Bearer ${key}`
  const there = await receiver()
  const input = `{ url: "${there.url('/hook')}", events: [REVISION_PUBLISHED] }`
  const made = await fetch(`${first.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query: `mutation { createWebhook(input: ${input}) { secret } }` }),
  })
  expect(await made.json()).toMatchObject({ data: { createWebhook: { secret: expect.any(String) } } })
  const query = 'subscription { revisionPublished(after: 1) { number } }'
  const subscribed = await fetch(`${first.url}/graphql?${new URLSearchParams({ query })}`, {
    headers: { accept: 'text/event-stream' },
  })
  const events = eventsOf(subscribed)
  const feed = await fetch(`${first.url}/changes?follow=true`, { headers: { authorization } })
  using _paused = pause(listener)
  const byEvent = events.next().then(async (event) => ({ event, at: await ask(second) }))
  const byHook = there.got('/hook', 1).then(() => ask(second))
  const byFeed = (async () => {
    let text = ''
    for await (const chunk of feed.body!) {
      text += Buffer.from(chunk).toString()
      if (text.includes('"op":"REVISION","revision":2')) return ask(second)
    }
    throw new Error('the feed has ended')
  })()
  // By hand, so that nobody but those who tell waits for servers to hear of it.
  expect(await publish(db)).toBe(2)
  const { event, at } = await byEvent
  expect(event!.answer!.data).toEqual({ revisionPublished: { number: 2 } })
  expect([at.revision, (await byFeed).revision, (await byHook).revision]).toEqual([2, 2, 2])
  await events.cancel()
})
