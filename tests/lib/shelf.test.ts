/** A shelf: made once, kept while there is room, and no failure of one is that of another. */
import { expect, test } from 'vitest'
import { createShelf } from '../../src/lib/shelf.ts'

const later = () => new Promise((resolve) => setImmediate(resolve))

test('one call makes it for all who wait, and for those who come later', async () => {
  const shelf = createShelf<{ n: number }>({ max: 2 })
  let calls = 0
  const make = async () => {
    await later()
    return { n: ++calls }
  }
  const all = await Promise.all(Array.from({ length: 10 }, () => shelf('a', make)))
  expect(new Set(all).size).toBe(1)
  expect(await shelf('a', make)).toBe(all[0])
  await shelf('b', make)
  await shelf('c', make)
  // The oldest went for it.
  expect(await shelf('a', make)).toEqual({ n: 4 })
})

test('who waited for a call that failed tries by itself', async () => {
  const shelf = createShelf<{ ok: true }>({ max: 2 })
  const fails = async (): Promise<{ ok: true }> => {
    await later()
    throw new Error('out of budget')
  }
  let calls = 0
  const works = async () => {
    calls++
    await later()
    return { ok: true } as const
  }
  const first = shelf('a', fails)
  const others = [shelf('a', works), shelf('a', works), shelf('a', works)]
  await expect(first).rejects.toThrow('out of budget')
  expect(await Promise.all(others)).toEqual([{ ok: true }, { ok: true }, { ok: true }])
  expect(calls).toBe(1)
})
