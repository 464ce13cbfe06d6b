/** What to print under a fact: the sources of its preferred claim, and our own record of it at the revision read. */
import { formatCitations } from '../../cite/format.ts'
import type { CitedItem } from '../../cite/item.ts'
import type { CitationStyle, SourceKind } from '../../kinds/vocabulary.ts'
import type { Precision } from '../../lib/period.ts'
import { type At, preferredClaim } from './belief.ts'
import { statementOf } from './describe.ts'
import type { Reader } from './reader.ts'
import type { CitationRow, FactRow } from './rows.ts'

const OURSELVES = 'AI Economy Facts'

/** The citation of one fact. */
export async function citationText(
  read: Reader,
  fact: FactRow,
  at: At,
  style: CitationStyle,
): Promise<string> {
  const { sources, record } = await citedBy(read, fact, at)
  return formatCitations([...sources, record], style)
}

/** One bibliography for several facts; sources come in the order of the facts, then our records of them. */
export async function bibliographyOf(
  read: Reader,
  facts: readonly FactRow[],
  style: CitationStyle,
): Promise<string> {
  const cited = await Promise.all(facts.map((fact) => citedBy(read, fact, null)))
  // Where in a source a number stands differs from fact to fact, so the shared entry says nothing of it.
  const shared = facts.length > 1 ? { locator: null, note: null } : {}
  const items = new Map<string, CitedItem>()
  for (const item of cited.flatMap(({ sources }) => sources)) {
    const accessedOn = latest(items.get(item.slug)?.accessedOn, item.accessedOn)
    items.set(item.slug, { ...item, accessedOn, ...shared })
  }
  for (const { record } of cited) items.set(record.slug, record)
  return formatCitations([...items.values()], style)
}

/** Reads what the fact's statement and provenance read, and nothing else. */
async function citedBy(
  read: Reader,
  fact: FactRow,
  at: At,
): Promise<{ sources: CitedItem[]; record: CitedItem }> {
  // Side by side, so that the sources of both are read by the same statements.
  const [statement, sources] = await Promise.all([statementOf(read, fact, at), sourcesOf(read, fact, at)])
  return { sources, record: recordOf(read, fact, statement) }
}

async function sourcesOf(read: Reader, fact: FactRow, at: At): Promise<CitedItem[]> {
  const claim = await preferredClaim(read, fact.id, at)
  if (!claim) return []
  const citations = originalFirst(await read.citationsOfClaim(claim.id))
  const bySource = Map.groupBy(citations, (c) => c.sourceSlug)
  return Promise.all([...bySource].map(([slug, rows]) => citedSource(read, slug, rows)))
}

const originalFirst = (citations: readonly CitationRow[]) =>
  citations.toSorted((a, b) => Number(b.role === 'ORIGINAL') - Number(a.role === 'ORIGINAL'))

/** When the source was read and what its bytes hash to; where a citation does not say, its newest edition does. */
export async function accessOf(
  read: Reader,
  { owner, sourceSlug, isOfFile, accessedOn, contentHash }: CitationRow,
): Promise<Pick<CitationRow, 'accessedOn' | 'contentHash'>> {
  const isWhole = !isOfFile || (accessedOn !== null && contentHash !== null)
  const edition = isWhole ? null : await read.editionOfCitation.load(`${owner} ${sourceSlug}`)
  return {
    accessedOn: accessedOn ?? edition?.date ?? null,
    contentHash: contentHash ?? edition?.contentHash ?? null,
  }
}

async function citedSource(read: Reader, slug: string, citations: CitationRow[]): Promise<CitedItem> {
  const accesses = await Promise.all(citations.map((c) => accessOf(read, c)))
  const source = (await read.source.load(slug))!
  const publisher = (await read.publisher.load(source.publisherSlug))!
  return {
    slug,
    title: source.title,
    titleZh: source.titleZh,
    url: source.url,
    kind: source.kind as SourceKind,
    publisher: publisher.name,
    publishedOn: source.publishedOn,
    precision: source.publishedPrecision as Precision | null,
    accessedOn: accesses.map((a) => a.accessedOn).reduce(latest, null) ?? source.accessedOn,
    locator: joined(citations.map((c) => c.locator)),
    note: joined(citations.map((c) => c.note)),
  }
}

/** The fact as an edition of our data set; its date is the revision's, so the text stays the same for ever. */
function recordOf(read: Reader, fact: FactRow, statement: string): CitedItem {
  const { revision, time } = read.asOf
  return {
    slug: `ai-economy-facts-${fact.id}-r${revision}`,
    title: statement.replace(/\.$/, ''),
    url: null,
    kind: 'DATASET',
    publisher: OURSELVES,
    publishedOn: time,
    accessedOn: null,
    version: `revision ${revision}`,
  }
}

function latest(a: Date | null | undefined, b: Date | null): Date | null {
  return a && (!b || a > b) ? a : b
}

function joined(texts: (string | null)[]): string | null {
  return [...new Set(texts.filter((text) => text !== null))].join('; ') || null
}
