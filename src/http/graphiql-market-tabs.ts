/** Prepared questions about the prices of the market. */

/** One query that stands ready when GraphiQL opens. */
export interface PreparedTab {
  /** For people; GraphiQL itself labels a tab with the name of its operation. */
  readonly title: string
  readonly query: string
}

export const MARKET_TABS: readonly PreparedTab[] = [
  {
    title: 'The cost of a request',
    query: `# What 100 million output tokens a month cost at
# each seller of two models on 10 April 2026: each
# line with its price, the rule that chose it and
# its sources. What cannot be priced is listed,
# and never counted as nothing.
query CostOfARequest {
  compareCosts(
    models: ["deepseek-v3.2", "gpt-5.4"]
    at: "2026-04-10"
    usage: { outputTokens: "100000000" }
  ) {
    model {
      name
    }
    seller {
      name
    }
    total {
      text
    }
    lines {
      price {
        text
      }
      rule
      claim {
        provenance {
          source {
            url
          }
        }
      }
    }
    unpriced {
      reason
    }
  }
}
`,
  },
  {
    title: 'The disagreements',
    query: `# Where sources lie furthest apart, and why, where
# a written rule can tell: other days, another
# tier, a reseller's price, a slipped decimal.
query Disagreements {
  disagreements(
    first: 10
    filter: { kind: [PRICE] }
  ) {
    totalCount
    nodes {
      fact {
        question
        value {
          text
        }
      }
      likelyKind
      likelyKindReason
      resolution {
        spread {
          ratio
        }
        rivals {
          text
        }
      }
    }
  }
}
`,
  },
]
