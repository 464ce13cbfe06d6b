/** The questions that are asked of all contenders alike, about the made-up market of `market.ts`. */
import type { Picks } from './picks.ts'
import { number, type Told, type Workload } from './workload.ts'

const SKIPPED = 'x: country(code: $u) @skip(if: true) { code }'
const THEIR_SKIPPED = 'x: countryByCode(code: $u) @skip(if: true) { code }'

/** What answers a price now, with its source. */
const OURS = 'value { point unit { code } } provenance { source { slug } }'
/** The same without units, which makes 1,000 prices the 105 KB that such an answer is known by. */
const OURS_BARE = OURS.replace(' unit { code }', '')
const answer = (condition: string) =>
  `answers(first: 1, orderBy: BEGUN_DESC, condition: {${condition}, begunBy: $now}) { nodes { claimByClaimId { point unitCode
    citationsByClaimId(orderBy: ORDINAL_ASC, condition: {${condition}}) { nodes { sourceBySourceSlug { slug } } } } } }`
const THEIRS = answer('live: true')
const THEIRS_BARE = THEIRS.replace(' unitCode', '')

const told = (price: any) => [
  number(price.value?.point),
  price.value?.unit?.code ?? null,
  ...(price.provenance ?? []).map((p: any) => p.source.slug),
]
const theirTold = (price: any) => {
  const claim = price.answers.nodes[0]?.claimByClaimId
  return [
    number(claim?.point),
    claim?.unitCode ?? null,
    ...(claim?.citationsByClaimId.nodes ?? []).map((c: any) => c.sourceBySourceSlug.slug),
  ]
}
const toldList = (prices: any[]): Told => prices.map((p) => [p.meter.code, ...told(p)])
const theirToldList = (prices: any[]): Told => prices.map((p) => [p.meterCode, ...theirTold(p)])

/** The newest answer of a price `p` that has begun, and its claim and sources. */
const ANSWERED = `JOIN LATERAL (SELECT r."claimId" FROM "Resolution" r WHERE r."factId" = p."id" AND r."toRevision" IS NULL
    AND (r."validFrom" IS NULL OR r."validFrom" <= now()) ORDER BY r."validFrom" DESC NULLS LAST LIMIT 1) r ON true
  JOIN "Claim" c ON c."id" = r."claimId"
  JOIN "Citation" t ON t."claimId" = c."id" AND t."toRevision" IS NULL`
const FLAT = `p."id", p."meterCode" AS meter, c."point"::text AS point, c."unitCode" AS unit, t."sourceSlug" AS source`
const FLAT_BARE = FLAT.replace(', c."unitCode" AS unit', '')

const priceOf = (rows: any[]) => ({
  meter: { code: rows[0].meter },
  value: { point: rows[0].point, ...(rows[0].unit ? { unit: { code: rows[0].unit } } : {}) },
  provenance: rows.map((row) => ({ source: { slug: row.source } })),
})
const priceList = (rows: any[]) => [...Map.groupBy(rows, (row) => row.id).values()].map(priceOf)
const nodes = (items: unknown[]) => ({ nodes: items })

export function workloads(picks: Picks): Workload[] {
  return [
    {
      name: 'nested',
      title: '20 makers, 10 models each, 5 prices each, with value and sources',
      hot: true,
      picks: picks.makers,
      ours: {
        query: `query Nested($makers: [String!], $u: String!) { providers(first: 20, filter: {slug: $makers}) { nodes { slug models(first: 10) { nodes {
          slug prices(first: 5) { nodes { meter { code } ${OURS_BARE} } } } } } } ${SKIPPED} }`,
        variables: ({ makers }) => ({ makers }),
        told: ({ providers }) =>
          providers.nodes.flatMap((p: any) =>
            p.models.nodes.flatMap((m: any) =>
              toldList(m.prices.nodes).map((price) => [p.slug, m.slug, ...price]),
            ),
          ),
      },
      postgraphile: {
        query: `query Nested($makers: [String!]!, $now: String!, $u: String!) { allProviders(first: 20, orderBy: SLUG_ASC, condition: {slugIn: $makers}) { nodes { slug
          modelsByMakerSlug(first: 10, orderBy: SLUG_ASC) { nodes { slug pricesByModelSlug(first: 5, orderBy: SORT_KEY_ASC) { nodes { meterCode ${THEIRS_BARE} } } } } } } ${THEIR_SKIPPED} }`,
        variables: ({ makers, now }) => ({ makers, now }),
        told: ({ allProviders }) =>
          allProviders.nodes.flatMap((p: any) =>
            p.modelsByMakerSlug.nodes.flatMap((m: any) =>
              theirToldList(m.pricesByModelSlug.nodes).map((price) => [p.slug, m.slug, ...price]),
            ),
          ),
      },
      sql: {
        text: `SELECT v."slug" AS maker, m."slug" AS model, ${FLAT_BARE} FROM "Provider" v
          JOIN LATERAL (SELECT "slug" FROM "Model" WHERE "makerSlug" = v."slug" ORDER BY "slug" LIMIT 10) m ON true
          JOIN LATERAL (SELECT "id", "meterCode", "sortKey" FROM "Price" WHERE "modelSlug" = m."slug" ORDER BY "sortKey" LIMIT 5) p ON true
          ${ANSWERED} WHERE v."slug" = ANY($1) ORDER BY v."slug", m."slug", p."sortKey", t."ordinal"`,
        values: ({ makers }) => [makers],
        nest: (rows) => ({
          providers: nodes(
            [...Map.groupBy(rows, (row) => row.maker)].map(([slug, of]) => ({
              slug,
              models: nodes(
                [...Map.groupBy(of, (row) => row.model)].map(([model, prices]) => ({
                  slug: model,
                  prices: nodes(priceList(prices)),
                })),
              ),
            })),
          ),
        }),
      },
    },
    {
      name: 'list',
      title: '100 prices of a seller, filtered by meter and value, sorted by value',
      hot: true,
      picks: picks.sellers,
      ours: {
        query: `query List($seller: [String!], $from: Decimal, $u: String!) { prices(first: 100, filter: {seller: $seller, meter: ["input", "output"], value: {from: $from, unit: "USD/Mtok"}},
          orderBy: {field: VALUE, direction: DESC}) { nodes { meter { code } ${OURS} } } ${SKIPPED} }`,
        variables: ({ seller }) => ({ seller: [seller], from: '0.1' }),
        told: ({ prices }) => toldList(prices.nodes),
      },
      postgraphile: {
        query: `query List($seller: String!, $from: String!, $now: String!, $u: String!) { allPrices(first: 100, orderBy: [VALUE_DESC, SORT_KEY_DESC],
          condition: {sellerSlug: $seller, meterCodeIn: ["input", "output"], valueAtLeast: $from}) { nodes { meterCode ${THEIRS} } } ${THEIR_SKIPPED} }`,
        variables: ({ seller, now }) => ({ seller, from: '0.1', now }),
        told: ({ allPrices }) => theirToldList(allPrices.nodes),
      },
      sql: {
        text: `SELECT p.*, t."sourceSlug" AS source FROM (SELECT p."id", p."sortKey", p."meterCode" AS meter, c."id" AS claim, c."point"::text AS point, c."unitCode" AS unit,
            COALESCE(c."point", c."low", c."high") AS value FROM "Price" p
          JOIN LATERAL (SELECT r."claimId" FROM "Resolution" r WHERE r."factId" = p."id" AND r."toRevision" IS NULL
            AND (r."validFrom" IS NULL OR r."validFrom" <= now()) ORDER BY r."validFrom" DESC NULLS LAST LIMIT 1) r ON true
          JOIN "Claim" c ON c."id" = r."claimId" WHERE p."sellerSlug" = $1 AND p."meterCode" IN ('input', 'output') AND c."unitCode" = 'USD/Mtok'
            AND COALESCE(c."point", c."low", c."high") >= $2 ORDER BY value DESC, p."sortKey" DESC LIMIT 100) p
          JOIN "Citation" t ON t."claimId" = p.claim AND t."toRevision" IS NULL ORDER BY p.value DESC, p."sortKey" DESC, t."ordinal"`,
        values: ({ seller }) => [seller, '0.1'],
        nest: (rows) => ({ prices: nodes(priceList(rows)) }),
      },
    },
    {
      name: 'page',
      title: '50 prices of a page far in the list of all input prices',
      hot: true,
      picks: picks.cursors,
      ours: {
        query: `query Page($after: String, $u: String!) { prices(first: 50, after: $after, filter: {meter: ["input"]}) { nodes { meter { code } ${OURS} } pageInfo { hasNextPage } } ${SKIPPED} }`,
        variables: ({ ours }) => ({ after: ours }),
        told: ({ prices }) => [...toldList(prices.nodes), [String(prices.pageInfo.hasNextPage)]],
      },
      postgraphile: {
        query: `query Page($after: Cursor, $now: String!, $u: String!) { allPrices(first: 50, after: $after, orderBy: SORT_KEY_ASC, condition: {meterCode: "input"}) { nodes { meterCode ${THEIRS} }
          pageInfo { hasNextPage } } ${THEIR_SKIPPED} }`,
        variables: ({ postgraphile, now }) => ({ after: postgraphile, now }),
        told: ({ allPrices }) => [
          ...theirToldList(allPrices.nodes),
          [String(allPrices.pageInfo.hasNextPage)],
        ],
      },
      sql: {
        text: `SELECT p."sortKey", ${FLAT} FROM (SELECT * FROM "Price" WHERE "meterCode" = 'input' AND "sortKey" > $1 ORDER BY "sortKey" LIMIT 51) p ${ANSWERED} ORDER BY p."sortKey", t."ordinal"`,
        values: ({ sortKey }) => [sortKey],
        nest: (rows) => {
          const prices = priceList(rows)
          return {
            prices: { nodes: prices.slice(0, 50), pageInfo: { hasNextPage: prices.length > 50 } },
          }
        },
      },
    },
    {
      name: 'as-of',
      title: '20 prices of a model as an older revision had them',
      hot: false,
      picks: picks.models,
      ours: {
        query: `query AsOf($model: String!, $revision: Int!, $u: String!) @asOf(revision: $revision) { model(slug: $model) { slug prices(first: 20) { nodes { meter { code } ${OURS} } } } ${SKIPPED} }`,
        variables: ({ model, revision }) => ({ model, revision }),
        told: ({ model }) => [[model.slug], ...toldList(model.prices.nodes)],
      },
      postgraphile: {
        query: `query AsOf($model: String!, $revision: Int!, $now: String!, $u: String!) { modelBySlug(slug: $model) { slug pricesByModelSlug(first: 20, orderBy: SORT_KEY_ASC) { nodes { meterCode
          ${answer('recordedIn: $revision')} } } } ${THEIR_SKIPPED} }`,
        variables: ({ model, revision, now }) => ({ model, revision, now }),
        told: ({ modelBySlug }) => [
          [modelBySlug.slug],
          ...theirToldList(modelBySlug.pricesByModelSlug.nodes),
        ],
      },
    },
  ]
}
