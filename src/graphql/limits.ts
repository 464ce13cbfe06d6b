/**
 * What one request may ask. The numbers are public: README and error texts quote them, and raising one is a
 * compatible change, lowering one is not.
 */
export const LIMITS = {
  /** Items of a connection when `first` is left out. */
  pageDefault: 20,
  /** Items of a connection at most. */
  pageMax: 100,
  /** Items of `claims` and `history` at most. */
  beliefMax: 500,
  /** Ids of `nodes(ids:)` and `bibliography(facts:)` at most. */
  nodesMax: 100,
  /** Facts of `compare` at most. */
  compareMax: 20,
  /** Hits of `search` at most. */
  searchMax: 50,
  /** Characters of a text argument at most. */
  textMax: 500,
  /** Items of a list argument at most. */
  listMax: 200,
  /** Fields below each other; introspection is not counted. */
  depth: 16,
  /** Fields selected in all, fragments spread out; what a page holds counts `first` times. */
  cost: 50_000,
  /** Items of all lists of an answer together, counted while it is made. */
  items: 20_000,
  /** Fields given a name of their own. */
  aliases: 60,
  /** Root fields of one operation, aliases included. */
  rootFields: 30,
  /** Characters of a document, comments and spaces included. */
  documentChars: 50_000,
  /** Lexical tokens of a document. */
  tokens: 4_000,
  /** Documents that one account may register by asking them. */
  documents: 1_000,
  /** Bytes of a request's body. */
  bodyBytes: 200_000,
  /** Bytes of an answer of which a receipt is made. */
  receiptBytes: 500_000,
  /** Cells of the tables of one download together; a cell that holds a list counts as many as it holds. */
  tableCells: 300_000,
  /** Subscriptions and followed change feeds that one caller may have open at one server. */
  streams: 20,
  /** Those of all callers that one server has open. */
  serverStreams: 1_000,
  /** Milliseconds until an answer is given up. */
  timeoutMs: 15_000,
  /** Milliseconds until Postgres gives up one statement. */
  statementMs: 10_000,
} as const

/** What lists are taken to hold when a cost is computed. */
export const EXPECTED = {
  /** Items of a list without `first`. */
  shortList: 5,
  /** Checks of a fact or claim, their inputs, rivals: most have none or two. */
  reasons: 2,
  /** Share of `first` that counts for `claims`: 5 of the default 100. */
  claimsShare: 0.05,
  /** Share of `first` that counts for `history`: 20 of the default 100. */
  historyShare: 0.2,
} as const

/** The cost of a list without `first`. */
export const SHORT_LIST_COST = { field: 1, multiplier: EXPECTED.shortList }

/**
 * The cost of one fact's citation. Reference lists are sorted and told apart by a formatter that takes milliseconds
 * for each, and nothing can interrupt it: a whole query's worth of them must stay a matter of seconds.
 */
export const CITE_COST = { APA: 50, CHICAGO: 50, BIBTEX: 5, CSL_JSON: 5, RIS: 5 } as const

/**
 * The cost of computing what a request costs: at one offer, at those of a model (times the models), over the whole
 * market, and with all that may have gone wrong with a bill.
 */
export const QUOTE_COST = { offer: 10, sellersOfModel: 10, market: 10_000, invoice: 300 } as const

/**
 * The cost of computing a derived indicator: of a few claims, of a whole series, of all list prices of two countries,
 * of a pair of models, and at one hub.
 */
export const COMPUTED_COST = { few: 20, series: 50, prices: 5_000, pair: 20, hub: 20 } as const

/** The cost of each fact that is compared: what it measures, what answers it, and its rate of exchange. */
export const COMPARE_COST = 10

/** The cost of a revision's digest, of those of its pages, and of the proof of a claim. */
export const SEAL_COST = { digest: 5, pages: 50, proof: 100 } as const

/** The cost of a mutation, whatever its answer holds: of one that changes keys, and of one that changes the ledger. */
export const MUTATION_COST = { keys: 100, ledger: 1_000 } as const

/** The cost of a list of remarks on an import, which may be long. */
export const REMARKS_COST = { field: 500, multiplier: 1 }

/** The cost of a list of checks, of inputs or of rivals. */
export const REASONS_COST = { field: 1, multiplier: EXPECTED.reasons }

/** The cost of drawing a chart, beyond that of its question; what was drawn and is kept costs nothing. */
export const CHART_COST = { svg: 100, png: 200 } as const
