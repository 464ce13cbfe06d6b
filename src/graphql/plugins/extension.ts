/** Adds to the `extensions` of an answer. */
import type { Plugin } from 'graphql-yoga'

type AfterExecution = Extract<
  Awaited<ReturnType<NonNullable<Plugin['onExecute']>>>,
  { onExecuteDone?: unknown }
>

/** @param extension what to add once the operation has run; null adds nothing. */
export function withExtension(extension: () => Record<string, unknown> | null): AfterExecution {
  return {
    onExecuteDone({ result, setResult }) {
      const added = extension()
      if (added && result && typeof result === 'object' && !(Symbol.asyncIterator in result))
        setResult({ ...result, extensions: { ...result.extensions, ...added } })
    },
  }
}
