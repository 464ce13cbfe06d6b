/** Whatever fails is told by one of our codes, and without a password. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, vi } from 'vitest'
import { openMirror, verify } from '../../src/client/index.ts'
import { cable } from '../helpers/cable.ts'
import { ask, codeOf, database, test } from './partner.ts'

test('the address of a database that cannot be one', async ({ behind: { partner } }) => {
  const to = 'postgres://me:secret@127.0.0.1:99999/x'
  for (const work of [() => partner.sync(to), () => openMirror(to), () => verify(partner.options(to))]) {
    expect(await codeOf(work())).toBe('BAD_OPTIONS')
    await expect(work()).rejects.not.toThrow('secret')
  }
})

test('a disk that refuses what a mirror in a database needs', async ({ behind: { partner } }) => {
  const url = await database()
  vi.stubEnv('TMPDIR', '/nowhere')
  onTestFinished(() => void vi.unstubAllEnvs())
  await expect(partner.sync(url)).rejects.toMatchObject({
    code: 'BAD_TARGET',
    message: expect.stringMatching(/the mirror in the database needs: ENOENT.*nowhere/),
  })
})

test('a mirror that somebody changed', async ({ behind: { partner, again } }) => {
  const [to, url] = [await again(), await database()]
  await partner.sync(url)
  await writeFile(join(to, 'country.ndjson'), '{"code":\n')
  await ask(url, 'DELETE FROM ai_economy_facts_mirror.country')
  for (const where of [to, url]) {
    const mirror = await openMirror(where)
    onTestFinished(mirror.close)
    expect(await codeOf(Array.fromAsync(mirror.rows('country')))).toBe('BAD_TARGET')
    expect(await codeOf(verify({ ...partner.options(where), all: true }))).toBe('BAD_TARGET')
  }
})

test('a database that goes away while it is read', async ({ behind: { partner } }) => {
  const url = await database()
  await partner.sync(url)
  const wire = await cable(url)
  const mirror = await openMirror(wire.url)
  onTestFinished(mirror.close)
  partner.line.answer = async (_url, _init, send) => {
    await wire.cut()
    return send()
  }
  expect(await codeOf(verify(partner.options(wire.url)))).toBe('BAD_TARGET')
  expect(await codeOf(Array.fromAsync(mirror.rows('country')))).toBe('BAD_TARGET')
})

test('a comparison that is stopped', async ({ behind: { partner, again } }) => {
  const to = await again()
  expect(await codeOf(verify({ ...partner.options(to), signal: AbortSignal.abort() }))).toBe('STOPPED')
})
