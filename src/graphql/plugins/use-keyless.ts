/** Refuses questions in which a key stands: a receipt would keep it, and an error would repeat it. */
import type { Plugin } from 'graphql-yoga'
import { KEY_LIKE } from '../../domain/access/key-terms.ts'
import { AppError } from '../../errors.ts'
import { written } from '../../lib/written.ts'
import { requestError } from '../errors.ts'

const MESSAGE =
  'A key never goes into a question: send it as the header Authorization: Bearer <key>. One that stood in a question should be revoked.'

const TOO_DEEP = 'The variables or extensions are nested too deeply.'

export function useKeyless(): Plugin {
  return {
    onParams({ params, setResult }) {
      const { query, operationName, variables, extensions } = params
      const given = [query, operationName, written({ variables, extensions })]
      if (given[2] === null)
        return setResult({ errors: [requestError(new AppError('BAD_REQUEST', TOO_DEEP))] })
      if (given.some((text) => typeof text === 'string' && KEY_LIKE.test(text)))
        setResult({ errors: [requestError(new AppError('BAD_REQUEST', MESSAGE))] })
    },
  }
}
