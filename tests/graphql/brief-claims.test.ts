/**
 * Claims are read with few columns where few are needed. Whatever is asked of them, by any way and beside whatever else,
 * must be a part of what is told when everything is asked.
 */
import fc from 'fast-check'
import type { GraphQLObjectType } from 'graphql'
import { expect } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import type { Json } from './world.ts'

/** What is asked of something. */
interface Selection {
  [field: string]: true | Selection
}

const all = (...fields: string[]): Selection => Object.fromEntries(fields.map((field) => [field, true]))

const VALUE = all('point', 'low', 'high', 'qualifier', 'text')
const CITATION: Selection = {
  ...all('__typename', 'role', 'locator', 'accessedOn', 'contentHash', 'note'),
  source: all('slug', 'title'),
}
const OTHER = all('id', 'text', 'periodText')
/** Fields that need no whole claim, some of them with more below them than that. */
const BRIEF: Selection = {
  ...all('__typename', 'id', 'key', 'basis', 'corroboration', 'note', 'preferred'),
  value: VALUE,
  repeatOf: OTHER,
  provenance: CITATION,
  fact: all('id', 'question'),
}
const CLAIM: Selection = {
  ...BRIEF,
  ...all(
    'text',
    'validFrom',
    'validTo',
    'precision',
    'periodText',
    'firstSeenOn',
    'lastSeenOn',
    'checkCount',
  ),
  ...all('plausible', 'digest', 'redactedWhy', 'status', 'series', 'comparison', 'promotional', 'doubt'),
  recordedIn: all('number'),
  supersededIn: all('number'),
  supersededBy: OTHER,
  correction: all('reason'),
  corrects: all('reason'),
  checks: all('slug', 'verdict'),
  derivation: all('formula'),
  periods: all('validFrom', 'validTo'),
}
const NESTED = 'first: 3'
const DEEP: Selection = {
  ...CLAIM,
  fact: { ...all('id', 'question'), [`claims(${NESTED})`]: CLAIM, [`history(${NESTED})`]: CLAIM },
}

/** Ways from a fact to claims of it. */
const WAYS = [
  ...[
    'claims(first: 50)',
    'claims(first: 2)',
    'claims(at: "2026-04-10")',
    'claims(at: null)',
    'history(first: 20)',
    'history(first: 2)',
  ],
  ...['claim', 'resolution/rivals', 'resolution/likelyKindEvidence'],
]

const some = (of: Selection, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, of[name]!]))

const nonEmpty = (of: Selection): fc.Arbitrary<Selection> =>
  fc
    .subarray(Object.keys(of), { minLength: 1 })
    .chain((names) =>
      fc
        .tuple(...names.map((name) => (of[name] === true ? fc.constant(true as const) : nonEmpty(of[name]!))))
        .map((parts) => Object.fromEntries(names.map((name, i) => [name, parts[i]!]))),
    )
/** Often what is read in brief, and that with one field too many. */
const selection = fc.oneof(
  nonEmpty(some(BRIEF, ['__typename', 'id', 'key', 'basis', 'corroboration', 'note', 'preferred', 'value'])),
  nonEmpty({ ...BRIEF, provenance: { role: true, source: all('slug') } }),
  nonEmpty(BRIEF),
  fc
    .tuple(nonEmpty(BRIEF), fc.constantFrom(...Object.keys(CLAIM)))
    .map(([brief, more]) => ({ ...brief, [more]: CLAIM[more]! })),
  nonEmpty(DEEP),
)
const asked = fc.array(
  fc.record({
    way: fc.constantFrom(...WAYS),
    selection,
    style: fc.constantFrom('plain', 'twice', 'spread', 'inline'),
  }),
  { minLength: 1, maxLength: 3 },
)
type Asked = (typeof asked extends fc.Arbitrary<infer T> ? T : never)[number]

const fields = (of: Selection): string =>
  Object.entries(of)
    .map(([name, below]) => (below === true ? name : `${name} { ${fields(below)} }`))
    .join(' ')

/** @param key of the answer. */
function question({ way, selection, style }: Asked, key: string): { field: string; fragment: string } {
  const [outer, inner] = way.split('/')
  const field = (asked: string) =>
    inner ? `${key}: ${outer} { ${inner} { ${asked} } }` : `${key}: ${outer} { ${asked} }`
  const names = Object.keys(selection)
  const [first, rest] = [names.slice(0, 1), names.slice(1)].map((some_) => fields(some(selection, some_)))
  if (style === 'plain' || !rest) return { field: field(fields(selection)), fragment: '' }
  if (style === 'twice') return { field: `${field(first!)} ${field(rest)}`, fragment: '' }
  if (style === 'inline') return { field: field(`${first} ... on Claim { ${rest} }`), fragment: '' }
  return { field: field(`...F${key} ${first}`), fragment: `fragment F${key} on Claim { ${rest} }` }
}

/** What a selection leaves of an answer to all. */
function part(whole: Json, of: Selection): Json {
  if (Array.isArray(whole)) return whole.map((one) => part(one, of))
  if (whole === null || whole === undefined) return whole
  return Object.fromEntries(
    Object.entries(of).map(([field, below]) => {
      const name = field.replace(/\(.*/, '')
      return [name, below === true ? whole[name] : part(whole[name], below)]
    }),
  )
}

const belowOf = (way: string, answer: Json) => (way.includes('/') ? answer?.[way.split('/')[1]!] : answer)
const wrapped = (way: string, answer: Json, claims: Json) =>
  way.includes('/') && answer ? { [way.split('/')[1]!]: claims } : claims

test('all fields of claims are asked here', () => {
  const { Claim, Citation } = schema.getTypeMap() as Record<string, GraphQLObjectType>
  const named = (of: Selection) => Object.keys(of).filter((name) => name !== '__typename')
  expect(named(CLAIM).sort()).toEqual(Object.keys(Claim!.getFields()).sort())
  expect(named(CITATION).sort()).toEqual(Object.keys(Citation!.getFields()).sort())
})

const FACTS = `{ disagreements(first: 3) { nodes { fact { id } } } tokenUsage(first: 1) { nodes { id } }
  prices(first: 1) { nodes { id } } indicators(first: 2) { nodes { id } } assertions(first: 1) { nodes { id } } }`

test.for([1, 2])(
  'any fields of claims are a part of all of them, as of revision %i',
  async (revision, { market }) => {
    const { ask } = testApp(market.db)
    const found = (await ask(FACTS)).body.data
    const ids = Object.values(found).flatMap((list: Json) =>
      list.nodes.map((node: Json) => (node.fact ?? node).id),
    )
    const told = async (asked_: readonly Asked[]) => {
      const parts = asked_.map((one, i) => question(one, `k${i}`))
      const query = `query ($ids: [ID!]!) @asOf(revision: ${revision}) { nodes(ids: $ids) { ... on Fact { id ${parts.map((p) => p.field).join(' ')} } } }
      ${parts.map((p) => p.fragment).join('\n')}`
      const { body } = await ask(query, { ids })
      expect([query, body.errors]).toEqual([query, undefined])
      return body.data.nodes
    }
    const whole = new Map<string, Json[]>()
    for (const way of WAYS) whole.set(way, await told([{ way, selection: DEEP, style: 'plain' }]))
    const counts = whole.get('claims(first: 50)')!.map((fact) => fact?.k0.length ?? 0)
    expect(Math.max(...counts)).toBeGreaterThan(2)

    const check = async (several: readonly Asked[]) => {
      const expected = ids.map((_, n) => {
        const facts = several.map(({ way }) => whole.get(way)![n])
        if (!facts[0]) return facts[0]
        const parts = several.map(({ way, selection }, i) => {
          const answer = facts[i].k0
          return [`k${i}`, wrapped(way, answer, part(belowOf(way, answer), selection))]
        })
        return { id: facts[0].id, ...Object.fromEntries(parts) }
      })
      expect(await told(several)).toEqual(expected)
    }
    // Each by itself, for beside one that needs whole claims nobody would notice that it does too.
    for (const way of ['claims(first: 50)', 'history(first: 20)']) {
      for (const [name, below] of Object.entries(DEEP))
        await check([{ way, selection: { key: true, [name]: below }, style: 'plain' }])
      for (const [name, below] of Object.entries(CITATION))
        await check([{ way, selection: { provenance: { role: true, [name]: below } }, style: 'spread' }])
    }
    await fc.assert(fc.asyncProperty(asked, check), { numRuns: 40 })
  },
)

test('what needs whole claims beside brief ones reads them once', async ({ market: { db, statements } }) => {
  const { ask } = testApp(db)
  const reads = async (fields: string) => {
    statements()
    const { body } = await ask(`{ prices(first: 5) { nodes { ${fields} } } }`)
    expect(body.errors).toBeUndefined()
    return statements().filter((text) => text.includes('"Claim"') || text.includes('"Resolution"')).length
  }
  expect(await reads('claims { key }')).toBe(1)
  expect(await reads('history { key provenance { role } }')).toBe(1)
  // Whole claims and their periods.
  expect(await reads('claims { key } history { periodText }')).toBe(2)
  expect(await reads('history { key } claims { periodText }')).toBe(2)
  expect(await reads('claims { key provenance { locator } }')).toBe(2)
})
