/**
 * Seals: the digest of each revision, a Merkle tree over the claims that stood, as full copies hold them. Made behind the
 * revision, from the change log, so that a revision costs the reading of what it changed; stored, so that what was said of
 * a revision stays said even where a later redaction takes its bytes away.
 */
import type { Db, Tx } from '../../../db/client.ts'
import { Prisma } from '../../../db/generated/client.ts'
import { AppError } from '../../../errors.ts'
import { digestOf, leafOf, PAGES, pageOf, treeOf } from '../../../lib/merkle.ts'
import { rowsByKey } from '../export/lines.ts'

/** Serialises those who make seals, of all processes; other numbers than those of migrations and writers. */
const SEAL_LOCK = 4_021_966
/** Claims that are read at once: what is held in memory. */
const BATCH = 1_000
/** Pages whose leaves are held in memory at once. */
const PAGES_AT_ONCE = 16
const LIMIT_MS = 30 * 60_000
const DIGEST_BYTES = 32
const KIND = 'claim'

export interface Seal {
  revision: number
  /** In hex. */
  digest: string
  /** Claims that stood. */
  claims: number
  /** Of its pages, in hex. */
  pageDigests: string[]
}

type SealRow = Omit<Seal, 'pageDigests'> & { pages: Uint8Array }

function sealOf({ pages, ...seal }: SealRow): Seal {
  return { ...seal, pageDigests: slices(pages).map((page) => page.toString('hex')) }
}

/** The work that goes on, and what ends it: the signals of all who wait for it. */
interface Work {
  done: Promise<boolean>
  stops: Set<AbortSignal>
}

/** Of those who ask in one process, one works: all others would hold a connection each while they wait. */
const working = new WeakMap<Db, Work>()

/**
 * The seals of these revisions, made now where they are missing. Those that the change log does not reach have none.
 * @param numbers of revisions that are there.
 */
export async function sealsOf(db: Db, numbers: readonly number[]): Promise<Seal[]> {
  const find = async () => (await db.seal.findMany({ where: { revision: { in: [...numbers] } } })).map(sealOf)
  const found = await find()
  if (found.length === new Set(numbers).size) return found
  await sealForAnswer(db)
  return find()
}

/**
 * Makes the seals of all revisions that have none.
 * @param stopping ends it between two revisions, whoever began it; what is made stays.
 * @returns whether all are made: somebody else's signal may have ended it.
 */
export function sealAll(db: Db, stopping?: AbortSignal): Promise<boolean> {
  const stops = working.get(db)?.stops ?? new Set()
  if (stopping) stops.add(stopping)
  const { done } = working.get(db) ?? begin(db, stops)
  return done
}

/** @throws AppError UNAVAILABLE where the server stops before all are made: an answer must not say that there are none. */
export async function sealForAnswer(db: Db): Promise<void> {
  if (!(await sealAll(db)))
    throw new AppError('UNAVAILABLE', 'The server stops before the digests are made: ask again soon.')
}

function begin(db: Db, stops: Set<AbortSignal>): Work {
  const isStopped = () => [...stops].some((signal) => signal.aborted)
  const work = { done: sealMissing(db, isStopped).finally(() => working.delete(db)), stops }
  working.set(db, work)
  return work
}

async function sealMissing(db: Db, isStopped: () => boolean): Promise<boolean> {
  while (!isStopped()) if (!(await inTurn(db, sealNext))) return true
  return false
}

function inTurn<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEAL_LOCK})`
      return work(tx)
    },
    { timeout: LIMIT_MS, maxWait: LIMIT_MS },
  )
}

/** @returns whether there was one to make. */
async function sealNext(tx: Tx): Promise<boolean> {
  const last = await tx.seal.findFirst({
    orderBy: { revision: 'desc' },
    select: { revision: true, pages: true },
  })
  const base = last ? null : await logBegins(tx)
  const number = last ? last.revision + 1 : base || 1
  const revision = await tx.revision.findUnique({ where: { number } })
  if (!revision) return false
  const asOf = { revision: revision.number, time: revision.time }
  const touched = new Set<number>()
  const keys = base ? standingKeys(tx) : changedKeys(tx, asOf.revision)
  for await (const batch of keys) {
    // Over the transaction's own connection: with a pool of one, another would be waited for in vain.
    const rows = await rowsByKey(KIND, { db: tx as Db, asOf, newest: asOf }, batch)
    for (const key of batch) touched.add(pageOf(key))
    await replaceLeaves(
      tx,
      batch,
      [...rows].map(([key, row]) => ({ key, page: pageOf(key), digest: leafOf(row) })),
    )
  }
  const empty = Buffer.concat(Array.from({ length: PAGES }, () => treeOf([])))
  const pages = await pagesAfter(tx, Buffer.from(last?.pages ?? empty), [...touched])
  const digest = digestOf(slices(pages)).toString('hex')
  await tx.$executeRaw`INSERT INTO "Seal" ("revision", "digest", "claims", "pages")
    SELECT ${asOf.revision}, ${digest}, count(*)::int, ${pages} FROM "Leaf"`
  return true
}

/** The revision before the first of the change log; 0 where that tells of all. */
async function logBegins(tx: Tx): Promise<number> {
  const oldest = await tx.change.findFirst({
    orderBy: { fromRevision: 'asc' },
    select: { fromRevision: true },
  })
  if (oldest) return oldest.fromRevision - 1
  const newest = await tx.revision.findFirst({ orderBy: { number: 'desc' }, select: { number: true } })
  return newest?.number ?? 0
}

/** Of the claims that a revision changed, those that it ended too. */
async function* changedKeys(tx: Tx, revision: number): AsyncGenerator<string[]> {
  for (let after = 0; ; ) {
    const rows = await tx.change.findMany({
      where: { fromRevision: revision, ordinal: { gt: after }, kind: KIND },
      orderBy: { ordinal: 'asc' },
      take: BATCH,
    })
    if (rows.length > 0) yield rows.map((row) => row.key)
    if (rows.length < BATCH) return
    after = rows.at(-1)!.ordinal
  }
}

/** Of all claims that ever were: which of them stood, the reading of their rows tells. */
async function* standingKeys(tx: Tx): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const rows = await tx.claim.findMany({
      where: { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: BATCH,
      select: { id: true },
    })
    if (rows.length > 0) yield rows.map((row) => row.id)
    if (rows.length < BATCH) return
    after = rows.at(-1)!.id
  }
}

/** @param keys of claims whose leaves are made anew; one without a new leaf stands no more. */
async function replaceLeaves(
  tx: Tx,
  keys: readonly string[],
  leaves: readonly { key: string; page: number; digest: Uint8Array }[],
): Promise<void> {
  await tx.$executeRaw`DELETE FROM "Leaf" WHERE "claimId" = ANY(${[...keys]}::text[])`
  const digests = leaves.map((leaf) => Buffer.from(leaf.digest).toString('hex'))
  await tx.$executeRaw`INSERT INTO "Leaf" ("claimId", "page", "digest")
    SELECT id, page, decode(digest, 'hex')
    FROM unnest(${leaves.map((leaf) => leaf.key)}::text[], ${leaves.map((leaf) => leaf.page)}::smallint[],
      ${digests}::text[]) AS l(id, page, digest)`
}

/** @param pages as they were before; a copy of them comes back. */
async function pagesAfter(
  tx: Tx,
  pages: Uint8Array,
  touched: readonly number[],
): Promise<Buffer<ArrayBuffer>> {
  const after = Buffer.from(pages)
  for (let i = 0; i < touched.length; i += PAGES_AT_ONCE) {
    const some = touched.slice(i, i + PAGES_AT_ONCE)
    const rows = await tx.$queryRaw<{ page: number; digest: Uint8Array }[]>`
      SELECT "page", "digest" FROM "Leaf" WHERE "page" = ANY(${some}::smallint[]) ORDER BY "page", "claimId"`
    const byPage = Map.groupBy(rows, (row) => row.page)
    for (const page of some)
      treeOf((byPage.get(page) ?? []).map((row) => row.digest)).copy(after, page * DIGEST_BYTES)
  }
  return after
}

function slices(pages: Uint8Array): Buffer[] {
  const all = Buffer.from(pages)
  return Array.from({ length: PAGES }, (_, page) =>
    all.subarray(page * DIGEST_BYTES, (page + 1) * DIGEST_BYTES),
  )
}

/** The newest seal, and the leaves of one of its pages in their order, from one state of the database. */
export async function sealedPage(
  db: Db,
  page: number,
): Promise<{ seal: Seal; leaves: { claimId: string; digest: Uint8Array }[] } | null> {
  const rows = await db.$queryRaw<
    (SealRow & { claimId: string | null; leaf: Uint8Array | null })[]
  >(Prisma.sql`
    SELECT s.*, l."claimId", l."digest" AS leaf
    FROM (SELECT * FROM "Seal" ORDER BY "revision" DESC LIMIT 1) s LEFT JOIN "Leaf" l ON l."page" = ${page}
    ORDER BY l."claimId"`)
  const first = rows[0]
  if (!first) return null
  const { claimId: _, leaf: __, ...seal } = first
  return {
    seal: sealOf(seal),
    leaves: rows.flatMap(({ claimId, leaf }) =>
      claimId !== null && leaf !== null ? [{ claimId, digest: leaf }] : [],
    ),
  }
}
