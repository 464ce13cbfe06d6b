/** What differs between two JSON values, leaf by leaf; pure. */
import { canonicalJson } from './canonical.ts'

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
 * The leaves that changed, were added or went; none when both are equal. Items of lists are compared with those that
 * they have most in common with, so that one put between others does not change them all. Indexes are those of
 * `before`, for an item that was added those of `after`.
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
  const changes: Change[] = []
  let [i, j] = [0, 0]
  const both = () => changes.push(...diffJson(before[i]!, after[j++]!, [...path, i++]))
  for (const [pairedI, pairedJ] of [...alike(before, after), [before.length, after.length]] as const) {
    // What has no counterpart between two pairs: as many as there are on both sides took each other's place.
    while (i < pairedI && j < pairedJ) both()
    for (; i < pairedI; i++) changes.push(...replaced(leavesOf(before[i]!, [...path, i]), []))
    for (; j < pairedJ; j++) changes.push(...replaced([], leavesOf(after[j]!, [...path, j])))
    if (i < before.length && j < after.length) both()
  }
  return changes
}

/** How many pairs of items are compared leaf by leaf; beyond that only equal ones are found. */
const MAX_COMPARED = 2_500

/** Indexes of items that are each other's counterpart: in the order of both lists, with most leaves in common. */
function alike(before: readonly Json[], after: readonly Json[]): [number, number][] {
  const isLong = before.length * after.length > MAX_COMPARED
  const leaves = (item: Json) =>
    new Set(
      isLong ? [canonicalJson(item)] : leavesOf(item).map((leaf) => JSON.stringify([leaf.path, leaf.value])),
    )
  const [ours, theirs] = [before.map(leaves), after.map(leaves)]
  const likeness = ours.map((a) => theirs.map((b) => (2 * a.intersection(b).size) / (a.size + b.size)))
  // The most that the items from i and from j on can have in common.
  const most = Array.from({ length: before.length + 1 }, () => new Float64Array(after.length + 1))
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      most[i]![j] = Math.max(most[i]![j + 1]!, most[i + 1]![j]!, most[i + 1]![j + 1]! + likeness[i]![j]!)
  const pairs: [number, number][] = []
  for (let [i, j] = [0, 0]; i < before.length && j < after.length; ) {
    const whole = most[i]![j]!
    if (likeness[i]![j]! > 0 && whole === most[i + 1]![j + 1]! + likeness[i]![j]!) pairs.push([i++, j++])
    else if (whole === most[i + 1]![j]!) i++
    else j++
  }
  return pairs
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
