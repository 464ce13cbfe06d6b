/** Changes are gathered in bounded memory: what goes to files in between comes out the same, last word last. */

import { readdir } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Collector, type FeedLine } from '../../src/client/collector.ts'
import type { Entry } from '../../src/client/entries.ts'
import { canonicalJson } from '../../src/lib/canonical.ts'
import { folder } from './partner.ts'

const KINDS = ['claim', 'country'] as const
const change = fc.record({
  kind: fc.constantFrom(...KINDS),
  // Astral letters sort behind all others in bytes, and before some in code units.
  key: fc.constantFrom('a', 'b', 'c', '\u{1f600}', '\uff5e', 'tab\tquote"'),
  value: fc.option(fc.string({ maxLength: 20 })),
})
const revisions = fc.array(fc.array(change, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 })

async function entriesOf(entries: AsyncIterable<Entry>): Promise<[string, string | null][]> {
  const all: [string, string | null][] = []
  for await (const { key, line } of entries) all.push([key, line])
  return all
}

test('whatever the memory, the batch holds the last word on each key, sorted by bytes', async () => {
  const spool = await folder()
  await fc.assert(
    fc.asyncProperty(revisions, fc.constantFrom(0, 30, 100, 1_000_000), async (all, memoryChars) => {
      const collector = new Collector({ revision: 0, cursor: 'start', spool, memoryChars })
      const expected = new Map<string, Map<string, string | null>>(KINDS.map((kind) => [kind, new Map()]))
      let cursor = 0
      for (const [i, changes] of all.entries()) {
        const revision = i + 1
        for (const { kind, key, value } of changes) {
          const place = { revision, cursor: String(++cursor), kind, key }
          const line: FeedLine =
            value === null
              ? { op: 'WITHDRAWAL', ...place }
              : { op: 'UPSERT', ...place, row: { id: key, code: key, value } }
          await collector.add(line)
          expected.get(kind)!.set(key, value === null ? null : canonicalJson({ id: key, code: key, value }))
        }
        await collector.add({
          op: 'REVISION',
          revision,
          cursor: String(cursor),
          time: '2026-01-01T00:00:00Z',
        })
      }
      // Half of a revision that is not whole stays out.
      await collector.add({ op: 'WITHDRAWAL', revision: 99, cursor: 'x', kind: 'claim', key: 'a' })
      await collector.add({ op: 'WITHDRAWAL', revision: 99, cursor: 'y', kind: 'claim', key: 'b' })
      const batch = collector.take()
      expect(batch.applied.map((a) => [a.revision, a.changes])).toEqual(all.map((c, i) => [i + 1, c.length]))
      for (const kind of KINDS) {
        const sorted = [...expected.get(kind)!].sort(([a], [b]) =>
          Buffer.compare(Buffer.from(a), Buffer.from(b)),
        )
        expect(await entriesOf(batch.changes(kind))).toEqual(sorted)
      }
      await batch.drop()
    }),
    { numRuns: 25 },
  )
  // What belongs to the revision that never became whole may be left; the next start clears it away.
  expect((await readdir(spool)).length).toBeLessThan(10)
})

test('a feed that goes back, tells twice, leaves out an end or mistakes a key is refused', async () => {
  const collector = new Collector({ revision: 3, cursor: 'start', spool: await folder() })
  const line = { op: 'WITHDRAWAL', cursor: 'x', kind: 'claim', key: 'a' } as const
  const end = { op: 'REVISION', revision: 4, cursor: 'x', time: '2026-01-01T00:00:00Z' } as const
  const refused = (wrong: FeedLine) =>
    expect(collector.add(wrong)).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  await refused({ ...line, revision: 3 })
  await collector.add({ ...line, revision: 4 })
  await refused({ ...line, revision: 5 })
  await refused({ ...end, revision: 5 })
  await collector.add(end)
  await refused({ ...line, revision: 4 })
  await collector.add({ ...line, revision: 5, op: 'UPSERT', row: { id: 'b' } })
  await refused({ ...line, revision: 5 })
})
