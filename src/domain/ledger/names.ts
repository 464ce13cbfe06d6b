/** The names that the ledger holds, against which an import's references are checked. */
import type { Db, Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { sha256 } from '../../lib/ids.ts'
import { isoDay } from '../../lib/period.ts'
import { ENTITY_TABLES, type EntityTable } from './input.ts'
import type { MergeInput } from './snapshot-input.ts'

export interface LedgerNames {
  keys: Record<EntityTable, ReadonlySet<string>>
  /** `<source>/<key>` of the live claims of the sources asked for. */
  claims: ReadonlySet<string>
  units: ReadonlyMap<string, string>
  meters: ReadonlyMap<string, string>
  metrics: ReadonlyMap<string, string>
  makers: ReadonlyMap<string, string>
  accessedOn: ReadonlyMap<string, string>
}

/** @param claimsOf the sources whose claims are needed: all claims are too many to be read for each import. */
export async function ledgerNames(db: Db | Tx, claimsOf: readonly string[]): Promise<LedgerNames> {
  const keys: Partial<Record<EntityTable, ReadonlySet<string>>> = {}
  for (const [table, { key }] of Object.entries(ENTITY_TABLES)) {
    const rows = await db.$queryRaw<
      { key: string }[]
    >`SELECT ${Prisma.raw(`"${key}"`)} AS key FROM ${Prisma.raw(`"${table}"`)}`
    keys[table as EntityTable] = new Set(rows.map((r) => r.key))
  }
  const claims = await db.claim.findMany({
    where: { toRevision: null, sourceSlug: { in: [...claimsOf] } },
    select: { sourceSlug: true, key: true },
  })
  const units = await db.unit.findMany({ select: { code: true, dimension: true } })
  const meters = await db.meter.findMany({ select: { code: true, unitCode: true } })
  const metrics = await db.metric.findMany({ select: { code: true, unitCode: true } })
  const models = await db.model.findMany({ select: { slug: true, makerSlug: true } })
  const sources = await db.source.findMany({
    where: { accessedOn: { not: null } },
    select: { slug: true, accessedOn: true },
  })
  return {
    keys: keys as LedgerNames['keys'],
    claims: new Set(claims.map((c) => `${c.sourceSlug}/${c.key}`)),
    units: new Map(units.map((u) => [u.code, u.dimension])),
    meters: new Map(meters.map((m) => [m.code, m.unitCode])),
    metrics: new Map(metrics.map((m) => [m.code, m.unitCode])),
    makers: new Map(models.map((m) => [m.slug, m.makerSlug])),
    accessedOn: new Map(sources.map((s) => [s.slug, isoDay(s.accessedOn!)])),
  }
}

/** The licences of those of the sources that the ledger holds; null for one without. */
export async function licencesOf(tx: Tx, sources: readonly string[]): Promise<Map<string, string | null>> {
  const select = { slug: true, licenceCode: true }
  const rows = await tx.source.findMany({ where: { slug: { in: [...sources] } }, select })
  return new Map(rows.map((row) => [row.slug, row.licenceCode]))
}

/** True when the ledger holds an entity of each key. */
export async function holdsAll(db: Db, table: EntityTable, keys: readonly string[]): Promise<boolean> {
  const [found] = await db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM ${Prisma.raw(`"${table}"`)}
    WHERE ${Prisma.raw(`"${ENTITY_TABLES[table].key}"`)} = ANY(${[...keys]})`
  return found.count === new Set(keys).size
}

/** The newest run that read something of this origin; null where none did. */
export function newestRun(db: Db, format: string, origin: string) {
  return db.importRun.findFirst({ where: { format, origin }, orderBy: { revision: 'desc' } })
}

/** True when any run read this content: of a price file, names and rules included. */
export async function wasImported(db: Db, format: string, contentHash: string): Promise<boolean> {
  return (await db.importRun.findFirst({ where: { format, contentHash } })) !== null
}

/** The editions of a price file, oldest first. */
export async function knownEditions(
  db: Db,
  source: string,
): Promise<
  { day: string; contentHash: string | null; records: number; precision: string; revision: number }[]
> {
  return db.$queryRaw`
    SELECT "date"::text AS day, "contentHash", COALESCE(cardinality("records"), 0) AS records, "precision",
      "fromRevision" AS revision FROM "Edition"
    WHERE "sourceSlug" = ${source} ORDER BY "date", "contentHash" NULLS FIRST, "id"`
}

/** Which slug answers for each that was merged, in the end. */
export interface Merged {
  fingerprint: string
  model(slug: string): string
  provider(slug: string): string
}

/**
 * What was merged, so that what comes under an old name goes to the one that answers for it.
 * @param more merges that are being made.
 */
export async function mergedSlugs(
  db: Db | Tx,
  more: readonly Pick<MergeInput, 'table' | 'from' | 'into'>[] = [],
): Promise<Merged> {
  const options = {
    where: { mergedInto: { not: null } },
    select: { slug: true, mergedInto: true },
    orderBy: { slug: 'asc' },
  } as const
  const known = { Model: await db.model.findMany(options), Provider: await db.provider.findMany(options) }
  const resolver = (table: MergeInput['table']) => {
    const into = new Map([
      ...more.filter((m) => m.table === table).map((m) => [m.from, m.into] as const),
      ...known[table].map((r) => [r.slug, r.mergedInto!] as const),
    ])
    // Each at most once: two that are merged into each other are refused when they are written.
    return (slug: string) => {
      const seen = new Set<string>()
      let at = slug
      for (; into.has(at) && !seen.has(at); at = into.get(at)!) seen.add(at)
      return at
    }
  }
  return {
    fingerprint: sha256(JSON.stringify([known.Model, known.Provider])),
    model: resolver('Model'),
    provider: resolver('Provider'),
  }
}
