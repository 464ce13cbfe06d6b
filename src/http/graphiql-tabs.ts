/** The questions that stand ready when GraphiQL opens. */
import { MARKET_TABS, type PreparedTab } from './graphiql-market-tabs.ts'

/**
 * What a first visitor finds: six questions that show what this API is for, each of which runs as it stands.
 * Every operation needs a name, because GraphiQL calls a tab without one `<untitled>`.
 * The comments break at 50 columns, which is what its editor shows on a laptop without scrolling.
 */
export const PREPARED_TABS: readonly PreparedTab[] = [
  {
    title: 'The headline series',
    query: `# How many tokens China processes in a day:
# the newest figure as one sentence, then every
# figure since the first, each with the document
# that says so and who published it.
query HeadlineSeries {
  tokenUsage(filter: {
    country: "CN", period: DAY,
    coverage: "national"
  }) {
    nodes {
      question
      statement
      value {
        text
      }
      history {
        text
        validFrom
        periodText
        value {
          text
        }
        provenance {
          role
          source {
            title
            url
            publisher {
              name
            }
          }
        }
      }
    }
  }
}
`,
  },
  {
    title: 'The rival prices',
    query: `# What a million output tokens of DeepSeek V3.2
# cost on 10 April 2026, at its maker and at
# others. Where sources name different prices, all
# of them stand here, the preferred one first.
query RivalPrices {
  model(slug: "deepseek-v3.2") {
    name
    maker {
      name
    }
    prices(meter: "output", at: "2026-04-10") {
      nodes {
        offer {
          seller {
            name
          }
          isMakersOwn
        }
        value {
          text
        }
        resolution {
          reason
          spread {
            low
            high
            ratio
          }
        }
        claims {
          preferred
          text
          value {
            text
          }
          corroboration
          note
          provenance {
            role
            locator
            source {
              title
              url
            }
          }
        }
      }
    }
  }
}
`,
  },
  {
    title: 'The arithmetic',
    query: `# Does it add up? Numbers of the article on
# China's 140 trillion daily tokens, recomputed
# from their own sources: what does not fit, what
# was rounded, and how that was found.
query Arithmetic {
  checks(first: 50, filter: {
    source: "china-made-tech-140-trillion-tokens"
    verdict: [CONTRADICTED, ROUNDED, MIS_SCOPED]
  }) {
    totalCount
    nodes {
      verdict
      question
      explanation
      expected {
        text
      }
      actual {
        text
      }
      inputs {
        text
        provenance {
          source {
            title
            url
          }
        }
      }
    }
  }
}
`,
  },
  ...MARKET_TABS,
  {
    title: 'The hubs',
    query: `# China's national computing hubs: what each of
# them is for, where its clusters of data centres
# lie, and which hub passes work on to which.
query Hubs {
  hubs(first: 20, filter: { kind: NATIONAL_HUB, country: "CN" }) {
    totalCount
    nodes {
      name
      nameZh
      role
      subdivisions
      clusters {
        name
        nameZh
        latitude
        longitude
      }
      flowsOut {
        to {
          name
        }
        statement
        strength
      }
      provenance {
        source {
          title
          url
        }
      }
    }
  }
}
`,
  },
]
