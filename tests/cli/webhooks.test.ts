/** Webhooks of real servers: sent, gone on with after a kill, told of in the log without what must not stand there. */
import { expect, onTestFinished } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { importYaml } from '../graphql/world.ts'
import { type Server, test } from '../helpers/cli.ts'
import { receiver } from '../webhooks/world.ts'

const READINESS = async (server: Server) =>
  ((await (await fetch(`${server.url}/readyz`)).json()) as { webhooks: string }).webhooks

test('a server tells what another process wrote, the next one goes on when it is killed, and none a secret', async ({
  cli,
}) => {
  const DATABASE_URL = await cli.database('seeded')
  const env = { DATABASE_URL, WEBHOOKS: 'private', LOG_LEVEL: 'debug' }
  const there = await receiver()
  const db = openDb({ url: DATABASE_URL })
  onTestFinished(() => db.$disconnect())
  const publish = (code: string, day: string) =>
    importYaml(db, `countries: [{ code: ${code}, name: Land, isAggregate: "false" }]\n`, day)
  const { key } = await createKey(db, systemClock, { name: 'x', scopes: ['sync'], expiresAt: null })
  const first = await cli.serve(env)
  expect(await READINESS(first)).toBe('ok')
  const input = `{ url: "${there.url('/hook?token=opensesame')}", events: [REVISION_PUBLISHED] }`
  const response = await fetch(`${first.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: `mutation { createWebhook(input: ${input}) { secret } }` }),
  })
  const { data } = (await response.json()) as { data: { createWebhook: { secret: string } } }
  const { secret } = data.createWebhook
  await publish('XB', '2026-12-01T00:00:00Z')
  await there.got('/hook?token=opensesame', 1)
  first.process.kill('SIGKILL')
  const killed = await first.outcome
  await publish('XC', '2026-12-02T00:00:00Z')
  const second = await cli.serve(env)
  const got = await there.got('/hook?token=opensesame', 2)
  const stopped = await second.stop()
  // A message whose answer the killed server could not write down any more may come again, under the same id.
  expect(new Set(got.map((r) => r.headers['webhook-id'])).size).toBeGreaterThan(1)
  expect(new Set(there.of('/hook?token=opensesame').map((r) => r.message.data.revision))).toEqual(
    new Set([2, 3]),
  )
  const output = [killed, stopped].map((o) => o.stdout + o.stderr).join('')
  expect(output).toContain('webhook sent')
  for (const hidden of [
    secret,
    secret.slice(6),
    'opensesame',
    key.split('_')[2],
    new URL(DATABASE_URL).password,
  ])
    if (hidden) expect(output).not.toContain(hidden)
})

test('a server that is told to send none says so', async ({ cli }) => {
  const server = await cli.serve({ DATABASE_URL: await cli.database('seeded'), WEBHOOKS: '0' })
  expect(await READINESS(server)).toBe('off')
  await server.stop()
})
