/**
 * What a page of facts brings along when it is read: the facts themselves, and what answers them with its sources where
 * that is asked for. So the lists that are asked for most take one statement, and nobody waits for a look-up.
 */
import type { AsOf } from '../../db/as-of.ts'
import { Prisma } from '../../db/generated/client.ts'
import type { ListQuery, PageEntry, PageItem } from '../../db/page.ts'
import type { PageRow } from '../../db/page-rows.ts'
import { SUBJECT_COLUMNS } from '../../kinds/facts.ts'
import type { FactKind } from '../../kinds/vocabulary.ts'
import type { AnswerRow } from './answer-loader.ts'
import type { At } from './belief.ts'
import type { BriefCitation } from './brief-claims.ts'
import { type PackedClaims, type Packing, packedClaims, unpack } from './packed-claims.ts'
import { joinPreferred } from './preferred.ts'
import type { CitationRow, FactRow } from './rows.ts'

const { sql, raw, join } = Prisma

const ANY_SUBJECT = Object.values(SUBJECT_COLUMNS)
/** Token usage is of who uses or makes: no places, no publications. */
const SUBJECT = ANY_SUBJECT.slice(0, 4)

/** Of each kind, beside the id. */
const COLUMNS: Record<FactKind, readonly string[]> = {
  PRICE: [
    ...['offerSlug', 'meterCode', 'tier', 'promptAbove', 'thresholdCounts', 'thresholdScope'],
    ...['windowFrom', 'windowTo', 'cacheLifetime', 'modelSlug', 'sellerSlug'],
  ],
  ENERGY_RATE: ['countryCode', 'area', 'sector', 'band'],
  TOKEN_USAGE: [...SUBJECT, 'period', 'coverageCode'],
  INDICATOR: [...ANY_SUBJECT, 'metricCode', 'coverageCode'],
  ASSERTION: [...ANY_SUBJECT, 'topicCode'],
}
/** What anything may stand in. */
const FREE = new Set(['tier', 'area', 'band'])
const ANSWER = ['id', 'form', 'low', 'point', 'high', 'qualifier', 'unitCode'] as const
/** What is read of the claim that answers. */
export type AnswerColumn = (typeof ANSWER)[number]
/** Read as canonical text, so that nothing is rounded. */
const DECIMALS = new Set(['promptAbove', 'low', 'point', 'high'])
const BRIEF = ['sourceSlug', 'role'] as const
const CITATION = ['id', 'sourceSlug', 'role', 'locator', 'accessedOn', 'contentHash', 'note'] as const

const named = (alias: string, column: string) =>
  DECIMALS.has(column) ? `trim_scale(${alias}."${column}")::text` : `${alias}."${column}"`

/**
 * Citations `t` as a claim was recorded with them; those of one that ended, as they were at its end.
 * @param ended the revision that ended the claim, in the statement.
 */
export const citedWith = (ended: string, asOf: AsOf) => sql`t."fromRevision" <= ${asOf.revision}
  AND (COALESCE(t."toRevision", 2147483647) > ${asOf.revision} OR t."toRevision" = ${raw(ended)})`

/** The columns of the preferred claim that answer, for a statement. */
export const answerColumns = (claim: string) =>
  ANSWER.map((column) => `${named(claim, column)} AS "${column}"`).join(', ')

/** The columns of a kind's table `f` as `FactRow` has them, for a statement. */
export const factColumns = (kind: FactKind) =>
  ['id', ...COLUMNS[kind]].map((column) => `${named('f', column)} AS "${column}"`).join(', ')

/** What is wanted of the facts of a page. */
export interface Wanted {
  /** The answer, and the day that it is asked for; undefined for none. */
  at?: At | undefined
  /** The sources of the answer as well: all of each, or what is asked of most. */
  citations: 'whole' | 'brief' | null
  /** The columns of the kind's table that are looked at, beside the id; null for all. */
  columns: readonly string[] | null
  /** The columns that are looked at of what answers, `form` first; null for all. */
  answer: readonly AnswerColumn[] | null
  /** What is looked at of its claims, where that is not more than can be packed. */
  packed: readonly Packing[]
}

/** What answers a fact on a day, with its sources in brief where they were wanted. */
export interface Answered {
  at: At
  answer: AnswerRow | null
  briefly: BriefCitation[] | undefined
}

export interface FactItem {
  fact: FactRow
  /** Whether the fact has all of its columns. */
  isWhole: boolean
  /** Undefined where it was not wanted. */
  answer: AnswerRow | null | undefined
  citations: CitationRow[] | undefined
  /** In their place, where no more was wanted. */
  briefly: BriefCitation[] | undefined
}

/**
 * For the page of a list of facts: plain columns of flat rows, one for each citation. JSON would be written row by row,
 * and read again, which costs both sides several times as much.
 */
export function factItem(kind: FactKind, asOf: AsOf, wanted: Wanted, list: ListQuery): PageItem {
  const { at, citations } = wanted
  const fact = wanted.columns ?? COLUMNS[kind]
  const own = fact.map((column, i) => `, f."${column}" AS f${i}`).join('')
  const columns = fact.map((column, i) => textOf(column, `x.f${i}`))
  const isPlain =
    wanted.packed.length === 0 && citations !== 'whole' && !fact.some((column) => FREE.has(column))
  columns.push(...wanted.packed.map(({ of }) => `p_${of}.claims`))
  const whose = { fact: sql`x.key`, wanted: sql`x.shown` }
  const packed = wanted.packed.map(
    (packing) =>
      sql`LEFT JOIN LATERAL (SELECT ${packedClaims(packing, asOf, whose)} AS claims OFFSET 0) AS ${raw(`p_${packing.of}`)} ON true`,
  )
  if (at === undefined) return { own: raw(own), join: all(packed), columns: columns.map(raw), isPlain }
  // A list that looks at values has found the claim already.
  const isOwn = list.preferredAt === at
  const claim = (column: string) => (isOwn ? `x."v_${column}"` : `v."${column}"`)
  const OF_CLAIM = [...ANSWER, 'series', 'toRevision']
  const found = isOwn ? OF_CLAIM.map((column) => `, v."${column}" AS "v_${column}"`).join('') : ''
  columns.push(...answerColumnsOf(wanted).map((column) => textOf(column, claim(column))))
  if (citations) columns.push('t."ordinal"::text')
  if (citations === 'brief') columns.push(...BRIEF.map((column) => `t."${column}"`))
  // Whether it is of a data file is known by the claim.
  if (citations === 'whole')
    columns.push(
      `(${claim('series')} IS NOT NULL)::text`,
      ...CITATION.map((column) => textOf(column, `t."${column}"`)),
    )
  const answered = isOwn ? Prisma.empty : joinPreferred(asOf, at, sql`x.key`, sql`x.shown`)
  const cited = sql`LEFT JOIN "Citation" t ON x.shown AND t."claimId" = ${raw(claim('id'))} AND ${citedWith(claim('toRevision'), asOf)}`
  return {
    own: raw(`${own}${found}`),
    join: all([...packed, answered, ...(citations ? [cited] : [])]),
    columns: columns.map(raw),
    isPlain,
  }
}

const all = (joins: readonly Prisma.Sql[]) => (joins.length ? join(joins, ' ') : Prisma.empty)

const textOf = (name: string, column: string) =>
  DECIMALS.has(name) ? `trim_scale(${column})::text` : `${column}::text`

/** Facts that are whole may be looked at by anybody, and so may what answers them; whole citations are found by its id. */
const answerColumnsOf = ({ answer, columns, citations }: Wanted): readonly AnswerColumn[] =>
  (columns && citations !== 'whole' && answer) || ANSWER

/** @param read as `factItem` made Postgres write it. */
export function readFactItem(kind: FactKind, { key, rows }: PageEntry, wanted: Wanted): FactItem {
  const names = wanted.columns ?? COLUMNS[kind]
  const isWhole = wanted.columns === null
  const [row] = rows
  const fact = rowOf(names, row, 0, { kind, id: key }) as unknown as FactRow
  if (wanted.packed.length > 0)
    fact.packed = wanted.packed.flatMap((packing, i): PackedClaims[] => {
      const claims = unpack(packing, key, row.cells[names.length + i]!)
      return claims ? [{ packing, claims }] : []
    })
  const begin = names.length + wanted.packed.length
  if (wanted.at === undefined)
    return { fact, isWhole, answer: undefined, citations: undefined, briefly: undefined }
  const ofAnswer = answerColumnsOf(wanted)
  // Neither of a claim's id and form is ever null.
  const answer = row.cells[begin] === null ? null : rowOf(ofAnswer, row, begin)
  const first = begin + ofAnswer.length
  return {
    ...{ fact, isWhole },
    answer: answer as unknown as AnswerRow | null,
    citations:
      wanted.citations === 'whole' && answer
        ? inOrder(rows, first, (read) => citationOf(answer.id!, read, first))
        : undefined,
    briefly:
      wanted.citations === 'brief' && answer
        ? inOrder(rows, first, (read) => ({
            sourceSlug: read.cells[first + 1]!,
            role: read.cells[first + 2]!,
          }))
        : undefined,
  }
}

/** @param first the column of the ordinal; without any citation there is one row all the same. */
function inOrder<Cited>(rows: readonly PageRow[], first: number, make: (read: PageRow) => Cited): Cited[] {
  const cited = rows.filter((read) => read.cells[first] !== null)
  if (cited.length > 1) cited.sort((a, b) => Number(a.cells[first]) - Number(b.cells[first]))
  return cited.map(make)
}

function citationOf(owner: string, read: PageRow, first: number): CitationRow {
  const citation: Record<string, unknown> = rowOf(CITATION, read, first + 2, { owner, isOfFile: null })
  const { accessedOn } = citation
  if (accessedOn) citation.accessedOn = new Date(`${accessedOn}T00:00:00.000Z`)
  citation.isOfFile = read.cells[first + 1] === 'true'
  return citation as unknown as CitationRow
}

type Row = Record<string, string | null>

/** @param begin what the row has beside the columns. */
function rowOf(names: readonly string[], read: PageRow, first: number, begin?: Row): Row {
  let shape = shapes.get(names)
  if (!shape) {
    shape = { ...begin, ...Object.fromEntries(names.map((name) => [name, null])) }
    shapes.set(names, shape)
  }
  // A copy has room for all of it, where a row that grows by one name after the other takes several times the memory.
  const row: Row = { ...shape, ...begin }
  for (let i = 0; i < names.length; i++) row[names[i]!] = read.cells[first + i]!
  return row
}

const shapes = new WeakMap<readonly string[], Row>()
