/**
 * Merkle trees as RFC 6962 (2.1) and RFC 9162 (2.1.3) define them, over SHA-256, and how claims stand in them: each in
 * one of 256 pages by the digest of its id, within its page in the order of ids. So one changed claim touches one page,
 * and whoever holds the same claims finds the same digest, in any language.
 */
import { createHash } from 'node:crypto'
import { canonicalJson, type Plain } from './canonical.ts'

/** Pages of a revision. */
export const PAGES = 256

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

// Leaves and inner nodes begin with different bytes, so that neither can pass for the other (RFC 6962, 2.1).
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** The digest of a leaf with this content. */
export function leafHash(content: Uint8Array): Buffer {
  return sha256(LEAF, content)
}

/**
 * The digest of a claim.
 * @param row as full copies hold it. `recordedIn` is left out: it counts revisions, which two installations with the same
 *   claims may have made in different numbers.
 */
export function leafOf(row: Plain): Buffer {
  const { recordedIn: _, ...content } = row as Readonly<Record<string, Plain>>
  return leafHash(Buffer.from(canonicalJson(content)))
}

/** The page of a claim, 0 to 255: the first byte of the SHA-256 of its id. */
export function pageOf(id: string): number {
  return sha256(Buffer.from(id))[0]!
}

/** The digest over leaves in their order; over none, that of no bytes. */
export function treeOf(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256()
  let level = leaves
  // A node without a neighbour goes up as it is, which is the same as splitting at the largest power of two.
  while (level.length > 1) level = pairs(level)
  return Buffer.from(level[0]!)
}

function pairs(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = []
  for (let i = 0; i < level.length; i += 2) {
    const right = level[i + 1]
    above.push(right ? sha256(NODE, level[i]!, right) : level[i]!)
  }
  return above
}

/** The digest of a revision: a tree whose leaves are the digests of its pages. */
export function digestOf(pages: readonly Uint8Array[]): Buffer {
  return treeOf(pages.map(leafHash))
}

/** The neighbours on the way from a leaf to the top, lowest first (RFC 9162, 2.1.3.1). */
export function pathOf(leaves: readonly Uint8Array[], index: number): Buffer[] {
  const path: Buffer[] = []
  let [level, place] = [leaves, index]
  while (level.length > 1) {
    const neighbour = level[place ^ 1]
    if (neighbour) path.push(Buffer.from(neighbour))
    level = pairs(level)
    place >>= 1
  }
  return path
}

/**
 * The digest that a leaf leads to (RFC 9162, 2.1.3.2).
 * @param size leaves of the tree.
 * @returns null where no tree of that size has such a path.
 */
export function rootOf(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Buffer | null {
  if (index < 0 || index >= size) return null
  let [place, last] = [index, size - 1]
  let root: Buffer = Buffer.from(leaf)
  for (const neighbour of path) {
    if (last === 0) return null
    if (place % 2 === 1 || place === last) {
      root = sha256(NODE, neighbour, root)
      // At the right edge there is no neighbour on some levels.
      while (place % 2 === 0 && place !== 0) [place, last] = [place >> 1, last >> 1]
    } else {
      root = sha256(NODE, root, neighbour)
    }
    ;[place, last] = [place >> 1, last >> 1]
  }
  return last === 0 ? root : null
}
