/**
 * When the values of a data file held, found from the editions in which they were seen. Pure: a function of the set of
 * editions, so that it does not matter in which order they were imported.
 */

/** A value of one line of the file. Times are milliseconds. */
export interface SeenValue {
  id: string
  /** Since when it holds, where the file says so. */
  statedFrom: number | null
  /** The editions that hold it, by their place, with the end that each states. */
  seen: ReadonlyMap<number, number | null>
}

export interface SeenPeriod {
  id: string
  /** -Infinity where the file tells an end only. */
  from: number
  /** Infinity while nothing newer is known. */
  to: number
}

/**
 * The periods of the values of one line, in order of time, without overlaps.
 *
 * Each edition replaces what was known from its day on: what it does not hold any more ends there. A value without a
 * stated start begins on the day of the first edition that holds it; a stated start holds also before the edition; one
 * of which only the end is told, and that before the edition, fills what is not known of the time before. A
 * change that was announced, and is gone again from the first edition after its day, never came: what stood before it
 * went on.
 * @param days when each edition of the source was made, oldest first; also of editions that lack the line.
 */
export function seenPeriods(days: readonly number[], values: readonly SeenValue[]): SeenPeriod[] {
  let line: SeenPeriod[] = []
  for (const [i, day] of days.entries()) {
    const held = values.filter((v) => v.seen.has(i))
    line = cut(withoutCancelled(line, values, i, days), day)
    // Those of known start last: they say more than those that were merely there on the day.
    for (const value of [...held].sort((a, b) => (a.statedFrom ?? -Infinity) - (b.statedFrom ?? -Infinity))) {
      const end = value.seen.get(i) ?? Infinity
      if (value.statedFrom !== null) line = painted(line, { id: value.id, from: value.statedFrom, to: end })
      else if (end > day) line = painted(line, { id: value.id, from: day, to: end })
      else line = underpainted(line, { id: value.id, from: firstKnown(line, end), to: end })
    }
  }
  return joined(line)
}

/** Everything from a time on is forgotten. */
function cut(line: readonly SeenPeriod[], from: number): SeenPeriod[] {
  return line.filter((p) => p.from < from).map((p) => ({ ...p, to: Math.min(p.to, from) }))
}

/** Leaves out what the edition before announced for a day that has come, and that this edition does not hold. */
function withoutCancelled(
  line: readonly SeenPeriod[],
  values: readonly SeenValue[],
  edition: number,
  days: readonly number[],
): SeenPeriod[] {
  const before = days[edition - 1]
  if (before === undefined) return [...line]
  const announced = new Map(
    values
      .filter((v) => v.seen.has(edition - 1) && v.statedFrom !== null && v.statedFrom > before)
      .map((v) => [v.id, v.statedFrom!]),
  )
  const isKept = (id: string) => values.some((v) => v.id === id && v.seen.has(edition))
  let kept = [...line]
  for (const period of line) {
    const from = announced.get(period.id)
    if (from === undefined || from >= days[edition]! || isKept(period.id)) continue
    kept = kept
      .filter((p) => p !== period)
      .map((p) => (p.to === period.from ? { ...p, to: Math.max(p.to, period.to) } : p))
  }
  return kept
}

function painted(line: readonly SeenPeriod[], over: SeenPeriod): SeenPeriod[] {
  if (over.from >= over.to) return [...line]
  const rest = line.flatMap((p) => [
    { ...p, to: Math.min(p.to, over.from) },
    { ...p, from: Math.max(p.from, over.to) },
  ])
  return sorted([...rest.filter((p) => p.from < p.to), over])
}

/** Where what an edition tells of the past begins: on the first day that is known, else on none. */
function firstKnown(line: readonly SeenPeriod[], end: number): number {
  const first = line[0]?.from
  return first !== undefined && first < end ? first : -Infinity
}

/** Only where nothing is known yet. */
function underpainted(line: readonly SeenPeriod[], under: SeenPeriod): SeenPeriod[] {
  let gaps = [under]
  for (const p of line) {
    gaps = gaps.flatMap((g) => [
      { ...g, to: Math.min(g.to, p.from) },
      { ...g, from: Math.max(g.from, p.to) },
    ])
    gaps = gaps.filter((g) => g.from < g.to)
  }
  return sorted([...line, ...gaps])
}

const sorted = (line: SeenPeriod[]) => line.sort((a, b) => a.from - b.from)

/** Neighbours of one value are one period, unless that would have no bound at all: it would look undated. */
function joined(line: readonly SeenPeriod[]): SeenPeriod[] {
  const out: SeenPeriod[] = []
  for (const p of line) {
    const last = out.at(-1)
    const isUnbounded = last?.from === -Infinity && p.to === Infinity
    if (last && last.id === p.id && last.to === p.from && !isUnbounded) last.to = p.to
    else out.push({ ...p })
  }
  return out
}
