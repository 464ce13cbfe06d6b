/** Merkle trees against the vectors of Certificate Transparency, and paths of every leaf of every small tree. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestOf, leafHash, leafOf, PAGES, pageOf, pathOf, rootOf, treeOf } from '../../src/lib/merkle.ts'

const vectors: { leaves: string[]; digests: string[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'merkle-vectors.json'), 'utf8'),
)
const LEAVES = vectors.leaves.map((hex) => leafHash(Buffer.from(hex, 'hex')))

test.each(vectors.digests)('over the first %# leaves: %s', (digest) => {
  expect(treeOf(LEAVES.slice(0, vectors.digests.indexOf(digest))).toString('hex')).toBe(digest)
})

const leavesOf = (size: number) => Array.from({ length: size }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)))

test('the path of every leaf leads to the top, and no other way does', () => {
  for (let size = 1; size <= 40; size++) {
    const leaves = leavesOf(size)
    const top = treeOf(leaves)
    for (const [index, leaf] of leaves.entries()) {
      const path = pathOf(leaves, index)
      expect(rootOf(leaf, index, size, path)).toEqual(top)
      expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)))
      // Too short, too long, or of a place that the tree does not have.
      if (path.length > 0) expect(rootOf(leaf, index, size, path.slice(1))).not.toEqual(top)
      expect(rootOf(leaf, index, size, [...path, leaf])).not.toEqual(top)
      expect(rootOf(leaf, size, size, path)).toBeNull()
      expect(rootOf(leaf, -1, size, path)).toBeNull()
    }
  }
})

test('one bit of anything changes the digest', () => {
  const bit = (bytes: Uint8Array, at: number) => {
    const other = Buffer.from(bytes)
    other[(at >> 3) % other.length]! ^= 1 << (at & 7)
    return other
  }
  const size = fc.integer({ min: 1, max: 70 })
  fc.assert(
    fc.property(size, fc.nat(), fc.nat(255), fc.nat(), (n, place, at, which) => {
      const leaves = leavesOf(n)
      const index = place % n
      const path = pathOf(leaves, index)
      const top = treeOf(leaves)
      expect(treeOf(leaves.with(index, bit(leaves[index]!, at)))).not.toEqual(top)
      expect(rootOf(bit(leaves[index]!, at), index, n, path)).not.toEqual(top)
      if (path.length === 0) return
      const step = which % path.length
      expect(rootOf(leaves[index]!, index, n, path.with(step, bit(path[step]!, at)))).not.toEqual(top)
    }),
  )
})

test('a claim is its row without the number of the revision that brought it', () => {
  const row = { id: 'clm_1', recordedIn: 3, value: { point: '1', unit: 'x' }, note: null }
  const content = '{"id":"clm_1","value":{"point":"1","unit":"x"}}'
  expect(leafOf(row)).toEqual(createHash('sha256').update('\0').update(content).digest())
  expect(leafOf({ ...row, recordedIn: 4 })).toEqual(leafOf(row))
  expect(leafOf({ ...row, value: { point: '2', unit: 'x' } })).not.toEqual(leafOf(row))
})

test('pages come from the ids of claims, and make the digest of a revision', () => {
  expect(pageOf('clm_1')).toBe(createHash('sha256').update('clm_1').digest()[0])
  const pages = leavesOf(PAGES)
  expect(digestOf(pages)).toEqual(treeOf(pages.map(leafHash)))
})
