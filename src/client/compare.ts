/** Compares a mirror with what the server tells of the same revision. */
import { createHash } from 'node:crypto'
import { claimsDigest } from './digest.ts'
import type { Entry } from './entries.ts'
import { KINDS, type Kind } from './kinds.ts'
import type { Patience } from './patience.ts'
import type { Remote } from './remote.ts'
import type { MirrorState } from './state.ts'

/** What is compared: a target, or a mirror that was opened to be read. */
export interface Held {
  readonly state: MirrorState | null
  entries(kind: Kind): AsyncIterable<Entry>
}

export interface Comparison {
  revision: number
  /** Of the claims that are held, in hex. */
  digest: string
  /** Whether the server tells a digest of this revision; without one, claims are not compared. */
  isKnown: boolean
  /** Whether nothing differs. */
  isSame: boolean
  /** Pages of claims, 0 to 255, that differ. */
  pages: number[]
  /** Kinds whose rows differ; only looked for where all kinds are compared. */
  kinds: Kind[]
}

/**
 * @param all compares the bytes of every kind with the digests of the server's full copies, not only the claims.
 * @throws SnapshotNeeded where what is held is not as it was written.
 */
export async function compare(
  held: Held,
  remote: Remote,
  patience: Patience,
  all: boolean,
): Promise<Comparison> {
  const { revision } = held.state!
  const theirs = await patience.insist(() => remote.digests(revision))
  const { digest, pageDigests } = await claimsDigest(claims(held))
  const isKnown = theirs.digest !== null
  const areSame = !isKnown || theirs.digest === digest
  const pages = areSame ? [] : pageDigests.flatMap((page, i) => (page === theirs.pageDigests?.[i] ? [] : [i]))
  const kinds: Kind[] = []
  for (const kind of all ? KINDS : []) {
    const { sha256 } = await patience.insist(() => remote.manifest(kind, revision))
    if ((await digestOfLines(held.entries(kind))) !== sha256) kinds.push(kind)
  }
  return { revision, digest, isKnown, isSame: areSame && kinds.length === 0, pages, kinds }
}

async function* claims(held: Held): AsyncGenerator<object> {
  for await (const { line } of held.entries('claim')) yield JSON.parse(line!)
}

async function digestOfLines(entries: AsyncIterable<Entry>): Promise<string> {
  const hash = createHash('sha256')
  for await (const { line } of entries) hash.update(`${line}\n`)
  return hash.digest('hex')
}
