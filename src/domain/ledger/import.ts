/** The one way in which anything enters the ledger: one import, one transaction, one revision, or nothing. */
import type { Db, Tx } from '../../db/client.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Suspicion } from '../belief/plausibility.ts'
import { factsMarkedIn, factsOfSources } from './candidates.ts'
import { logChanges } from './change-log.ts'
import { recordChecks } from './checks.ts'
import type { AcceptedClaim } from './claim-writes.ts'
import { BY_HAND } from './corrections.ts'
import { writeEntities, writeModelAliases } from './entities.ts'
import type { UnitNames } from './evaluate.ts'
import type { ImportReport, LedgerInput, Rejection } from './input.ts'
import { writeClaims } from './record-claims.ts'
import { emptyReport } from './releases.ts'
import { factsOfOlderRules, factsThatBegan, resolveFacts } from './resolutions.ts'
import { insertRows } from './rows.ts'
import { writeRules } from './rules.ts'
import { suspectRecords } from './suspect-records.ts'
import { suspicionOutcome } from './suspicion.ts'
import { asWriter } from './writer.ts'

/** Told how far an import is: what it does, and the share of it that is done, 0 to 1. */
export type ImportProgress = (stage: string, share: number) => void

interface ImportOptions {
  /** Compute the report, write nothing. */
  dryRun?: boolean
  onProgress?: ImportProgress
  /** When the waiting for other writers began. */
  startedAt?: Date
}

class NothingToDo extends Error {}

/**
 * Imports. Readers see all of it or none; a failure or a kill leaves no trace, and the same content again
 * makes no revision.
 */
export async function recordImport(
  db: Db,
  clock: Clock,
  input: LedgerInput,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const startedAt = clock.now()
  const report = await asWriter(db, (tx) => recordIn(tx, clock, input, { startedAt, ...options }))
  // Until Postgres looks by itself, its plans are those of empty tables: a full copy of a fresh start took five times as long.
  if (report.revision !== null && report.claims.added >= MANY_CLAIMS) await db.$executeRaw`ANALYZE`
  return report
}

/** New claims after which what Postgres knows of its tables is out of date. */
const MANY_CLAIMS = 1_000

/** The same within the transaction of `asWriter`. Where nothing is to be written, nothing but its own part is undone. */
export async function recordIn(
  tx: Tx,
  clock: Clock,
  input: LedgerInput,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const report: ImportReport = {
    format: input.format,
    origin: input.origin,
    revision: null,
    entities: { added: 0, changed: 0 },
    claims: { added: 0, superseded: 0, withdrawn: 0, unchanged: 0, rejected: 0 },
    checks: 0,
    answers: 0,
    rejected: [],
    suspects: [],
    nearRedacted: [],
    snapshot: null,
    release: emptyReport(),
  }
  await tx.$executeRaw`SAVEPOINT before_import`
  try {
    return await write(tx, clock, input, report, options)
  } catch (error) {
    if (!(error instanceof NothingToDo)) throw error
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT before_import`
    return report
  }
}

async function write(
  tx: Tx,
  clock: Clock,
  input: LedgerInput,
  report: ImportReport,
  { dryRun = false, onProgress, startedAt = clock.now() }: ImportOptions,
): Promise<ImportReport> {
  await tx.$executeRaw`SET CONSTRAINTS ALL DEFERRED`
  const last = await tx.revision.findFirst({ orderBy: { number: 'desc' } })
  const number = (last?.number ?? 0) + 1
  const now = clock.now()
  // Revisions are ordered in time too, whatever a clock does.
  const time = last && last.time >= now ? new Date(last.time.getTime() + 1) : now

  onProgress?.('writing names', 0.1)
  const entities = await writeEntities(tx, input, number)
  const units: UnitNames = new Map((await tx.unit.findMany()).map((u) => [u.code, u.name]))
  onProgress?.('writing claims', 0.2)
  const done = await writeClaims(tx, input, {
    revision: number,
    isByHand: input.format === BY_HAND,
    now: time,
    units,
  })
  for (const id of await factsOfSources(tx, entities.reranked, entities.publishers)) done.factIds.add(id)
  if (entities.units.length > 0)
    for (const id of await factsMarkedIn(tx, entities.units)) done.factIds.add(id)
  const ruled = await writeRules(tx, number)
  const older = await factsOfOlderRules(tx, ruled > 0)
  for (const id of older) done.factIds.add(id)
  const resolved = await resolveFacts(tx, [...done.factIds], number, time, (share) =>
    onProgress?.('choosing answers', 0.5 + share * 0.4),
  )
  // Time alone changes where undated claims stand, but makes no revision.
  const begun = last ? await resolveFacts(tx, await factsThatBegan(tx, last.time, time), number, time) : null
  onProgress?.('judging checks', 0.9)
  const checked = await recordChecks(tx, input.checks, resolved.suspicions, [...done.factIds], {
    revision: number,
    now: time,
    units,
  })

  const aliases = await writeModelAliases(tx, input.modelAliases ?? [], number)
  report.snapshot = done.snapshot && {
    ...done.snapshot,
    suspect: await suspectRecords(tx, input.snapshot!),
  }
  report.release = done.release
  report.entities = { added: entities.added, changed: entities.changed }
  report.rejected = [...input.rejected, ...entities.rejected, ...done.rejected, ...checked.rejected]
  report.claims = { ...done.counts, rejected: report.rejected.length }
  report.checks = checked.changed
  report.answers = resolved.changed + (begun?.changed ?? 0)
  report.nearRedacted = done.nearRedacted
  report.suspects = suspectsOf(resolved.suspicions, done.accepted, units)
  const changed =
    entities.added + entities.changed + done.counts.added + done.counts.superseded + done.counts.withdrawn >
      0 ||
    done.sighted +
      done.redacted +
      done.merged +
      aliases +
      ruled +
      resolved.changed +
      checked.changed +
      checked.definitions >
      0
  if (!changed) throw new NothingToDo()

  await logChanges(tx, number)
  await insertRows(tx, 'Revision', [
    { number, time: time.toISOString(), summary: summary(report, last !== null && older.length > 0) },
  ])
  await insertRows(tx, 'ImportRun', [
    {
      revision: number,
      format: input.format,
      origin: input.origin,
      contentHash: input.contentHash,
      inputHash: input.inputHash ?? null,
      startedAt: startedAt.toISOString(),
      finishedAt: clock.now().toISOString(),
      counts: {
        claims: report.claims,
        entities: report.entities,
        answers: report.answers,
        checks: report.checks,
      } as never,
    },
  ])
  // Deferred checks fail here, inside the callback, where their errors keep their codes.
  await tx.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`
  // A dry run has met every check by now, and leaves nothing.
  if (dryRun) throw new NothingToDo()
  report.revision = number
  return report
}

/** Those of the claims of this import, so that whoever runs it sees at once what to look at. */
function suspectsOf(
  suspicions: readonly Suspicion[],
  accepted: ReadonlyMap<string, AcceptedClaim>,
  units: UnitNames,
): Rejection[] {
  return suspicions.flatMap((s) => {
    const own = accepted.get(s.claim.id)
    const { question, explanation } = suspicionOutcome(s, units).row
    return own ? [{ where: own.where, reason: `${own.name}: ${question} ${explanation}` }] : []
  })
}

function summary(report: ImportReport, isByNewerRules: boolean): string {
  const { added, superseded, withdrawn } = report.claims
  const parts = [
    added ? `${added} claims added` : '',
    superseded ? `${superseded} superseded` : '',
    withdrawn ? `${withdrawn} withdrawn` : '',
    report.entities.added ? `${report.entities.added} entities added` : '',
    report.entities.changed ? `${report.entities.changed} entities changed` : '',
    report.answers ? `${report.answers} answers changed` : '',
    report.checks ? `${report.checks} checks changed` : '',
    isByNewerRules ? 'decided anew by newer rules' : '',
    report.suspects.length ? `${report.suspects.length} claims suspect` : '',
  ].filter(Boolean)
  const what =
    report.format === BY_HAND
      ? `Edit of ${report.origin}`
      : `Import of ${report.format} from ${report.origin}`
  return `${what}: ${parts.join(', ') || 'sightings only'}.`
}
