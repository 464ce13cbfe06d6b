/**
 * PostGraphile 5 on the tables of the ledger, set up as its own documentation does it for production: prepared
 * statements and the caches of documents and plans as they come, explain and GraphiQL off. What our questions need beyond
 * tables is added by its own means, each of them plain SQL that uses an index: conditions on recorded and valid time,
 * lists of slugs, and an order by value.
 */
import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { addPgTableCondition, addPgTableOrderBy, jsonPgSmartTags, orderByAscDesc } from 'postgraphile/utils'

const of = (tableName) => ({ schemaName: 'public', tableName })

/** Rows whose column is one of the given texts. */
const anyOf = (table, column) =>
  addPgTableCondition(
    of(table),
    `${column}In`,
    ({ graphql }) => ({
      type: new graphql.GraphQLList(new graphql.GraphQLNonNull(graphql.GraphQLString)),
    }),
    (value, { sql, sqlTableAlias, sqlValueWithCodec, build: { dataplanPg } }) =>
      sql`${sqlTableAlias}.${sql.identifier(column)} = any(${sqlValueWithCodec(value, dataplanPg.listOfCodec(dataplanPg.TYPES.text))})`,
  )

/** Rows of the newest revision, for which there are partial indexes; and those that an older one held. */
const recorded = (table) => [
  addPgTableCondition(
    of(table),
    'live',
    ({ graphql }) => ({ type: graphql.GraphQLBoolean }),
    (value, { sql, sqlTableAlias }) => (value ? sql`${sqlTableAlias}."toRevision" is null` : null),
  ),
  addPgTableCondition(
    of(table),
    'recordedIn',
    ({ graphql }) => ({ type: graphql.GraphQLInt }),
    (value, { sql, sqlTableAlias, sqlValueWithCodec, build: { dataplanPg } }) => {
      const revision = sqlValueWithCodec(value, dataplanPg.TYPES.int)
      return sql`(${sqlTableAlias}."fromRevision" <= ${revision} and (${sqlTableAlias}."toRevision" is null or ${sqlTableAlias}."toRevision" > ${revision}))`
    },
  ),
]

const begunBy = addPgTableCondition(
  of('Resolution'),
  'begunBy',
  ({ graphql }) => ({ type: graphql.GraphQLString }),
  (value, { sql, sqlTableAlias, sqlValueWithCodec, build: { dataplanPg } }) =>
    sql`(${sqlTableAlias}."validFrom" is null or ${sqlTableAlias}."validFrom" <= ${sqlValueWithCodec(value, dataplanPg.TYPES.timestamptz)})`,
)

/** The number that answers a price now. */
const answerOf = (
  sql,
  alias,
) => sql`(select coalesce(c."point", c."low", c."high") from "Claim" c where c."id" =
  (select r."claimId" from "Resolution" r where r."factId" = ${alias}."id" and r."toRevision" is null
    and (r."validFrom" is null or r."validFrom" <= now()) order by r."validFrom" desc nulls last limit 1)
  and c."unitCode" = 'USD/Mtok')`

const valueAtLeast = addPgTableCondition(
  of('Price'),
  'valueAtLeast',
  ({ graphql }) => ({ type: graphql.GraphQLString }),
  (value, { sql, sqlTableAlias, sqlValueWithCodec, build: { dataplanPg } }) =>
    sql`${answerOf(sql, sqlTableAlias)} >= ${sqlValueWithCodec(value, dataplanPg.TYPES.numeric)}`,
)

const byValue = addPgTableOrderBy(of('Price'), ({ sql, dataplanPg }) =>
  orderByAscDesc(
    'VALUE',
    (query) => ({ codec: dataplanPg.TYPES.numeric, fragment: answerOf(sql, query.alias) }),
    { nulls: 'last' },
  ),
)

const begunFirst = addPgTableOrderBy(of('Resolution'), () =>
  orderByAscDesc('BEGUN', 'validFrom', { nulls: 'last' }),
)

/** Facts that are prices are found from their answers in one step, as from a foreign key. */
const tags = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      Resolution: {
        tags: {
          foreignKey: '("factId") references "Price" ("id")|@fieldName price|@foreignFieldName answers',
        },
      },
      Claim: {
        tags: {
          foreignKey: '("factId") references "Price" ("id")|@fieldName price|@foreignFieldName claims',
        },
      },
    },
  },
})

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [
    ...[anyOf('Provider', 'slug'), anyOf('Price', 'meterCode'), anyOf('Alias', 'entity')],
    ...['Resolution', 'Claim', 'Citation'].flatMap(recorded),
    ...[begunBy, begunFirst, valueAtLeast, byValue, tags],
  ],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ['public', 'bench'],
      poolConfig: { max: 10 },
    }),
  ],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
  schema: { defaultBehavior: '-mutation' },
})

const schema = await pgl.getSchema()
if (process.argv.includes('--print')) {
  const { printSchema } = await import('graphql')
  process.stdout.write(printSchema(schema))
  process.exit()
}
const server = createServer()
pgl.createServ(grafserv).addTo(server)
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${server.address().port}\n`)
})
