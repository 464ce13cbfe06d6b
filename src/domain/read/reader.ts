/**
 * Everything one request reads, at one revision. Each member is a DataLoader, made when it is asked for: whatever a
 * request asks for in the same tick, under any alias and at any depth, is one statement per kind of thing, and nothing is
 * read twice.
 */
import type { AsOf } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { countLoader, pageLoader } from '../../db/page.ts'
import { kindOfId } from '../../kinds/facts.ts'
import type { FactKind } from '../../kinds/vocabulary.ts'
import { derivedLoaders } from '../derived/loaders.ts'
import { deliveryLoader } from '../webhooks/deliveries.ts'
import { type AnswerKey, type AnswerRow, answerKey, answerLoader } from './answer-loader.ts'
import { byKey, type Joint, type MaybePromise } from './batch.ts'
import { beliefLoaders, type Cited } from './belief-loaders.ts'
import type { BriefCitation } from './brief-claims.ts'
import { changePage } from './change-feed.ts'
import { checkLoaders } from './check-loaders.ts'
import { ENTITY_LOADERS } from './entity-loaders.ts'
import type { FactItem } from './fact-items.ts'
import { factLoaders } from './fact-loaders.ts'
import { hubLoaders } from './hub-loaders.ts'
import { lazily, type Memo } from './lazily.ts'
import { offerEndLoader } from './offer-ends.ts'
import { priceChangeLoaders } from './price-changes.ts'
import { priceLoaders } from './price-loaders.ts'
import { proofOf } from './proof/proof.ts'
import { sealsOf } from './proof/seals.ts'
import { rateLoaders } from './rate-loaders.ts'
import type { CitationRow, FactRow, RowOfKind } from './rows.ts'
import { searchLoader } from './search.ts'
import type { SharedRows } from './shared.ts'
import { statementLoaders } from './statement-loaders.ts'
import type { Together } from './together.ts'
import type { Traces } from './traces.ts'

const LOADERS = {
  ...ENTITY_LOADERS,
  /** Of a revision, its digest; made now where it is missing. */
  seals: ({ home }: Members) => ({
    seal: byKey(
      (keys) => sealsOf(home, keys.map(Number)),
      (s) => String(s.revision),
    ),
  }),
  pages: ({ db, together }: Members) => ({ pages: pageLoader(db, together), counts: countLoader(db) }),
  search: ({ db, asOf }: Members) => ({ search: searchLoader(db, asOf) }),
  facts: ({ db, asOf, jointly }: Members) => ({ factsOfKind: factLoaders(db, asOf, jointly) }),
  answers: ({ db, asOf }: Members) => ({ answers: answerLoader(db, asOf) }),
  offerEnd: ({ db, asOf }: Members) => ({ offerEnd: offerEndLoader(db, asOf) }),
  /** What was sent to webhooks; not of the ledger, so of no revision. */
  delivery: ({ home }: Members) => ({ delivery: deliveryLoader(home) }),
  belief: ({ db, asOf, cited, traces, jointly }: Members) => {
    const { citationsOfClaim: allCitationsOfClaim, ...others } = beliefLoaders(
      db,
      asOf,
      cited,
      traces,
      jointly,
    )
    return { allCitationsOfClaim, ...others }
  },
  checks: ({ db, asOf, traces }: Members) => checkLoaders(db, asOf, traces),
  prices: ({ db, asOf }: Members) => priceLoaders(db, asOf),
  derived: ({ db, asOf }: Members) => derivedLoaders(db, asOf),
  places: ({ db, asOf }: Members) => hubLoaders(db, asOf),
  priceChanges: ({ db, asOf, traces }: Members) => priceChangeLoaders(db, asOf, traces),
  rates: ({ db, asOf }: Members) => rateLoaders(db, asOf),
  statements: ({ db, asOf, traces }: Members) => statementLoaders(db, asOf, traces),
}

/** What loaders are made of. */
class Members {
  readonly made: Memo = {}
  readonly cited: Cited = { isWanted: false, ofClaim: new Map() }
  readonly db: Db
  readonly asOf: AsOf
  readonly traces: Traces | undefined
  readonly home: Db
  readonly shared: SharedRows | undefined
  readonly together: Together | undefined
  readonly jointly: ((name: string) => Joint) | undefined

  /**
   * @param asOf the revision that every statement reads; found once per request by `newestRevision`.
   * @param db may be a replica that holds the revision.
   * @param traces is filled with what the answer is made of.
   * @param home the database itself: for what is of no revision, and for what is made when it is asked for.
   * @param shared of that revision.
   */
  constructor(db: Db, asOf: AsOf, traces?: Traces, home = db, shared?: SharedRows) {
    this.db = db
    this.asOf = asOf
    this.traces = traces
    this.home = home
    this.shared = shared
    // Who wants to know what his answer is made of is told of no others' rows.
    const together = traces ? undefined : shared?.together
    this.together = together
    this.jointly = together && ((name) => (keys, read) => together(name, keys, read))
  }
}

const NEVER = { revision: 0, time: new Date(0) }

/** See above; `createReader` makes one. */
export class Reader extends lazily(Members, LOADERS, new Members(undefined as never, NEVER)) {
  readonly #facts = new Map<string, FactRow>()
  readonly #answers = new Map<string, AnswerRow | null>()
  readonly #briefly = new Map<string, readonly BriefCitation[]>()
  #tellsOfNewest = false

  /** A page of the change feed, up to this revision. */
  changes(after: string | null, first: number) {
    return changePage(this.db, this.asOf, after, first)
  }

  /** Of the newest revision, whichever is read. */
  proof(claimId: string) {
    this.#tellsOfNewest = true
    return proofOf(this.home, claimId)
  }

  /** Whether the answer tells of the newest revision, whichever was asked for. */
  tellsOfNewest(): boolean {
    return this.#tellsOfNewest
  }

  fact(id: string): MaybePromise<FactRow | null> {
    const kind = kindOfId(id)
    return this.#facts.get(id) ?? (kind ? this.factsOfKind[kind].load(id) : null)
  }

  factOfKind<K extends FactKind>(kind: K, id: string): MaybePromise<RowOfKind<K> | null> {
    return kindOfId(id) === kind ? (this.fact(id) as MaybePromise<RowOfKind<K> | null>) : null
  }

  /** What answers a fact, at once where a page brought it along. */
  answer(key: AnswerKey): MaybePromise<AnswerRow | null> {
    const known = this.#answers.get(answerKey(key))
    return known === undefined ? this.answers.load(key) : known
  }

  /** Citations as the claim was recorded with them, also of a superseded claim. */
  citationsOfClaim(id: string): MaybePromise<CitationRow[]> {
    return this.cited.ofClaim.get(id) ?? this.allCitationsOfClaim.load(id)
  }

  /** For whoever looks at no more of them. */
  briefCitationsOfClaim(id: string): MaybePromise<readonly BriefCitation[]> {
    return this.#briefly.get(id) ?? this.citationsOfClaim(id)
  }

  /** Claims of facts that are read from now on bring their citations along. */
  citeClaims(): void {
    this.cited.isWanted = !this.isTraced
  }

  /** Whether somebody wants to know all that the answer is made of, which pages do not tell. */
  get isTraced(): boolean {
    return this.traces !== undefined
  }

  /** Keeps what a page brought along, but not a fact that lacks columns: others may look at these. */
  bring({ fact, isWhole, answer, citations, briefly }: FactItem, at: string | null): FactRow {
    if (answer && citations) this.cited.ofClaim.set(answer.id, citations)
    if (!isWhole) {
      if (answer !== undefined) fact.answered = { at, answer, briefly }
      return fact
    }
    this.#facts.set(fact.id, fact)
    if (answer !== undefined) this.#answers.set(answerKey({ fact: fact.id, at }), answer)
    if (answer && briefly) this.#briefly.set(answer.id, briefly)
    return fact
  }
}

/** See `Members`. */
export const createReader = (...given: ConstructorParameters<typeof Members>): Reader => new Reader(...given)
