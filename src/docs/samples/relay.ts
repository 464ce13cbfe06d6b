/** Relay: fragments, a paginated connection, an environment of a past revision, a key, errors by their codes. */
import {
  Environment,
  fetchQuery,
  type GraphQLResponse,
  graphql,
  Network,
  RecordSource,
  type RequestParameters,
  Store,
  type Variables,
} from 'relay-runtime'
import { waitForFragmentData } from 'relay-runtime/experimental.js'
import type { relay_models$key } from './__generated__/relay_models.graphql.ts'
import type { relayModelsQuery } from './__generated__/relayModelsQuery.graphql.ts'
import type { relayPriceQuery } from './__generated__/relayPriceQuery.graphql.ts'

const ENDPOINT = 'http://127.0.0.1:4000/graphql'

class FactsError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Things keep their ids over time, so each revision has an environment, and with it a store, of its own. */
function environmentOf(asOf?: number): Environment {
  const url = asOf === undefined ? ENDPOINT : `${ENDPOINT}?asOf=${asOf}`
  const ask = async ({ text }: RequestParameters, variables: Variables): Promise<GraphQLResponse> => {
    const headers: Record<string, string> = {
      accept: 'application/graphql-response+json',
      'content-type': 'application/json',
    }
    if (process.env.FACTS_KEY) headers.authorization = `Bearer ${process.env.FACTS_KEY}`
    const body = JSON.stringify({ query: text, variables })
    const answer = await (await fetch(url, { method: 'POST', headers, body })).json()
    const error = answer.errors?.[0]
    if (error) throw new FactsError(error.extensions.code, error.message)
    return answer
  }
  return new Environment({ network: Network.create(ask), store: new Store(new RecordSource()) })
}

const MODELS = graphql`
  fragment relay_models on Query
  @refetchable(queryName: "relayModelsPageQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 40 }, cursor: { type: "String" }) {
    models(filter: { maker: $maker }, first: $count, after: $cursor) @connection(key: "relay_models") {
      totalCount
      edges { node { slug name } }
      pageInfo { hasNextPage endCursor }
    }
  }
`
const MODELS_QUERY = graphql`
  query relayModelsQuery($maker: [String!], $cursor: String) {
    ...relay_models @arguments(cursor: $cursor)
    me { scopes }
  }
`

const environment = environmentOf()
// In React, usePaginationFragment(MODELS, key) does what this loop does.
async function readPages() {
  let cursor: string | null = null
  for (;;) {
    const variables: relayModelsQuery['variables'] = { maker: ['openai'], cursor }
    const data = await fetchQuery<relayModelsQuery>(environment, MODELS_QUERY, variables).toPromise()
    if (!data) throw new Error('no data')
    const { models } = await waitForFragmentData<relay_models$key>(environment, MODELS, data)
    if (!models.pageInfo.hasNextPage) return { models, scopes: data.me.scopes }
    cursor = models.pageInfo.endCursor ?? null
  }
}
const { models, scopes } = await readPages()
console.log(`${models.edges.length} of ${models.totalCount} models`)
console.log(`scopes: ${scopes.join(', ')}`)

const PRICE = graphql`
  query relayPriceQuery($slug: String!) {
    model(slug: $slug) {
      prices(meter: "output", first: 1) { nodes { statement value { point } } }
    }
  }
`
const priceAsOf = (asOf?: number) =>
  fetchQuery<relayPriceQuery>(environmentOf(asOf), PRICE, { slug: 'gpt-5.4' }).toPromise()

console.log((await priceAsOf())?.model?.prices.nodes[0]?.statement)
console.log(`revision 1: ${(await priceAsOf(1))?.model?.prices.nodes[0]?.value?.point}`)
try {
  await priceAsOf(999_999)
} catch (error) {
  if (!(error instanceof FactsError)) throw error
  console.log(`refused: ${error.code}`)
}
