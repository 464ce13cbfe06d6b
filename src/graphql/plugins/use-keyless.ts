/** Refuses questions in which a key stands: a receipt would keep it, and an error would repeat it. */
import type { Plugin } from 'graphql-yoga'
import { KEY_LIKE } from '../../domain/access/key-terms.ts'
import { AppError } from '../../errors.ts'
import { written } from '../../lib/written.ts'
import { requestError } from '../errors.ts'

const MESSAGE =
  'A key never goes into a question: send it as the header Authorization: Bearer <key>. One that stood in a question should be revoked.'

const TOO_DEEP = 'The variables or extensions are nested too deeply.'

interface Params {
  query?: unknown
  operationName?: unknown
  variables?: unknown
  extensions?: unknown
}

/** Why a question is refused; null where it is not. */
export function keyProblem({ query, operationName, variables, extensions }: Params): string | null {
  const given = [query, operationName, written({ variables, extensions })]
  if (given[2] === null) return TOO_DEEP
  return given.some((text) => typeof text === 'string' && KEY_LIKE.test(text)) ? MESSAGE : null
}

export function useKeyless(): Plugin {
  return {
    onParams({ params, setResult }) {
      const problem = keyProblem(params)
      if (problem) setResult({ errors: [requestError(new AppError('BAD_REQUEST', problem))] })
    },
  }
}
