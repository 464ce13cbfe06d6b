/** A lock among containers, which do not see each other's processes. */
import { readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { tryLock } from '../../src/lib/file-lock.ts'
import { folder } from '../client/partner.ts'

/** Who took it has a pid that is ours here, or nobody's. */
const elsewhere = (pid = process.pid) =>
  JSON.stringify({ pid, started: '1', space: 'another', host: 'web-2', token: 'x' })

const age = (path: string, seconds: number) => {
  const at = new Date(Date.now() - seconds * 1000)
  return utimes(path, at, at)
}

test('whoever has it touches it, and gives back what is its own', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const path = join(await folder(), 'lock')
  const { lock } = await tryLock(path)
  await age(path, 60)
  vi.advanceTimersByTime(5_000)
  await vi.waitFor(async () => expect(Date.now() - (await stat(path)).mtimeMs).toBeLessThan(30_000), 10_000)
  expect(await lock!.isHeld()).toBe(true)
  await writeFile(path, elsewhere())
  expect(await lock!.isHeld()).toBe(false)
  await lock!.release()
  expect(await readFile(path, 'utf8')).toBe(elsewhere())
})

test('a holder elsewhere lives for as long as it touches it, and is dead after a silence', async () => {
  const path = join(await folder(), 'lock')
  const dead = 2 ** 30
  await writeFile(path, elsewhere(dead))
  const touching = setInterval(() => void age(path, 0), 50)
  expect(await tryLock(path)).toEqual({ lock: null, holder: `process ${dead} on web-2` })
  clearInterval(touching)
  await delay(100)
  await age(path, 19)
  const { lock } = await tryLock(path)
  expect(await lock?.isHeld()).toBe(true)
  await lock!.release()
})
