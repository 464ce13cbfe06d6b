/** Checks: keeps their definitions, judges them all anew in every import, and writes the outcomes that changed. */
import type { Tx } from '../../db/client.ts'
import type { Verdict } from '../../kinds/vocabulary.ts'
import { canonicalJson } from '../../lib/canonical.ts'
import { contentId } from '../../lib/ids.ts'
import type { Suspicion } from '../belief/plausibility.ts'
import { loadInputs } from './computation-inputs.ts'
import { inputRows } from './derivations.ts'
import type { UnitNames } from './evaluate.ts'
import type { CheckInput, CheckSpec, Columns, InputRef, Rejection } from './input.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { closeRows, insertRows } from './rows.ts'
import { suspicionOutcome } from './suspicion.ts'

export interface CheckedImport {
  /** Outcomes written or ended. */
  changed: number
  definitions: number
  rejected: Rejection[]
}

/**
 * @param suspicions of the facts that were resolved in this import.
 * @param factIds these facts.
 */
export async function recordChecks(
  tx: Tx,
  given: readonly CheckInput[],
  suspicions: readonly Suspicion[],
  factIds: readonly string[],
  run: { revision: number; now: Date; units: UnitNames },
): Promise<CheckedImport> {
  const definitions = await writeDefinitions(tx, given, run.revision)
  const specs = await liveSpecs(tx)
  const loaded = await loadInputs(
    tx,
    [...specs.values()].flatMap(({ spec }) => refsOf(spec)),
    run.now,
  )
  const outcomes: Outcome[] = suspicions.map((s) => suspicionOutcome(s, run.units))
  const rejected: Rejection[] = []
  for (const [slug, { spec, remarked }] of specs) {
    const outcome = outcomeOf(slug, spec, loaded, run.units, remarked)
    if (typeof outcome !== 'string') outcomes.push(outcome)
    else {
      const where = given.find((g) => g.slug === slug)?.where
      if (where) rejected.push({ where, reason: `check ${slug}: ${outcome}` })
    }
  }
  const changed = await writeOutcomes(tx, outcomes, factIds, run.revision)
  return { changed, definitions, rejected }
}

function refsOf(spec: CheckSpec): InputRef[] {
  return [
    { name: 'claim', claim: spec.claim },
    ...(spec.compute?.inputs ?? []),
    ...(spec.dates ? [spec.dates.first, spec.dates.second] : []),
    ...spec.beside,
  ]
}

/** @returns how many definitions are new, changed or ended. */
async function writeDefinitions(tx: Tx, given: readonly CheckInput[], revision: number): Promise<number> {
  const live = await tx.checkDefinition.findMany({ where: { toRevision: null } })
  const before = new Map(live.map((d) => [d.slug, d]))
  const changed = given.filter(({ slug, spec }) => {
    const was = before.get(slug)
    return was ? canonicalJson(was.spec as never) !== canonicalJson(spec as never) : spec !== null
  })
  await closeRows(
    tx,
    'CheckDefinition',
    changed.flatMap((c) => before.get(c.slug)?.id ?? []),
    revision,
  )
  const rows = changed.flatMap(({ slug, spec }) =>
    spec
      ? [
          {
            id: contentId('def', { slug, revision }),
            slug,
            spec: spec as never,
            fromRevision: revision,
            toRevision: null,
          },
        ]
      : [],
  )
  await insertRows(tx, 'CheckDefinition', rows)
  return changed.length
}

/**
 * What is declared, by slug, with the verdict that it had when it was: what our editors say of a check is said of that.
 * Null for a check that is declared right now, or could not be judged then.
 */
async function liveSpecs(tx: Tx): Promise<Map<string, { spec: CheckSpec; remarked: Verdict | null }>> {
  const rows = await tx.$queryRaw<{ slug: string; spec: CheckSpec; remarked: Verdict | null }[]>`
    SELECT d."slug", d."spec", c."verdict" AS remarked FROM "CheckDefinition" d
    LEFT JOIN "Check" c ON c."slug" = d."slug" AND c."fromRevision" = d."fromRevision"
    WHERE d."toRevision" IS NULL
    ORDER BY d."slug"`
  return new Map(rows.map(({ slug, ...declared }) => [slug, declared]))
}

/** Ends what is no longer so and writes what is new; an equal outcome is left alone. */
async function writeOutcomes(
  tx: Tx,
  outcomes: readonly Outcome[],
  factIds: readonly string[],
  revision: number,
): Promise<number> {
  // Marks of facts that this import did not touch stay as they are.
  const live = await tx.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "Check" c
    WHERE c."toRevision" IS NULL AND (c."method" <> 'ANOMALY' OR c."factId" = ANY(${[...factIds]}))`
  // An id ends in the digest of what is said, so that an equal outcome is known by it.
  const standing = new Map(live.map(({ id }) => [id.slice(id.indexOf('.') + 1), id]))
  const fresh: Columns[] = []
  const inputs: Columns[] = []
  const keep = new Set<string>()
  for (const { row, inputs: used } of outcomes) {
    const digest = contentId('chk', { ...row, inputs: used.map((i) => [i.name, i.claim.id]) })
    const same = standing.get(digest)
    if (same) {
      keep.add(same)
      continue
    }
    const id = `${revision}.${digest}`
    fresh.push({ id, ...row, fromRevision: revision, toRevision: null, redactedIn: null })
    inputs.push(...inputRows({ checkId: id }, used, revision))
  }
  const gone = live.map((c) => c.id).filter((id) => !keep.has(id))
  await closeRows(tx, 'Check', gone, revision)
  await insertRows(tx, 'Check', fresh)
  await insertRows(tx, 'ComputationInput', inputs)
  return gone.length + fresh.length
}
