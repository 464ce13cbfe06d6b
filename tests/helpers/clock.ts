/** Time as tests set it. */
import type { Clock } from '../../src/lib/clock.ts'

/** A clock that stands still until it is moved. */
export function fixedClock(start: string): Clock & { set(to: string): void } {
  let at = new Date(start)
  return {
    now: () => new Date(at),
    set: (to) => {
      at = new Date(to)
    },
  }
}
