/** Tells in every answer which revision it was read from. */
import type { Plugin } from 'graphql-yoga'
import type { Context } from '../context.ts'

export function useRevision(): Plugin<Context> {
  return {
    onExecute({ args }) {
      return {
        onExecuteDone({ result, setResult }) {
          const read = (args.contextValue as Partial<Context>).read
          if (read && result && typeof result === 'object' && !(Symbol.asyncIterator in result)) {
            setResult({ ...result, extensions: { ...result.extensions, revision: read.asOf.revision } })
          }
        },
      }
    },
  }
}
