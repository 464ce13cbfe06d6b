/** What differs between two JSON values, leaf by leaf; pure. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A place in a JSON value: keys of objects and indexes of lists. */
export type JsonPath = readonly (string | number)[]

export interface Leaf {
  path: JsonPath
  /** A scalar, or an empty list or object. */
  value: Json
}

export interface Change {
  path: JsonPath
  /** Undefined where there was nothing. */
  before: Json | undefined
  /** Undefined where there is nothing any more. */
  after: Json | undefined
}

/** Every leaf of a value, in its order. */
export function leavesOf(value: Json, path: JsonPath = []): Leaf[] {
  const entries = entriesOf(value)
  if (!entries || entries.length === 0) return [{ path, value }]
  return entries.flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}

/**
 * The leaves that changed, were added or went; none when both are equal. What two lists both end with is matched
 * first, so that an item put in front of others does not change them all. Indexes are those of `before`,
 * for what was added those of `after`.
 */
export function diffJson(before: Json, after: Json, path: JsonPath = []): Change[] {
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path)
  if (isObject(before) && isObject(after)) return diffObjects(before, after, path)
  if (entriesOf(before) === null && entriesOf(after) === null)
    return before === after ? [] : [{ path, before, after }]
  return replaced(leavesOf(before, path), leavesOf(after, path))
}

/** Everything of the one is gone, everything of the other is new; what stands at one place is told once. */
function replaced(gone: Leaf[], added: Leaf[]): Change[] {
  const [one, other] = [gone[0], added[0]]
  if (
    one &&
    other &&
    one.path.length === other.path.length &&
    one.path.every((key, i) => key === other.path[i])
  )
    return [{ path: one.path, before: one.value, after: other.value }]
  return [
    ...gone.map(({ path, value }) => ({ path, before: value, after: undefined })),
    ...added.map(({ path, value }) => ({ path, before: undefined, after: value })),
  ]
}

function diffObjects(before: JsonObject, after: JsonObject, path: JsonPath): Change[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  if (keys.size === 0) return []
  if (Object.keys(before).length === 0 || Object.keys(after).length === 0)
    return replaced(leavesOf(before, path), leavesOf(after, path))
  return [...keys].flatMap((key) => {
    const inner = [...path, key]
    if (!Object.hasOwn(before, key)) return replaced([], leavesOf(after[key]!, inner))
    if (!Object.hasOwn(after, key)) return replaced(leavesOf(before[key]!, inner), [])
    return diffJson(before[key]!, after[key]!, inner)
  })
}

function diffLists(before: readonly Json[], after: readonly Json[], path: JsonPath): Change[] {
  if (before.length === 0 && after.length === 0) return []
  if (before.length === 0 || after.length === 0)
    return replaced(leavesOf(before, path), leavesOf(after, path))
  const shorter = Math.min(before.length, after.length)
  const endAlike = (n: number) => diffJson(before.at(-1 - n)!, after.at(-1 - n)!).length === 0
  let end = 0
  while (end < shorter && endAlike(end)) end++
  const changes: Change[] = []
  for (let i = 0; i < Math.max(before.length, after.length) - end; i++) {
    const inner = [...path, i]
    if (i >= after.length - end) changes.push(...replaced(leavesOf(before[i]!, inner), []))
    else if (i >= before.length - end) changes.push(...replaced([], leavesOf(after[i]!, inner)))
    else changes.push(...diffJson(before[i]!, after[i]!, inner))
  }
  return changes
}

type JsonObject = { readonly [key: string]: Json }

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a list or object holds; null for a scalar. */
function entriesOf(value: Json): [string | number, Json][] | null {
  if (Array.isArray(value)) return value.map((inner, i) => [i, inner])
  return isObject(value) ? Object.entries(value) : null
}
