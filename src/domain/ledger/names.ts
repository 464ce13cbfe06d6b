/** The names that the ledger holds, against which an import's references are checked. */
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { isoDay } from '../../lib/period.ts'
import { ENTITY_TABLES, type EntityTable } from './input.ts'

export interface LedgerNames {
  keys: Record<EntityTable, ReadonlySet<string>>
  /** `<source>/<key>` of every live claim. */
  claims: ReadonlySet<string>
  units: ReadonlyMap<string, string>
  meters: ReadonlyMap<string, string>
  metrics: ReadonlyMap<string, string>
  makers: ReadonlyMap<string, string>
  accessedOn: ReadonlyMap<string, string>
}

export async function ledgerNames(db: Db): Promise<LedgerNames> {
  const keys: Partial<Record<EntityTable, ReadonlySet<string>>> = {}
  for (const [table, { key }] of Object.entries(ENTITY_TABLES)) {
    const rows = await db.$queryRaw<
      { key: string }[]
    >`SELECT ${Prisma.raw(`"${key}"`)} AS key FROM ${Prisma.raw(`"${table}"`)}`
    keys[table as EntityTable] = new Set(rows.map((r) => r.key))
  }
  const claims = await db.claim.findMany({
    where: { toRevision: null },
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

/** True when the newest run of this origin had the same content, so that there is nothing to read again. */
export async function alreadyImported(
  db: Db,
  format: string,
  origin: string,
  contentHash: string,
): Promise<boolean> {
  const last = await db.importRun.findFirst({ where: { format, origin }, orderBy: { revision: 'desc' } })
  return last?.contentHash === contentHash
}
