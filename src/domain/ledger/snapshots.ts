/** Editions of data files: which claims each holds, and what that changes of when they held. */
import type { Tx } from '../../db/client.ts'
import { contentId } from '../../lib/ids.ts'
import { claimId } from './claim-content.ts'
import type { Columns } from './input.ts'
import { placeOf } from './releases.ts'
import { insertRows } from './rows.ts'
import type { SightedClaim, SnapshotInput } from './snapshot-input.ts'

export interface SnapshotPlan {
  editionId: string
  /** Claims that the ledger does not hold yet, by id. */
  fresh: Map<string, SightedClaim>
  sightings: { claimId: string; record: string; statedTo: string | null }[]
  /** Claims that an earlier reading of the same bytes found, and this one does not, with what replaces each. */
  misread: { id: string; factId: string; successor: string | null }[]
  outcome: SnapshotOutcome
}

/** Of the records of the file, before anything that is wrong with them. */
export interface SnapshotOutcome {
  added: string[]
  changed: string[]
  unchanged: string[]
  /** Records that the edition before held and this one does not. */
  closed: string[]
}

interface KnownEdition {
  id: string
  day: string
  contentHash: string | null
  records: string[]
}

/** The editions of a source, oldest first; two of one day in the order of their hashes, which is the same everywhere. */
export async function editionsOf(tx: Tx, source: string): Promise<KnownEdition[]> {
  return tx.$queryRaw<KnownEdition[]>`
    SELECT "id", "date"::text AS day, "contentHash", COALESCE("records", '{}') AS records FROM "Edition"
    WHERE "sourceSlug" = ${source} ORDER BY "date", "contentHash" NULLS FIRST, "id"`
}

export const editionId = (s: Pick<SnapshotInput, 'source' | 'date' | 'contentHash'>) =>
  contentId('edi', { sourceSlug: s.source, date: s.date, precision: 'DAY', contentHash: s.contentHash })

export async function planSnapshot(tx: Tx, snapshot: SnapshotInput): Promise<SnapshotPlan> {
  const own = editionId(snapshot)
  const editions = await editionsOf(tx, snapshot.source)
  const byId = new Map<string, SightedClaim>()
  for (const claim of snapshot.claims) byId.set(claimId(claim), claim)
  const recorded = await recordedClaims(tx, [...byId.keys()])
  const fresh = new Map([...byId].filter(([id]) => !recorded.has(id)))
  const sightings: SnapshotPlan['sightings'] = []
  for (const [id, claim] of byId) {
    // What was corrected by hand, or turned out to be about another model, is seen in the shape that stands now;
    // what was withdrawn is not seen again.
    const stands = recorded.has(id) ? recorded.get(id)! : id
    if (stands) sightings.push({ claimId: stands, record: claim.record, statedTo: claim.statedTo })
  }
  const seen = new Set(sightings.map((s) => s.claimId))
  const before = await sightedIn(tx, own)
  const misread = before
    .filter((c) => !seen.has(c.id))
    .map((c) => ({ id: c.id, factId: c.factId, successor: successorOf(c, fresh) }))
  return {
    editionId: own,
    fresh,
    sightings,
    misread,
    outcome: await outcomeOf(tx, snapshot, own, editions, sightings),
  }
}

/** By id, the claim that stands for each recorded one today: itself, a successor, or null where it was withdrawn. */
async function recordedClaims(tx: Tx, ids: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await tx.$queryRaw<{ id: string; stands: string | null }[]>`
    WITH RECURSIVE chain AS (
      SELECT c."id", c."id" AS at, c."toRevision" FROM "Claim" c WHERE c."id" = ANY(${[...ids]})
      UNION ALL
      SELECT chain."id", n."id", n."toRevision" FROM chain JOIN "Correction" k ON k."claimId" = chain.at
        JOIN "Claim" n ON n."id" = k."successorId" WHERE chain."toRevision" IS NOT NULL)
    SELECT "id", max(CASE WHEN "toRevision" IS NULL THEN at END) AS stands FROM chain GROUP BY "id"`
  return new Map(rows.map((r) => [r.id, r.stands]))
}

interface Sighted {
  id: string
  factId: string
  series: string
  point: string | null
  statedTo: Date | null
}

async function sightedIn(tx: Tx, edition: string): Promise<Sighted[]> {
  return tx.$queryRaw<Sighted[]>`
    SELECT c."id", c."factId", c."series", trim_scale(c."point")::text AS point, s."statedTo"
    FROM "Sighting" s JOIN "Claim" c ON c."id" = s."claimId"
    WHERE s."editionId" = ${edition} AND c."toRevision" IS NULL AND c."series" IS NOT NULL`
}

function successorOf(old: Sighted, fresh: ReadonlyMap<string, SightedClaim>): string | null {
  for (const [id, c] of fresh) if (c.series === old.series && c.point === old.point) return id
  return null
}

/** The part of a series that names the record. */
export const recordOf = (series: string) => series.slice(0, series.lastIndexOf('#'))

async function outcomeOf(
  tx: Tx,
  snapshot: SnapshotInput,
  own: string,
  editions: readonly KnownEdition[],
  sightings: SnapshotPlan['sightings'],
): Promise<SnapshotOutcome> {
  const place = placeOf(snapshot.date, snapshot.contentHash)
  const others = editions.filter((e) => e.id !== own)
  const earlier = others.findLast((e) => placeOf(e.day, e.contentHash) < place)
  // What is read anew is compared with what it was read as before, everything else with the nearest edition.
  const beside = editions.find((e) => e.id === own) ?? earlier ?? others[0]
  const contents = (list: readonly (readonly [record: string, content: string])[]) =>
    new Map(
      [...Map.groupBy(list, ([record]) => record)].map(([record, all]) => [
        record,
        all
          .map(([, c]) => c)
          .sort()
          .join(),
      ]),
    )
  const then = contents(
    beside
      ? (await sightedIn(tx, beside.id)).map(
          (s) => [recordOf(s.series), `${s.id} ${s.statedTo?.toISOString() ?? ''}`] as const,
        )
      : [],
  )
  const now = contents(sightings.map((s) => [s.record, `${s.claimId} ${s.statedTo ?? ''}`] as const))
  const known = new Set(editions.flatMap((e) => e.records))
  const outcome: SnapshotOutcome = { added: [], changed: [], unchanged: [], closed: [] }
  for (const record of snapshot.records) {
    if (!known.has(record)) outcome.added.push(record)
    else if ((then.get(record) ?? '') === (now.get(record) ?? '')) outcome.unchanged.push(record)
    else outcome.changed.push(record)
  }
  const held = new Set(snapshot.records)
  outcome.closed = (earlier?.records ?? []).filter((record) => !held.has(record))
  return outcome
}

/** The edition and what was seen in it. @returns how many rows are new. */
export async function writeSnapshot(
  tx: Tx,
  snapshot: SnapshotInput,
  plan: SnapshotPlan,
  revision: number,
): Promise<number> {
  const edition: Columns = {
    id: plan.editionId,
    sourceSlug: snapshot.source,
    date: snapshot.date,
    precision: 'DAY',
    contentHash: snapshot.contentHash,
    records: snapshot.records,
    fromRevision: revision,
  }
  const editions = await insertRows(tx, 'Edition', [edition], true)
  const rows = plan.sightings.map(({ claimId, statedTo }) => {
    return { claimId, editionId: plan.editionId, statedTo, fromRevision: revision }
  })
  return editions + (await insertRows(tx, 'Sighting', rows, true))
}
