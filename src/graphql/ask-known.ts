/**
 * Plain questions whose documents were asked before, answered without yoga: its plugins find out, one promise after the
 * other, what of such a question is known. Whatever is out of the ordinary is left to them, so that it is told in one way.
 */
import { type GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { AppError } from '../errors.ts'
import type { Context, ServerContext } from './context.ts'
import { type Prepared, prepare, run } from './execute/run.ts'
import type { Readers, ReadersArgs } from './plugins/use-as-of.ts'
import { LEAST } from './plugins/use-budget.ts'
import { isNeverKept } from './plugins/use-keep.ts'
import { keyProblem } from './plugins/use-keyless.ts'
import { type Charged, checkOperation, costOf } from './plugins/use-limits.ts'
import type { Parsed } from './plugins/use-parsed.ts'

export interface Given {
  query?: unknown
  operationName?: unknown
  variables?: unknown
}

/** The same as yoga would answer, or send. */
export type Known =
  | { body: string; isPinned: boolean }
  /** With errors, for yoga to send it: `answered` of its context. */
  | { answered: Answered }

interface Answered {
  data?: unknown
  errors?: readonly GraphQLError[]
  extensions: Record<string, unknown>
}

/** Null for what yoga is to be asked, of which nothing was done or spent. */
export type AskKnown = (given: Given, own: ServerContext) => Promise<Known | null>

interface Options {
  schema: GraphQLSchema
  parsed: Parsed
  readers: Readers
  mask: (error: unknown) => GraphQLError
  contextOf: (own: ServerContext) => Omit<Context, 'read'> & ServerContext
}

/** Takes the steps of yoga's plugins in their order, which the tests hold it to, byte by byte. */
export function createAskKnown({ schema, parsed, readers, mask, contextOf }: Options): AskKnown {
  return async ({ query, operationName, variables = null }, own) => {
    const document = typeof query === 'string' ? parsed.known(query) : undefined
    if (
      !document ||
      (own.allowedDocuments ?? null) !== null ||
      keyProblem({ query, operationName, variables })
    )
      return null
    if (!isName(operationName) || !isObject(variables)) return null
    const operation = getOperationAST(document, operationName)
    if (!operation || isNeverKept(schema, document, operation)) return null
    const cost = checkOperation(schema, document, operation, variables ?? {})
    if (cost instanceof AppError) return null
    const prepared = prepare(schema, document, operation, variables)
    if (!prepared) return null
    const context = contextOf(own) as Context & ServerContext
    const charged = costOf(cost)
    const count = own.budget?.begin(Math.max(LEAST, charged.requested))
    const counting = count?.counted.then(
      () => true,
      () => false,
    )
    // Whoever is refused is refused again by yoga, and a refusal takes nothing.
    if (!count?.isLikely && (await counting) === false) return null
    const answer = await answered(prepared, context, charged, { document, operationName })
    return (await counting) === false ? null : answer
  }

  async function answered(
    prepared: Prepared,
    context: Context & ServerContext,
    cost: Charged,
    asked: Pick<ReadersArgs, 'document' | 'operationName'>,
  ): Promise<Known> {
    const told: Record<string, unknown> = { cost }
    let isPinned: boolean
    try {
      const found = await readers({ schema, ...asked, coerced: prepared.variables }, context)
      context.read = found!.read
      isPinned = found!.isPinned
    } catch (error) {
      return { answered: { errors: [mask(error)], extensions: told } }
    }
    const result = await run(prepared, context)
    told.revision = context.read.asOf.revision
    if (result.errors || !result.data)
      return { answered: { errors: result.errors?.map(mask) ?? [], data: result.data, extensions: told } }
    return {
      body: JSON.stringify({ data: result.data, extensions: told }),
      isPinned: isPinned && !context.read.tellsOfNewest(),
    }
  }
}

/** Comes before all that looks at operations: this one was run. */
export function useAnswered(): Plugin<ServerContext> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { answered } = args.contextValue as ServerContext
      if (answered) setResultAndStopExecution(answered as never)
    },
  }
}

const isName = (name: unknown): name is string | null | undefined =>
  name === undefined || name === null || typeof name === 'string'

const isObject = (given: unknown): given is Record<string, unknown> | null =>
  given === null || (typeof given === 'object' && !Array.isArray(given))
