/**
 * What a page of facts brings along when it is read: the facts themselves, and what answers them with its sources where
 * that is asked for. So the lists that are asked for most take one statement, and nobody waits for a look-up.
 */
import { type AsOf, recordedIn } from '../../db/as-of.ts'
import { Prisma } from '../../db/generated/client.ts'
import type { PageItem } from '../../db/page.ts'
import { KIND_NAMES, SUBJECT_COLUMNS } from '../../kinds/facts.ts'
import type { FactKind } from '../../kinds/vocabulary.ts'
import type { AnswerRow } from './answer-loader.ts'
import type { At } from './belief.ts'
import { joinPreferred } from './preferred.ts'
import type { CitationRow, FactRow } from './rows.ts'

const { sql, raw } = Prisma

const ANY_SUBJECT = Object.values(SUBJECT_COLUMNS)
/** Token usage is of who uses or makes: no places, no publications. */
const SUBJECT = ANY_SUBJECT.slice(0, 4)

/** Of each kind, beside id and sort key. */
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
const ANSWER = ['id', 'form', 'low', 'point', 'high', 'qualifier', 'unitCode'] as const
/** Read as canonical text, so that nothing is rounded. */
const DECIMALS = new Set(['promptAbove', 'low', 'point', 'high'])
const CITATION = ['id', 'sourceSlug', 'role', 'locator', 'accessedOn', 'contentHash', 'note'] as const

const named = (alias: string, column: string) =>
  DECIMALS.has(column) ? `trim_scale(${alias}."${column}")::text` : `${alias}."${column}"`

/** Citations `t` as a claim was recorded with them; those of one that ended, as they were at its end. */
export const citedWith = (claim: string, asOf: AsOf) => sql`(${recordedIn('t', asOf)}
  OR (t."fromRevision" <= ${asOf.revision} AND t."toRevision" = ${raw(claim)}."toRevision"))`

/** The columns of the preferred claim that answer, for a statement. */
export const answerColumns = (claim: string) =>
  ANSWER.map((column) => `${named(claim, column)} AS "${column}"`).join(', ')

/** The columns of a kind's table `f` as `FactRow` has them, for a statement. */
export const factColumns = (kind: FactKind) =>
  ['id', 'sortKey', ...COLUMNS[kind]].map((column) => `${named('f', column)} AS "${column}"`).join(', ')

/** What is wanted of the facts of a page. */
export interface Wanted {
  /** The answer, and the day that it is asked for; undefined for none. */
  at?: At | undefined
  /** The sources of the answer as well. */
  citations: boolean
}

export interface FactItem {
  fact: FactRow
  /** Undefined where it was not wanted. */
  answer: AnswerRow | null | undefined
  citations: CitationRow[] | undefined
}

/** For the page of a list of facts. */
export function factItem(kind: FactKind, asOf: AsOf, { at, citations }: Wanted): PageItem {
  const fact = ['id', 'sortKey', ...COLUMNS[kind]].map((column) => named('f', column)).join(', ')
  const table = sql`JOIN ${raw(`"${KIND_NAMES[kind]}"`)} f ON f."id" = x.key`
  if (at === undefined) return { join: table, value: sql`json_build_array(json_build_array(${raw(fact)}))` }
  const answer = ANSWER.map((column) => named('v', column)).join(', ')
  const sources = sql`(SELECT json_agg(json_build_array(${raw(CITATION.map((c) => `t."${c}"`).join(', '))}, v."series" IS NOT NULL)
      ORDER BY t."ordinal") FROM "Citation" t WHERE t."claimId" = v."id" AND ${citedWith('v', asOf)})`
  return {
    join: sql`${table} ${joinPreferred(asOf, at)}`,
    value: sql`json_build_array(json_build_array(${raw(fact)}), CASE WHEN v."id" IS NOT NULL THEN json_build_array(${raw(answer)}) END,
      ${citations ? sources : sql`NULL`})`,
  }
}

type Values = (string | null)[]

/** @param read as `factItem` made Postgres write it. */
export function readFactItem(kind: FactKind, read: unknown, wanted: Wanted): FactItem {
  const [fact, answer, citations] = read as [Values, Values | null, [...Values, boolean][] | null]
  const row = rowOf(['id', 'sortKey', ...COLUMNS[kind]], fact)
  const hasAnswer = wanted.at !== undefined
  return {
    fact: { kind, ...row } as unknown as FactRow,
    answer: hasAnswer ? answer && (rowOf(ANSWER, answer) as unknown as AnswerRow) : undefined,
    citations:
      hasAnswer && wanted.citations ? (citations ?? []).map((c) => citationOf(answer![0]!, c)) : undefined,
  }
}

function citationOf(owner: string, values: [...Values, boolean]): CitationRow {
  const row = rowOf(CITATION, values as Values)
  const { accessedOn } = row
  return {
    ...row,
    owner,
    accessedOn: accessedOn ? new Date(`${accessedOn}T00:00:00.000Z`) : null,
    isOfFile: values.at(-1) as boolean,
  } as CitationRow
}

function rowOf(names: readonly string[], values: Values): Record<string, string | null> {
  const row: Record<string, string | null> = {}
  for (let i = 0; i < names.length; i++) row[names[i]!] = values[i]!
  return row
}
