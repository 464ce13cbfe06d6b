/** Makes a receipt of an answer when the request asks for one. Its storage will be limited with the callers. */
import { getOperationAST, Kind, type OperationDefinitionNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Receipts } from '../../domain/receipts/receipts.ts'
import { AppError } from '../../errors.ts'
import type { Plain } from '../../lib/canonical.ts'
import type { Context } from '../context.ts'
import { requestError } from '../errors.ts'
import { LIMITS } from '../limits.ts'
import { privateFieldOf } from '../private-fields.ts'

/** Where receipts are served. */
export const RECEIPTS_PATH = '/receipts'

const ASKING: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false }

/**
 * Whether a request asks for a receipt: `"extensions": { "receipt": true }`, or the header `x-receipt: true`.
 * @throws AppError BAD_ARGUMENT for what is neither yes nor no: who asks wrongly must not believe to have one.
 */
export function asksReceipt(headers: Headers, extensions: unknown): boolean {
  const header = headers.get('x-receipt')?.trim().toLowerCase()
  const byHeader = header === undefined ? false : ASKING[header]
  const given = (extensions as { receipt?: unknown } | null | undefined)?.receipt ?? false
  if (typeof given !== 'boolean' || byHeader === undefined)
    throw new AppError('BAD_ARGUMENT', 'A receipt is asked for by true: extensions.receipt, or x-receipt.')
  return given || byHeader
}

/** Comes last, for its bytes hold what the other plugins add. */
export function useReceipts(receipts: Receipts, fail: (error: unknown) => unknown): Plugin<Context> {
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const { receipt, traces, params } = args.contextValue as unknown as Context & Params
      const operation = getOperationAST(args.document, args.operationName)
      if (!receipt || !traces || !operation) return undefined
      const stop = (error: unknown) => setResultAndStopExecution({ errors: [error] } as never)
      if (operation.operation !== 'query') {
        const message =
          'A receipt pins an answer, and what was done is none: send a mutation without a receipt.'
        stop(requestError(new AppError('BAD_ARGUMENT', message)))
        return undefined
      }
      const isPrivate = privateFieldOf(args.schema, args.document, operation)
      if (isPrivate) {
        const message = `A receipt is public and stays, and ${isPrivate} is for its caller alone: ask for it without a receipt.`
        stop(requestError(new AppError('BAD_ARGUMENT', message)))
        return undefined
      }
      let newestBefore: number
      try {
        newestBefore = await receipts.newestRevision()
      } catch (error) {
        stop(fail(error))
        return undefined
      }
      return {
        async onExecuteDone({ result, setResult }) {
          const { read } = args.contextValue as unknown as Partial<Context>
          if (!read || !isWhole(result)) return
          const { data, extensions } = result
          const asked = {
            query: params.query,
            operationName: operation.name?.value ?? null,
            variables: declared(operation, args.variableValues ?? {}),
            revision: read.asOf.revision,
          }
          const own = (id: string) => ({ id, url: `${RECEIPTS_PATH}/${id}` })
          const body = (id: string) =>
            JSON.stringify({ data, extensions: { ...extensions, receipt: own(id) } })
          const answered = { data, body, traces, newestBefore }
          const kept = await receipts.keep(asked, answered, LIMITS.receiptBytes)
          const headers = { 'x-receipt-id': kept.id, 'cache-control': 'no-store' }
          setResult({
            data,
            extensions: { ...extensions, receipt: own(kept.id), http: { headers } },
            // What is sent is what is stored, byte by byte.
            stringify: () => kept.body,
          } as never)
        },
      }
    },
  }
}

interface Params {
  params: { query: string }
}

interface Whole {
  data: unknown
  extensions?: Record<string, unknown>
}

/** An answer without a single error; receipts are made of no other. */
function isWhole(result: unknown): result is Whole {
  const { data, errors } = result as { data?: unknown; errors?: unknown[] }
  return data !== null && data !== undefined && !errors?.length
}

/** The variables that the operation knows; what a client sends beside them is no part of the question. */
function declared(operation: OperationDefinitionNode, given: Record<string, unknown>): Record<string, Plain> {
  const names = (operation.variableDefinitions ?? [])
    .filter((d) => d.kind === Kind.VARIABLE_DEFINITION)
    .map((d) => d.variable.name.value)
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name] as Plain]),
  )
}
