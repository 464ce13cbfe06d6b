/** Citations through the front door: five styles, the day, the bibliography and what it all costs. */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { codeOf, dataOf, type Json, worldWith } from './world.ts'

const PRICE = 'model(slug: "gpt-5.4") { prices(meter: "output", seller: "openai") { nodes'

test('a fact is cited in five styles, with its sources and our own record at the revision', async ({
  seeded,
}) => {
  const { ask } = testApp(seeded.db)
  const { model } = dataOf(
    await ask(`{ ${PRICE} { id statement provenance { source { slug title } }
      cite apa: cite(style: APA) chicago: cite(style: CHICAGO) bibtex: cite(style: BIBTEX) csl: cite(style: CSL_JSON) ris: cite(style: RIS) } } } }`),
  )
  const [fact] = model.prices.nodes
  const sources = fact.provenance.map((c: Json) => c.source)
  expect(sources.length).toBeGreaterThan(0)
  expect(fact.cite).toBe(fact.apa)
  const statement = fact.statement.replace(/\.$/, '')
  for (const text of [fact.apa, fact.chicago]) {
    expect(text).toContain(`AI Economy Facts. `)
    expect(text).toContain(statement)
    expect(text).toContain('Dataset, revision 1')
    expect(text.split('\n')).toHaveLength(new Set(sources.map((s: Json) => s.slug)).size + 1)
    for (const { title } of sources) expect(text).toContain(title)
  }
  const items = JSON.parse(fact.csl)
  expect(items.slice(0, -1).map((item: Json) => item.id)).toEqual(
    expect.arrayContaining(sources.map((s: Json) => s.slug)),
  )
  expect(items.at(-1)).toMatchObject({ type: 'dataset', title: statement, version: 'revision 1' })
  for (const { slug } of sources) {
    expect(fact.bibtex).toContain(`@misc{${slug},`)
    expect(fact.ris).toContain(`ID  - ${slug}\n`)
  }
})

test('a citation reads the day of the nearest `at` above', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const query = `query($at: Date) { model(slug: "deepseek-v3.2") { prices(meter: "output", seller: "deepseek", at: $at) {
    nodes { statement provenance { source { slug } } cite(style: CSL_JSON) } } } }`
  const records: string[] = []
  for (const at of ['2026-04-10', '2020-01-01']) {
    const { model } = dataOf(await ask(query, { at }))
    const [fact] = model.prices.nodes
    const items = JSON.parse(fact.cite)
    expect(items.at(-1).title).toBe(fact.statement.replace(/\.$/, ''))
    expect(new Set(items.slice(0, -1).map((i: Json) => i.id))).toEqual(
      new Set(fact.provenance.map((c: Json) => c.source.slug)),
    )
    records.push(items.at(-1).title)
  }
  expect(records[0]).not.toBe(records[1])
  // Nothing answers for that day, so only our own record is left.
  expect(records[1]).toContain('no claim answers for 2020-01-01')
})

test('the original comes first, and a source cited twice stands once, with both places', async ({
  empty,
}) => {
  const ask = await worldWith(
    empty.db,
    `  - key: towers
    source: paper-a
    indicator: { subject: country/XA, metric: towers }
    value: 1
    valid: 2026
    role: REPEATS
    locator: page 1
    via:
      - { source: gazette, role: ORIGINAL, locator: "§ 4" }
      - { source: paper-a, role: REPEATS, locator: page 2 }`,
  )
  const { indicators } = dataOf(
    await ask('{ indicators { nodes { provenance { role source { slug } } cite(style: CSL_JSON) } } }'),
  )
  const [fact] = indicators.nodes
  expect(fact.provenance[0]).toEqual({ role: 'REPEATS', source: { slug: 'paper-a' } })
  const items = JSON.parse(fact.cite).map((item: Json) => [item.id, item.note])
  expect(items.slice(0, 2)).toEqual([
    ['gazette', '§ 4'],
    ['paper-a', 'page 1; page 2'],
  ])
  expect(items).toHaveLength(3)
})

test('a bibliography has each source once, and our record of each fact', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const { tokenUsage } = dataOf(
    await ask('{ tokenUsage(first: 30) { nodes { id provenance { source { slug } } } } }'),
  )
  const facts = tokenUsage.nodes.map((f: Json) => f.id)
  const slugs = tokenUsage.nodes.flatMap((f: Json) => f.provenance.map((c: Json) => c.source.slug))
  const distinct = new Set<string>(slugs)
  expect(distinct.size).toBeLessThan(slugs.length)
  const data = dataOf(
    await ask(
      `query($facts: [ID!]!, $twice: [ID!]!) { csl: bibliography(facts: $facts, style: CSL_JSON)
        twice: bibliography(facts: $twice, style: CSL_JSON) apa: bibliography(facts: $facts) none: bibliography(facts: [], style: CSL_JSON) }`,
      { facts, twice: [...facts, ...facts] },
    ),
  )
  const ids = JSON.parse(data.csl).map((item: Json) => item.id)
  expect(ids.slice(0, distinct.size).sort()).toEqual([...distinct].sort())
  expect(ids).toHaveLength(distinct.size + facts.length)
  expect(data.twice).toBe(data.csl)
  expect(data.none).toBe('[]')
  const authors = data.apa.split('\n').map((line: string) => line.replace(/\. \(.*/, ''))
  expect(authors).toHaveLength(ids.length)
  expect(authors).toEqual(authors.toSorted((a: string, b: string) => a.localeCompare(b, 'en')))
})

test('a bibliography of one fact is its citation', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  for (const style of ['APA', 'CHICAGO', 'BIBTEX', 'CSL_JSON', 'RIS']) {
    const { indicators } = dataOf(
      await ask(`{ indicators(first: 3) { nodes { id cite(style: ${style}) } } }`),
    )
    for (const { id, cite } of indicators.nodes) {
      const data = dataOf(await ask(`{ bibliography(facts: ["${id}"], style: ${style}) }`))
      expect(data.bibliography).toBe(cite)
    }
  }
})

test('what is no fact, and too many of them, is refused by name', async ({ seeded }) => {
  const { ask } = testApp(seeded.db)
  const country = Buffer.from('Country:CN').toString('base64')
  for (const id of [country, 'nonsense', Buffer.from('Price:pri_none').toString('base64')]) {
    const refused = await ask(`{ bibliography(facts: ["${id}"]) }`)
    expect(codeOf(refused)).toBe('BAD_ARGUMENT')
    expect(refused.body.errors![0]!.message).toContain(id)
  }
  const many = await ask('query($f: [ID!]!) { bibliography(facts: $f) }', { f: Array(101).fill(country) })
  expect(codeOf(many)).toBe('BAD_ARGUMENT')
  expect(many.body.errors![0]!.message).toContain('100')
})

test('a hundred citations cost no statement more than statement and provenance, and their cost is counted', async ({
  serial,
}) => {
  const { ask } = testApp(serial.db)
  const count = async (fields: string) => {
    serial.statements()
    const answer = await ask(`{ prices(first: 100) { nodes { ${fields} } } }`)
    expect(dataOf(answer).prices.nodes).toHaveLength(100)
    return { statements: serial.statements().length, cost: answer.body.extensions.cost.requested }
  }
  const plain = await count('statement provenance { source { publisher { name } } }')
  const cited = await count('cite chicago: cite(style: CHICAGO) bibtex: cite(style: BIBTEX)')
  expect(cited.statements).toBeLessThanOrEqual(plain.statements)
  expect(cited.statements).toBeLessThan(20)
  expect(cited.cost).toBeGreaterThan(100 * (50 + 50 + 5))
  const dear = await ask(
    `{ ${Array.from({ length: 12 }, (_, i) => `p${i}: prices(first: 100) { nodes { cite } }`).join(' ')} }`,
  )
  expect(codeOf(dear)).toBe('QUERY_TOO_COSTLY')
})
