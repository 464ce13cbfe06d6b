/** Asks with fetch and the types that graphql-codegen makes; a fragment says what a part of a page needs. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { type FragmentType, graphql, readFragment } from './gql/index.ts'

const ENDPOINT = 'http://127.0.0.1:4000/graphql'

const PRICE_LINE = graphql(`
  fragment PriceLine on Price {
    statement
    state
    claimCount
  }
`)

const PRICES_OF = graphql(`
  query PricesOf($slug: String!, $first: Int!) {
    model(slug: $slug) {
      name
      prices(meter: "output", first: $first) {
        totalCount
        nodes { id ...PriceLine }
      }
    }
  }
`)

async function ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) {
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { accept: 'application/graphql-response+json', 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
  })
  const { data, errors } = (await response.json()) as {
    data?: Data
    errors?: { message: string; extensions: { code: string } }[]
  }
  if (errors || !data) throw new Error(errors?.[0]?.extensions.code ?? 'no data')
  return data
}

function line(price: FragmentType<typeof PRICE_LINE>): string {
  const { statement, state, claimCount } = readFragment(PRICE_LINE, price)
  return `${state}, ${claimCount} claims: ${statement}`
}

const { model } = await ask(PRICES_OF, { slug: 'gpt-5.4', first: 2 })
// A slug that does not exist has no model, and the types say so.
if (model) for (const price of model.prices.nodes) console.log(line(price))
