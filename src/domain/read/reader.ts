/**
 * Everything one request reads, at one revision. Each method is a DataLoader: whatever a request asks for in the
 * same tick, under any alias and at any depth, is one statement per kind of thing, and nothing is read twice.
 */
import type { AsOf } from '../../db/as-of.ts'
import { appearedBy } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { countLoader, pageLoader } from '../../db/page.ts'
import { kindOfId } from '../../kinds/facts.ts'
import type { FactKind } from '../../kinds/vocabulary.ts'
import type { EntityTable } from '../ledger/input.ts'
import { deliveryLoader } from '../webhooks/deliveries.ts'
import { type AnswerKey, type AnswerRow, answerKey, answerLoader } from './answer-loader.ts'
import { byKey, type Joint, type MaybePromise, manyBy, sharedByKey, wholeTable } from './batch.ts'
import { beliefLoaders, type Cited } from './belief-loaders.ts'
import type { BriefCitation } from './brief-claims.ts'
import { changePage } from './change-feed.ts'
import { checkLoaders } from './check-loaders.ts'
import type { FactItem } from './fact-items.ts'
import { factLoaders } from './fact-loaders.ts'
import { offerEndLoader } from './offer-ends.ts'
import { priceChangeLoaders } from './price-changes.ts'
import { priceLoaders } from './price-loaders.ts'
import { proofOf } from './proof/proof.ts'
import { sealsOf } from './proof/seals.ts'
import type { CitationRow, FactRow, RowOfKind } from './rows.ts'
import { searchLoader } from './search.ts'
import type { SharedRows } from './shared.ts'
import { statementLoaders } from './statement-loaders.ts'
import type { Traces } from './traces.ts'
import { asDescribed } from './versions.ts'

/** Most items of a list below an entity that is not a connection (clusters, flows). */
export const SHORT_LIST_LIMIT = 100

export type Reader = ReturnType<typeof createReader>

/**
 * @param asOf the revision that every statement reads; found once per request by `newestRevision`.
 * @param db may be a replica that holds the revision.
 * @param traces is filled with what the answer is made of.
 * @param home the database itself: for what is of no revision, and for what is made when it is asked for.
 * @param shared of that revision.
 */
export function createReader(db: Db, asOf: AsOf, traces?: Traces, home = db, shared?: SharedRows) {
  const appeared = { fromRevision: { lte: asOf.revision } }
  const slugs = (keys: string[]) => ({ where: { slug: { in: keys }, ...appeared } })
  const codes = (keys: string[]) => ({ where: { code: { in: keys }, ...appeared } })
  const slugOf = (row: { slug: string }) => row.slug
  const codeOf = (row: { code: string }) => row.code
  /** Rows of an entity's table as the revision described them. */
  const bySlug = <Row extends { slug: string; changedIn: number }>(
    table: EntityTable,
    find: (keys: string[]) => Promise<Row[]>,
  ) =>
    sharedByKey(
      async (keys) => asDescribed(db, asOf, table, slugOf, await find(keys)),
      slugOf,
      shared?.table(table),
    )
  const byCode = <Row extends { code: string; changedIn: number }>(
    table: EntityTable,
    find: (keys: string[]) => Promise<Row[]>,
  ) =>
    sharedByKey(
      async (keys) => asDescribed(db, asOf, table, codeOf, await find(keys)),
      codeOf,
      shared?.table(table),
    )
  // Who wants to know what his answer is made of is told of no others' rows.
  const together = traces ? undefined : shared?.together
  const jointly =
    together &&
    ((name: string): Joint =>
      (keys, read) =>
        together(name, keys, read))
  const facts = factLoaders(db, asOf, jointly)
  const answers = answerLoader(db, asOf)
  const cited: Cited = { isWanted: false, ofClaim: new Map() }
  const belief = beliefLoaders(db, asOf, cited, traces, jointly)
  const { citationsOfClaim: _, ...beliefOthers } = belief
  const told = { ofNewest: false }
  const brought = {
    facts: new Map<string, FactRow>(),
    answers: new Map<string, AnswerRow | null>(),
    briefly: new Map<string, readonly BriefCitation[]>(),
  }

  return {
    asOf,
    search: searchLoader(db, asOf),
    /** A page of the change feed, up to this revision. */
    changes: (after: string | null, first: number) => changePage(db, asOf, after, first),
    pages: pageLoader(db, together),
    counts: countLoader(db),
    revision: byKey(
      (keys) => db.revision.findMany({ where: { number: { in: keys.map(Number), lte: asOf.revision } } }),
      (r) => String(r.number),
    ),
    /** What the import that made a revision did. */
    run: byKey(
      (keys) => db.importRun.findMany({ where: { revision: { in: keys.map(Number), lte: asOf.revision } } }),
      (r) => String(r.revision),
    ),
    /** The digest of a revision; made now where it is missing. */
    seal: byKey(
      (keys) => sealsOf(home, keys.map(Number)),
      (s) => String(s.revision),
    ),
    /** Of the newest revision, whichever is read. */
    proof: (claimId: string) => {
      told.ofNewest = true
      return proofOf(home, claimId)
    },
    /** Whether the answer tells of the newest revision, whichever was asked for. */
    tellsOfNewest: () => told.ofNewest,
    country: byCode('Country', (keys) => db.country.findMany(codes(keys))),
    unit: wholeTable(
      async () => asDescribed(db, asOf, 'Unit', codeOf, await db.unit.findMany({ where: appeared })),
      codeOf,
      shared?.table('Unit'),
    ),
    meter: byCode('Meter', (keys) => db.meter.findMany(codes(keys))),
    metric: byCode('Metric', (keys) => db.metric.findMany(codes(keys))),
    coverage: byCode('Coverage', (keys) => db.coverage.findMany(codes(keys))),
    topic: byCode('Topic', (keys) => db.topic.findMany(codes(keys))),
    licence: byCode('Licence', (keys) => db.licence.findMany(codes(keys))),
    provider: bySlug('Provider', (keys) => db.provider.findMany(slugs(keys))),
    model: bySlug('Model', (keys) => db.model.findMany(slugs(keys))),
    group: bySlug('ModelGroup', (keys) => db.modelGroup.findMany(slugs(keys))),
    hub: bySlug('Hub', (keys) => db.hub.findMany(slugs(keys))),
    cluster: bySlug('Cluster', (keys) => db.cluster.findMany(slugs(keys))),
    flow: bySlug('Flow', (keys) => db.flow.findMany(slugs(keys))),
    offer: sharedByKey((keys) => db.offer.findMany(slugs(keys)), slugOf, shared?.table('Offer')),
    publisher: bySlug('Publisher', (keys) => db.publisher.findMany(slugs(keys))),
    source: bySlug('Source', (keys) => db.source.findMany(slugs(keys))),
    clustersOfHub: manyBy(
      async (keys) => asDescribed(db, asOf, 'Cluster', slugOf, await clustersBy(db, asOf, keys)),
      (c) => c.hubSlug,
    ),
    flowsOut: manyBy(
      async (keys) => asDescribed(db, asOf, 'Flow', slugOf, await flowsBy(db, asOf, 'fromHubSlug', keys)),
      (f) => f.fromHubSlug!,
    ),
    flowsIn: manyBy(
      async (keys) => asDescribed(db, asOf, 'Flow', slugOf, await flowsBy(db, asOf, 'toHubSlug', keys)),
      (f) => f.toHubSlug!,
    ),
    aliases: manyBy(
      (keys) => aliasesBy(db, asOf, keys),
      (a) => `${a.entity}/${a.key}`,
    ),
    /** Slugs of the models that answer to a folded name. */
    modelByAlias: manyBy(
      (keys) =>
        db.alias.findMany({ where: { entity: 'MODEL', kind: 'ALIAS', folded: { in: keys }, ...appeared } }),
      (a) => a.folded,
    ),
    offerEnd: offerEndLoader(db, asOf),
    /** The names under which sellers sell a model, at most `SHORT_LIST_LIMIT` of each. */
    datedAliases: manyBy(
      (keys) =>
        db.modelAlias.findMany({
          where: { modelSlug: { in: keys }, ...appeared },
          orderBy: [{ text: 'asc' }, { validFrom: 'asc' }, { id: 'asc' }],
          take: SHORT_LIST_LIMIT * keys.length,
        }),
      (a) => a.modelSlug,
    ),
    fact: (id: string): MaybePromise<FactRow | null> => {
      const kind = kindOfId(id)
      return brought.facts.get(id) ?? (kind ? facts[kind].load(id) : null)
    },
    factOfKind: <K extends FactKind>(kind: K, id: string): MaybePromise<RowOfKind<K> | null> =>
      kindOfId(id) === kind
        ? ((brought.facts.get(id) ?? facts[kind].load(id)) as MaybePromise<RowOfKind<K> | null>)
        : null,
    /** What answers a fact, at once where a page brought it along. */
    answer: (key: AnswerKey): MaybePromise<AnswerRow | null> => {
      const known = brought.answers.get(answerKey(key))
      return known === undefined ? answers.load(key) : known
    },
    /** Citations as the claim was recorded with them, also of a superseded claim. */
    citationsOfClaim: (id: string): MaybePromise<CitationRow[]> =>
      cited.ofClaim.get(id) ?? belief.citationsOfClaim.load(id),
    /** For whoever looks at no more of them. */
    briefCitationsOfClaim: (id: string): MaybePromise<readonly BriefCitation[]> =>
      brought.briefly.get(id) ?? cited.ofClaim.get(id) ?? belief.citationsOfClaim.load(id),
    /** Claims of facts that are read from now on bring their citations along. */
    citeClaims: () => {
      cited.isWanted = traces === undefined
    },
    /** Whether somebody wants to know all that the answer is made of, which pages do not tell. */
    isTraced: traces !== undefined,
    /** Keeps what a page brought along, but not a fact that lacks columns: others may look at these. */
    bring: (item: FactItem, at: string | null): FactRow => {
      const { fact, answer, citations, briefly } = item
      if (item.isWhole) brought.facts.set(fact.id, fact)
      if (answer !== undefined) brought.answers.set(answerKey({ fact: fact.id, at }), answer)
      if (answer && citations) cited.ofClaim.set(answer.id, citations)
      if (answer && briefly) brought.briefly.set(answer.id, briefly)
      return fact
    },
    /** What was sent to webhooks; not of the ledger, so of no revision. */
    delivery: deliveryLoader(home),
    ...beliefOthers,
    ...checkLoaders(db, asOf, traces),
    ...priceLoaders(db, asOf),
    ...priceChangeLoaders(db, asOf, traces),
    ...statementLoaders(db, asOf, traces),
  }
}

function clustersBy(db: Db, asOf: AsOf, hubs: string[]) {
  return db.cluster.findMany({
    where: { hubSlug: { in: hubs }, fromRevision: { lte: asOf.revision } },
    orderBy: { slug: 'asc' },
    take: SHORT_LIST_LIMIT * hubs.length,
  })
}

function flowsBy(db: Db, asOf: AsOf, column: 'fromHubSlug' | 'toHubSlug', keys: string[]) {
  return db.flow.findMany({
    where: { [column]: { in: keys }, fromRevision: { lte: asOf.revision } },
    orderBy: { slug: 'asc' },
    take: SHORT_LIST_LIMIT * keys.length,
  })
}

/** @param keys spelled `MODEL/gpt-5.4`. */
function aliasesBy(db: Db, asOf: AsOf, keys: string[]) {
  return db.$queryRaw<{ entity: string; key: string; text: string }[]>`
    SELECT a."entity", a."key", a."text" FROM "Alias" a
    WHERE (a."entity" || '/' || a."key") = ANY(${keys}) AND a."kind" = 'ALIAS' AND ${appearedBy('a', asOf)}
    ORDER BY a."text" LIMIT ${SHORT_LIST_LIMIT * keys.length}`
}
