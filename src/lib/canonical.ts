/** Stable text of a plain value, so that equal content hashes equally on every installation. */

export type Plain =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Plain[]
  | { readonly [key: string]: Plain }

/**
 * JSON with sorted keys. Keys whose value is null or undefined are left out, so that a column added later
 * (which is null for all that exists) leaves every older hash as it was.
 */
export function canonicalJson(value: Plain): string {
  // What is in order already, as most rows of large copies are, is written as it stands, several times as fast.
  return isOrdered(value) ? JSON.stringify(value ?? null) : orderedJson(value)
}

/** Whether `JSON.stringify` writes it with sorted keys, none of them null. */
function isOrdered(value: Plain): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isOrdered)
  const object = value as { readonly [key: string]: Plain }
  let before: string | undefined
  for (const key in object) {
    const inner = object[key]
    if (inner === null || (before !== undefined && key < before) || !isOrdered(inner)) return false
    before = key
  }
  return true
}

function orderedJson(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(orderedJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== null && v !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${orderedJson(v)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}
