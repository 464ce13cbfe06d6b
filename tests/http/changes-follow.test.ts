/** Who follows `/changes`: how many may, what they cost while nothing comes, and what ends them. */
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { revokeKey } from '../../src/domain/access/keys.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { importYaml, WORLD } from '../graphql/world.ts'
import { testApp } from '../helpers/app.ts'
import { createDatabase } from '../helpers/db.ts'
import { syncKey } from '../helpers/export.ts'

const LAND = 'countries: [{ code: XB, name: Land XB, isAggregate: "false" }]\n'

/** A server whose notices come when the test rings. */
async function followed() {
  const { url, drop } = await createDatabase('empty')
  let sent: string[] = []
  const db = openDb({ url, onStatement: (sql) => sent.push(sql) })
  const stopping = new AbortController()
  onTestFinished(async () => {
    stopping.abort()
    await db.$disconnect()
    await drop()
  })
  await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
  const waiting = new Set<() => void>()
  const { app } = testApp(db, {
    nextRevision: (_ms, signal) =>
      new Promise((resolve) => {
        waiting.add(resolve)
        signal.addEventListener('abort', () => resolve())
      }),
    stopping: stopping.signal,
  })
  const ask = (headers: Record<string, string>, parameters = '?follow=true', method = 'GET') =>
    app(new Request(`http://test/changes${parameters}`, { method, headers }))
  const ring = () => {
    for (const resolve of waiting) resolve()
    waiting.clear()
  }
  const statements = () => {
    const all = sent
    sent = []
    return all
  }
  return { db, ask, ring, statements }
}

/** What has come so far, and a promise of the end. */
function listen(response: Response) {
  const heard = { text: '' }
  const ended = (async () => {
    for await (const chunk of response.body!) heard.text += Buffer.from(chunk).toString()
  })()
  return { heard, ended }
}

const idOf = (headers: Record<string, string>) => /aef_([^_]+)_/.exec(Object.values(headers).join())![1]!

test('a key that is revoked hears of no later revision', async () => {
  const { db, ask, ring } = await followed()
  const [gone, stays] = [await syncKey(db), await syncKey(db)]
  const [first, second] = [listen(await ask(gone)), listen(await ask(stays))]
  for (const { heard } of [first, second]) await expect.poll(() => heard.text).toContain('"op":"REVISION"')
  await revokeKey(db, systemClock, idOf(gone), 'cli')
  await importYaml(db, LAND, '2026-06-02T00:00:00Z')
  ring()
  await first.ended
  expect(first.heard.text).not.toContain('Land XB')
  await expect.poll(() => second.heard.text).toContain('Land XB')
  expect((await ask(gone)).status).toBe(401)
})

test('so many may follow, and one that goes makes room', async () => {
  const { db, ask } = await followed()
  const key = await syncKey(db)
  const open = []
  for (let i = 0; i < LIMITS.streams; i++) {
    // A question for the headers takes no place.
    expect((await ask(key, '?follow=true', 'HEAD')).status).toBe(200)
    open.push(await ask(key))
  }
  expect(open.map((r) => r.status)).toEqual(open.map(() => 200))
  expect(open[0]!.headers.get('x-accel-buffering')).toBe('no')
  const refused = await ask(key)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
  expect(((await refused.json()) as any).errors[0].extensions.code).toBe('TOO_MANY_STREAMS')
  // Who does not follow takes no place, nor does another caller's.
  expect((await ask(key, '')).status).toBe(200)
  expect((await ask(await syncKey(db))).status).toBe(200)
  await open[0]!.body!.cancel()
  expect((await ask(key)).status).toBe(200)
})

test('while nothing comes, one statement asks for all of them', async () => {
  const { db, ask, ring, statements } = await followed()
  const key = await syncKey(db)
  const all = await Promise.all(Array.from({ length: 10 }, async () => listen(await ask(key))))
  for (const { heard } of all) await expect.poll(() => heard.text).toContain('"op":"REVISION"')
  await delay(50)
  statements()
  for (let i = 0; i < 3; i++) {
    ring()
    await delay(50)
  }
  expect(statements().length).toBeLessThanOrEqual(3)
})
