/** Our way of running queries beside graphql-js: the same answers to whatever is asked, right or wrong. */
import fc from 'fast-check'
import {
  buildSchema,
  type ExecutionResult,
  execute,
  type GraphQLObjectType,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql'
import { expect, test } from 'vitest'
import { prepare, run } from '../../src/graphql/execute/run.ts'

const SDL = `
  interface Named { name: String, tag: String!, friend: Named }
  type Cat implements Named { name: String, tag: String!, lives: Int!, friend: Named, friends: [Named!], self: Named!, odd(n: Int = 3, of: In): String }
  type Dog implements Named { name: String, tag: String!, tricks: [String], friend: Named, friends: [Named]!, dog: Named, odd(n: Int!): String }
  union Pet = Cat | Dog
  input In { a: Int = 1, b: [String!] }
  type Query { pet: Pet, pets: [Pet!]!, maybe: [[Named]], cat: Named!, named(n: Int): Named, echo(in: In, n: Int): String }`

/** What a field gives: at once or later, a value, nothing, or an error. */
type Told = 'now' | 'later' | 'null' | 'null later' | 'error' | 'error later' | 'errorvalue'

/** The same for each field each time it is asked, and nothing wrong at all where `told` says only now and later. */
function schemaOf(told: readonly Told[]): GraphQLSchema {
  const schema = buildSchema(SDL)
  let seed = 7
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type) || type.name.startsWith('__') || type.name === 'In') continue
    for (const field of Object.values((type as GraphQLObjectType).getFields())) {
      const how = told[seed++ % told.length]!
      field.resolve = (_parent, args) => {
        const value = made(String(field.type), args)
        if (how === 'later') return Promise.resolve(value)
        if (how === 'null') return null
        if (how === 'null later') return Promise.resolve(null)
        if (how === 'error') throw new Error(`no ${type.name}.${field.name}`)
        if (how === 'error later') return Promise.reject(new Error(`no ${type.name}.${field.name}`))
        if (how === 'errorvalue') return new Error(`none ${type.name}.${field.name}`)
        return value
      }
    }
  }
  return schema
}

function made(type: string, args: object): unknown {
  const bare = type.replace(/!$/, '')
  if (bare.startsWith('[')) {
    const item = () => made(bare.slice(1, -1), args)
    return new Set([item(), Promise.resolve(item())])
  }
  if (bare === 'Int') return 9
  if (bare === 'String') return JSON.stringify(args)
  return { __typename: bare === 'Dog' || bare === 'Pet' ? 'Dog' : 'Cat' }
}

const field = fc.letrec((tie) => ({
  leaf: fc.constantFrom(
    ...['name', 'tag', 't: tag', '__typename', 'name @skip(if: $yes)', 'tag @include(if: $no)'],
    ...[
      '... on Cat { lives o: odd(n: $n) }',
      '... on Cat { odd(of: {b: ["x"]}) }',
      '... on Dog { tricks p: odd(n: 5) }',
      '...F',
    ],
  ),
  deep: fc
    .tuple(
      fc.constantFrom(
        'friend',
        '... on Cat { friends',
        '... on Cat { self',
        '... on Dog { dog',
        '... on Dog { dogs: friends',
        '... on Named',
      ),
      tie('set'),
    )
    .map(
      ([name, set]) =>
        `${name} { ${set} }${name.startsWith('... on') && name !== '... on Named' ? ' }' : ''}`,
    ),
  set: fc
    .array(fc.oneof({ maxDepth: 2, withCrossShrink: true }, tie('leaf'), tie('deep')), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) => parts.join(' ')),
})).set as fc.Arbitrary<string>
const document = fc
  .array(
    fc
      .tuple(fc.constantFrom('named', 'cat', 'maybe', 'n: named(n: $n)'), field)
      .map(([name, set]) => `${name} { ${set} }`),
    { minLength: 1, maxLength: 3 },
  )
  .map(
    (
      roots,
    ) => `query Q($yes: Boolean! = true, $no: Boolean! = false, $n: Int! = 4) { echo(in: {a: $n}) skipped: echo(n: $n) @skip(if: $yes) pets { ... on Named { tag } __typename ...F }
      on: named @include(if: $no) { name } ${roots.join(' ')} } fragment F on Named { name ... on Dog { dogs: friends { tag } } }`,
  )

async function both(schema: GraphQLSchema, query: string, variableValues: Record<string, unknown>) {
  const args = { schema, document: parse(query), variableValues, contextValue: {} }
  const prepared = prepare(schema, args.document, getOperationAST(args.document)!, variableValues)
  const theirs = await execute(args)
  // Variables that do not fit are told by whoever else runs it.
  return [prepared ? await run(prepared, args.contextValue) : theirs, theirs] as const
}

const VARIABLES = [{}, { yes: false, no: true }, { n: 8, no: false }, { n: 'four' }, { yes: null }]
const plain = (result: ExecutionResult) => JSON.parse(JSON.stringify(result)) as ExecutionResult

test('the same answers as graphql-js where nothing fails, in the same order', async () => {
  await fc.assert(
    fc.asyncProperty(
      document,
      fc.constantFrom(...VARIABLES),
      fc.array(fc.constantFrom<Told>('now', 'later'), { minLength: 1, maxLength: 9 }),
      async (query, variables, told) => {
        const schema = schemaOf(told)
        expect(validate(schema, parse(query))).toEqual([])
        const [ours, theirs] = await both(schema, query, variables)
        expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs))
      },
    ),
    { numRuns: 150 },
  )
})

/** What stands at a path, or the null that it ends at. */
const at = (data: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<any>((value, key) => (value === null ? null : value[key]), data)

test('the same data as graphql-js where fields fail, and each error where there is nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      document,
      fc.constantFrom(...VARIABLES),
      fc.array(
        fc.constantFrom<Told>(
          'now',
          'now',
          'now',
          'later',
          'null',
          'null later',
          'error',
          'error later',
          'errorvalue',
        ),
        { minLength: 2, maxLength: 13 },
      ),
      async (query, variables, told) => {
        const schema = schemaOf(told)
        expect(validate(schema, parse(query))).toEqual([])
        const [ours, theirs] = (await both(schema, query, variables)).map(plain) as [
          ExecutionResult,
          ExecutionResult,
        ]
        expect(ours.data).toEqual(theirs.data)
        expect(Boolean(ours.errors)).toBe(Boolean(theirs.errors))
        // Of several errors of what became null, which is told depends on which comes first.
        for (const { path } of ours.errors ?? [])
          expect(path && at(ours.data, path)).toBe(path ? null : undefined)
      },
    ),
    { numRuns: 200 },
  )
})

test('what must not be null takes with it what it stands in, and nothing else', async () => {
  const schema = schemaOf(['now'])
  ;(schema.getType('Cat') as GraphQLObjectType).getFields().lives!.resolve = async () => null
  const [ours, theirs] = await both(
    schema,
    '{ pets { __typename } cat { name } named { name ... on Cat { lives } } }',
    {},
  )
  expect(plain(ours)).toEqual(plain(theirs))
  expect(plain(ours)).toMatchObject({
    data: { cat: { name: '{}' }, named: null },
    errors: [{ message: 'Cannot return null for non-nullable field Cat.lives.', path: ['named', 'lives'] }],
  })
})

test('the schema itself can be asked for', async () => {
  const schema = schemaOf(['now'])
  const query =
    '{ __schema { types { name fields(includeDeprecated: true) { name type { name ofType { name } } } } } __type(name: "Cat") { name interfaces { name } } }'
  const [ours, theirs] = await both(schema, query, {})
  expect(plain(ours)).toEqual(plain(theirs))
  expect(ours.errors).toBeUndefined()
})

test('one document asked with other variables leaves out what these say', () => {
  const schema = schemaOf(['now'])
  const document = parse('query Q($no: Boolean!) { named { name @include(if: $no) tag } }')
  for (const no of [true, false, true]) {
    const answer = run(prepare(schema, document, getOperationAST(document)!, { no })!, {}) as ExecutionResult
    expect(plain(answer).data).toEqual({ named: no ? { name: '{}', tag: '{}' } : { tag: '{}' } })
  }
})
