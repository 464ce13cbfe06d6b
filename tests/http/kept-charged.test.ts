/** Pages and charts that are kept: told to everybody alike, and charged to whoever makes them be made. */
import { expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { createLimiter } from '../../src/domain/access/limits.ts'
import { post, testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'

const CHINA = '/charts/china-daily-tokens'

function limited(db: Db, peer: string) {
  const clock = fixedClock('2026-11-25T10:00:00Z')
  const { app } = testApp(db, { clock, limiter: createLimiter(db, clock, { slowMs: 60_000 }) })
  const get = (path: string, host = 'a.test') =>
    app(new Request(`http://${host}${path}`, { headers: { accept: 'text/html' } }), peer)
  const left = async () => {
    const answer = await app(post('{ me { limits { left } } }'), peer)
    return ((await answer.json()) as any).data.me.limits[0].left as number
  }
  /** What it takes from the caller. */
  const cost = async (path: string, host?: string) => {
    const [before, then] = [await left(), await left()]
    await (await get(path, host)).arrayBuffer()
    return then - (await left()) - (before - then)
  }
  return { get, cost }
}

test('what a shared cache may store says nothing of what one caller has left', async ({ seeded }) => {
  const { get } = limited(seeded.db, '192.0.2.31')
  for (const path of ['/', '/models', CHINA, `${CHINA}.svg`, '/charts', '/docs', '/models?asOf=1']) {
    const { status, headers } = await get(path)
    expect([path, status, headers.get('ratelimit'), headers.get('ratelimit-policy')]).toEqual([
      ...[path, 200, null, null],
    ])
  }
  const refused = await get('/models/nothing')
  expect([refused.headers.get('cache-control'), refused.headers.has('ratelimit')]).toEqual(['no-store', true])
})

test('a page of the documentation or of charts costs the least when it is made, and nothing when it is kept', async ({
  seeded,
}) => {
  const { get, cost } = limited(seeded.db, '192.0.2.32')
  // The question of the chart is charged by itself.
  await get(`${CHINA}.svg`)
  for (const path of [
    '/docs',
    '/docs/limits.md',
    '/docs/nothing',
    '/charts',
    CHINA,
    `/embed${CHINA.slice(7)}`,
  ]) {
    const again = path === '/docs/nothing' ? 1 : 0
    expect([path, await cost(path), await cost(path)]).toEqual([path, 1, again])
    // The Host header is the client's own word, and pages hold it.
    expect([path, await cost(path, 'b.test')]).toEqual([path, 1])
  }
})
