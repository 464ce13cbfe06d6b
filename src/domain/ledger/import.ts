/** The one way in which anything enters the ledger: one import, one transaction, one revision, or nothing. */
import type { Db, Tx } from '../../db/client.ts'
import { KIND_NAMES } from '../../kinds/facts.ts'
import type { Clock } from '../../lib/clock.ts'
import { contentId } from '../../lib/ids.ts'
import { planClaims } from './claims.ts'
import { writeEntities } from './entities.ts'
import type { ClaimInput, Columns, ImportReport, LedgerInput } from './input.ts'
import { factsOfSources, resolveFacts } from './resolutions.ts'
import { closeRows, insertRows } from './rows.ts'
import { writeRules } from './rules.ts'

/** Serialises writers, so that revisions commit in the order of their numbers; the database's guards take it too. */
const WRITER_LOCK = 4_021_964

const TRANSACTION_LIMIT_MS = 30 * 60_000

class NothingToDo extends Error {}

/**
 * Imports. Readers see all of it or none; a failure or a kill leaves no trace, and the same content again
 * makes no revision.
 * @param options.dryRun compute the report, write nothing.
 */
export async function recordImport(
  db: Db,
  clock: Clock,
  input: LedgerInput,
  options: { dryRun?: boolean } = {},
): Promise<ImportReport> {
  const startedAt = clock.now()
  const report: ImportReport = {
    format: input.format,
    origin: input.origin,
    revision: null,
    entities: { added: 0, changed: 0 },
    claims: { added: 0, superseded: 0, unchanged: 0, rejected: 0 },
    rejected: [],
  }
  try {
    return await db.$transaction(
      (tx) => write(tx, clock, startedAt, input, report, options.dryRun ?? false),
      {
        timeout: TRANSACTION_LIMIT_MS,
        maxWait: TRANSACTION_LIMIT_MS,
      },
    )
  } catch (error) {
    if (error instanceof NothingToDo) return report
    throw error
  }
}

async function write(
  tx: Tx,
  clock: Clock,
  startedAt: Date,
  input: LedgerInput,
  report: ImportReport,
  dryRun: boolean,
): Promise<ImportReport> {
  // Before the lock: waiting for another writer may take long too.
  await tx.$executeRaw`SET LOCAL statement_timeout = 0`
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${WRITER_LOCK})`
  await tx.$executeRaw`SET CONSTRAINTS ALL DEFERRED`
  const last = await tx.revision.findFirst({ orderBy: { number: 'desc' } })
  const number = (last?.number ?? 0) + 1
  const now = clock.now()
  // Revisions are ordered in time too, whatever a clock does.
  const time = last && last.time >= now ? new Date(last.time.getTime() + 1) : now

  const entities = await writeEntities(tx, input, number)
  const plan = await planClaims(tx, input.claims, number)
  await writeFacts(tx, plan.accepted, number)
  await closeRows(tx, 'Claim', plan.closed, number)
  await tx.$executeRaw`UPDATE "Citation" SET "toRevision" = ${number} WHERE "toRevision" IS NULL AND "claimId" = ANY(${plan.closed})`
  await insertRows(tx, 'Claim', plan.claims)
  await insertRows(tx, 'Citation', plan.citations)
  const sighted = await writeSightings(tx, plan.sightings, number)
  for (const id of await factsOfSources(tx, entities.reranked, entities.publishers)) plan.factIds.add(id)
  const ruled = await writeRules(tx, number)
  const resolved = await resolveFacts(tx, [...plan.factIds], number, time)

  report.entities = { added: entities.added, changed: entities.changed }
  report.rejected = [...input.rejected, ...entities.rejected, ...plan.rejected]
  report.claims = { ...plan.counts, rejected: report.rejected.length }
  const changed =
    entities.added +
      entities.changed +
      plan.counts.added +
      plan.counts.superseded +
      sighted +
      ruled +
      resolved >
    0
  if (!changed) throw new NothingToDo()

  await insertRows(tx, 'Revision', [{ number, time: time.toISOString(), summary: summary(report) }])
  await insertRows(tx, 'ImportRun', [
    {
      revision: number,
      format: input.format,
      origin: input.origin,
      contentHash: input.contentHash,
      startedAt: startedAt.toISOString(),
      finishedAt: clock.now().toISOString(),
      counts: { claims: report.claims, entities: report.entities } as never,
    },
  ])
  // Deferred checks fail here, inside the callback, where their errors keep their codes.
  await tx.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`
  // A dry run has met every check by now, and leaves nothing.
  if (dryRun) throw new NothingToDo()
  report.revision = number
  return report
}

async function writeFacts(tx: Tx, claims: readonly ClaimInput[], revision: number): Promise<void> {
  const offers = new Map(claims.flatMap((c) => (c.offer ? [[c.offer.slug, c.offer]] : [])))
  await insertRows(
    tx,
    'Offer',
    [...offers.values()].map((o) => ({ ...o, fromRevision: revision })),
    true,
  )
  const facts = new Map(claims.map((c) => [c.fact.id, c.fact]))
  const rows = [...facts.values()]
  await insertRows(
    tx,
    'Fact',
    rows.map((f) => ({ id: f.id, kind: f.kind, fromRevision: revision })),
    true,
  )
  for (const [kind, table] of Object.entries(KIND_NAMES)) {
    const own = rows.filter((f) => f.kind === kind)
    await insertRows(
      tx,
      table,
      own.map((f) => ({ id: f.id, kind: f.kind, ...f.columns, fromRevision: revision })),
      true,
    )
  }
}

async function writeSightings(
  tx: Tx,
  sightings: readonly { claimId: string; source: string; date: string; precision: string }[],
  revision: number,
): Promise<number> {
  const editions = new Map<string, Columns>()
  const rows = sightings.map((s) => {
    const edition = { sourceSlug: s.source, date: s.date, precision: s.precision }
    const id = contentId('edi', edition)
    editions.set(id, { id, ...edition, contentHash: null, fromRevision: revision })
    return { claimId: s.claimId, editionId: id, fromRevision: revision }
  })
  await insertRows(tx, 'Edition', [...editions.values()], true)
  return insertRows(tx, 'Sighting', rows, true)
}

function summary(report: ImportReport): string {
  const { added, superseded } = report.claims
  const parts = [
    added ? `${added} claims added` : '',
    superseded ? `${superseded} superseded` : '',
    report.entities.added ? `${report.entities.added} entities added` : '',
    report.entities.changed ? `${report.entities.changed} entities changed` : '',
  ].filter(Boolean)
  return `Import of ${report.format} from ${report.origin}: ${parts.join(', ') || 'sightings only'}.`
}
