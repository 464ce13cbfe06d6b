/** Tells in every answer which revision it was read from, or made. */
import type { Plugin } from 'graphql-yoga'
import type { Context } from '../context.ts'
import { withExtension } from './extension.ts'

export function useRevision(): Plugin<Context> {
  return {
    onExecute({ args }) {
      return withExtension(() => {
        const { read, wrote } = args.contextValue as Partial<Context>
        return read ? { revision: Math.max(read.asOf.revision, wrote!.revision) } : null
      })
    },
  }
}
