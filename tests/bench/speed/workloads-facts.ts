/** The questions about single facts, their history, their claims, and what a name finds. */
import type { Picks } from './picks.ts'
import { number, type Workload } from './workload.ts'

const SKIPPED = 'x: country(code: $u) @skip(if: true) { code }'
const THEIR_SKIPPED = 'x: countryByCode(code: $u) @skip(if: true) { code }'
const CITED =
  'citationsByClaimId(orderBy: ORDINAL_ASC, condition: {live: true}) { nodes { role sourceBySourceSlug { slug title } } }'

const toldClaim = (claim: any) => [
  claim.key,
  number(claim.value?.point),
  claim.basis,
  ...claim.provenance.flatMap(({ role, source }: any) => [role, source.slug, source.title]),
]
const theirToldClaim = (claim: any) => [
  claim.key,
  number(claim.point),
  claim.basis,
  ...claim.citationsByClaimId.nodes.flatMap((c: any) => [
    c.role,
    c.sourceBySourceSlug.slug,
    c.sourceBySourceSlug.title,
  ]),
]
const CLAIM_SQL = `c."key", c."point"::text AS point, c."basis", t."role", s."slug", s."title"`
const claimOf = (rows: any[]) => ({
  key: rows[0].key,
  value: { point: rows[0].point },
  basis: rows[0].basis,
  provenance: rows.map(({ role, slug, title }) => ({ role, source: { slug, title } })),
})

export function factWorkloads(picks: Picks): Workload[] {
  return [
    {
      name: 'series',
      title: 'the history of one fact with its sources',
      hot: true,
      picks: picks.series,
      ours: {
        query: `query Series($id: ID!, $u: String!) { fact(id: $id) { history(first: 100) { key value { point } basis provenance { role source { slug title } } } } ${SKIPPED} }`,
        variables: ({ globalId }) => ({ id: globalId }),
        told: ({ fact }) => fact.history.map(toldClaim),
      },
      postgraphile: {
        query: `query Series($id: String!, $u: String!) { factByRowId(rowId: $id) { resolutionsByFactId(orderBy: BEGUN_ASC, condition: {live: true}) { nodes { claimByClaimId {
          key point basis ${CITED} } } } } ${THEIR_SKIPPED} }`,
        variables: ({ id }) => ({ id }),
        told: ({ factByRowId }) =>
          factByRowId.resolutionsByFactId.nodes.map((r: any) => theirToldClaim(r.claimByClaimId)),
      },
      sql: {
        text: `SELECT r."id", ${CLAIM_SQL} FROM "Resolution" r JOIN "Claim" c ON c."id" = r."claimId" JOIN "Citation" t ON t."claimId" = c."id" AND t."toRevision" IS NULL
          JOIN "Source" s ON s."slug" = t."sourceSlug" WHERE r."factId" = $1 AND r."toRevision" IS NULL ORDER BY r."validFrom" NULLS FIRST, t."ordinal"`,
        values: ({ id }) => [id],
        nest: (rows) => ({
          fact: { history: [...Map.groupBy(rows, (row) => row.id).values()].map(claimOf) },
        }),
      },
    },
    {
      name: 'claims',
      title: 'all claims with provenance of the 20 prices of a model, rivals included',
      hot: true,
      picks: picks.models,
      ours: {
        query: `query Claims($model: [String!], $u: String!) { prices(first: 20, filter: {model: $model}) { nodes { id claims { key value { point } basis provenance { role source { slug title } } } } } ${SKIPPED} }`,
        variables: ({ model }) => ({ model: [model] }),
        // The preferred claim comes first in ours, and no order of rivals is promised by theirs.
        told: ({ prices }) => prices.nodes.flatMap((p: any) => p.claims.map(toldClaim)).sort(),
      },
      postgraphile: {
        query: `query Claims($model: String!, $u: String!) { allPrices(first: 20, orderBy: SORT_KEY_ASC, condition: {modelSlug: $model}) { nodes { id claims(condition: {live: true}) { nodes {
          key point basis ${CITED} } } } } ${THEIR_SKIPPED} }`,
        variables: ({ model }) => ({ model }),
        told: ({ allPrices }) =>
          allPrices.nodes.flatMap((p: any) => p.claims.nodes.map(theirToldClaim)).sort(),
      },
      sql: {
        text: `SELECT p."id" AS price, c."id", ${CLAIM_SQL} FROM (SELECT "id", "sortKey" FROM "Price" WHERE "modelSlug" = $1 ORDER BY "sortKey" LIMIT 20) p
          JOIN "Claim" c ON c."factId" = p."id" AND c."toRevision" IS NULL JOIN "Citation" t ON t."claimId" = c."id" AND t."toRevision" IS NULL
          JOIN "Source" s ON s."slug" = t."sourceSlug" ORDER BY p."sortKey", c."id", t."ordinal"`,
        values: ({ model }) => [model],
        nest: (rows) => ({
          prices: {
            nodes: [...Map.groupBy(rows, (row) => row.price)].map(([id, of]) => ({
              id,
              claims: [...Map.groupBy(of, (row) => row.id).values()].map(claimOf),
            })),
          },
        }),
      },
    },
    {
      name: 'node',
      title: 'one price by its id',
      hot: false,
      picks: picks.prices,
      ours: {
        query: `query Node($id: ID!, $u: String!) { node(id: $id) { ... on Price { meter { code } offer { slug } model { slug name } value { point } } } ${SKIPPED} }`,
        variables: ({ globalId }) => ({ id: globalId }),
        told: ({ node }) => [
          [node.meter.code, node.offer.slug, node.model.slug, node.model.name, number(node.value.point)],
        ],
      },
      postgraphile: {
        query: `query Node($id: ID!, $now: String!, $u: String!) { node(id: $id) { ... on Price { meterCode offerSlug modelByModelSlug { slug name }
          answers(first: 1, orderBy: BEGUN_DESC, condition: {live: true, begunBy: $now}) { nodes { claimByClaimId { point } } } } } ${THEIR_SKIPPED} }`,
        variables: ({ nodeId, now }) => ({ id: nodeId, now }),
        told: ({ node }) => [
          [
            node.meterCode,
            node.offerSlug,
            node.modelByModelSlug.slug,
            node.modelByModelSlug.name,
            number(node.answers.nodes[0]?.claimByClaimId.point),
          ],
        ],
      },
    },
    {
      name: 'fact',
      title: 'one model with its maker and 20 prices (2 KB)',
      hot: true,
      picks: picks.models,
      ours: {
        query: `query Fact($model: String!, $u: String!) { model(slug: $model) { slug name maker { name } prices(first: 20) { nodes { meter { code } value { point } } } } ${SKIPPED} }`,
        variables: ({ model }) => ({ model }),
        told: ({ model }) => [
          [model.slug, model.name, model.maker.name],
          ...model.prices.nodes.map((p: any) => [p.meter.code, number(p.value.point)]),
        ],
      },
      postgraphile: {
        query: `query Fact($model: String!, $now: String!, $u: String!) { modelBySlug(slug: $model) { slug name providerByMakerSlug { name } pricesByModelSlug(first: 20, orderBy: SORT_KEY_ASC) { nodes { meterCode
          answers(first: 1, orderBy: BEGUN_DESC, condition: {live: true, begunBy: $now}) { nodes { claimByClaimId { point } } } } } } ${THEIR_SKIPPED} }`,
        variables: ({ model, now }) => ({ model, now }),
        told: ({ modelBySlug: model }) => [
          [model.slug, model.name, model.providerByMakerSlug.name],
          ...model.pricesByModelSlug.nodes.map((p: any) => [
            p.meterCode,
            number(p.answers.nodes[0]?.claimByClaimId.point),
          ]),
        ],
      },
    },
    {
      name: 'search',
      title: 'ten things found by a part of their name',
      hot: false,
      picks: picks.names,
      ours: {
        query: `query Search($text: String!, $u: String!) { search(text: $text, first: 10) { matched item { __typename ... on Node { id } } } ${SKIPPED} }`,
        variables: ({ text }) => ({ text }),
        told: ({ search }) => search.map((hit: any) => [hit.matched]),
      },
      postgraphile: {
        query: `query Search($text: String!, $u: String!) { benchSearch(text: $text, count: 10) { nodes { text entity key } } ${THEIR_SKIPPED} }`,
        variables: ({ text }) => ({ text }),
        told: ({ benchSearch }) => benchSearch.nodes.map((hit: any) => [hit.text]),
      },
    },
  ]
}
