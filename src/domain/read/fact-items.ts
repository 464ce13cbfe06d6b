/**
 * What a page of facts brings along when it is read: the facts themselves, and what answers them with its sources where
 * that is asked for. So the lists that are asked for most take one statement, and nobody waits for a look-up.
 */
import type { AsOf } from '../../db/as-of.ts'
import { Prisma } from '../../db/generated/client.ts'
import type { PageItem } from '../../db/page.ts'
import { KIND_NAMES } from '../../kinds/facts.ts'
import type { FactKind } from '../../kinds/vocabulary.ts'
import type { AnswerRow } from './answer-loader.ts'
import type { At } from './belief.ts'
import { joinPreferred } from './preferred.ts'
import type { CitationRow, FactRow } from './rows.ts'

const { sql, raw } = Prisma

const SUBJECT = ['countryCode', 'providerSlug', 'modelSlug', 'groupSlug']
const ANY_SUBJECT = [...SUBJECT, 'hubSlug', 'clusterSlug', 'publisherSlug', 'sourceSlug']

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
const DECIMALS = new Set(['promptAbove'])
const ANSWER = ['id', 'form', 'low', 'point', 'high', 'qualifier', 'unitCode'] as const
const CITATION = ['id', 'sourceSlug', 'role', 'locator', 'accessedOn', 'contentHash', 'note'] as const

const named = (alias: string, column: string) =>
  DECIMALS.has(column) ? `trim_scale(${alias}."${column}")::text` : `${alias}."${column}"`

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
  const number = (column: string) => `trim_scale(v."${column}")::text`
  const answer = `v."id", v."form", ${['low', 'point', 'high'].map(number).join(', ')}, v."qualifier", v."unitCode"`
  const sources = sql`(SELECT json_agg(json_build_array(${raw(CITATION.map((c) => `t."${c}"`).join(', '))}, v."series" IS NOT NULL)
      ORDER BY t."ordinal") FROM "Citation" t WHERE t."claimId" = v."id" AND t."fromRevision" <= ${asOf.revision}
      AND (COALESCE(t."toRevision", 2147483647) > ${asOf.revision} OR t."toRevision" = v."toRevision"))`
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
