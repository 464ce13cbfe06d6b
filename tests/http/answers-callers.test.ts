/** Keys that were checked a moment ago: for how long that holds, and who checks them again. */
import { beforeEach, expect, test, vi } from 'vitest'
import { ANYBODY, type Caller } from '../../src/domain/access/caller.ts'
import { knownCallers } from '../../src/http/answers/callers.ts'

const READER: Caller = { ...ANYBODY, keyId: 'reader', account: 'reader' }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  return () => void vi.useRealTimers()
})

test('a key is known for a second at most, and before that one of all who ask checks it again', async () => {
  const callers = knownCallers(() => 0)
  const check = vi.fn(async () => READER)
  const checked = () => callers.checked('key', true, check)
  expect(callers.of('key')).toBeUndefined()
  await checked()
  vi.advanceTimersByTime(740)
  expect(callers.of('key')).toBe(READER)
  expect([await checked(), check.mock.calls.length]).toEqual([READER, 1])
  vi.advanceTimersByTime(20)
  expect([callers.of('key'), callers.of('key')]).toEqual([undefined, READER])
  vi.advanceTimersByTime(230)
  expect(callers.of('key')).toBe(READER)
  vi.advanceTimersByTime(10)
  expect(callers.of('key')).toBeUndefined()
})

test('who only looks takes the check from nobody', async () => {
  const callers = knownCallers(() => 0)
  await callers.checked('key', true, async () => READER)
  vi.advanceTimersByTime(760)
  expect([callers.of('key', false), callers.of('key', false)]).toEqual([undefined, undefined])
  expect([callers.of('key'), callers.of('key', false)]).toEqual([undefined, READER])
})

test('who checks it again makes it known for another second', async () => {
  const callers = knownCallers(() => 0)
  const check = vi.fn(async () => READER)
  for (let second = 0; second < 5; second++) {
    expect(callers.of('key')).toBeUndefined()
    await callers.checked('key', true, check)
    expect(check).toHaveBeenCalledTimes(second + 1)
    vi.advanceTimersByTime(760)
  }
})

test('a key that is refused is known to nobody any more', async () => {
  const callers = knownCallers(() => 0)
  await callers.checked('key', true, async () => READER)
  vi.advanceTimersByTime(800)
  expect(callers.of('key')).toBeUndefined()
  expect(callers.of('key')).toBe(READER)
  const refused = callers.checked('key', true, () => Promise.reject(new Error('expired')))
  await expect(refused).rejects.toThrow('expired')
  expect(callers.of('key')).toBeUndefined()
})
