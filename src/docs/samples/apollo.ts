/** Apollo Client: typed questions, pages by fetchMore, a past revision, a key, errors by their codes. */
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache } from '@apollo/client'
import { RetryLink } from '@apollo/client/link/retry'
import { relayStylePagination } from '@apollo/client/utilities'
import { filter, firstValueFrom } from 'rxjs'
import { graphql } from './gql/index.ts'

const http = new HttpLink({
  uri: 'http://127.0.0.1:4000/graphql',
  headers: process.env.FACTS_KEY ? { authorization: `Bearer ${process.env.FACTS_KEY}` } : {},
})
const cache = () =>
  new InMemoryCache({
    // Pages of one list come together; another filter is another list.
    typePolicies: { Query: { fields: { models: relayStylePagination(['filter']) } } },
  })
const client = new ApolloClient({ link: new RetryLink().concat(http), cache: cache() })

const MODELS = graphql(`
  query ModelsOfMaker($maker: [String!], $first: Int!, $after: String) {
    models(filter: { maker: $maker }, first: $first, after: $after) {
      totalCount
      edges { node { id slug name } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

const list = client.watchQuery({ query: MODELS, variables: { maker: ['openai'], first: 40 } })
// What a component draws, and draws anew when a page has come.
let shown = await firstValueFrom(list.pipe(filter(({ dataState }) => dataState === 'complete')))
while (shown.data?.models?.pageInfo?.hasNextPage) {
  await list.fetchMore({ variables: { after: shown.data.models.pageInfo.endCursor } })
  shown = list.getCurrentResult()
}
console.log(`${shown.data?.models?.edges?.length} of ${shown.data?.models?.totalCount} models`)

const PRICE = graphql(`
  query PriceAsOf($slug: String!, $revision: Int) @asOf(revision: $revision) {
    model(slug: $slug) {
      prices(meter: "output", first: 1) { nodes { id statement value { point } } }
    }
  }
`)

const now = await client.query({ query: PRICE, variables: { slug: 'gpt-5.4' } })
console.log(now.data?.model?.prices.nodes[0]?.statement)

// The cache knows things by ids, which they keep over time: what is of the past stays out of it.
const then = await client.query({
  query: PRICE,
  variables: { slug: 'gpt-5.4', revision: 1 },
  fetchPolicy: 'no-cache',
})
console.log(`revision 1: ${then.data?.model?.prices.nodes[0]?.value?.point}`)

try {
  const variables = { slug: 'gpt-5.4', revision: 999_999 }
  await client.query({ query: PRICE, variables, fetchPolicy: 'no-cache' })
} catch (error) {
  if (!CombinedGraphQLErrors.is(error)) throw error
  console.log(`refused: ${error.errors[0]?.extensions?.code}`)
}

const ME = graphql(`query Me { me { scopes } }`)
const { data } = await client.query({ query: ME })
console.log(`scopes: ${data?.me.scopes.join(', ')}`)
client.stop()
