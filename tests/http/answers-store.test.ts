/** The keeping itself, against a model that forgets nothing: never more bytes than allowed, never an older answer. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAnswers, type Kept } from '../../src/http/answers/store.ts'

const asOf = (revision: number) => ({ revision, time: new Date(revision) })
const waits = new AbortController().signal
const entry = (text: string): Kept => ({ body: Buffer.from(text), tag: text, type: 'x', isPinned: false })

const step = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  newer: fc.nat({ max: 5 }).map((n) => n === 0),
  comes: fc.constantFrom('kept', 'unkept', 'never', 'fails'),
  at: fc.nat({ max: 3 }),
  size: fc.nat({ max: 4_000 }),
})

test('whatever is asked in whatever order, each gets an answer of the newest revision when they asked, or a newer one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const maxBytes = 20_000
      const answers = createAnswers(maxBytes)
      let newest = 1
      let running: Promise<void>[] = []
      for (const { key, newer, comes, at, size } of steps) {
        if (newer) newest++
        const revision = newest
        const make = async () => {
          for (let i = 0; i < at; i++) await null
          if (comes === 'fails') throw new Error('failed')
          return comes === 'kept'
            ? entry(`${key}${revision}:${'x'.repeat(size)}`)
            : { answer: `${key}${revision}:`, never: comes === 'never' }
        }
        running.push(
          answers.take(key, asOf(revision), waits, make).then(
            (got) => {
              const text = 'kept' in got ? got.kept.body.toString() : got.answer
              expect(text.slice(0, text.indexOf(':'))).toBe(`${key}${revision}`)
            },
            (error) => expect([comes, (error as Error).message]).toEqual(['fails', 'failed']),
          ),
        )
        if (at === 0) {
          await Promise.all(running)
          running = []
        }
        expect(answers.size()).toBeLessThanOrEqual(maxBytes)
        for (const k of 'abcde') {
          const found = answers.at(k, asOf(newest))?.body.toString()
          if (found) expect(found).toMatch(new RegExp(`^${k}${newest}:`))
          // Who has not heard of the newest gets nothing at all.
          expect(answers.at(k, asOf(newest - 1))).toBeUndefined()
        }
      }
      await Promise.all(running)
    }),
    { numRuns: 200 },
  )
})

test('those who ask in the same turn wait for one, and the next in line where that one fails', async () => {
  const answers = createAnswers(20_000)
  let made = 0
  const make = async () => {
    made++
    await null
    if (made === 1) throw new Error('failed')
    return entry('x')
  }
  const asked = Array.from({ length: 20 }, () => answers.take('a', asOf(1), waits, make))
  const results = await Promise.allSettled(asked)
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  expect(made).toBe(2)
})

test('who waits no longer is told so, and holds nobody up', async () => {
  const answers = createAnswers(20_000)
  const [leader, follower] = [new AbortController(), new AbortController()]
  const never = new Promise<never>(() => undefined)
  void answers.take('a', asOf(1), leader.signal, () => never)
  const waiting = answers.take('a', asOf(1), follower.signal, async () => entry('x'))
  follower.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'TIMEOUT' })
  leader.abort()
  const next = await answers.take('a', asOf(1), waits, async () => entry('y'))
  expect('kept' in next && next.kept.tag).toBe('y')
})

test('another revision of the same number, as after a restored backup, is another one', async () => {
  const answers = createAnswers(20_000)
  await answers.take('a', asOf(5), waits, async () => entry('old'))
  expect(answers.at('a', asOf(5))?.tag).toBe('old')
  expect(answers.at('a', { revision: 5, time: new Date(99) })).toBeUndefined()
})
