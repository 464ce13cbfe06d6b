/** Questions in other units than those of the sources. */
import type { PreparedTab } from './graphiql-market-tabs.ts'

export const UNIT_QUESTIONS = {
  powerInOneUnit: {
    title: 'Power in one unit',
    query: `# What industry paid for electricity on a day in
# 2024, per megawatt-hour: in the currency of the
# source, and in euros by the exchange rate of the
# year, which is a claim with sources of its own.
query PowerInOneUnit {
  energyRates(
    filter: {
      country: ["CN", "US"]
      sector: INDUSTRIAL
      isWholeCountry: true
    }
    at: "2024-06-30"
  ) {
    nodes {
      country {
        name
        nameZh
      }
      value {
        dollars: in(unit: "USD/MWh") {
          text
        }
        euros: in(unit: "EUR/MWh") {
          text
          conversion {
            arithmetic
            rates {
              periodText
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
    }
  }
}
`,
  },
} satisfies Record<string, PreparedTab>
