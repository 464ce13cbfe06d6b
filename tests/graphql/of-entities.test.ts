/** Facts and models as fields of what they are about: each entity has its own, whatever is asked for beside it. */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { type TestDb, test } from '../helpers/db.ts'
import { type Ask, codeOf, dataOf, importYaml, type Json, WORLD } from './world.ts'

/** All but the country have one slug, so that a list under the wrong column finds something. */
const SUBJECTS = ['country/XA', 'provider/same', 'model/same', 'group/same', 'hub/same', 'cluster/same']
const USERS = SUBJECTS.slice(0, 4)

const claimsOf = (s: string, i: number) => {
  const indicator = (metric: string) => `source: paper-a, indicator: { subject: ${s}, metric: ${metric} }`
  const assertion = (topic: string) => `source: paper-a, assertion: { subject: ${s}, topic: ${topic} }`
  const usage = (period: string) =>
    `  - { key: ${period}${i}, source: paper-a, tokenUsage: { subject: ${s}, period: ${period}, coverage: all }, value: ${i}, valid: 2026 }`
  return `
  - { key: t${i}, ${indicator('towers')}, value: ${i}, valid: 2025 }
  - { key: later${i}, ${indicator('towers')}, value: ${i}0, valid: 2026 }
  - { key: g${i}, ${indicator('gates')}, value: ${i}00, valid: 2026 }
  - { key: s${i}, ${assertion('sinking')}, text: "Sinks ${i}.", valid: 2026 }
  - { key: r${i}, ${assertion('rising')}, text: "Rises ${i}.", valid: 2026 }
${USERS.includes(s) ? [usage('DAY'), usage('WEEK')].join('\n') : ''}`
}
const SAME = `
units: [{ code: tok/wk, name: tokens per week, dimension: tokens-per-time }]
coverages: [{ code: all, name: everything, definition: All. }]
topics: [{ code: rising, name: rising, question: Will it rise?, category: FORECAST }]
providers: [{ slug: same, name: Same, kinds: [LAB], country: XA }]
groups: [{ slug: same, name: Sames, kind: FAMILY, definition: All of the name., maker: acme }]
models:
  - { slug: same, name: Same, maker: same }
  - { slug: kin, name: Kin, maker: acme, family: same }
hubs: [{ slug: same, name: Same, kind: DATA_CENTRE, country: XA, subdivisions: [XA-1] }]
clusters: [{ slug: same, name: Same, hub: same, subdivisions: [XA-1] }]
claims:
  - { key: p1, source: paper-a, price: { model: same, seller: acme }, prices: { output: 1 }, valid: 2026 }
  - { key: p2, source: paper-a, price: { model: kin, seller: same }, prices: { output: 2 }, valid: 2026 }
${SUBJECTS.map(claimsOf).join('')}`

let made: Promise<void> | undefined
async function world({ db }: TestDb): Promise<Ask> {
  made ??= importYaml(db, WORLD, '2026-06-01T00:00:00Z').then(() =>
    importYaml(db, SAME, '2026-06-02T00:00:00Z'),
  )
  await made
  return testApp(db).ask
}

/** Selects the same fields of some subjects, each under its kind as its alias. */
function query(subjects: string[], fields: (user: boolean) => string): string {
  const root = (s: string) => {
    const [kind, key] = s.split('/')
    if (kind === 'cluster') return `cluster: node(id: "${btoa('Cluster:same')}") { ... on Cluster`
    const field = kind === 'group' ? 'modelGroup' : kind
    return `${kind}: ${field}(${kind === 'country' ? 'code' : 'slug'}: "${key}")`
  }
  return `{ ${subjects
    .map((s) => `${root(s)} { ${fields(USERS.includes(s))} } ${s.startsWith('cluster') ? '}' : ''}`)
    .join(' ')} }`
}
const texts = (list: Json) => list.nodes.map((n: Json) => n.claim?.text)
const points = (list: Json) => list.nodes.map((n: Json) => n.value?.point)

const FACTS = (user: boolean) => `
  indicators { totalCount nodes { value { point } } } one: indicators(metric: "towers") { totalCount nodes { value { point } } }
  in2025: indicators(metric: ["towers", "wells"], at: "2025-06-01") { nodes { value { point } } } none: indicators(metric: []) { totalCount }
  assertions { totalCount nodes { claim { text } } } about: assertions(topic: "rising") { totalCount nodes { claim { text } } }
  early: assertions(at: "2024-01-01") { nodes { claim { text } } }
  ${user ? 'tokenUsage { totalCount nodes { value { point } period } } weekly: tokenUsage(period: WEEK, first: 1) { totalCount nodes { period } }' : ''}`

test('each kind of entity has its own usage, indicators and assertions, by metric, topic, period and day', async ({
  empty,
}) => {
  const ask = await world(empty)
  for (const [i, subject] of SUBJECTS.entries()) {
    const [entity] = Object.values<Json>(dataOf(await ask(query([subject], FACTS))))
    expect(entity, subject).toMatchObject({
      indicators: { totalCount: 2 },
      one: { totalCount: 1, nodes: [{ value: { point: String(i * 10) } }] },
      in2025: { nodes: [{ value: { point: String(i) } }] },
      none: { totalCount: 0 },
      assertions: { totalCount: 2 },
      about: { totalCount: 1, nodes: [{ claim: { text: `Rises ${i}.` } }] },
      early: { nodes: [{ claim: null }, { claim: null }] },
    })
    expect(points(entity.indicators).toSorted(), subject).toEqual(
      [`${i}0`, `${i}00`].map((n) => String(+n)).toSorted(),
    )
    expect(texts(entity.assertions).toSorted(), subject).toEqual([`Rises ${i}.`, `Sinks ${i}.`])
    if (!USERS.includes(subject)) continue
    expect(entity.tokenUsage.totalCount).toBe(2)
    expect(points(entity.tokenUsage)).toEqual([String(i), String(i)])
    expect(entity.weekly).toEqual({ totalCount: 1, nodes: [{ period: 'WEEK' }] })
  }
})

test('lists of different entities in one request do not get into each other, whatever their slugs', async ({
  empty,
}) => {
  const ask = await world(empty)
  const alone: Json = {}
  for (const subject of SUBJECTS) Object.assign(alone, dataOf(await ask(query([subject], FACTS))))
  // As many at once as the limit on aliases allows.
  for (const some of [
    SUBJECTS.slice(0, 3),
    SUBJECTS.slice(1, 4),
    SUBJECTS.slice(2, 6),
    SUBJECTS.toReversed().slice(0, 4),
  ])
    expect(dataOf(await ask(query(some, FACTS)))).toEqual(
      Object.fromEntries(some.map((s) => [s.split('/')[0], alone[s.split('/')[0]!]])),
    )

  // Found together, they ask for their lists together.
  const TYPES = ['Country', 'Provider', 'Model', 'ModelGroup', 'Hub', 'Cluster']
  const ids = TYPES.map((type) => btoa(`${type}:${type === 'Country' ? 'XA' : 'same'}`))
  const each = TYPES.map(
    (type) =>
      `... on ${type} { indicators { totalCount nodes { value { point } } } assertions { totalCount nodes { claim { text } } } }`,
  )
  const { nodes } = dataOf(
    await ask(`query($ids: [ID!]!) { nodes(ids: $ids) { ${each.join(' ')} } }`, { ids }),
  )
  for (const [i, subject] of SUBJECTS.entries()) {
    const { indicators, assertions } = alone[subject.split('/')[0]!]
    expect(nodes[i], subject).toEqual({ indicators, assertions })
  }
  const LIST = 'totalCount nodes { slug }'
  const [provider, model, modelGroup] = dataOf(
    await ask(
      `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Provider { models { ${LIST} } offers { ${LIST} } } ... on ModelGroup { models { ${LIST} } } ... on Model { offers { ${LIST} } } } }`,
      { ids: ids.slice(1, 4) },
    ),
  ).nodes
  const one = (slug: string) => ({ totalCount: 1, nodes: [{ slug }] })
  expect(provider).toEqual({ models: one('same'), offers: one('same/kin') })
  expect(modelGroup).toEqual({ models: one('kin') })
  expect(model).toEqual({ offers: one('acme/same') })
})

test('a group is found by its slug and listed; what it is not is null', async ({ empty }) => {
  const ask = await world(empty)
  const fields = '__typename slug name kind definition maker { slug } country { code }'
  const { modelGroup, none, model, modelGroups } = dataOf(
    await ask(
      `{ modelGroup(slug: "same") { ${fields} } none: modelGroup(slug: "acme") { slug } model(slug: "kin") { family { ${fields} } } modelGroups { totalCount nodes { ${fields} } } }`,
    ),
  )
  expect(modelGroup).toMatchObject({ slug: 'same', name: 'Sames', kind: 'FAMILY', maker: { slug: 'acme' } })
  expect(none).toBeNull()
  expect(model.family).toEqual(modelGroup)
  expect(modelGroups).toEqual({ totalCount: 1, nodes: [modelGroup] })
})

test('lists below entities refuse what those of the root refuse', async ({ empty }) => {
  const ask = await world(empty)
  for (const subject of SUBJECTS) {
    for (const field of ['indicators(first: 0)', 'assertions(first: 101)', 'indicators(metric: "\\u0000")'])
      expect(codeOf(await ask(query([subject], () => `${field} { totalCount }`))), field).toBe('BAD_ARGUMENT')
    for (const field of ['indicators(after: "x")', 'assertions(after: "x")'])
      expect(codeOf(await ask(query([subject], () => `${field} { totalCount }`)))).toBe('CURSOR_INVALID')
  }
})

test('the coverage of usage and indicators is its name, and in full beside it', async ({ empty }) => {
  const ask = await world(empty)
  const { tokenUsage, indicators } = dataOf(
    await ask(
      '{ tokenUsage(first: 1) { nodes { coverage coverageDetail { code name definition } } } indicators(first: 1) { nodes { coverage coverageDetail { code } } } }',
    ),
  )
  expect(tokenUsage.nodes).toEqual([
    { coverage: 'everything', coverageDetail: { code: 'all', name: 'everything', definition: 'All.' } },
  ])
  expect(indicators.nodes).toEqual([{ coverage: null, coverageDetail: null }])
})
