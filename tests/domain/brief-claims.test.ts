/** Claims read in brief: in whatever order Postgres gives rows, and only where all of a fact's are read. */
import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { briefLoaders } from '../../src/domain/read/brief-claims.ts'
import { BELIEF_LIMIT } from '../../src/domain/read/period-loaders.ts'

const asOf = { revision: 1, time: new Date('2026-01-01T00:00:00Z') }
const loaders = (rows: object[], isWholeRead = false) =>
  briefLoaders({ $queryRaw: async () => structuredClone(rows) } as unknown as Db, asOf, () => isWholeRead)

const claim = (id: string, more: object = {}) => ({
  ...{ id, factId: 'pri_1', repeatOfId: null, start: 0, isPreferred: false, begun: 0 },
  ...{ citedAt: 0, citedSource: `of-${id}`, citedRole: 'ORIGINAL', ...more },
})
const second = { citedAt: 1, citedSource: 'page', citedRole: 'CARRIED' }

const orders = (rows: object[]) => [rows, rows.toReversed(), [...rows.slice(2), ...rows.slice(0, 2)]]

test('claims come preferred first, repeats last, then the newest, with their citations in order', async () => {
  const rows = [
    claim('old', { start: -5 }),
    claim('told', { start: null, isPreferred: true, ...second }),
    claim('told', { start: null, isPreferred: true }),
    claim('echo', { start: 9, repeatOfId: 'told' }),
    claim('undated', { start: null, citedAt: null, citedSource: null, citedRole: null }),
    claim('new', { start: 5 }),
    claim('newer', { start: 5.5 }),
    claim('also-new', { start: 5 }),
  ]
  for (const shuffled of orders(rows)) {
    const found = (await loaders(shuffled).briefClaimsOfFact.cited.load('pri_1'))!.claims
    expect(found.map((c) => c.id)).toEqual(['told', 'newer', 'also-new', 'new', 'old', 'undated', 'echo'])
    expect(found[0]!.citations!.map((t) => t.sourceSlug)).toEqual(['of-told', 'page'])
    expect(found[5]!.citations).toEqual([])
  }
})

test('a claim that answers again is there again, with the citations of one', async () => {
  const rows = [
    claim('list', { begun: null }),
    claim('list', { begun: null, ...second }),
    claim('list', { begun: 1 }),
    claim('list', { begun: 1, ...second }),
    claim('sale', { begun: 2 }),
    claim('list', { begun: 3 }),
    claim('list', { begun: 3, ...second }),
    claim('last', { begun: 4 }),
    claim('other', { begun: 2.5, factId: 'pri_2' }),
  ]
  for (const shuffled of orders(rows)) {
    const { briefHistoryOfFact } = loaders(shuffled)
    const [one, other] = await Promise.all([
      briefHistoryOfFact.cited.load('pri_1'),
      briefHistoryOfFact.cited.load('pri_2'),
    ])
    expect(one!.claims.map((c) => c.id)).toEqual(['list', 'sale', 'list', 'last'])
    expect(one!.claims[2]!.citations!.map((t) => t.sourceSlug)).toEqual(['of-list', 'page'])
    expect(other!.claims.map((c) => c.id)).toEqual(['other'])
  }
})

test('whole claims are left to be read where there are too many, or where they are read anyway', async () => {
  const many = Array.from({ length: BELIEF_LIMIT }, (_, i) => claim(`c${i}`))
  const of = (rows: object[], isWholeRead?: boolean) =>
    loaders(rows, isWholeRead).briefClaimsOfFact.cited.load('pri_1')
  expect(await of(many)).toBeNull()
  expect((await of(many.slice(1)))!.claims).toHaveLength(BELIEF_LIMIT - 1)
  expect(await of(many.slice(1), true)).toBeNull()
})
