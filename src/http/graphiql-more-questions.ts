/** Questions about the market, energy and hubs that open no tab of their own. */
import type { PreparedTab } from './graphiql-market-tabs.ts'

export const MORE_QUESTIONS = {
  usageByOrigin: {
    title: 'Usage by origin',
    query: `# Whose models are used: tokens per week on the
# platform OpenRouter of Chinese and of American
# models, each figure with its coverage, for parts
# of the market must not be added up.
query UsageByOrigin {
  tokenUsage(first: 50, filter: {
    group: ["origin-cn", "origin-us"]
    period: WEEK
  }) {
    nodes {
      subject {
        ... on ModelGroup {
          name
          nameZh
        }
      }
      coverage
      statement
      value {
        point
        unit {
          code
        }
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
  chinaAllFigures: {
    title: 'Every figure for China',
    query: `# Every figure for the tokens of China that a
# source gave, rivals and estimates too: which one
# is preferred, and how each was found.
query ChinaAllFigures {
  tokenUsage(filter: { country: "CN" }) {
    nodes {
      question
      claims {
        preferred
        basis
        periodText
        text
        value {
          low
          point
          high
          unit {
            code
          }
        }
        provenance {
          source {
            title
          }
        }
      }
    }
  }
}
`,
  },
  priceChanges: {
    title: 'The price changes',
    query: `# Which prices changed since 2026 began: on which
# day, before and after, and who says so.
query PriceChanges {
  priceChanges(since: "2026-01-01", first: 50) {
    nodes {
      price {
        model {
          name
        }
        offer {
          seller {
            name
          }
        }
        meter {
          name
        }
      }
      on
      direction
      before {
        text
        point
      }
      after {
        text
        point
      }
      change
      to {
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
  outputPrices: {
    title: 'Makers’ output prices',
    query: `# What a million output tokens cost at the makers
# of the models themselves, in US dollars.
query OutputPrices {
  prices(first: 100, filter: {
    meter: "output", isPlain: true
    isMakersOwn: true, state: PRICED
  }) {
    nodes {
      model {
        name
        maker {
          name
          country {
            code
          }
        }
      }
      conditions {
        text
      }
      state
      value {
        point
        unit {
          code
        }
      }
      provenance {
        source {
          title
        }
      }
    }
  }
}
`,
  },
  industrialPower: {
    title: 'Industrial electricity',
    query: `# What industry pays for electricity in China, the
# United States and Europe, in dollars per
# kilowatt-hour, with what other sources say.
query IndustrialPower {
  energyRates(first: 50, filter: {
    sector: INDUSTRIAL
    country: ["CN", "US", "EU", "EUROPE"]
  }) {
    nodes {
      country {
        name
      }
      area
      band
      value {
        text
        low
        point
        high
      }
      claims {
        text
        provenance {
          source {
            title
          }
        }
      }
    }
  }
}
`,
  },
  gridOfWorld: {
    title: 'Power of data centres',
    query: `# How much electricity data centres use in the
# world, today and as forecast, by each source.
query DataCentrePower {
  country(code: "WORLD") {
    name
    indicators(first: 50) {
      nodes {
        metric {
          name
        }
        statement
        value {
          point
          unit {
            code
          }
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
}
`,
  },
  clusters: {
    title: 'The clusters on a map',
    query: `# Where the clusters of data centres lie: places
# with latitude and longitude, ready for a map.
query Clusters {
  hubs(first: 20, filter: { country: "CN" }) {
    nodes {
      name
      nameZh
      kind
      clusters {
        name
        nameZh
        latitude
        longitude
      }
    }
  }
}
`,
  },
} satisfies Record<string, PreparedTab>
