/** Results that are computed once for each text. */

/** Texts that are remembered; they come from strangers too, so that there may be any number of them. */
const TEXTS_LIMIT = 2_000

/** The same function, with its latest results kept; whoever gets one must not change it. */
export function remembered<Result>(of: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>()
  return (text) => {
    if (results.has(text)) return results.get(text)!
    const result = of(text)
    if (results.size >= TEXTS_LIMIT) results.clear()
    results.set(text, result)
    return result
  }
}
