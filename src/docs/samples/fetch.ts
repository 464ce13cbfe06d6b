/** Asks with fetch alone: variables, all pages of a list, a past revision, a key, errors by their codes. */
import { setTimeout as pause } from 'node:timers/promises'

const ENDPOINT = 'http://127.0.0.1:4000/graphql'

interface Answer<Data> {
  data?: Data | null
  errors?: { message: string; extensions: { code: string } }[]
  extensions: { revision: number; cost: { requested: number; limit: number } }
}

/** Go by the code: it never changes its meaning, while the text may improve. */
class FactsError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

async function ask<Data>(query: string, variables: Record<string, unknown> = {}, asOf?: number) {
  const url = asOf === undefined ? ENDPOINT : `${ENDPOINT}?asOf=${asOf}`
  const headers: Record<string, string> = {
    accept: 'application/graphql-response+json',
    'content-type': 'application/json',
  }
  // Questions need no key; one lifts the limits. It belongs into a header, never into an address.
  if (process.env.FACTS_KEY) headers.authorization = `Bearer ${process.env.FACTS_KEY}`
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
    // RATE_LIMITED and UNAVAILABLE tell when to ask again.
    const seconds = response.headers.get('retry-after')
    if (seconds && attempt < 4) {
      await pause(Number(seconds) * 1000)
      continue
    }
    const { data, errors, extensions } = (await response.json()) as Answer<Data>
    const error = errors?.[0]
    if (error || !data)
      throw new FactsError(error?.extensions.code ?? 'INTERNAL', error?.message ?? 'No data')
    return { data, revision: extensions.revision }
  }
}

interface Prices {
  model: { prices: { nodes: { statement: string; value: { point: string | null } | null; cite: string }[] } }
}
const PRICES = `query Prices($slug: String!, $meter: [String!]) {
  model(slug: $slug) {
    prices(meter: $meter, first: 1) { nodes { statement value { point } cite } }
  }
}`
const newest = await ask<Prices>(PRICES, { slug: 'gpt-5.4', meter: 'output' })
for (const { statement, value } of newest.data.model.prices.nodes) console.log(statement, value?.point)

// The same question as of a revision has the same answer for ever.
const then = await ask<Prices>(PRICES, { slug: 'gpt-5.4', meter: 'output' }, 1)
console.log(`revision ${then.revision}: ${then.data.model.prices.nodes[0]?.value?.point}`)

interface Models {
  models: { nodes: { slug: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
}
const MODELS = `query Models($maker: [String!], $after: String) {
  models(filter: { maker: $maker }, first: 50, after: $after) {
    nodes { slug }
    pageInfo { hasNextPage endCursor }
  }
}`
const slugs: string[] = []
let after: string | null = null
do {
  const { data }: { data: Models } = await ask<Models>(MODELS, { maker: ['openai'], after })
  slugs.push(...data.models.nodes.map((model) => model.slug))
  after = data.models.pageInfo.hasNextPage ? data.models.pageInfo.endCursor : null
} while (after)
console.log(`${slugs.length} models`)

try {
  await ask(PRICES, { slug: 'gpt-5.4' }, 999_999)
} catch (error) {
  if (!(error instanceof FactsError)) throw error
  if (error.code === 'UNKNOWN_REVISION') console.log(`refused: ${error.code}`)
}

const { data } = await ask<{ me: { scopes: string[] } }>('{ me { scopes } }')
console.log(`scopes: ${data.me.scopes.join(', ')}`)
