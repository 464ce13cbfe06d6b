/** Loaders of what facts are about and of the words they are told in: rows as the revision described them. */
import type { AsOf } from '../../db/as-of.ts'
import { appearedBy } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { membershipsOf } from '../../kinds/membership.ts'
import type { EntityTable } from '../ledger/input.ts'
import { byKey, manyBy, sharedByKey, wholeTable } from './batch.ts'
import type { SharedRows } from './shared.ts'
import { asDescribed } from './versions.ts'

/** Most items of a list below an entity that is not a connection (clusters, flows). */
export const SHORT_LIST_LIMIT = 100

/** What they read, and where. */
interface Reading {
  readonly db: Db
  readonly asOf: AsOf
  readonly shared: SharedRows | undefined
}

const slugOf = (row: { slug: string }) => row.slug
const codeOf = (row: { code: string }) => row.code
const appeared = ({ asOf }: Reading) => ({ fromRevision: { lte: asOf.revision } })
const slugs = (of: Reading, keys: string[]) => ({ where: { slug: { in: keys }, ...appeared(of) } })
const codes = (of: Reading, keys: string[]) => ({ where: { code: { in: keys }, ...appeared(of) } })

/** Rows of an entity's table as the revision described them, shared between requests. */
function described<Row extends { changedIn: number }>(
  { db, asOf, shared }: Reading,
  table: EntityTable,
  keyOf: (row: Row) => string,
  find: (keys: string[]) => Promise<Row[]>,
) {
  return sharedByKey(
    async (keys) => asDescribed(db, asOf, table, keyOf, await find(keys)),
    keyOf,
    shared?.table(table),
  )
}

type Find<Row> = (keys: string[]) => Promise<Row[]>
const bySlug = <Row extends { slug: string; changedIn: number }>(
  of: Reading,
  table: EntityTable,
  find: Find<Row>,
) => described(of, table, slugOf, find)
const byCode = <Row extends { code: string; changedIn: number }>(
  of: Reading,
  table: EntityTable,
  find: Find<Row>,
) => described(of, table, codeOf, find)

/** Each made when it is asked for, see `lazily`. */
export const ENTITY_LOADERS = {
  country: (of: Reading) => ({
    country: byCode(of, 'Country', (keys) => of.db.country.findMany(codes(of, keys))),
  }),
  moreCountries: (of: Reading) => ({
    /** Codes by ISO alpha-3. */
    codeByIso3: byKey(
      (keys) => of.db.country.findMany({ where: { iso3: { in: keys }, ...appeared(of) } }),
      (c) => c.iso3!,
    ),
    /** The aggregates to which a country belongs, belonged or will belong. */
    membershipsOf: manyBy(
      async (keys) => {
        const found = await of.db.country.findMany({ where: { isAggregate: true, ...appeared(of) } })
        const aggregates = await asDescribed(of.db, of.asOf, 'Country', codeOf, found)
        const asked = new Set(keys)
        return aggregates
          .toSorted((a, b) => (a.code < b.code ? -1 : 1))
          .flatMap((aggregate) => membershipsOf(aggregate).filter((m) => asked.has(m.member)))
      },
      (m) => m.member,
    ),
  }),
  meter: (of: Reading) => ({
    meter: byCode(of, 'Meter', (keys) => of.db.meter.findMany(codes(of, keys))),
  }),
  metric: (of: Reading) => ({
    metric: byCode(of, 'Metric', (keys) => of.db.metric.findMany(codes(of, keys))),
  }),
  coverage: (of: Reading) => ({
    coverage: byCode(of, 'Coverage', (keys) => of.db.coverage.findMany(codes(of, keys))),
  }),
  topic: (of: Reading) => ({
    topic: byCode(of, 'Topic', (keys) => of.db.topic.findMany(codes(of, keys))),
  }),
  licence: (of: Reading) => ({
    licence: byCode(of, 'Licence', (keys) => of.db.licence.findMany(codes(of, keys))),
  }),
  unit: (of: Reading) => ({
    unit: wholeTable(
      async () =>
        asDescribed(of.db, of.asOf, 'Unit', codeOf, await of.db.unit.findMany({ where: appeared(of) })),
      codeOf,
      of.shared?.table('Unit'),
    ),
  }),
  provider: (of: Reading) => ({
    provider: bySlug(of, 'Provider', (keys) => of.db.provider.findMany(slugs(of, keys))),
  }),
  model: (of: Reading) => ({
    model: bySlug(of, 'Model', (keys) => of.db.model.findMany(slugs(of, keys))),
  }),
  group: (of: Reading) => ({
    group: bySlug(of, 'ModelGroup', (keys) => of.db.modelGroup.findMany(slugs(of, keys))),
  }),
  hub: (of: Reading) => ({
    hub: bySlug(of, 'Hub', (keys) => of.db.hub.findMany(slugs(of, keys))),
  }),
  cluster: (of: Reading) => ({
    cluster: bySlug(of, 'Cluster', (keys) => of.db.cluster.findMany(slugs(of, keys))),
  }),
  flow: (of: Reading) => ({
    flow: bySlug(of, 'Flow', (keys) => of.db.flow.findMany(slugs(of, keys))),
  }),
  publisher: (of: Reading) => ({
    publisher: bySlug(of, 'Publisher', (keys) => of.db.publisher.findMany(slugs(of, keys))),
  }),
  source: (of: Reading) => ({
    source: bySlug(of, 'Source', (keys) => of.db.source.findMany(slugs(of, keys))),
  }),
  offer: (of: Reading) => ({
    offer: sharedByKey((keys) => of.db.offer.findMany(slugs(of, keys)), slugOf, of.shared?.table('Offer')),
  }),
  hubs: (of: Reading) => {
    const { db, asOf } = of
    return {
      clustersOfHub: manyBy(
        async (keys) => asDescribed(db, asOf, 'Cluster', slugOf, await clustersBy(of, keys)),
        (c) => c.hubSlug,
      ),
      flowsOut: manyBy(
        async (keys) => asDescribed(db, asOf, 'Flow', slugOf, await flowsBy(of, 'fromHubSlug', keys)),
        (f) => f.fromHubSlug!,
      ),
      flowsIn: manyBy(
        async (keys) => asDescribed(db, asOf, 'Flow', slugOf, await flowsBy(of, 'toHubSlug', keys)),
        (f) => f.toHubSlug!,
      ),
    }
  },
  names: (of: Reading) => ({
    aliases: manyBy(
      (keys) => aliasesBy(of, keys),
      (a) => `${a.entity}/${a.key}`,
    ),
    /** Slugs of the models that answer to a folded name. */
    modelByAlias: manyBy(
      (keys) =>
        of.db.alias.findMany({
          where: { entity: 'MODEL', kind: 'ALIAS', folded: { in: keys }, ...appeared(of) },
        }),
      (a) => a.folded,
    ),
    /** Providers that answer to a folded name, whichever kind of name it is. */
    providersByName: manyBy(
      (keys) =>
        of.db.alias.findMany({ where: { entity: 'PROVIDER', folded: { in: keys }, ...appeared(of) } }),
      (a) => a.folded,
    ),
    /** The names under which sellers sell a model, at most `SHORT_LIST_LIMIT` of each. */
    datedAliases: manyBy(
      (keys) =>
        of.db.modelAlias.findMany({
          where: { modelSlug: { in: keys }, ...appeared(of) },
          orderBy: [{ text: 'asc' }, { validFrom: 'asc' }, { id: 'asc' }],
          take: SHORT_LIST_LIMIT * keys.length,
        }),
      (a) => a.modelSlug,
    ),
  }),
  revisions: (of: Reading) => ({
    revision: byKey(
      (keys) =>
        of.db.revision.findMany({ where: { number: { in: keys.map(Number), lte: of.asOf.revision } } }),
      (r) => String(r.number),
    ),
    /** What the import that made a revision did. */
    run: byKey(
      (keys) =>
        of.db.importRun.findMany({ where: { revision: { in: keys.map(Number), lte: of.asOf.revision } } }),
      (r) => String(r.revision),
    ),
  }),
}

function clustersBy(of: Reading, hubs: string[]) {
  return of.db.cluster.findMany({
    where: { hubSlug: { in: hubs }, ...appeared(of) },
    orderBy: { slug: 'asc' },
    take: SHORT_LIST_LIMIT * hubs.length,
  })
}

function flowsBy(of: Reading, column: 'fromHubSlug' | 'toHubSlug', keys: string[]) {
  return of.db.flow.findMany({
    where: { [column]: { in: keys }, ...appeared(of) },
    orderBy: { slug: 'asc' },
    take: SHORT_LIST_LIMIT * keys.length,
  })
}

/** @param keys spelled `MODEL/gpt-5.4`. */
function aliasesBy({ db, asOf }: Reading, keys: string[]) {
  return db.$queryRaw<{ entity: string; key: string; text: string }[]>`
    SELECT a."entity", a."key", a."text" FROM "Alias" a
    WHERE (a."entity" || '/' || a."key") = ANY(${keys}) AND a."kind" = 'ALIAS' AND ${appearedBy('a', asOf)}
    ORDER BY a."text" LIMIT ${SHORT_LIST_LIMIT * keys.length}`
}
