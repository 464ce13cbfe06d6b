/** The digest of a mirror's claims, as the server tells one for each revision. */
import { canonicalJson, type Plain } from '../lib/canonical.ts'
import { digestOf, leafOf, PAGES, pageOf, treeOf } from '../lib/merkle.ts'

/** In hex. */
export interface ClaimsDigest {
  digest: string
  /** Of the 256 pages; a claim stands in the page that the first byte of the SHA-256 of its id names. */
  pageDigests: string[]
}

const LEAF_BYTES = 32

/**
 * The digest over claims, as GraphQL tells it as `revision { digest pageDigests }`.
 * @param rows of the kind `claim`, in the order of their ids.
 */
export async function claimsDigest(rows: AsyncIterable<object> | Iterable<object>): Promise<ClaimsDigest> {
  const pages = Array.from({ length: PAGES }, () => ({ bytes: new Uint8Array(LEAF_BYTES * 4), used: 0 }))
  for await (const row of rows) {
    const page = pages[pageOf((row as { id: string }).id)]!
    if (page.used === page.bytes.length) {
      const larger = new Uint8Array(page.bytes.length * 2)
      larger.set(page.bytes)
      page.bytes = larger
    }
    page.bytes.set(leafOf(row as Plain), page.used)
    page.used += LEAF_BYTES
  }
  const digests = pages.map(({ bytes, used }) =>
    treeOf(
      Array.from({ length: used / LEAF_BYTES }, (_, i) =>
        bytes.subarray(i * LEAF_BYTES, (i + 1) * LEAF_BYTES),
      ),
    ),
  )
  return {
    digest: digestOf(digests).toString('hex'),
    pageDigests: digests.map((page) => page.toString('hex')),
  }
}

/** The line of a row in a full copy, without its end: members sorted, what has no value left out. */
export function lineOf(row: object): string {
  return canonicalJson(row as Plain)
}
