/** The proof that a claim stands in a revision: whoever trusts the revision's digest can check it without trusting us. */
import type { Db } from '../../../db/client.ts'
import { canonicalJson } from '../../../lib/canonical.ts'
import { leafHash, pageOf, pathOf } from '../../../lib/merkle.ts'
import { rowsByKey } from '../export/lines.ts'
import { newestRevision } from '../revisions.ts'
import type { Revision } from '../rows.ts'
import { type Seal, sealedPage, sealForAnswer } from './seals.ts'

/** Digests are in hex. */
export interface Proof {
  claimId: string
  revision: Revision
  seal: Seal
  /** The claim's row without `recordedIn`: the content of the leaf. */
  content: string
  leaf: string
  page: number
  /** Place of the leaf in its page, from 0. */
  index: number
  /** Leaves of the page. */
  size: number
  pageDigest: string
  path: string[]
  pagePath: string[]
}

/** @returns null where no such claim stands in the newest revision that has a digest. */
export async function proofOf(db: Db, claimId: string): Promise<Proof | null> {
  const newest = await newestRevision(db)
  const known = await sealedPage(db, pageOf(claimId))
  if (newest && known?.seal.revision !== newest.revision) await sealForAnswer(db)
  const found = await sealedPage(db, pageOf(claimId))
  const index = found?.leaves.findIndex((leaf) => leaf.claimId === claimId) ?? -1
  if (!found || index === -1) return null
  const { seal, leaves } = found
  const revision = (await db.revision.findUnique({ where: { number: seal.revision } }))!
  const asOf = { revision: revision.number, time: revision.time }
  const row = (await rowsByKey('claim', { db, asOf, newest: asOf }, [claimId])).get(claimId)!
  const { recordedIn: _, ...rest } = row as Record<string, never>
  const content = canonicalJson(rest)
  const page = pageOf(claimId)
  const digests = leaves.map((leaf) => leaf.digest)
  const pages = seal.pageDigests.map((digest) => leafHash(Buffer.from(digest, 'hex')))
  return {
    ...{ claimId, revision, seal, content, page, index, size: leaves.length },
    leaf: leafHash(Buffer.from(content)).toString('hex'),
    pageDigest: seal.pageDigests[page]!,
    path: pathOf(digests, index).map(hex),
    pagePath: pathOf(pages, page).map(hex),
  }
}

const hex = (digest: Buffer) => digest.toString('hex')
