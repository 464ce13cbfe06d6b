/** Places in an answer that is being made. */

export type Container = Record<string | number, unknown>

/** Where an object or a list stands in the answer. */
export interface Place {
  container: Container
  key: string | number
  above: Place | null
  nullable: boolean
  /** Whether it became null, since something in it that must not be null is. */
  gone: boolean
}

/** Makes the nearest null that may be null, and with it all that stands in it. */
export function takeAway(place: Place): void {
  for (let at: Place | null = place; at; at = at.above) {
    at.gone = true
    if (at.nullable) {
      at.container[at.key] = null
      return
    }
  }
}

/** Whether something that it stands in became null. */
export function isGone(place: Place): boolean {
  for (let at: Place | null = place; at; at = at.above) if (at.gone) return true
  return false
}

export function pathTo(place: Place, key: string | number): (string | number)[] {
  const path = [key]
  // The outermost place is the answer itself.
  for (let at = place; at.above; at = at.above) path.unshift(at.key)
  return path
}
