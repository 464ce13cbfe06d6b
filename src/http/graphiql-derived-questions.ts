/** Questions that no source answers, so that the answer is computed. */
import type { PreparedTab } from './graphiql-market-tabs.ts'

export const DERIVED_QUESTIONS = {
  priceGap: {
    title: 'The price gap',
    query: `# How many times dearer American models are than
# Chinese ones, by list prices of the newest of
# each family. \`set: ALL_ON_OFFER\` takes them all.
# Beside it stands what the article says.
query PriceGap {
  priceGap(of: "US", by: "CN", at: "2026-05-31") {
    ratio {
      value {
        text
      }
      arithmetic
      assumptions
      warnings
    }
    stated {
      verdict
      explanation
      claim {
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
  electricityInPrice: {
    title: 'Electricity in a price',
    query: `# Which share of a token's price its electricity
# is, in per cent. How much a token takes is known
# badly: this takes all published numbers. Give
# your own in \`energyPerMillionTokens\`.
query ElectricityInPrice {
  electricityShare(
    model: "deepseek-v3.2"
    country: "CN"
    at: "2026-04-20"
  ) {
    value {
      text
    }
    arithmetic
    assumptions
    inputs {
      name
      claim {
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
  workloadAtHubs: {
    title: 'One workload at each hub',
    query: `# What a billion tokens cost in electricity at
# each hub, and how much CO2 they cause, if a
# million of them take half to one kilowatt-hour.
# \`rate.scope\` says how near the rate is known.
query WorkloadAtHubs {
  workloadAtHubs(
    tokens: "1000000000"
    energyPerMillionTokens: { low: "0.5", high: "1" }
    first: 50
  ) {
    nodes {
      hub {
        name
        nameZh
      }
      cost {
        value {
          text
        }
        reason
      }
      carbon {
        value {
          text
        }
        reason
      }
      rate {
        scope
      }
    }
  }
}
`,
  },
} satisfies Record<string, PreparedTab>
