/** Keys that were checked a moment ago: for how long that holds, and when they are checked again. */
import { beforeEach, expect, test, vi } from 'vitest'
import { ANYBODY, type Caller } from '../../src/domain/access/caller.ts'
import { knownCallers } from '../../src/http/answers/callers.ts'

const READER: Caller = { ...ANYBODY, keyId: 'reader', account: 'reader' }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  return () => void vi.useRealTimers()
})

/** A check that ends when it is told to. */
function slowChecks() {
  const open: { pass: (caller: Caller) => void; fail: (error: Error) => void }[] = []
  const check = vi.fn(() => new Promise<Caller>((pass, fail) => void open.push({ pass, fail })))
  const settle = async (how: (one: (typeof open)[number]) => void) => {
    how(open.shift()!)
    await Promise.resolve()
    await Promise.resolve()
  }
  return { check, settle }
}

async function knownFrom(notices = () => 0) {
  const callers = knownCallers(notices)
  const { check, settle } = slowChecks()
  const checked = callers.checked('key', true, check)
  await settle(({ pass }) => pass(READER))
  await checked
  return { callers, check, settle }
}

test('a key is known for a second at most', async () => {
  const { callers, check } = await knownFrom()
  vi.advanceTimersByTime(740)
  expect(callers.of('key')).toBe(READER)
  expect(check).toHaveBeenCalledTimes(1)
  // The one who asks now has it checked again, and nobody waits for that.
  vi.advanceTimersByTime(20)
  expect([callers.of('key'), callers.of('key')]).toEqual([READER, READER])
  expect(check).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(239)
  expect(callers.of('key')).toBe(READER)
  vi.advanceTimersByTime(1)
  expect(callers.of('key')).toBeUndefined()
})

test('what was checked again is known for another second', async () => {
  const { callers, check, settle } = await knownFrom()
  for (let times = 2; times < 7; times++) {
    vi.advanceTimersByTime(760)
    expect(callers.of('key')).toBe(READER)
    expect(check).toHaveBeenCalledTimes(times)
    await settle(({ pass }) => pass(READER))
  }
})

test('a key that is refused when it is checked again is known to nobody any more', async () => {
  const { callers, settle } = await knownFrom()
  vi.advanceTimersByTime(800)
  expect(callers.of('key')).toBe(READER)
  await settle(({ fail }) => fail(new Error('expired')))
  expect(callers.of('key')).toBeUndefined()
})

test('what was revoked while it was checked is not known by that', async () => {
  let notices = 0
  const { callers, settle } = await knownFrom(() => notices)
  vi.advanceTimersByTime(800)
  expect(callers.of('key')).toBe(READER)
  notices++
  await settle(({ pass }) => pass(READER))
  expect(callers.of('key')).toBeUndefined()
})

test('an older check says nothing against what another one found meanwhile', async () => {
  const { callers, settle } = await knownFrom()
  vi.advanceTimersByTime(800)
  expect(callers.of('key')).toBe(READER)
  const other: Caller = { ...READER, scopes: [] }
  await callers.checked('key', true, async () => other)
  await settle(({ fail }) => fail(new Error('the database is away')))
  expect(callers.of('key')).toBe(other)
})

test('a question takes the word of a moment ago, and a refusal makes it forgotten', async () => {
  const callers = knownCallers(() => 0)
  const check = vi.fn(async () => READER)
  await callers.checked('key', true, check)
  vi.advanceTimersByTime(700)
  expect([await callers.checked('key', true, check), check.mock.calls.length]).toEqual([READER, 1])
  vi.advanceTimersByTime(100)
  const refused = callers.checked('key', true, () => Promise.reject(new Error('expired')))
  await expect(refused).rejects.toThrow('expired')
  expect(callers.of('key')).toBeUndefined()
})
