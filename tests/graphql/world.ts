/** A small world of its own for tests in which exact values matter, and the list walker that several tests share. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Db } from '../../src/db/client.ts'
import { importFacts } from '../../src/ingest/facts/run.ts'
import { type Answer, testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'

export type Ask = ReturnType<typeof testApp>['ask']
/** Answers are JSON of a shape that the query decides. */
export type Json = any

/** Imports YAML of the `facts` format at a fixed time; every record must be taken, unless some may be refused. */
export async function importYaml(db: Db, yaml: string, time: string, mayRefuse = false): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'aef-world-'))
  try {
    const path = join(folder, 'world.yaml')
    await writeFile(path, yaml)
    const report = await importFacts(db, fixedClock(time), { path, origin: 'world' })
    if (report?.rejected.length && !mayRefuse) throw new Error(JSON.stringify(report.rejected))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** An app on a database that holds the world and the given claims. */
export async function worldWith(db: Db, claims: string, time = '2026-06-01T12:00:00Z'): Promise<Ask> {
  await importYaml(db, `${WORLD}\nclaims:\n${claims}`, time)
  return testApp(db).ask
}

/** The data of an answer that must have no errors. */
export function dataOf<T = Json>({ status, body }: Answer): T {
  if (status !== 200 || body.errors) throw new Error(`${status} ${JSON.stringify(body.errors)}`)
  return body.data
}

export const codeOf = ({ body }: Answer): string | undefined => body.errors?.[0]?.extensions.code

/** Every item of a root list, read in pages of `first`; `args` are further arguments as a literal. */
export async function walk(ask: Ask, list: string, select: string, first = 100, args = ''): Promise<Json[]> {
  const found: Json[] = []
  let after: string | null = null
  do {
    const query: string = `query($after: String) { list: ${list}(first: ${first}, after: $after ${args}) {
      nodes { ${select} } pageInfo { hasNextPage endCursor } } }`
    const { list: page }: Json = dataOf(await ask(query, { after }))
    found.push(...page.nodes)
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
  return found
}

export const WORLD = `
licences: [{ code: CC0, name: CC0, redistributable: true }]
publishers:
  - { slug: press, name: The Press, kind: PRESS }
  - { slug: bureau, name: The Bureau, kind: OFFICIAL }
sources:
  - { slug: editorial, title: Our editors, kind: EDITORIAL, publisher: press }
  - { slug: paper-a, title: Paper A, kind: ARTICLE, publisher: press, publishedOn: 2026-01-05 }
  - { slug: paper-b, title: Paper B, kind: ARTICLE, publisher: press, publishedOn: 2026-02-06 }
  - { slug: gazette, title: The Gazette, kind: OFFICIAL_DOCUMENT, publisher: bureau, publishedOn: 2026-01-01 }
countries: [{ code: XA, name: Atlantis, isAggregate: "false" }]
providers:
  - { slug: acme, name: Acme, kinds: [LAB], country: XA }
  - { slug: bazaar, name: Bazaar, kinds: [AGGREGATOR], country: XA }
models:
  - { slug: acme-1, name: Acme One, aliases: [Shared, The Only One], maker: acme }
  - { slug: acme-2, name: Acme Two, aliases: [shared], maker: acme }
units:
  - { code: USD/Mtok, name: US dollars per million tokens, dimension: money-per-tokens }
  - { code: USD/kWh, name: US dollars per kilowatt-hour, dimension: money-per-energy }
  - { code: tok/d, name: tokens per day, dimension: tokens-per-time }
  - { code: "1", name: count, dimension: count }
meters:
  - { code: input, name: input tokens, unit: USD/Mtok, definition: Prompt tokens. }
  - { code: output, name: output tokens, unit: USD/Mtok, definition: Generated tokens. }
metrics:
  - { code: towers, name: number of towers, unit: "1", definition: Standing towers. }
  - { code: gates, name: number of gates, unit: "1", definition: Gates in the wall. }
  - { code: wells, name: number of wells, unit: "1", definition: Wells with water. }
topics: [{ code: sinking, name: sinking, question: Will it sink?, category: OPINION }]
`
