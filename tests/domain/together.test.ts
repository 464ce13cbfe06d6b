/** Reading for several requests at once: each gets what it asked for, and nobody the fault of another. */
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test as plain } from 'vitest'
import { newestRevision } from '../../src/domain/read/revisions.ts'
import { createSharedRows } from '../../src/domain/read/shared.ts'
import { createTogether } from '../../src/domain/read/together.ts'
import { createAnswers } from '../../src/http/answers/store.ts'
import { post, testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

/** Reads that end when they are told to. */
function reads() {
  const begun: { keys: readonly string[]; end: () => void }[] = []
  const read = async (keys: readonly string[]) => {
    await new Promise<void>((end) => begun.push({ keys, end }))
    if (keys.includes('bad')) throw new Error('a bad key')
    return new Map(keys.map((key) => [key, `of ${key}`]))
  }
  const endAll = async () => {
    for (let i = 0; i < begun.length; i++) {
      begun[i]!.end()
      await delay(1)
    }
  }
  return { read, begun, endAll }
}

describe('lines', () => {
  plain('who comes while one reads is read for by the next, each key once', async () => {
    const { read, begun, endAll } = reads()
    const together = createTogether()
    const asked = [['a'], ['b', 'c'], ['c'], ['d']].map((keys) => together('line', keys, read))
    expect(begun.map(({ keys }) => keys)).toEqual([['a']])
    await endAll()
    const found = await Promise.all(asked)
    expect(begun.map(({ keys }) => keys)).toEqual([['a'], ['b', 'c', 'd']])
    expect(found.map((rows) => rows.get('c'))).toEqual([undefined, 'of c', 'of c', 'of c'])
  })

  plain('other names, and many keys, do not stand in line', async () => {
    const { read, begun } = reads()
    const together = createTogether()
    const many = Array.from({ length: 51 }, (_, i) => `k${i}`)
    void together('line', ['a'], read)
    void together('other', ['b'], read)
    void together('line', many, read)
    expect(begun.map(({ keys }) => keys.length)).toEqual([1, 1, 51])
  })

  plain('nobody waits for long', async () => {
    const { read, begun } = reads()
    const together = createTogether()
    void together('line', ['a'], read)
    void together('line', ['b'], read)
    // The first does not end.
    await expect.poll(() => begun.length).toBe(2)
  })

  plain('a fault is told to whom it belongs', async () => {
    const { read, begun, endAll } = reads()
    const together = createTogether()
    const asked = [['a'], ['b'], ['bad'], ['c']].map((keys) => together('line', keys, read))
    const settled = Promise.allSettled(asked)
    await endAll()
    await expect.poll(() => begun.length).toBe(5)
    await endAll()
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
  })

  plain('after a fault, others are read for', async () => {
    const { read, endAll } = reads()
    const together = createTogether()
    const bad = together('line', ['bad'], read)
    bad.catch(() => undefined)
    const good = together('line', ['a'], read)
    await endAll()
    await expect(bad).rejects.toThrow('a bad key')
    await endAll()
    expect((await good).get('a')).toBe('of a')
  })
})

plain('rows of older revisions are forgotten with a newer one', () => {
  const of = (revision: number) => ({ revision, time: new Date(revision * 1000) })
  const shared = createSharedRows()
  const before = shared(of(1), of(2))
  expect(shared(of(1), of(2))).toBe(before)
  expect(shared(of(1), of(3))).not.toBe(before)
})

test('questions of many callers at once take few statements, and are answered as alone', async ({
  seeded: { db, statements },
}) => {
  const QUERY = `query Q($id: ID!, $u: String = "") { fact(id: $id) { id question value { point } provenance { source { slug } } historyCount } x: country(code: $u) @skip(if: true) { code } }`
  const newest = await newestRevision(db)
  const { app } = testApp(db, { answers: createAnswers(10_000_000), newest: () => newest })
  const ask = async (id: string, u: string) =>
    ((await (await app(post(QUERY, { id, u }, { accept: 'application/json' }))).json()) as any).data
  const list = await app(post('{ prices(first: 40) { nodes { id } } }'))
  const ids: string[] = ((await list.json()) as any).data.prices.nodes.map(({ id }: any) => id)
  const alone = []
  for (const id of ids) alone.push(await ask(id, 'alone'))
  statements()
  await ask(ids[0]!, 'once')
  const once = statements().length
  const together = await Promise.all(ids.map((id) => ask(id, 'together')))
  expect(together).toEqual(alone)
  expect(statements().length).toBeLessThan((once * ids.length) / 2)
})
