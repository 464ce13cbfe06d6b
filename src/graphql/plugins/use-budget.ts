/** Takes what an operation costs from what its caller has left, before anything is read. */
import type { Plugin } from 'graphql-yoga'
import type { ServerContext } from '../context.ts'

/** The cost of an operation that selects nothing of ours, such as introspection alone. */
export const LEAST = 1

/** Comes behind `useLimits`, which puts the cost into the context; what that refused costs nothing. */
export function useBudget(fail: (error: unknown) => unknown): Plugin<ServerContext & { cost?: number }> {
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const { budget, cost } = args.contextValue as unknown as ServerContext & { cost?: number }
      if (!budget || cost === undefined) return
      try {
        await budget.spend(Math.max(LEAST, cost))
      } catch (error) {
        setResultAndStopExecution({ errors: [fail(error)] } as never)
      }
    },
  }
}
