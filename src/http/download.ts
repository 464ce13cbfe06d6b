/**
 * Answers as tables for people: CSV, a workbook, and the rows that our page shows. They are answers of GraphQL like any
 * other, with the same limits and the same price; see `table-shape.ts` for the rows.
 */

import { getOperationAST, getVariableValues, type OperationDefinitionNode } from 'graphql'
import type { Db } from '../db/client.ts'
import { termsFor } from '../domain/read/export/scope.ts'
import { withholder } from '../domain/read/licence.ts'
import { findRevision, newestRevision } from '../domain/read/revisions.ts'
import { Traces } from '../domain/read/traces.ts'
import { claimsBehind, sourcesBehind } from '../domain/receipts/behind.ts'
import { AppError } from '../errors.ts'
import { hasAsOf } from '../graphql/as-of.ts'
import { LIMITS } from '../graphql/limits.ts'
import type { ListNote } from '../graphql/note-lists.ts'
import { schema } from '../graphql/schema.ts'
import type { Plain } from '../lib/canonical.ts'
import { type Answer, file, refusal, tableAnswer } from './download-answer.ts'
import type { AnswerForm } from './download-format.ts'
import { type Asked, askedOf, documentOf } from './download-question.ts'
import type { Download, DownloadTable } from './download-readme.ts'
import { originOf } from './request-parts.ts'
import { cellsIn, tableRows } from './table-rows.ts'
import { type Shape, shapesOf, type TableShape, tableShape } from './table-shape.ts'

/** Of a sheet, as spreadsheets have it. */
const MAX_COLUMNS = 16_384

export interface DownloadAsked {
  db: Db
  request: Request
  url: URL
  /** Of a POST. */
  body: string | null
  form: Extract<AnswerForm, 'csv' | 'xlsx' | 'table'>
  /** Of a registered document; null where there is none. */
  textOf(hash: string): Promise<string | null>
  endpoint: string
  publicUrl?: string | undefined
  /** Asks GraphQL for JSON, and has it fill what is handed over. */
  ask(traces: Traces, lists: ListNote[]): Promise<Response>
}

/** @throws AppError BAD_ARGUMENT where the question makes no such table, QUERY_TOO_COSTLY, LICENCE_WITHHELD. */
export async function downloadRoute(asked: DownloadAsked): Promise<Response> {
  const { form, ask } = asked
  const params = await askedOf(asked)
  const document = params && documentOf(params.query)
  const operation = document && getOperationAST(document, params.operationName)
  if (operation && form !== 'table') refuseOperation(operation, form)
  const traces = new Traces()
  const lists: ListNote[] = []
  const response = await ask(traces, lists)
  if (form === 'table' && operation?.operation !== 'query') return response
  const answer = (await response.clone().json()) as Answer
  if (form !== 'table' && answer.extensions?.dryRun)
    throw bad('A dry run has no rows: leave out extensions.dryRun, or ask for JSON.')
  const { data, errors, extensions } = answer
  if (!params || !document || !operation || errors || !data || extensions?.revision === undefined)
    return form === 'table' ? response : refusal(response, answer)
  const given = getVariableValues(schema, operation.variableDefinitions ?? [], params.variables).coerced ?? {}
  const shapes = shapesOf(schema, document, operation, given)
  const rows = rowsOf(asked.url, shapes)
  const found = shapes.map((root) => tableShape(root, rows) ?? tableShape(root, null)!)
  if (form !== 'table') checkTables(found, asked)
  refuseLarge(found, data)
  const download = await describe(asked, params, answer, {
    name: operation.name?.value,
    ...{ shapes: found, traces, lists },
  })
  if (form === 'table') return tableAnswer(response, answer, download, found)
  await refuseWithheld(asked.db, download, traces)
  return file(form, download, response)
}

/** Before anything is read or done. */
function refuseOperation({ operation }: OperationDefinitionNode, form: AnswerForm): void {
  if (operation === 'query') return
  throw bad(`Only a query can be had as ${form.toUpperCase()}; this is a ${operation}.`)
}

/** The list that `?rows=` names, which one of the root fields must have. */
function rowsOf({ searchParams }: URL, shapes: readonly Shape[]): string | null {
  const rows = searchParams.get('rows')
  if (rows === null || shapes.some((root) => tableShape(root, rows))) return rows
  const lists = shapes.flatMap((root) => tableShape(root, null)!.lists)
  throw bad(`The question has no list ${rows}. It has ${lists.join(', ') || 'none'}.`)
}

function checkTables(tables: readonly TableShape[], { form }: DownloadAsked): void {
  const widest = Math.max(...tables.map(({ columns }) => columns.length))
  if (form === 'xlsx' && widest > MAX_COLUMNS)
    throw bad(
      `A sheet holds ${grouped(MAX_COLUMNS)} columns, and the question makes ${grouped(widest)}. Select fewer fields.`,
    )
  if (tables.length === 0) throw bad('The question selects nothing that makes a table.')
  if (form === 'csv' && tables.length > 1)
    throw bad(
      `A CSV holds one table, and the question has ${tables.length}: ${tables.map(({ name }) => name).join(', ')}. Ask for one of them, or for XLSX, which has a sheet for each.`,
    )
}

/** Before any row is made: rows are made at one go, and nobody else is served meanwhile. */
function refuseLarge(tables: readonly TableShape[], data: Record<string, Plain>): void {
  const cells = tables.reduce((sum, shape) => sum + cellsIn(shape, data), 0)
  if (cells <= LIMITS.tableCells) return
  throw new AppError(
    'QUERY_TOO_COSTLY',
    `As a table the answer has ${grouped(cells)} cells, and ${grouped(LIMITS.tableCells)} are the limit: what stands above a list is repeated in each of its rows. Select less above the list, ask for smaller pages, or read the answer as JSON.`,
  )
}

const grouped = (count: number) => count.toLocaleString('en-GB')

interface Found {
  /** Of the operation. */
  name: string | undefined
  shapes: readonly TableShape[]
  traces: Traces
  lists: readonly ListNote[]
}

async function describe(
  { db, url, endpoint, publicUrl }: DownloadAsked,
  { query, operationName, variables }: Asked,
  { data, extensions }: Answer,
  { name, shapes, traces, lists }: Found,
): Promise<Download> {
  const asOf = await findRevision(db, { revision: extensions!.revision! }, new Date(0))
  const link = new URLSearchParams({ query })
  if (operationName) link.set('operationName', operationName)
  if (Object.keys(variables).length > 0) link.set('variables', JSON.stringify(variables))
  if (!hasAsOf(query, operationName)) link.set('asOf', String(asOf.revision))
  const rows = url.searchParams.get('rows')
  const claims = await claimsBehind(db, traces)
  return {
    name: name ?? shapes[0]?.name ?? 'answer',
    ...{ query, variables, asOf },
    origin: originOf(url, publicUrl),
    address: `${endpoint}?${link}&${new URLSearchParams({ ...(rows && { rows }), format: 'xlsx' })}`,
    openAddress: `${endpoint}?${link}`,
    receipt: extensions?.receipt?.url ?? null,
    cost: extensions?.cost ?? null,
    tables: shapes.map((shape) => tableOf(shape, data!, lists)),
    sources: await sourcesBehind(db, asOf.revision, claims, [...traces.entities]),
  }
}

function tableOf(shape: TableShape, data: Record<string, Plain>, lists: readonly ListNote[]): DownloadTable {
  const spine = shape.spine.map(({ key }) => key).join('.')
  const own = new Map<string, ListNote>()
  // A list within a list is noted for each of these; once is enough.
  for (const note of lists) if (note.path[0] === shape.name) own.set(note.path.join('.'), note)
  const goesOn = own.get(spine) ?? null
  own.delete(spine)
  const { name, columns } = shape
  return { name, columns, rows: tableRows(shape, data), goesOn, others: [...own.values()] }
}

/**
 * A file goes from hand to hand, so it holds no value whose source forbids that. Which cells rest on which claim an
 * answer does not tell, so the whole file is withheld, and says for whose sake.
 */
async function refuseWithheld(db: Db, { asOf }: Download, traces: Traces): Promise<void> {
  const newest = (await newestRevision(db)) ?? asOf
  const licence = await withholder(db, termsFor({ db, asOf, newest }))(await claimsBehind(db, traces))
  if (!licence) return
  throw new AppError(
    'LICENCE_WITHHELD',
    `The answer rests on values under the licence ${licence.name}${licence.url ? ` (${licence.url})` : ''}, which forbids to pass them on, so there is no file of it. Leave these sources out by a filter, or read the answer as JSON.`,
  )
}

const bad = (message: string) => new AppError('BAD_ARGUMENT', message)
