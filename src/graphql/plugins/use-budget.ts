/** Takes what an operation costs from what its caller has left, before anything is read. */
import type { Plugin } from 'graphql-yoga'
import type { ServerContext } from '../context.ts'

/** The cost of an operation that selects nothing of ours, such as introspection alone, and of a dry run. */
export const LEAST = 1

type Charged = ServerContext & { cost?: number; dryRun?: boolean }

/** Comes behind `useLimits`, which puts the cost into the context; what that refused costs nothing. */
export function useBudget(fail: (error: unknown) => unknown): Plugin<Charged> {
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const { budget, cost, dryRun } = args.contextValue as unknown as Charged
      if (!budget || cost === undefined) return
      try {
        await budget.spend(dryRun ? LEAST : Math.max(LEAST, cost))
      } catch (error) {
        setResultAndStopExecution({ errors: [fail(error)] } as never)
      }
    },
  }
}
